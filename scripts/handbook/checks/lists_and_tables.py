"""Lists and tables are read as such: an empty line stands above them, and a table's rows have its columns; links have half-width brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.types import Name
from handbook.text.languages import BLANK

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
        for match in _BRACKETS.finditer(reading.scan.without_code):
            yield subject.in_reading("link-full-width", reading, match.start(), found=match[0])


def _lists(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    before, inside = "", False
    for start, line in _lines(reading.scan.without_code):
        item = _ITEM.match(line)
        if item and before.strip() and not inside and not _EDGE.match(before.lstrip()):
            yield subject.in_reading("list-without-line", reading, start, found=_typed(reading, start, line))
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
                yield subject.in_reading("table-form", reading, start, found=_typed(reading, start, head))
            else:
                for start, row in rows:
                    if _cells(row) != _cells(head):
                        values = {"count": _cells(row), "expected": _cells(head), "found": _typed(reading, start, row)}
                        yield subject.in_reading("table-cells", reading, start, **values)
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
