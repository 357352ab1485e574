"""Queries on the data set that several pages need.

They answer who mentions what, which practices belong to whom, and what happened when.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import kept
from handbook.model.kinds import KINDS, has_sheet, kind_of, word_of
from handbook.model.records import (
    Answer,
    Dated,
    Figure,
    Happening,
    Organisation,
    Place,
    Practice,
    Record,
    Source,
    Status,
    Term,
    Theme,
)
from handbook.model.references import citations, references, split_locator, standing_gap
from handbook.model.types import HEAD, Choice, Text
from handbook.model.urls import address_of, pdf_path, sheet_name
from handbook.model.vocabulary import PracticeKind
from handbook.pages.changelog import events_by_page
from handbook.text.languages import language
from handbook.text.markdown import escape, in_language
from handbook.text.scanner import scan

#: A record by its id, or a place in a source: (id, place or HEAD).
Target = str | tuple[str, int]
#: Something with a date: (date, the key of its word, or the happening or status itself, record).
Event = tuple[Dated, str | Happening | Status, Record]
#: The position of a record that has none of its own.
_LAST = 1000


class Queries:
    """The data set as the pages of one language query it.

    The records of each kind stand in the order of `in_order`.
    """

    def __init__(self, dataset: Dataset, lang: str, downloads: bool = False) -> None:
        """Sort the records and collect the mentions, once for all pages.

        Args:
            dataset: The data set.
            lang: The language of the pages.
            downloads: Whether the PDFs are made, too.
        """
        self.dataset, self.lang, self.downloads = in_order(dataset, lang), lang, downloads
        self.events = events_by_page(self.dataset)
        # a theme and the prose of its page are one to readers
        themes = {f"docs/{address_of(t, dataset).page}": t.id for t in dataset.themes}
        self.mentions = {
            target: tuple(dict.fromkeys(themes.get(owner, owner) for owner in owners))
            for target, owners in mentions(self.dataset).items()
        }

    def resting(self, source: Source) -> list[tuple[int, Text | None, tuple[str, ...]]]:
        """Return what each place of a source is about, and the owners that cite it.

        Returns:
            (place, subject, owners) of each place that is cited or whose subject is told, and of
            the head of the source if it is cited.
        """
        subjects: dict[int, Text] = {HEAD: source.title, **dict(enumerate(source.contents, 1))}
        places = range(HEAD, source.places + 1)
        owners = {place: self.mentions.get((source.id, place), ()) for place in places}
        return [
            (place, subjects.get(place), by)
            for place, by in owners.items()
            if by or (place != HEAD and place in subjects)
        ]

    def naming(self, source: Source, field: str) -> list[Source]:
        """Return the sources that name a source in a field: that supersede or correct it."""
        return [each for each in self.dataset.of(Source) if source.id in getattr(each, field)]

    def answered(self, source: Source) -> list[Answer]:
        """Return what a source states that was not stated before, and is no gap any more."""
        return [each for each in source.answers if standing_gap(self.dataset, each) is None]

    def of(self, folder: str) -> Sequence[Record]:
        """Return the records of a kind in their order."""
        return self.dataset.of(KINDS[folder].record)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """Return the practices by theme."""
        order = {theme.id: theme.order for theme in self.dataset.themes}
        return tuple(sorted(self.dataset.of(Practice), key=lambda p: order.get(p.theme, 0)))

    def grouped(self, practices: Iterable[Practice]) -> list[tuple[str, list[Practice]]]:
        """Return (kind, practices) in the order of the kinds, without empty ones."""
        by_kind: dict[str, list[Practice]] = {}
        for practice in practices:
            by_kind.setdefault(practice.kind, []).append(practice)
        order = self.dataset.labels.choices(PracticeKind)
        return [(kind, by_kind[kind]) for kind in order if kind in by_kind]

    def listed(self, theme: Theme | None) -> list[Practice]:
        """Return the practices that are listed under a theme, or those of all that are over."""
        if theme is None:
            return [practice for practice in self.practices if practice.is_over]
        return [p for p in self.practices if p.theme == theme.id and not p.is_over]

    def before(self, record: str) -> Sequence[Record]:
        """Return what a practice has taken the place of, or whom an organisation carries on for."""
        return self._before.get(record, ())

    @cached_property
    def _before(self) -> Mapping[str, Sequence[Record]]:
        before: defaultdict[str, list[Record]] = defaultdict(list)
        for practice in self.practices:
            if practice.status and practice.status.by:
                before[practice.status.by].append(practice)
        for body in self.dataset.of(Organisation):
            if body.succeeded_by:
                before[body.succeeded_by].append(body)
        return before

    def practices_of(self, organisation: str) -> list[Practice]:
        """Return the practices an organisation takes part in."""
        return [self.practices[number] for number in self._taking_part.get(organisation, ())]

    def practices_at(self, place: str) -> list[Practice]:
        """Return the practices at a place or at places inside it."""
        inside, known = [place], {place}
        for each in inside:  # grows
            parts = [part for part in self._parts.get(each, ()) if part not in known]
            inside += parts
            known.update(parts)
        numbers = {number for each in inside for number in self._there.get(each, ())}
        return [self.practices[number] for number in sorted(numbers)]

    @cached_property
    def _taking_part(self) -> Mapping[str, Sequence[int]]:
        """Return the positions of each organisation's practices."""
        return _positions([actor.organisation for actor in p.actors] for p in self.practices)

    @cached_property
    def _there(self) -> Mapping[str, Sequence[int]]:
        """Return the positions of each place's practices."""
        return _positions(practice.places for practice in self.practices)

    @cached_property
    def _parts(self) -> Mapping[str, Sequence[str]]:
        """Return the places inside each place."""
        places = self.dataset.of(Place)
        parts = _positions([place.parent or ""] for place in places)
        return {parent: [places[at].id for at in inside] for parent, inside in parts.items()}

    def filters(self) -> dict[str, list[tuple[Any, int]]]:
        """Return (value, number of practices) of each filter of the practices.

        A value that one practice has, or every one, narrows nothing and is left out. What is over
        stands in a list of its own, below those of the themes.
        """
        practices, organisations = self.practices, self.dataset.of(Organisation)
        in_force = [practice for practice in practices if not practice.is_over]
        filters: dict[str, list[tuple[Any, int]]] = {
            "theme": [
                (t, sum(practice.theme == t.id for practice in in_force))
                for t in self.dataset.themes
            ],
            "kind": [(kind, len(having)) for kind, having in self.grouped(practices)],
            "organisation": [(each, len(self.practices_of(each.id))) for each in organisations],
            "status": [("over", len(practices) - len(in_force))],
        }
        return {
            name: kept
            for name, values in filters.items()
            if (kept := [(value, n) for value, n in values if 1 < n < len(practices)])
        }

    def featured(self, theme: str) -> list[Practice]:
        """Return the practices of a theme that others mention most, three at most; none is over."""
        practices = [p for p in self.practices if p.theme == theme and not p.is_over]
        return sorted(practices, key=lambda p: -len(self.mentions.get(p.id, ())))[:3]

    def of_theme(self, theme: str, folder: str) -> Sequence[Record]:
        """Return the records of a kind that belong to a theme.

        A practice says which theme it belongs to. Records of other kinds belong to each theme that
        mentions them, itself or in a practice.

        Args:
            theme: The id of the theme.
            folder: The folder of the kind.
        """
        practices = [practice for practice in self.practices if practice.theme == theme]
        if folder == Practice.folder:
            return practices
        owners = {theme, *(practice.id for practice in practices)}
        records = self.dataset.of(KINDS[folder].record)
        return [record for record in records if owners & set(self.mentions.get(record.id, ()))]

    def timeline(self, theme: str = "") -> list[tuple[str, list[Event]]]:
        """Return the events of each year, the earliest first.

        Args:
            theme: The id of a theme, whose events alone are returned; without it, all are. Sources
                belong to no theme, and what a figure counts is no event of one.

        Returns:
            Pairs (year, events). An event is (date, the key of the word for what happened, or the
            happening or status itself, record).
        """
        events: list[Event] = []
        kinds = [(kind.event, folder) for folder, kind in KINDS.items() if kind.event]
        for event, folder in sorted(kinds, key=lambda pair: pair[0].order):
            records: Sequence[Record] = self.dataset.of(KINDS[folder].record)
            if theme:
                outside = folder in (Source.folder, Figure.folder)
                records = () if outside else self.of_theme(theme, folder)
            elif folder == Practice.folder:
                records = self.practices
            for record in records:
                if dated := getattr(record, event.field):
                    events.append(
                        (dated, word_of(event.word, record, self.dataset.labels.words), record)
                    )
                if isinstance(record, Practice):
                    events += ((each.date, each, record) for each in record.happened)
                    events += _changes(record)
        events.sort(key=lambda event: event[0].span[1])
        by_year = groupby(events, key=lambda event: event[0].span[1][:4])
        return [(year, list(group)) for year, group in by_year]

    def shelves(self) -> Mapping[str, list[tuple[str, str]]]:
        """Return (name, path) of each PDF by kind.

        The handbook is there in every language, everything else in the language of the page; what
        is hung up stands before what is read.
        """
        shelves: dict[str, list[tuple[str, str]]] = {"handbook": [], "sheets": []}
        labels = self.dataset.labels
        for lang, settings in labels.languages.items():
            own = settings.name if lang == self.lang else in_language(settings.name, lang)
            name = labels.word("book_in", self.lang, language=own)
            shelves["handbook"].append((name, pdf_path("handbook", lang)))
        for record in self.dataset.records.values():
            name = escape(record.title.resolve(self.lang)[0])
            if kind_of(record).pdf:
                shelves.setdefault(record.folder, []).append((name, pdf_path(record.id, self.lang)))
            if has_sheet(record):
                shelves["sheets"].append((name, pdf_path(sheet_name(record.id), self.lang)))
        return {kind: files for kind, files in shelves.items() if files}


