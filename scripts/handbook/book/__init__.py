"""The handbook as PDF, from the same Markdown pages as the site.

    pages ─ the shared parser ─▶ HTML ─ tree ─▶ leaves ─ plan, library ─▶ data of a document ─ pdf.press ─▶ pdf/<name>.<lang>.pdf

`build_book` returns a handbook in one language; `write_books` writes the whole set: the handbooks, each theme, each practice, and each
practice's notice-board sheet.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.book.documents import Document, Library, sheet_name
from handbook.book.tree import UnknownElement
from handbook.book.typesetting_errors import BookFaulty, of_element, of_job
from handbook.book.typst.metadata import Download, describe
from handbook.book.typst.workers import Job, JobFailed, print_long, print_short
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.pages.render import Handbook

#: Where the PDFs stand in the site.
FOLDER = "pdf"

__all__ = ["BookFaulty", "Download", "build_book", "describe", "paths", "write_books"]


def paths(dataset: Dataset) -> list[str]:
    """Return the paths in the site of all PDFs that `write_books` makes."""
    extracts = (name for practice in dataset.of(Practice) for name in (practice.id, sheet_name(practice)))
    names = ["handbook", *(theme.id for theme in dataset.themes), *extracts]
    return [f"{FOLDER}/{name}.{lang}.pdf" for lang in dataset.languages for name in names]


def build_book(handbook: Handbook, lang: str, *, site_url: str = "") -> bytes:
    """Return the whole handbook in a language as PDF; raises BookFaulty."""
    with _told(handbook.dataset), tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        path = Path(folder) / f"handbook.{lang}.pdf"
        library = Library(handbook, lang, site_url)
        print_long([_job(library.handbook(), path)])
        return path.read_bytes()


def write_books(
    handbook: Handbook,
    directory: Path,
    *,
    site_url: str = "",
    extracts: bool = True,
    progress: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write every PDF below `directory`, or the handbooks without `extracts`, telling each file's name when it is done, and return their paths; raises BookFaulty."""
    dataset = handbook.dataset
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    short: list[Job] = []
    made: list[Path] = []

    def handbooks() -> Iterator[Job]:
        for lang in dataset.languages:
            library = Library(handbook, lang, site_url)
            yield _job(library.handbook(), folder / f"handbook.{lang}.pdf")
            for document in library.documents() if extracts else ():  # while the handbook is being typeset
                short.append(_job(document, folder / f"{document.name}.{lang}.pdf"))

    def done(job: Job) -> None:
        made.append(job.path)
        progress(job.path.name)

    with _told(dataset):
        print_long(handbooks(), done)
        print_short(short, done)
    return sorted(made)


def _job(document: Document, path: Path) -> Job:
    return Job(document.template, document.data, document.timestamp, path)


@contextmanager
def _told(dataset: Dataset) -> Iterator[None]:
    """Turn what goes wrong inside into BookFaulty, with its places."""
    try:
        yield
    except UnknownElement as error:
        raise of_element(error) from error
    except JobFailed as error:
        raise of_job(error, dataset) from error
