"""Which pages a book holds, in what order and how deep.

    opening   how to read this: the home page, what the handbook is, its sections, its method
    parts     one for each theme: its page, then its practices
    look up   practices by kind, figures, honours, organisations, places, platforms, glossary, timeline, sources
    closing   about: every page that has no place above, so that none is lost

A chapter at level 1 opens a part; at level 2 it stands in the contents under it. What is of use on the web alone is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.records import Practice, Theme
from handbook.model.urls import address_of, addresses

#: Pages that are of no use on paper: a search field, and the list of the files this book is one of.
WEB_ONLY = frozenset({"search", "downloads"})
_OPENING = ("index", "about/index", "about/sources-and-method", "about/reading-figures")
_CLOSING = ("changes", "data")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page's place in a book; one without a page is a heading by a word of the interface, with a text under it by another."""

    path: str
    level: int
    opens: bool = False
    heading: str = ""
    text: str = ""


def handbook(dataset: Dataset, paths: Iterable[str]) -> list[Chapter]:
    """Return the chapters of the whole handbook."""
    paths = [path for path in paths if path not in WEB_ONLY]
    planned = list(_handbook(dataset, paths))
    placed = {chapter.path for chapter in planned}
    rest = [path for path in paths if path not in placed]
    rest.sort(key=lambda path: _CLOSING.index(path) if path in _CLOSING else -1)
    return [chapter for chapter in planned if chapter.heading or chapter.path in paths] + (
        [Chapter("", 1, opens=True, heading="book_about"), *(Chapter(path, 2) for path in rest)] if rest else []
    )


def _handbook(dataset: Dataset, paths: list[str]) -> Iterator[Chapter]:
    yield Chapter("", 1, opens=True, heading="book_how_to_read", text="book_how_to_read_text")
    sections = dict.fromkeys(f"{theme.section}/index" for theme in dataset.themes)
    for path in (*_OPENING[:2], *sections, *_OPENING[2:]):
        yield Chapter(path, 2, opens=path == "index")
    for record in dataset.themes:
        yield from theme(record, dataset)
    for path in index_pages():
        if path not in _CLOSING:
            yield Chapter(path, 1, opens=True)
            yield from (Chapter(below, 2) for below in paths if below.startswith(f"{path}/"))


def theme(record: Theme, dataset: Dataset) -> list[Chapter]:
    """Return the chapters of a theme: its page and its practices."""
    practices = [p for p in dataset.of(Practice) if p.theme == record.id]
    page = address_of(record, dataset).page
    return [Chapter(page, 1, opens=True), *(Chapter(address_of(p, dataset).page, 2) for p in practices)]


def record_labels(dataset: Dataset) -> Mapping[str, str]:
    """Return record ids by the label of the place where each is read."""
    return {str(where): record for record, where in addresses(dataset).items()}
