"""Editions: the changes between two published states, as stored in data/editions/."""

from enum import StrEnum

from handbook.model.types import Date, Name, Part

#: The folder of editions: one file per edition, named by its date.
EDITIONS = "data/editions"


class ChangeKind(StrEnum):
    """The kinds of change to a record or page."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


class FieldChange(Part):
    """The old and new text of a field, for readers: without links and markup."""

    field: str
    label: Name
    old: Name | None = None
    new: Name | None = None


class Change(Part):
    """A change to one record or to one page of docs/."""

    kind: ChangeKind
    owner: str
    folder: str
    was: str | None = None
    title: Name
    fields: tuple[FieldChange, ...] = ()


class Edition(Part):
    """A published state of the handbook, with the changes since the previous one.

    `handbook edition` writes it.
    """

    date: Date
    title: Name
    note: Name | None = None
    base: str | None = None
    changes: tuple[Change, ...] = ()
