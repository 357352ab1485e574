"""Editions and corrections → what has happened to each record and page, newest first.

    data/editions/<date>.yml      what changed between an edition and the one before, written by `handbook edition`
    data/corrections/<id>.yml     what was wrong, since when, and what it says now

Both are files of the repository: a shallow clone, or a copy without any history, shows the same change log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, Edition
from handbook.model.kinds import KINDS
from handbook.model.records import Correction
from handbook.model.urls import address_of


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record or page on a day: a change in an edition, or a correction."""

    date: str
    owner: str
    edition: Edition | None = None
    change: Change | None = None
    correction: Correction | None = None


def events(dataset: Dataset) -> Mapping[str, tuple[Event, ...]]:
    """Return what happened to each record and page (`docs/…`), newest first."""
    found = [
        Event(edition.date, change.owner, edition, change)
        for edition in dataset.editions
        for change in edition.changes
        if change.folder != Correction.folder
    ]
    found += [Event(c.corrected.date, c.about, correction=c) for c in dataset.of(Correction)]
    by_owner: dict[str, list[Event]] = {}
    for event in sorted(found, key=lambda e: e.date, reverse=True):
        by_owner.setdefault(event.owner, []).append(event)
    return {owner: tuple(of) for owner, of in by_owner.items()}


def of_page(dataset: Dataset, found: Mapping[str, tuple[Event, ...]], path: str) -> tuple[Event, ...]:
    """Return what happened to what is read on a page, newest first; the change log itself has no history of its own."""
    if not found or path == KINDS[Correction.folder].index:
        return ()
    here = list(found.get(f"docs/{path}", ()))
    for owner, of in found.items():
        record = dataset.records.get(owner)
        if record is not None and address_of(record, dataset).page == path:
            here += of
    return tuple(sorted(here, key=lambda event: event.date, reverse=True))


def corrections(dataset: Dataset) -> tuple[Correction, ...]:
    """Return the corrections, newest first."""
    return tuple(sorted(dataset.of(Correction), key=lambda c: (c.corrected.date, c.id), reverse=True))


def anchor(edition: Edition) -> str:
    """Return the anchor of an edition on the page of changes."""
    return f"edition-{edition.date}"
