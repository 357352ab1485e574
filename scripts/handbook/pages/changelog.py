"""Editions and corrections: what has happened to the records and texts of each page, newest first.

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
from handbook.model.urls import addresses


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record or page on a day: a change in an edition, or a correction."""

    date: str
    owner: str
    edition: Edition | None = None
    change: Change | None = None
    correction: Correction | None = None


def events_by_page(dataset: Dataset) -> Mapping[str, list[Event]]:
    """Return what happened to what is read on each page, newest first.

    The page of changes has no history of its own.
    """
    events = [
        Event(edition.date, change.owner, edition, change)
        for edition in dataset.editions
        for change in edition.changes
        if change.folder != Correction.folder
    ]
    events += [Event(c.corrected.date, c.about, correction=c) for c in dataset.of(Correction)]
    pages = {f"docs/{path}": path for path, _ in dataset.prose}
    pages |= {record: address.page for record, address in addresses(dataset).items()}
    by_page: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.date, reverse=True):
        if event.owner in pages:
            by_page.setdefault(pages[event.owner], []).append(event)
    by_page.pop(KINDS[Correction.folder].index, None)
    return by_page
