"""Measure the book: `python -m tests.bench_book` in scripts/. Not a test: it prints times, memory and sizes, beside WeasyPrint where it is installed.

the set         two handbooks, themes, practices and sheets; under 10 s and 500 MB on two cores
two handbooks   the whole handbook in each language; under 3 s
WeasyPrint      the same pages' HTML to one PDF for each language, without the book's design; needs Pango from the system
"""

from __future__ import annotations

import importlib.util
import resource
import tempfile
import time
from pathlib import Path

from handbook.book import build_book, write_books
from handbook.load import load
from handbook.markdown import parser
from handbook.model import Dataset
from handbook.pages import build_pages

ROOT = Path(__file__).parents[2]


def peak() -> float:
    """Return the largest process's memory in MB: this one, or one that has ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def weasyprint(dataset: Dataset) -> str:
    """Return how long WeasyPrint takes for the pages of both languages, or why it is left out."""
    if importlib.util.find_spec("weasyprint") is None:
        return "skipped: WeasyPrint is not installed (pip install weasyprint; Pango from apt)"
    try:
        from weasyprint import HTML
    except OSError as error:
        return f"skipped: {error}"
    started = time.perf_counter()
    for lang in dataset.languages:
        body = "".join(parser().convert(page.markdown) for page in build_pages(dataset, lang).values())
        HTML(string=f"<html lang={lang}><body>{body}</body></html>").write_pdf()
    return f"{time.perf_counter() - started:.1f} s"


def main() -> None:
    """Print the figures."""
    dataset, _ = load(ROOT)
    started = time.perf_counter()
    for lang in dataset.languages:
        build_book(dataset, lang)
    print(f"two handbooks  {time.perf_counter() - started:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        paths = write_books(dataset, Path(folder))
        taken = time.perf_counter() - started
        size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"the set        {taken:.1f} s, {len(paths)} files, {size:.1f} MB, largest process {peak():.0f} MB")
    print(f"WeasyPrint     {weasyprint(dataset)}")


if __name__ == "__main__":
    main()
