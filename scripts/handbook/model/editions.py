"""What changed between two states of the handbook, in readers' words: the form in which data/editions/ keeps it."""

from __future__ import annotations

from enum import StrEnum

from handbook.model.types import Date, Name, Part, described

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

    field: str = described("字段", "The field", "summary")
    label: Name = described("字段的名称", "What the field is called")
    old: Name | None = described("原来", "What it said", default=None)
    new: Name | None = described("现在", "What it says", default=None)


class Change(Part):
    """What happened to one record, or to one page of docs/."""

    kind: ChangeKind = described("怎样变了", "What happened", "changed")
    owner: str = described("条目的标识，或 docs/ 里的页面", "The record's id, or the page of docs/", "joint-patrols")
    folder: str = described("类别", "The kind's folder; `docs` for a page", "practices")
    was: str | None = described("原来的标识", "Its former id", default=None)
    title: Name = described("名称", "Its name")
    fields: tuple[FieldChange, ...] = described("变了的字段", "The fields that changed", default=())


class Edition(Part):
    """A published state of the handbook and what changed since the one before; `handbook edition` writes it."""

    date: Date = described("日期", "Its date", "2026-03-01")
    title: Name = described("名称", "Its name")
    note: Name | None = described("编者的话：这一版改了什么、为什么", "What changed and why, in the editors' words", default=None)
    base: str | None = described("比较的起点（提交）", "The commit that it was compared with", default=None)
    changes: tuple[Change, ...] = described("变化", "What changed", default=())
