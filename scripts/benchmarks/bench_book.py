"""Measure the book: `python -m benchmarks.bench_book` in scripts/. Not a test: it prints times, memory and sizes, beside WeasyPrint where it is installed.

two handbooks   the whole handbook in each language; under 3 s on two cores
the set         two handbooks, themes, practices and sheets; under 10 s and 500 MB
WeasyPrint      the same pages' HTML to one PDF for each language, without the book's design; needs Pango from the system

Beside each time stands what all processes together computed for, which a busy machine changes less, and the most memory that all of them
had at one moment (each page they share counted once). Memory is measured in a second run: to be looked at so often costs a process a tenth of
its time.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from handbook.book.build import write_books
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.build import build_pages
from handbook.pages.render import render
from handbook.text.markdown import parser
from tests.helpers import ROOT


def memory() -> float:
    """Return what this process and its children hold now, in MB."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if str(os.getpid()) in {process.name, parent}:
                rows = (process / "smaps_rollup").read_text().splitlines()
                total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it has just ended
    return total / 1024


def measured(name: str, work: Callable[[], str]) -> None:
    """Print the time and most memory of some work, and what it said of itself."""
    started, before = time.perf_counter(), os.times()
    said = work()
    taken, after = time.perf_counter() - started, os.times()
    print(
        f"{name:15} {taken:5.1f} s, computed {sum(after[:4]) - sum(before[:4]):5.1f} s, {most_memory(work):4.0f} MB {said}"
    )


def most_memory(work: Callable[[], str]) -> float:
    """Return the most that this process and its children hold while some work is done, in MB."""
    peak, ended = [memory()], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peak.append(memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    work()
    ended.set()
    watcher.join()
    return max(peak)


def weasyprint(dataset: Dataset) -> None:
    """Print how long WeasyPrint takes for the pages of both languages, or why it is left out."""
    if importlib.util.find_spec("weasyprint") is None:
        print(
            "WeasyPrint      skipped: it is not installed (pip install weasyprint; Pango from apt)"
        )
        return
    try:
        from weasyprint import HTML
    except OSError as error:
        print(f"WeasyPrint      skipped: {error}")
        return

    def work() -> str:
        for lang in dataset.languages:
            body = "".join(
                parser(dataset.labels.languages[lang].quotes).convert(page.markdown)
                for page in build_pages(dataset, lang).values()
            )
            HTML(string=f"<html lang={lang}><body>{body}</body></html>").write_pdf()
        return ""

    measured("WeasyPrint", work)


def main() -> None:
    """Print the figures."""
    dataset, _ = load(ROOT)

    def written(*, extracts: bool) -> str:
        with tempfile.TemporaryDirectory() as folder:
            paths = write_books(render(dataset), Path(folder), extracts=extracts)
            return f"({len(paths)} files of together {sum(path.stat().st_size for path in paths) / 1e6:.1f} MB)"

    measured("two handbooks", partial(written, extracts=False))
    measured("the set", partial(written, extracts=True))
    weasyprint(dataset)


if __name__ == "__main__":
    main()
