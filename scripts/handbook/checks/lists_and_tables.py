"""Lists and tables are read as such: an empty line stands above them, and a table's rows have its columns; links have half-width brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import BLANK, Reading, without_code
from handbook.diagnostics import Diagnostic, Message
from handbook.model.types import Name

LIST = Message(
    "list-without-line",
    "这里像是列表，但上面没有空行，会和上一段连成一段：$found。", "This looks like a list, but no empty line stands above it: $found.",
    "请在列表前留一个空行。", "Leave an empty line before the list, or it runs on in the paragraph above.",
)  # fmt: skip
TABLE = Message(
    "table-form",
    "这里像是表格，但读不成表格：$found。", "This looks like a table, but cannot be read as one: $found.",
    "表格前面要空一行，第二行写 |---|---|，竖线用半角。", "A table has an empty line above it and |---|---| as its second line.",
)  # fmt: skip
CELLS = Message(
    "table-cells",
    "这一行有 $count 格，表头有 $expected 格：$found。", "The row has $count cells, the table's head has $expected: $found.",
    "请补上或删去；空着的格也要有竖线，文字里的竖线写成 \\|。", "Make them as many: an empty cell has its bar too, and a bar in the text is written \\|.",
)  # fmt: skip
BRACKETS = Message(
    "link-full-width",
    "链接的括号是全角的：$found。", "The link has full-width brackets: $found.",
    "请改成半角：[文字](地址)。", "Type [words](address).",
)  # fmt: skip

_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,2}\.)[ \t]+\S")
_ROW = re.compile(r" {0,3}[|｜]")
_RULE = re.compile(r"[ |:-]*-[ |:-]*")
_BAR = re.compile(r"(?<!\\)\|")
_BRACKETS = re.compile(r"(?:(?<!\])\]（|[】］][（(])[ \t]*(?:https?:|[\w./-]{1,100}\.md\b)[^）)\n]{0,200}[）)]?")
#: Lines after which a list or a table may begin at once: a heading, a block's edge.
_EDGE = re.compile(r"#|:::|\Z")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield lists, tables and links that would come out as they were typed."""
    for reading in subject.readings:
        if reading.passage.type is not Name and "\n" in reading.text:
            yield from _lists(subject, reading)
            yield from _tables(subject, reading)
        for match in _BRACKETS.finditer(without_code(reading.text)):
            yield subject.in_reading(BRACKETS, reading, match.start(), found=match[0])


def _lists(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    before, inside = "", False
    for start, line in _lines(without_code(reading.text)):
        item = _ITEM.match(line)
        if item and before.strip() and not inside and not _EDGE.match(before.lstrip()):
            yield subject.in_reading(LIST, reading, start, found=_typed(reading, start, line))
        # what is indented, or follows an item at once, belongs to it
        inside = bool(item) or (inside and (not line.strip() or line.startswith(" ") or bool(before.strip())))
        before = line


def _tables(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    # bars inside links and code are none of a table's
    lines = [*_lines(reading.plain), (len(reading.text), "")]
    at = 0
    while at < len(lines):
        rows: list[tuple[int, str]] = []
        while _ROW.match(lines[at + len(rows)][1]):
            rows.append(lines[at + len(rows)])
        if rows:
            before = lines[at - 1][1].strip() if at else ""
            start, head = rows[0]
            if (before and not _EDGE.match(before)) or len(rows) < 2 or not _RULE.fullmatch(rows[1][1].strip()) or "｜" in head:
                yield subject.in_reading(TABLE, reading, start, found=_typed(reading, start, head))
            else:
                for start, row in rows:
                    if _cells(row) != _cells(head):
                        values = {"count": _cells(row), "expected": _cells(head), "found": _typed(reading, start, row)}
                        yield subject.in_reading(CELLS, reading, start, **values)
        at += len(rows) + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, line) of a text."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _typed(reading: Reading, start: int, line: str) -> str:
    return reading.text[start : start + len(line)].strip()


def _cells(row: str) -> int:
    return len(_BAR.split(row.strip().strip(BLANK).removeprefix("|").removesuffix("|")))
