"""What can be wrong with a book, told to editors with its place."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.book.tree import UnknownElement
from handbook.book.typst.workers import JobFailed
from handbook.checks.font_coverage import named
from handbook.diagnostics import Diagnostic, HandbookError, Location, verbatim
from handbook.model.dataset import Dataset


class BookFaulty(HandbookError):
    """A PDF could not be made."""


def of_element(error: UnknownElement) -> BookFaulty:
    """Return the fault of a page with an element that has no form."""
    return BookFaulty([Diagnostic("book-element", Location(error.file), {"found": error.found})])


def of_job(error: JobFailed, dataset: Dataset) -> BookFaulty:
    """Return the fault of a document that Typst would not make."""
    found = [finding for character in error.failure.missing for finding in _places(character, dataset)]
    if not found:
        found = [
            Diagnostic(
                "book-typesetting",
                Location(f"pdf/{error.job.path.name}"),
                {"found": error.job.path.name, "reason": verbatim(error.failure.said)},
            )
        ]
    return BookFaulty(found)


def _places(character: str, dataset: Dataset) -> Iterator[Diagnostic]:
    """Yield a finding for the first place of a character in each file that has it."""
    files = sorted({*dataset.files.values(), *(page.file for page in dataset.prose.values())})
    places = [(file, _first(character, dataset, file)) for file in files]
    known = [Location(file, *where) for file, where in places if where]
    for place in known or [Location("data")]:
        yield Diagnostic("book-character", place, named(character))


def _first(character: str, dataset: Dataset, file: str) -> tuple[int, int] | None:
    path = dataset.root / file
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    return next(((number, line.index(character) + 1) for number, line in enumerate(lines, 1) if character in line), None)
