"""Measure the book: `python -m tests.bench_book` in scripts/. Not a test: machines differ.

It prints how long the two handbooks and the whole set take (goals on two processors: 3 s and 10 s), the most memory that all processes
hold together (500 MB), the files' sizes and pages, and what WeasyPrint takes for the same pages, where it and Pango are installed.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

from handbook.book import describe, plan, write_books
from handbook.load import load
from handbook.markdown import parser
from handbook.model import Dataset
from handbook.pages import build_pages

ROOT = Path(__file__).parents[2]


class Memory(threading.Thread):
    """Watches how much memory this process and its children hold together, shared pages counted by their share."""

    def __init__(self) -> None:
        """Start with none seen."""
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()

    def run(self) -> None:
        """Look thirty times a second."""
        while not self.over.wait(0.03):
            self.most = max(self.most, sum(map(_held, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    try:
        children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(child))]


def _held(pid: int) -> int:
    """Return how many bytes a process holds (Linux: Pss of smaps_rollup)."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")), 0)


def weasyprint_seconds(dataset: Dataset, lang: str) -> float:
    """Return how long WeasyPrint takes for one handbook's pages; raises ImportError or OSError where it or Pango is not installed."""
    from weasyprint import HTML  # type: ignore[import-not-found]

    pages, md = build_pages(dataset, lang), parser()
    paths = [chapter.path for chapter in plan.handbook(dataset, pages) if chapter.path]
    body = "".join(f"<section>{md.reset().convert(pages[path].markdown)}</section>" for path in paths)
    style = f"@font-face {{ font-family: S; src: url({(ROOT / 'fonts' / 'NotoSerifSC-Regular.ttf').as_uri()}) }} body {{ font-family: S }}"
    started = time.perf_counter()
    HTML(string=f"<html lang={lang}><style>{style}</style>{body}</html>").write_pdf(pdf_variant="pdf/ua-1")
    return time.perf_counter() - started


def main() -> None:
    """Print the measures."""
    dataset = load(ROOT)[0]
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory()
        memory.start()
        started = time.perf_counter()
        done: list[tuple[str, float]] = []
        files = write_books(dataset, Path(folder), progress=lambda name: done.append((name, time.perf_counter() - started)))
        memory.over.set()
        handbooks = [seconds for name, seconds in done if name.startswith("handbook.")]
        print(f"two handbooks {handbooks[-1]:5.1f} s")
        print(f"whole set     {done[-1][1]:5.1f} s, {len(files)} files, {sum(file.stat().st_size for file in files):,} bytes")
        print(f"most memory   {memory.most / 1e6:5.0f} MB, all processes together")
        for file in files:
            if file.name.startswith("handbook."):
                print(f"{file.name}: {describe(file).pages} pages, {describe(file).size:,} bytes")
    for lang in dataset.languages:
        try:
            print(f"WeasyPrint    {weasyprint_seconds(dataset, lang):5.1f} s for handbook.{lang}.pdf")
        except (ImportError, OSError) as error:
            print(f"WeasyPrint    skipped: it, or Pango (libpango from apt), is not installed ({type(error).__name__})")
            break


if __name__ == "__main__":
    main()
