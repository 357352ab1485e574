"""Lists and tables are written so that they are parsed as such.

Links have half-width brackets.
"""

import re
from collections.abc import Iterator

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name
from handbook.text.languages import BLANK, Problem

_LINE = re.compile(r"^.*$", re.MULTILINE)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,2}\.)[ \t]+\S")
#: A row of a table and the rows below it.
_TABLE = re.compile(r"^ {0,3}[|｜].*(?:\n {0,3}[|｜].*)*", re.MULTILINE)
_RULE = re.compile(r"[ |:-]*-[ |:-]*")
_BAR = re.compile(r"(?<!\\)\|")
_BRACKETS = re.compile(
    r"(?:(?<!\])\]（|[】］][（(])[ \t]*(?:https?:|[\w./-]{1,100}\.md\b)[^）)\n]{0,200}[）)]?"
)
#: Lines after which a list or a table may begin at once: an empty one, a heading, a block's edge.
_EDGE = re.compile(r"\s*(?:#|:::|\Z)")


def check(context: Context) -> Findings:
    """Return lists, tables and links that would be shown as typed."""
    return context.in_each(context.readings, _problems)


def _problems(reading: Reading) -> Iterator[Problem]:
    if reading.type is not Name and "\n" in reading.text:
        yield from _lists(reading)
        yield from _tables(reading)
    for match in _BRACKETS.finditer(reading.scan.without_code):
        yield "link-full-width", match.start(), {"found": match[0]}


def _lists(reading: Reading) -> Iterator[Problem]:
    before, inside = "", False
    for line in _LINE.finditer(reading.scan.without_code):
        item = _ITEM.match(line[0])
        if item and not inside and not _EDGE.match(before):
            yield "list-without-line", line.start(), {"found": _typed(reading, line)}
        # what is indented, or follows an item at once, belongs to it
        inside = bool(item) or (
            inside and (not line[0].strip() or line[0].startswith(" ") or bool(before.strip()))
        )
        before = line[0]


def _tables(reading: Reading) -> Iterator[Problem]:
    # bars inside links and code are none of a table's
    for table in _TABLE.finditer(reading.plain):
        before = reading.plain[: table.start()].removesuffix("\n").rpartition("\n")[2]
        head, *rows = _LINE.finditer(reading.plain, *table.span())
        if (
            not _EDGE.match(before)
            or not rows
            or not _RULE.fullmatch(rows[0][0].strip())
            or "｜" in head[0]
        ):
            yield "table-form", head.start(), {"found": _typed(reading, head)}
            continue
        expected = _cells(head)
        for row in rows:
            if (count := _cells(row)) != expected:
                values = {"count": count, "expected": expected, "found": _typed(reading, row)}
                yield "table-cells", row.start(), values


def _typed(reading: Reading, line: re.Match[str]) -> str:
    return reading.text[slice(*line.span())].strip()


def _cells(row: re.Match[str]) -> int:
    return len(_BAR.split(row[0].strip().strip(BLANK).removeprefix("|").removesuffix("|")))