def _changes(practice: Practice) -> Iterator[Event]:
    """Yield what a practice has come to, if that has a date that is not of its beginning."""
    status, started = practice.status, practice.started
    if (since := status and status.since) and not (started and started.date == since.date):
        yield since, status, practice


def _positions(lists: Iterable[Iterable[str]]) -> Mapping[str, Sequence[int]]:
    """Return the positions of the lists that hold each id."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for number, ids in enumerate(lists):
        for each in dict.fromkeys(ids):
            positions[each].append(number)
    return positions


@kept
def mentions(dataset: Dataset) -> Mapping[Target, tuple[str, ...]]:
    """Return the owners that mention each record, and those that cite each place in a source.

    Owners are record ids, or `docs/…` pages, in the data set's order.
    """
    owners: dict[Target, dict[str, None]] = defaultdict(dict)
    for owner, target, place in _mentions(dataset):
        if owner != target:
            owners[target][owner] = None
        if place is not None:
            owners[target, place][owner] = None
    return {target: tuple(by) for target, by in owners.items()}


def _mentions(dataset: Dataset) -> Iterator[tuple[str, str, int | None]]:
    """Yield (owner, record, place) of each mention; place is None unless it is a citation."""
    records = dataset.records.values()
    yield from ((record.id, *each) for record in records for each in _in_fields(record))
    yield from ((record.id, *each) for record in records for each in _in_texts(record))
    for page in dataset.prose.values():
        yield from ((f"docs/{page.path}", *each) for each in _in_text(page.body))


@kept
def _in_fields(record: Record) -> tuple[tuple[str, int | None], ...]:
    """Return (record, place) of each record and each place in a source that a field names."""
    places = filter(None, (split_locator(locator) for _, locator in citations(record)))
    return (*((target, None) for _, target, _ in references(record)), *places)


@kept
def _in_texts(record: Record) -> tuple[tuple[str, int | None], ...]:
    """Return the same of each link in a record's texts."""
    return tuple(each for *_, text in texts_of(record) for each in _in_text(text))


