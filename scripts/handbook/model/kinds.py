"""The kinds of records, each declared once.

Each kind is one entry of `KINDS`. It determines the folder of the files, the pages and anchors of
the records, their order in lists, search and timeline, and their forms, schemas and data files.
A kind's name for readers is the interface word `kind_<folder>`; its template is `<name>.md.jinja`.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handbook.model import records
from handbook.model.records import Practice, Record
from handbook.model.vocabulary import LEAD


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """An event that each record of a kind adds to the timeline.

    Attributes:
        field: The field or property that holds the date.
        word: The key of the interface word that names the event. If the interface has a word
            `<word>_<kind>`, records whose field `kind` has that value use it instead.
        order: The position among the events of one date.
    """

    field: str
    word: str
    order: int = 50


def word_of(key: str, record: Record, words: Container[str]) -> str:
    """Return the key of an interface word for what a record's field `kind` names.

    Args:
        key: The word.
        record: The record.
        words: The keys of all interface words.
    """
    own = f"{key}_{getattr(record, 'kind', '')}"
    return own if own in words else key


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of record.

    Attributes:
        record: The model of the records.
        index: The page that lists all records of the kind; empty if there is none.
        anchored: Whether each record is an anchor on the index page instead of a page.
        below: The field that names the parent of a record's page: another record, or a folder of
            the site. If empty, the pages lie below the kind's own folder.
        handwritten: Whether the pages begin with prose from docs/.
        lookup: The position of the index page among all index pages.
        rank: The position in search results whose names match equally well.
        facets: For each facet of search, a function that returns a record's values.
        event: The event on the timeline; its year is also the record's year in search.
        pdf: Whether each record has its own PDF.
        sheet: Whether records have sheets for a notice board (see `has_sheet`).
    """

    record: type[Record]
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
    def name(self) -> str:
        """Return the singular used in the names of templates, schemas and commands."""
        return self.record.__name__.lower()

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
            record=records.Theme,
            below="section",
            handwritten=True,
            rank=20,
            facets={"theme": lambda theme: [theme.id]},
            pdf=True,
        ),
        Kind(
            record=records.Practice,
            index="practices",
            below="theme",
            lookup=10,
            rank=10,
            facets={
                "theme": lambda practice: [practice.theme],
                "lead": _leads,
                "place": lambda practice: practice.places,
                "state": lambda practice: [practice.status.state] if practice.status else [],
            },
            event=Event(field="started", word="event_started", order=10),
            pdf=True,
            sheet=True,
        ),
        Kind(
            record=records.Organisation,
            index="organisations",
            anchored=True,
            lookup=40,
            rank=30,
            facets={"place": lambda organisation: filter(None, [organisation.place])},
        ),
        Kind(
            record=records.Place,
            index="places",
            anchored=True,
            lookup=50,
            rank=40,
            facets={"place": lambda place: [place.id]},
        ),
        Kind(record=records.Platform, index="platforms", anchored=True, lookup=60, rank=50),
        Kind(
            record=records.Figure,
            index="figures",
            anchored=True,
            lookup=20,
            rank=60,
            event=Event(field="latest", word="event_figure", order=30),
        ),
        Kind(
            record=records.Honour,
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
        Kind(record=records.Term, index="glossary", anchored=True, lookup=70, rank=80),
        Kind(
            record=records.Source,
            index="sources",
            lookup=90,
            rank=90,
            event=Event(field="date", word="event_source", order=40),
        ),
        Kind(record=records.Correction, index="changes", anchored=True, lookup=120, rank=110),
    )
}

#: The rank in search of pages that belong to no record.
RANK_OF_PAGES = 100
#: Index pages that list no kind, with their position among all index pages.
OTHER_INDEXES = {
    "timeline": 80,
    "downloads": 100,
    "data": 110,
    "api": 115,
    "search": 130,
    "selection": 140,
}


def kind_of(record: Record) -> Kind:
    """Return the kind of a record."""
    return KINDS[record.folder]


def has_sheet(record: Record) -> bool:
    """Return whether a record is a practice that answers two of a sheet's three questions."""
    if not (kind_of(record).sheet and isinstance(record, Practice)):
        return False
    results = record.results
    how = record.how or record.components or record.steps
    told = results.statements or results.figures or results.honours
    return sum(map(bool, (how, record.actors, told))) >= 2


def kind_of_index(page: str) -> Kind | None:
    """Return the kind that an index page lists, or None."""
    return next((kind for kind in KINDS.values() if kind.index == page), None)


def index_pages() -> list[str]:
    """Return the paths of the index pages in order; each has a template of the same name."""
    places = {kind.index: kind.lookup for kind in KINDS.values() if kind.index} | OTHER_INDEXES
    return sorted(places, key=lambda page: places[page])


def search_order() -> list[str]:
    """Return the kinds' folders, and `pages` for other pages, in the order of search."""
    ranks = {folder: kind.rank for folder, kind in KINDS.items()} | {"pages": RANK_OF_PAGES}
    return sorted(ranks, key=lambda folder: ranks[folder])


def new_kind(folders: Sequence[str]) -> str:
    """Return what follows `./handbook new` for a record in folders: their kind, if it is one."""
    return f" {KINDS[folders[0]].name}" if len(folders) == 1 else ""
