"""What changed between two states of the handbook, in readers' words: the form in which data/editions/ keeps it."""

from __future__ import annotations

from enum import StrEnum

from handbook.model.types import Date, Name, Part

#: Where editions stand, a file for each, named by its date.
EDITIONS = "data/editions"


class ChangeKind(StrEnum):
    """What happened to a record or page between two states of the handbook."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


class FieldChange(Part):
    """What a field said and says, in readers' words: its texts hold no links and no markup."""

    field: str
    label: Name
    old: Name | None = None
    new: Name | None = None


class Change(Part):
    """What happened to one record, or to one page of docs/."""

    kind: ChangeKind
    owner: str
    folder: str
    was: str | None = None
    title: Name
    fields: tuple[FieldChange, ...] = ()


class Edition(Part):
    """A published state of the handbook and what changed since the one before; `handbook edition` writes it."""

    date: Date
    title: Name
    note: Name | None = None
    base: str | None = None
    changes: tuple[Change, ...] = ()
