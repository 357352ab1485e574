"""A block between lines of ::: is one of the handbook's, has its end, and, of a drawing, names what can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.reading import without_code
from handbook.checks.subject import Subject
from handbook.diagrams import is_drawn
from handbook.directives import NAMES
from handbook.errors import Finding, Message, nearest
from handbook.model import Passage

UNKNOWN = Message(
    "block-unknown",
    "没有“$found”这种块。", "There is no block '$found'.",
    "${nearest}可用的有 $accepted，从行首写起，以单独一行 ::: 结束。",
    "${nearest}There are $accepted, from the beginning of the line, each ended by a line that is ::: alone.",
)  # fmt: skip
NO_END = Message(
    "block-open",
    "“$found”没有结束。", "'$found' has no end.",
    "请在它的最后加单独一行 :::。", "Add a line that is ::: alone after its last.",
)  # fmt: skip
NO_BEGINNING = Message(
    "block-end",
    "这个 ::: 前面没有开头。", "This ::: ends nothing.",
    "请删去，或在前面补上 $accepted 之一。", "Remove it, or begin a block before it: $accepted.",
)  # fmt: skip
NO_DRAWING = Message(
    "diagram-unknown",
    "“$found”没有图示。", "'$found' has no drawing.",
    "${nearest}:::diagram 下面一行写一个条目的标识：主题、有步骤和平台的做法、两地之间分几部分的做法，或者连续次数、名次。",
    "${nearest}The line below :::diagram is the id of a theme, of a practice with steps and platforms or with parts between two places, or of a run or rank.",
)  # fmt: skip

_LINE = re.compile(r"^[ \t]*:::.*$", re.MULTILINE)
_ACCEPTED = tuple(f":::{name}" for name in NAMES)


def check(subject: Subject) -> Iterator[Finding]:
    """Yield blocks that would be shown as they were typed."""
    for passage in subject.dataset.passages:
        if ":::" in passage.text and subject.concerns(passage.owner):
            yield from _blocks(subject, passage)


def _blocks(subject: Subject, passage: Passage) -> Iterator[Finding]:
    text = without_code(passage.text)
    opened = ""
    at = end = 0
    for line in _LINE.finditer(text):
        name = line[0].rstrip()
        if name != ":::":
            if opened in _ACCEPTED:
                yield subject.in_passage(NO_END, passage, at, found=opened)
            opened, at, end = name, line.start(), line.end()
            if name not in _ACCEPTED:
                values = {"found": name.strip(), "nearest": nearest(name.strip(), _ACCEPTED), "accepted": _ACCEPTED}
                yield subject.in_passage(UNKNOWN, passage, at, **values)
        elif not opened:
            yield subject.in_passage(NO_BEGINNING, passage, line.start(), accepted=_ACCEPTED)
        else:
            named = text[end : line.start()].strip()
            if opened == ":::diagram" and not is_drawn(subject.dataset, named) and named not in subject.broken:
                known = [record for record in subject.dataset.records if is_drawn(subject.dataset, record)]
                yield subject.in_passage(NO_DRAWING, passage, at, found=named, nearest=nearest(named, known))
            opened = ""
    if opened in _ACCEPTED:
        yield subject.in_passage(NO_END, passage, at, found=opened)
