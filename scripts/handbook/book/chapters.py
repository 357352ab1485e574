"""What a book holds, and in what order: the handbook, and the book of a theme.

    front     how to read this, all practices at a glance, the numbers to know
    parts     one for each theme: its page, its practices, what closes it
    look up   every kind of record but those that stand in the parts

Each is a page of the site, or a part of one, as it is on paper.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Correction, Honour, Practice, Theme
from handbook.model.urls import address_of

#: What stands before the list of the figures: how to read them.
_BEFORE = {"figures": "about/reading-figures"}
_PRACTICES = KINDS[Practice.folder].index
_HEADLINES, _CLOSING = "headline-figures", "closing"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page's place in a book.

    Attributes:
        path: The page.
        level: How deep its title is: 1 for what the contents name first.
        opens: The page it begins on: `left`, `right`, a `new` one, or the one before it.
        part: The id of the section that it is alone, or to which it goes, if it has one.
        ends: Whether it ends before that section.
        only: The labels of the entries that it shows; None for all.
        rest: Whether it shows the entries alone that stand in no chapter before it.
    """

    path: str
    level: int = 1
    opens: str = ""
    part: str = ""
    ends: bool = False
    only: Collection[str] | None = None
    rest: bool = False


def handbook(dataset: Dataset) -> Iterator[Chapter]:
    """Yield the chapters of the whole handbook, of pages that may not exist.

    Args:
        dataset: The handbook, its records in the order of a language.
    """
    prose = [page for page in dataset.prose.values() if page.lang == dataset.languages[0]]
    for _, path in sorted((page.book, page.path) for page in prose if page.book is not None):
        yield Chapter(path)
    yield Chapter("index", part=_HEADLINES)
    if dataset.of(Practice):
        yield Chapter(_PRACTICES, opens="left")
    for record in dataset.themes:
        yield from _part(record, dataset, opens="right")
    yield from _look_up(dataset, None)


def of_theme(record: Theme, dataset: Dataset, mentioned: Collection[str]) -> Iterator[Chapter]:
    """Yield the chapters of a theme's own book.

    Args:
        record: The theme.
        dataset: The handbook.
        mentioned: The labels of the entries that it and its practices mention or cite.
    """
    yield from _part(record, dataset)
    yield from _look_up(dataset, mentioned)


def _part(record: Theme, dataset: Dataset, opens: str = "") -> Iterator[Chapter]:
    page = address_of(record, dataset).page
    yield Chapter(page, opens=opens, part=_CLOSING, ends=True)
    for practice in dataset.of(Practice):
        if practice.theme == record.id:
            yield Chapter(address_of(practice, dataset).page, 2)
    yield Chapter(page, 2, part=_CLOSING)


def _look_up(dataset: Dataset, only: Collection[str] | None) -> Iterator[Chapter]:
    """Yield the lists of the kinds; those told elsewhere hold only what no theme has told."""
    opens = "right" if only is None else "new"
    for kind in sorted(KINDS.values(), key=lambda kind: kind.lookup):
        told = kind.record in (Practice, Correction) or not dataset.of(kind.record)
        if not kind.index or told:
            continue
        if before := _BEFORE.get(kind.index):
            yield Chapter(before, opens=opens)
            opens = ""
        yield Chapter(kind.index, opens=opens, only=only, rest=kind.record is Honour)
        opens = ""
        if not kind.anchored:
            for record in dataset.of(kind.record):
                page = address_of(record, dataset).page
                if only is None or page in only:
                    yield Chapter(page, 2, only=only)
