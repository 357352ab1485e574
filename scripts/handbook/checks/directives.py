"""A block between lines of ::: stands on a page of prose, is one of the handbook's, has its end, and names what can be drawn, once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import without_code
from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, Message, nearest
from handbook.model.records import Passage, Practice, Theme
from handbook.pages.diagrams import is_drawn
from handbook.text.directives import NAMES
from handbook.text.wikilinks import address

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
IN_RECORD = Message(
    "block-in-record",
    "条目的文字里不能有“$found”。", "The text of a record has no '$found'.",
    "请删去：条目的图示由页面自己画，::: 块只用在 docs/ 的页面里。", "Remove it: a record's page draws for itself, and blocks of ::: are for the pages of docs/ alone.",
)  # fmt: skip
DRAWN_TWICE = Message(
    "diagram-twice",
    "“$found”的图示在这一页上已经有了。", "The drawing of '$found' stands on this page already.",
    "请只留一处。", "Leave it in one place.",
)  # fmt: skip
NO_DRAWING = Message(
    "diagram-unknown",
    "“$found”没有图示。", "'$found' has no drawing.",
    "${nearest}:::diagram 下面一行写一个条目的标识：主题、有步骤和平台的做法、两地之间分几部分的做法，或者连续次数、名次。",
    "${nearest}The line below :::diagram is the id of a theme, of a practice with steps and platforms or with parts between two places, or of a run or rank.",
)  # fmt: skip

#: A line that is, or is meant to be, the beginning or the end of a block.
_LINE = re.compile(r"^(?=[^\n]*:::|[ \t>*+-]*[:：]{2})[ \t>*+-]*[^\n]*$", re.MULTILINE)
_MARKS = re.compile(r"[:：]{2}")
_ACCEPTED = tuple(f":::{name}" for name in NAMES)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield blocks that would be shown as they were typed."""
    for passage in subject.dataset.passages:
        if _MARKS.search(passage.text) and subject.concerns(passage.owner):
            yield from _in_record(subject, passage) if passage.field else _blocks(subject, passage)


def _in_record(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    if line := _LINE.search(without_code(passage.text)):
        yield subject.in_passage(IN_RECORD, passage, line.start(), found=line[0].strip())


def _blocks(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    text = without_code(passage.text)
    path = passage.owner.removeprefix("docs/")
    drawn = {theme.id for theme in subject.dataset.of(Theme) if address(theme, subject.dataset).page == path}
    opened = ""
    at = end = 0
    for line in _LINE.finditer(text):
        name = line[0].rstrip()
        if name != ":::":
            if opened in _ACCEPTED:
                yield subject.in_passage(NO_END, passage, at, found=opened)
            opened, at, end = name, line.start(), line.end()
            if name not in _ACCEPTED:
                near = dict.fromkeys(MESSAGE_LANGUAGES, "") if name.strip() in _ACCEPTED else nearest(name.strip(), _ACCEPTED)
                values = {"found": name, "nearest": near, "accepted": _ACCEPTED}
                yield subject.in_passage(UNKNOWN, passage, at, **values)
        elif not opened:
            yield subject.in_passage(NO_BEGINNING, passage, line.start(), accepted=_ACCEPTED)
        else:
            named = text[end : line.start()].strip()
            if opened == ":::diagram":
                if named in drawn:
                    yield subject.in_passage(DRAWN_TWICE, passage, at, found=named)
                elif not is_drawn(subject.dataset, named) and not _unreadable(subject, named):
                    known = [record for record in subject.dataset.records if is_drawn(subject.dataset, record)]
                    yield subject.in_passage(NO_DRAWING, passage, at, found=named, nearest=nearest(named, known))
                drawn.add(named)
            opened = ""
    if opened in _ACCEPTED:
        yield subject.in_passage(NO_END, passage, at, found=opened)


def _unreadable(subject: Subject, record_id: str) -> bool:
    """Return whether a record, or one that its drawing shows, has a file that cannot be read now: what is wrong is told there."""
    record = subject.dataset.records.get(record_id)
    shown = (*record.places, *record.platforms) if isinstance(record, Practice) else ()
    return bool({record_id, *shown} & subject.broken)
