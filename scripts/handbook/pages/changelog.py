"""The change log of each page, from editions and corrections, newest first.

    data/editions/<date>.yml      changes since the previous edition, from `handbook edition`
    data/corrections/<id>.yml     an error, since when it was published, and the corrected text

Both are files of the repository, so the change log does not depend on git's history.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, Edition
from handbook.model.kinds import KINDS
from handbook.model.records import Correction
from handbook.model.urls import addresses


@dataclass(frozen=True, slots=True)
class Event:
    """A change or correction of a record or page on a date.

    Attributes:
        date: The date, as YYYY-MM-DD.
        owner: The id of the record, or `docs/<path>` for a page.
        edition: The edition that lists the change; None for a correction.
        change: The change; None for a correction.
        correction: The correction; None for a change.
    """

    date: str
    owner: str
    edition: Edition | None = None
    change: Change | None = None
    correction: Correction | None = None


def events_by_page(dataset: Dataset) -> Mapping[str, list[Event]]:
    """Return the events of each page's records and prose by page, newest first.

    The page of changes has no events.
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