def _in_text(text: str) -> Iterator[tuple[str, int | None]]:
    for link in scan(text).wiki_links if "[[" in text else ():
        yield link.locator or (link.target, None)


def in_order(dataset: Dataset, lang: str) -> Dataset:
    """Return a data set with the records of each kind in the order in which readers see them.

    First come those that editors gave a position, then those of the first value of the kind's
    vocabulary, then what the source tells first, then what other records mention most: the same
    order in every language. Terms stand by title, and practices that are over behind all others.
    """
    mentioned = mentions(dataset)
    folders = list(KINDS)
    values: dict[type[Choice], list[str]] = {}

    def position(choice: Choice | None) -> int:
        if choice is None:
            return 0
        if type(choice) not in values:
            values[type(choice)] = [*dataset.labels.choices(type(choice))]
        return values[type(choice)].index(choice)

    #: What an older source tells stands first, so that a new one moves nothing.
    ages = {source.id: (source.date.date, source.id) for source in dataset.of(Source)}

    def key(record: Record) -> tuple[object, ...]:
        is_term = isinstance(record, Term)
        cited = () if is_term else getattr(record, "cite", ())
        places = filter(None, map(split_locator, cited))
        return (
            folders.index(record.folder),
            isinstance(record, Practice) and record.is_over,
            getattr(record, "headline", None) or getattr(record, "order", None) or _LAST,
            position(getattr(record, "kind", None)),
            min(
                ((ages[each[0]], each) for each in places if each[0] in ages),
                default=(("",), ("", 0)),
            ),
            0 if is_term else -len(mentioned.get(record.id, ())),
            title_key(record, lang) if is_term else "",
            record.id,
        )

    return replace(dataset, records={r.id: r for r in sorted(dataset.records.values(), key=key)})


def title_key(record: Record, lang: str) -> str:
    """Return what a record's title is sorted by, in the language it is shown in."""
    title, written_in = record.title.resolve(lang)
    # the pinyin of what has a short name is that name's
    pinyin = None if getattr(record, "short_title", None) else getattr(record, "pinyin", None)
    return language(written_in).title_key(title, pinyin)
