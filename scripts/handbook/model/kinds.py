"""The kinds of records: all that is said of a kind as a whole, once.

Each kind is one entry of `KINDS`. From it follow the folder of its files, the pages and anchors its
records are read at, its place in lists, search and timeline, its forms, schemas and data files.
Its words (`kind_<folder>`) stand with the interface's; its template is `<name>.md.jinja`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handbook.model.records import (
    Correction,
    Figure,
    Honour,
    Organisation,
    Place,
    Platform,
    Practice,
    Record,
    Source,
    Term,
    Theme,
)
from handbook.model.types import LEAD


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What a kind's records add to the timeline.

    Attributes:
        field: The field that holds the date.
        word: The key of the word for what happened; `<word>_<kind>` goes before it for records whose
            field `kind` has this value, where there is such a word.
        order: The place among the events of one date.
    """

    field: str
    word: str
    order: int = 50

    def word_of(self, record: Record, words: Container[str]) -> str:
        """Return the key of the word for what happened, out of all words of the interface."""
        own = f"{self.word}_{getattr(record, 'kind', '')}"
        return own if own in words else self.word


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of record.

    Attributes:
        record: The model of its records.
        name: What one of them is called in the names of templates, schemas and commands.
        index: The page that lists them all; empty where there is none.
        anchored: Whether they are read on that page, each at its own anchor, and have no pages.
        below: The field that says what their pages lie below: a record, or a folder of the site.
            Without it they lie below the kind's own folder.
        handwritten: Whether their pages begin with prose from docs/.
        lookup: The place of the index page among all index pages.
        rank: The place in search where names match equally well.
        facets: The values a record has for a facet of search, by facet.
        event: What they add to the timeline, and the year that search knows them by.
        pdf: Whether each has a PDF of its own.
        sheet: Whether each has a sheet for a notice board.
    """

    record: type[Record]
    name: str
    index: str = ""
    anchored: bool = False
    below: str = ""
    handwritten: bool = False
    lookup: int = 95
    rank: int = 95
    facets: Mapping[str, Callable[[Any], Iterable[str]]] = field(default_factory=dict)
    event: Event | None = None
    pdf: bool = False
    sheet: bool = False

    @property
    def folder(self) -> str:
        """Return the folder below data/ that holds its files."""
        return self.record.folder

    @property
    def template(self) -> str:
        """Return the template of its records' pages."""
        return f"{self.name}.md.jinja"


def _leads(practice: Practice) -> list[str]:
    return [actor.organisation for actor in practice.actors if actor.role == LEAD]


#: Every kind by its folder, in the order in which kinds are listed to readers.
KINDS: dict[str, Kind] = {
    kind.folder: kind
    for kind in (
        Kind(
            record=Theme,
            name="theme",
            below="section",
            handwritten=True,
            rank=20,
            facets={"theme": lambda theme: [theme.id]},
            pdf=True,
        ),
        Kind(
            record=Practice,
            name="practice",
            index="practices",
            below="theme",
            lookup=10,
            rank=10,
            facets={
                "theme": lambda practice: [practice.theme],
                "lead": _leads,
                "place": lambda practice: practice.places,
            },
            event=Event(field="started", word="event_started", order=10),
            pdf=True,
            sheet=True,
        ),
        Kind(
            record=Organisation,
            name="organisation",
            index="organisations",
            lookup=40,
            rank=30,
            facets={"place": lambda organisation: filter(None, [organisation.place])},
        ),
        Kind(
            record=Place,
            name="place",
            index="places",
            lookup=50,
            rank=40,
            facets={"place": lambda place: [place.id]},
        ),
        Kind(record=Platform, name="platform", index="platforms", lookup=60, rank=50),
        Kind(
            record=Figure,
            name="figure",
            index="figures",
            anchored=True,
            lookup=20,
            rank=60,
            event=Event(field="period", word="event_figure", order=30),
        ),
        Kind(
            record=Honour,
            name="honour",
            index="honours",
            anchored=True,
            lookup=30,
            rank=70,
            facets={
                "level": lambda honour: [str(honour.level)],
                "place": lambda honour: honour.awarded_to,
            },
            event=Event(field="year", word="event_honour", order=20),
        ),
        Kind(record=Term, name="term", index="glossary", anchored=True, lookup=70, rank=80),
        Kind(
            record=Source,
            name="source",
            index="sources",
            lookup=90,
            rank=90,
            event=Event(field="date", word="event_source", order=40),
        ),
        Kind(
            record=Correction,
            name="correction",
            index="changes",
            anchored=True,
            lookup=120,
            rank=110,
        ),
    )
}

#: The place of pages that are no record's in search, among the ranks of kinds.
RANK_OF_PAGES = 100
#: Index pages that list no kind, by their place among all index pages.
OTHER_INDEXES = {"timeline": 80, "downloads": 100, "data": 110, "search": 130}


def kind_of(record: Record) -> Kind:
    """Return the kind of a record."""
    return KINDS[record.folder]


def kind_of_index(page: str) -> Kind | None:
    """Return the kind that an index page lists, if it lists one."""
    return next((kind for kind in KINDS.values() if kind.index == page), None)


def index_pages() -> list[str]:
    """Return the paths of the index pages in the order of looking up; each has a template of its name."""
    places = {kind.index: kind.lookup for kind in KINDS.values() if kind.index} | OTHER_INDEXES
    return sorted(places, key=lambda page: places[page])


def search_order() -> list[str]:
    """Return the kinds' folders, and `pages` for what is no record, in the order of search."""
    ranks = {folder: kind.rank for folder, kind in KINDS.items()} | {"pages": RANK_OF_PAGES}
    return sorted(ranks, key=lambda folder: ranks[folder])
