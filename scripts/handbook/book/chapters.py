"""Which pages a book holds, in what order and how deep.

    opening   how to read this: the home page, then the pages with `book` in their front matter
    parts     one for each theme: its page, then its practices
    look up   the lists of each kind, the glossary, the timeline
    closing   about: every page that belongs to none of these, so that none is lost

A chapter at level 1 opens a part; a chapter at level 2 is listed under it in the contents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.records import Practice, Record
from handbook.model.urls import address_of

#: Pages that are of no use on paper: a search field, and the list of the files this book is one of.
WEB_ONLY = frozenset({"search", "downloads"})
_HOME = "index"
#: Generated pages that close the book.
_CLOSING = ("changes", "data")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page's place in a book.

    Attributes:
        path: The page; empty for a heading that no page of the site has.
        level: How deep its title is: 1 for a part.
        heading: Without a page, the key of the heading's word; there may be one for a text below it.
    """

    path: str
    level: int
    heading: str = ""

    @property
    def opens(self) -> bool:
        """Return whether it begins on a new page."""
        return self.level == 1 or self.path == _HOME


def handbook(dataset: Dataset, paths: Iterable[str]) -> list[Chapter]:
    """Return the chapters of the whole handbook.

    Args:
        dataset: The handbook, its records in the order of a language.
        paths: The pages of the language, as they were made.
    """
    paths = [path for path in paths if path not in WEB_ONLY]
    planned = [
        chapter for chapter in _planned(dataset, paths) if chapter.heading or chapter.path in paths
    ]
    placed = {chapter.path for chapter in planned}
    rest = [path for path in paths if path not in placed]
    rest.sort(key=lambda path: _CLOSING.index(path) if path in _CLOSING else -1)
    return [*planned, Chapter("", 1, "book_about"), *(Chapter(path, 2) for path in rest)]


def _planned(dataset: Dataset, paths: list[str]) -> Iterator[Chapter]:
    """Yield the chapters that have a place of their own, of pages that may not exist."""
    prose = [page for page in dataset.prose.values() if page.lang == dataset.languages[0]]
    opening = sorted((p.book, p.path) for p in prose if p.book is not None and p.path != _HOME)
    yield Chapter("", 1, "book_how_to_read")
    yield Chapter(_HOME, 2)
    yield from (Chapter(path, 2) for _, path in opening)
    for record in dataset.themes:
        yield from extract(record, dataset)
    for path in index_pages():
        if path not in _CLOSING:
            yield Chapter(path, 1)
            yield from (Chapter(below, 2) for below in paths if below.startswith(f"{path}/"))


def extract(record: Record, dataset: Dataset) -> list[Chapter]:
    """Return the chapters of a record: its page and, of a theme, the practices."""
    practices = [p for p in dataset.of(Practice) if p.theme == record.id]
    below = (Chapter(address_of(p, dataset).page, 2) for p in practices)
    return [Chapter(address_of(record, dataset).page, 1), *below]
