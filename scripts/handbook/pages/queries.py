"""What is asked of the data set: who mentions what, which practices belong to whom, and in what order readers look records up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Dated, Organisation, Place, Practice, Record, Source, Term
from handbook.model.references import citations, references, split_locator
from handbook.model.types import HEAD, LEAD, PracticeKind, Role
from handbook.model.urls import address_of
from handbook.pages import changelog
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.scanner import scan


class Queries:
    """What pages are made from besides the records themselves: who mentions what, and what rests on which place in a source."""

    def __init__(self, dataset: Dataset, downloads: Sequence[str] = ()) -> None:
        """Compute the backlinks once for all pages; `downloads` are the paths of the PDFs in the site, where they are made, too."""
        self.downloads = downloads
        self.dataset = dataset
        self.backlinks = {record: self._once(owners) for record, owners in backlinks(dataset).items()}
        self._resting = {place: self._once(owners) for place, owners in resting_on(dataset).items()}
        self.events = changelog.events(dataset)
        self.corrections = changelog.corrections(dataset)

    def resting(self, source: Source) -> list[tuple[int, tuple[str, ...]]]:
        """Return (place, owners that cite it) for a source's head, if it is cited, and for each of its paragraphs."""
        places = [(place, self._resting.get((source.id, place), ())) for place in range(HEAD, source.paragraphs + 1)]
        return [(place, owners) for place, owners in places if owners or place != HEAD]

    def by_kind(self, owners: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Return (kind, owners) of what mentions something: pages of prose, then records by kind, each in its order."""
        kinds = {record: folder for folder, kind in KINDS.items() for record in (r.id for r in self.dataset.of(kind.record))}
        order = ["pages", *KINDS]
        owners = sorted(owners, key=lambda owner: order.index(kinds.get(owner, "pages")))
        return [(kind, list(group)) for kind, group in groupby(owners, key=lambda owner: kinds.get(owner, "pages"))]

    def _once(self, owners: Iterable[str]) -> tuple[str, ...]:
        """Return who mentions something with each page once: a theme and the prose of its page are the same place to a reader."""
        return tuple(dict.fromkeys(self._themes.get(owner, owner) for owner in owners))

    @cached_property
    def _themes(self) -> dict[str, str]:
        return {f"docs/{address_of(theme, self.dataset).page}": theme.id for theme in self.dataset.themes}

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """Return the practices by theme."""
        order = {theme.id: theme.order for theme in self.dataset.themes}
        return tuple(sorted(self.dataset.of(Practice), key=lambda p: order.get(p.theme, 0)))

    def practices_of(self, organisation: str, *roles: Role) -> list[Practice]:
        """Return the practices an organisation takes part in, in one of the roles where roles are given."""
        return [p for p in self.practices if any(a.organisation == organisation and (not roles or a.role in roles) for a in p.actors)]

    def practices_at(self, place: str) -> list[Practice]:
        """Return the practices at a place or at places inside it."""
        inside = self._inside(place)
        return [p for p in self.practices if inside & set(p.places)]

    def _inside(self, place: str) -> set[str]:
        inside = {place}
        while more := {p.id for p in self.dataset.of(Place) if p.parent in inside} - inside:
            inside |= more
        return inside

    def facets(self) -> dict[str, list[tuple[Any, int]]]:
        """Return for each facet its values with how many practices have them, those without any left out."""
        ps = self.practices
        themes = [(t, sum(p.theme == t.id for p in ps)) for t in self.dataset.themes]
        kinds = [(k, sum(p.kind == k for p in ps)) for k in self.dataset.labels.choices(PracticeKind)]
        leads = [(o, len(self.practices_of(o.id, LEAD))) for o in self.dataset.of(Organisation)]
        places = [(p, len(self.practices_at(p.id))) for p in self.dataset.of(Place)]
        found: dict[str, list[tuple[Any, int]]] = {"theme": themes, "kind": kinds, "lead": leads, "place": places}
        return {facet: [(value, count) for value, count in values if count] for facet, values in found.items()}

    def of_theme(self, theme: str, folder: str) -> list[Record]:
        """Return the records of a kind that a theme's page or one of its practices mentions."""
        owners = {theme, *(p.id for p in self.practices if p.theme == theme)}
        records = self.dataset.of(KINDS[folder].record)
        return [record for record in records if owners & set(self.backlinks.get(record.id, ()))]

    def timeline(self, theme: str = "") -> list[tuple[str, list[tuple[Dated, str, Record]]]]:
        """Return (year, events) from the earliest, of one theme or of all.

        An event is (date, the key of the word for what happened, record). Of a theme are its
        practices, and what it or they mention; a source is of none.
        """
        events: list[tuple[Dated, str, Record]] = []
        for folder, kind in sorted(KINDS.items(), key=lambda item: item[1].event.order if item[1].event else 0):
            if kind.event is None or (theme and kind.record is Source):
                continue
            for record in self._dated(folder, theme):
                if dated := getattr(record, kind.event.field):
                    events.append((dated, kind.event.word_of(record), record))
        events.sort(key=lambda event: event[0].date)
        return [(year, list(group)) for year, group in groupby(events, key=lambda event: event[0].date[:4])]

    def _dated(self, folder: str, theme: str) -> Iterable[Record]:
        if folder == Practice.folder:
            return [practice for practice in self.practices if theme in {"", practice.theme}]
        return self.of_theme(theme, folder) if theme else self.dataset.of(KINDS[folder].record)

    def undated(self) -> list[Practice]:
        """Return the practices for which the source gives no date."""
        return [p for p in self.practices if not p.started]

    def shelves(self, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the PDFs by kind as (name, path): the handbook in every language, the rest in one."""
        kinds = (folder for folder, kind in KINDS.items() if kind.pdf)
        shelves: dict[str, list[tuple[str, str]]] = {shelf: [] for shelf in ("handbook", *kinds, "sheets")}
        languages, records = self.dataset.languages, self.dataset.records
        order = {record: at for at, record in enumerate(records)}

        def place(path: str) -> tuple[int, int]:
            stem, *_, of, _ = path.removeprefix("pdf/").split(".")
            return languages.index(of), order.get(stem, -1)

        for path in sorted(self.downloads, key=place):
            stem, *sheet, of, _ = path.removeprefix("pdf/").split(".")
            record = records.get(stem)
            if record is None:
                shelves["handbook"].append((self.named(of, lang), path))
            elif of == lang:
                shelves["sheets" if sheet else record.folder].append((escape(record.title.resolve(lang)[0]), path))
        return [(kind, files) for kind, files in shelves.items() if files]

    def named(self, of: str, lang: str) -> str:
        """Return what the handbook in one language is called in another."""
        labels = self.dataset.labels
        name = labels.languages[of].name
        return labels.word("book_in", lang, language=name if of == lang else f":lang[{name}]{{{of}}}")

    def counts(self) -> list[tuple[str, int]]:
        """Return how many records each kind has."""
        return [(folder, len(self.dataset.of(kind.record))) for folder, kind in KINDS.items()]

    def glossary(self, lang: str) -> list[tuple[str, list[Term]]]:
        """Return (letter, terms) as the language sorts them."""
        by_letter = groupby(self.dataset.of(Term), key=lambda term: title_key(term, lang)[:1].upper())
        return [(letter, list(terms)) for letter, terms in by_letter]


def backlinks(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """Return for each record the owners – record ids, or `docs/…` pages – that mention it, in the data set's order."""
    found: dict[str, dict[str, None]] = {}

    def add(owner: str, target: str) -> None:
        if target in dataset.records and target != owner:
            found.setdefault(target, {})[owner] = None

    for record in dataset.records.values():
        for _, target, _ in references(record):
            add(record.id, target)
    for passage in dataset.passages:
        for link in scan(passage.text).wiki_links:
            locator = link.locator
            add(passage.owner, locator[0] if locator else link.target)
    return {target: tuple(owners) for target, owners in found.items()}


def resting_on(dataset: Dataset) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Return for each (source, paragraph or HEAD) the owners that cite it."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for record in dataset.records.values():
        for _, locator in citations(record):
            if split := split_locator(locator):
                found.setdefault(split, {})[record.id] = None
    for passage in dataset.passages:
        for link in scan(passage.text).wiki_links:
            if split := link.locator:
                found.setdefault(split, {})[passage.owner] = None
    return {place: tuple(owners) for place, owners in found.items()}


def in_order(dataset: Dataset, lang: str) -> Dataset:
    """Return the same dataset with the records of each kind in the order in which a reader of a language looks them up: by title."""
    records = [record for kind in KINDS.values() for record in sorted(dataset.of(kind.record), key=lambda r: (title_key(r, lang), r.id))]
    return replace(dataset, records={record.id: record for record in records})


def title_key(record: Record, lang: str) -> str:
    """Return what a record's title is sorted by, in the language it is shown in."""
    title, written_in = record.title.resolve(lang)
    return language(written_in).title_key(title, getattr(record, "pinyin", None))
