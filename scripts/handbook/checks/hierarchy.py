"""What is above and before what: nothing belongs to itself in the end, and no two themes have one place in their order."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Message
from handbook.model.records import Theme

CIRCLE = Message(
    "parent-circle",
    "“$id”的上级是“$found”，一级级往上又回到“$id”，绕成了圈。", "'$id' belongs to '$found', and '$found' in the end to '$id'.",
    "请看看哪一条的上级（parent）写错了。", "Look which of them names the wrong `parent`.",
)  # fmt: skip
ORDER = Message(
    "theme-order-taken",
    "次序 $found 已经是 $other 的。", "The place $found is already that of $other.",
    "两个主题的次序不能一样；请换一个数。", "No two themes have the same place: choose another number.",
)  # fmt: skip


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
            yield subject.at_field(CIRCLE, record, ("parent",), id=record, found=parent)
    taken: dict[int, str] = {}
    for theme in subject.dataset.of(Theme):
        holder = taken.setdefault(theme.order, theme.id)
        if holder != theme.id:
            yield subject.at_field(ORDER, theme.id, ("order",), found=theme.order, other=subject.dataset.files[holder])
