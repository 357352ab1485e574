"""Measure the book: `python -m benchmarks.bench_book` in scripts/. Not a test: it prints times, memory and sizes, beside WeasyPrint where it is installed.

everything      from the files to the finished site; under 10 s on two cores
two handbooks   the whole handbook in each language, from the loaded data; under 3 s
the set         two handbooks, themes, practices and sheets; under 5 s and 700 MB
PDFs alone      the two handbooks from rendered pages
Typst alone     their layout in one process, without trees and packing
WeasyPrint      the pages that the handbooks hold to a PDF/UA-1 for each language, without the book's design; the PDFs alone take a fifth of it at most.
                `pip install --target FOLDER weasyprint`, Pango from the system, PYTHONPATH=FOLDER

Beside each time stands what all processes together computed for, which a busy machine changes less, and the most memory that all of them
had at one moment (each page they share counted once). Memory is measured in a second run: to be looked at so often costs a process a tenth of
its time.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import memory
from handbook.book import chapters
from handbook.book.build import template_folder, write_books
from handbook.book.documents import Library
from handbook.book.typst.compile import typeset
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.render import Handbook, render
from tests.helpers import ROOT


def measured(name: str, work: Callable[[], str]) -> float:
    """Print the time and most memory of some work, and what it said; return the time."""
    started, before = time.perf_counter(), os.times()
    said = work()
    taken, after = time.perf_counter() - started, os.times()
    print(
        f"{name:15} {taken:5.1f} s, computed {sum(after[:4]) - sum(before[:4]):5.1f} s, {most_memory(work):4.0f} MB {said}",
        flush=True,
    )
    return taken


def most_memory(work: Callable[[], str]) -> float:
    """Return the most MB that this process and those below it hold during some work."""
    peak, ended = [memory(os.getpid())], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peak.append(memory(os.getpid()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    work()
    ended.set()
    watcher.join()
    return max(peak)


def typst_alone(handbook: Handbook) -> Callable[[], str]:
    """Return what has Typst lay out the two handbooks, their data made beforehand."""
    jobs = [Library(handbook, lang, "").handbook() for lang in handbook.dataset.languages]

    def work() -> str:
        with template_folder(handbook.dataset) as templates:
            for job in jobs:
                typeset(templates / job.template, job.data, job.timestamp)
        return ""

    return work


def weasyprint(handbook: Handbook) -> Callable[[], str] | None:
    """Return what has WeasyPrint make the pages of both languages; prints why where it cannot."""
    if importlib.util.find_spec("weasyprint") is None:
        print("WeasyPrint      skipped: it is not installed")
        return None
    try:
        from weasyprint import HTML
    except OSError as error:
        print(f"WeasyPrint      skipped: {error}")
        return None

    def work() -> str:
        for lang, pages in handbook.pages.items():
            paths = dict.fromkeys(chapter.path for chapter in chapters.handbook(handbook.dataset))
            body = "".join(pages[path].paper for path in paths if path in pages)
            content = f"<html lang={lang}><title>{lang}</title><body>{body}</body></html>"
            HTML(string=content).write_pdf(pdf_variant="pdf/ua-1")
        return ""

    return work


def main() -> None:
    """Print the figures."""
    dataset: Dataset = load(ROOT)[0]

    def written(pages: Callable[[], Handbook], *, extracts: bool) -> str:
        with tempfile.TemporaryDirectory() as folder:
            paths = write_books(pages(), Path(folder), extracts=extracts)
            return f"({len(paths)} files of together {sum(path.stat().st_size for path in paths) / 1e6:.1f} MB)"

    def built() -> str:
        program = "import sys; from handbook.cli import main; main(['build', *sys.argv[1:]])"
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, stdout=sys.stderr)
        return ""

    measured("everything", built)  # first: what else is measured stays in this process's memory
    measured("two handbooks", lambda: written(partial(render, dataset), extracts=False))
    measured("the set", lambda: written(partial(render, dataset), extracts=True))
    handbook = render(dataset)
    ours = measured("PDFs alone", lambda: written(lambda: handbook, extracts=False))
    measured("Typst alone", typst_alone(handbook))
    if work := weasyprint(handbook):
        print(f"{'':15} the PDFs alone take {ours / measured('WeasyPrint', work):.2f} of it")


if __name__ == "__main__":
    main()
