"""What can be wrong with a book, told to editors with its place."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.book.tree import UnknownElement
from handbook.book.typst.workers import JobFailed
from handbook.checks.font_coverage import NO_SHAPE, named
from handbook.diagnostics import Diagnostic, Location, Message
from handbook.model.records import Dataset

NO_FORM = Message(
    "book-element",
    "书里没有“$found”这种成分的排法。", "The book has no form for the element '$found'.",
    "请改用普通的 Markdown：标题、段落、列表、表格、脚注、提示框。", "Use plain Markdown: headings, paragraphs, lists, tables, footnotes, notes.",
)  # fmt: skip
NOT_TYPESET = Message(
    "book-typesetting",
    "排不出 $found（$reason）。", "$found could not be typeset ($reason).",
    "这多半是模板的问题，请告诉维护者。", "Most likely the template is at fault; tell the maintainers.",
)  # fmt: skip


class BookFaulty(Exception):
    """A PDF could not be made; carries the findings."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        """Keep what was found."""
        super().__init__("\n".join(finding.text("en") for finding in findings))
        self.findings = findings


def of_element(error: UnknownElement) -> BookFaulty:
    """Return the fault of a page with an element that has no form."""
    return BookFaulty([Diagnostic(NO_FORM, Location(error.file), {"found": error.found})])


def of_job(error: JobFailed, dataset: Dataset) -> BookFaulty:
    """Return the fault of a document that Typst would not make."""
    found = [finding for character in error.failure.missing for finding in _places(character, dataset)]
    if not found:
        found = [
            Diagnostic(
                NOT_TYPESET,
                Location(f"pdf/{error.job.path.name}"),
                {"found": error.job.path.name, "reason": {"zh": error.failure.said, "en": error.failure.said}},
            )
        ]
    return BookFaulty(found)


def _places(character: str, dataset: Dataset) -> Iterator[Diagnostic]:
    """Yield a finding for the first place of a character in each file that has it."""
    files = sorted({*dataset.files.values(), *(page.file for page in dataset.prose.values())})
    places = [(file, _first(character, dataset, file)) for file in files]
    known = [Location(file, *where) for file, where in places if where]
    for place in known or [Location("data")]:
        yield Diagnostic(NO_SHAPE, place, named(character))


def _first(character: str, dataset: Dataset, file: str) -> tuple[int, int] | None:
    path = dataset.root / file
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    return next(((number, line.index(character) + 1) for number, line in enumerate(lines, 1) if character in line), None)
