"""What is above and before what: nothing belongs to itself in the end, and no two themes have one place in their order."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.model.records import Theme


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield circles of parents, and places in the order of themes that are taken."""
    records = subject.dataset.records
    above = {record.id: parent for record in records.values() if (parent := getattr(record, "parent", None)) and parent != record.id}
    for record, parent in above.items():
        passed, at = {record}, parent
        while at in above and at not in passed:
            passed.add(at)
            at = above[at]
        if at == record:
            yield subject.at_field("parent-circle", record, ("parent",), id=record, found=parent)
    taken: dict[int, str] = {}
    for theme in subject.dataset.of(Theme):
        holder = taken.setdefault(theme.order, theme.id)
        if holder != theme.id:
            yield subject.at_field("theme-order-taken", theme.id, ("order",), found=theme.order, other=subject.dataset.files[holder])
