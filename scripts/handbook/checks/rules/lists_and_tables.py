"""Lists and tables are written so that they are parsed as such.

Links have half-width brackets.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import verbatim
from handbook.model.types import Name
from handbook.text.languages import BLANK, HAN, Problem

_LINE = re.compile(r"^.*$", re.MULTILINE)
_ITEM = re.compile(r" {0,3}([-*+]|\d{1,2}\.)[ \t]+\S")
_BULLETS = "-*+"
#: A mark that begins an item elsewhere, and none here.
_MARK = re.compile(
    rf" {{0,3}}(?:\d{{1,2}}[、．)）]|[•●○◆■▪·・‧◦▸►➤✓※]|[－—–](?=[ \t])|(?:\d{{1,2}}\.|-)(?=\*\*\S|[{HAN}]))\s*\S"
)
#: What numbers the lines of a paragraph, which would run together.
_BRACKETED = re.compile(r" {0,3}(?:[（(]\d{1,2}[)）]|[①-⑳])\s*\S")
#: The colon of a definition, without the spaces after it.
_DEFINITION = re.compile(r" {0,3}[:：](?![:： \t\0])")
#: A numbered item, also in another block.
_NUMBERED = re.compile(r"[ \t]*(?:[-*+:>][ \t]+)*(\d+)\.[ \t]+\S")
#: What holds the blocks that are indented below it: a note, a definition.
_HOLDER = re.compile(r"[ \t]*(?P<note>!!!)|[ \t]*:[ \t]")
#: A row of a table and the rows below it.
_TABLE = re.compile(r"^ {0,3}[|｜].*(?:\n {0,3}[|｜].*)*", re.MULTILINE)
#: Lines of cells as a spreadsheet copies them.
_GAP = re.compile(r"\t| {3,}(?=\S)")
_TABBED = re.compile(
    r"^(?![-*+:>#|\s]|\d+\.)(?:[^\t\n ]| (?!  ))+(?:\t|   ).*"
    r"(?:\n(?![-*+:>#|\s]|\d+\.)[^\n]*\S(?:\t| {3,}\S).*)+",
    re.MULTILINE,
)
_RULE = re.compile(r"[ |:-]*-[ |:-]*")
_BAR = re.compile(r"(?<!\\)\|")
_BRACKETS = re.compile(
    r"(?:(?<!\])\](?:（|[ \t]+\((?![ \t]))|[】］][（(])[ \t]*(?:https?:|[\w./-]{1,100}\.md\b)[^）)\n]{0,200}[）)]?"
    r"|(?<!\])\]\((?:https?:|[\w./-]{1,100}\.md\b)[^）()\s]{0,200}）(?![^()\n]*\))"
)
#: Lines after which a list or a table may begin at once: an empty one, a heading, a block's edge.
_EDGE = re.compile(r"\s*(?:#|:::|!!!|\Z)")


def check(context: Context) -> Findings:
    """Return lists, tables and links that would be shown as typed."""
    return context.in_all(_problems)


def _problems(reading: Reading) -> Iterator[Problem]:
    if reading.type is not Name and "\n" in reading.text:
        yield from _lists(reading)
        yield from _tables(reading)
    for match in _BRACKETS.finditer(reading.scan.without_code):
        yield "link-full-width", match.start(), {"found": match[0]}


def _lists(reading: Reading) -> Iterator[Problem]:
    before, inside, holder, bulleted = "", False, None, False
    typed: list[re.Match[str]] = []
    is_list, in_list = True, False
    for line in _LINE.finditer(reading.scan.without_code):
        item = _ITEM.match(line[0])
        if _EDGE.match(before):
            in_list = bool(_ITEM.match(line[0].lstrip()))
        # right below an item, one of the other kind would be text of it; so would any right below
        # another paragraph of an item
        other = item and not item.start(1) and bulleted != (item[1] in _BULLETS)
        if item and (other or not (inside and in_list)) and not _EDGE.match(before):
            is_list, in_list = False, True
            yield "list-without-line", line.start(), {"found": _typed(reading, line)}
        runs_on = _BRACKETED.match(line[0]) and _BRACKETED.match(before)
        if _MARK.match(line[0]) or runs_on:
            yield "list-mark", line.start(), {"found": _typed(reading, line)}
        if before.strip() and _DEFINITION.match(line[0]):
            yield "definition-mark", line.start(), {"found": _typed(reading, line)}
        bulleted = item[1] in _BULLETS if item else bulleted
        numbered, is_first = _NUMBERED.match(line[0]), not before.strip()
        if numbered and (inside or _EDGE.match(before)):
            typed.append(line)
        indent = len(line[0].expandtabs(4)) - len(line[0].expandtabs(4).lstrip())
        if indent % 4 and line[0].strip() and (inside or holder):
            in_note = holder and holder["note"] and indent < 4
            if is_first or in_note or numbered or _ITEM.match(line[0].lstrip()):
                yield (
                    "block-indent",
                    line.start(),
                    {"count": indent, "found": _typed(reading, line)},
                )
        if not indent and line[0].strip():
            holder = _HOLDER.match(line[0])
        # what is indented, or follows an item at once, belongs to it
        inside = bool(item or (numbered and _EDGE.match(before))) or (
            inside and (not line[0].strip() or line[0].startswith(" ") or bool(before.strip()))
        )
        before = line[0]
    if is_list:
        yield from _numbers(reading, typed)


def _numbers(reading: Reading, typed: list[re.Match[str]]) -> Iterator[Problem]:
    """Yield the first item that would be shown with another number than was typed."""
    if not (typed and reading.scan.is_parsed):
        return
    tree = reading.scan.parsed[0]
    lists = [enumerate(each, int(each.get("start", "1"))) for each in tree.iter("ol")]
    numbers = {item: number for items in lists for number, item in items}
    shown = [numbers[item] for item in tree.iter("li") if item in numbers]
    for line, number in zip_longest(typed, shown):
        numbered = _NUMBERED.match(line[0]) if line else None
        if line and numbered and int(numbered[1]) != number:
            yield "list-number", line.start(), {"found": _typed(reading, line)}
            return


def _tables(reading: Reading) -> Iterator[Problem]:
    for block in _TABBED.finditer(reading.scan.without_code):
        typed = [_GAP.split(line) for line in reading.text[slice(*block.span())].split("\n")]
        names, first = (f"| {' | '.join(map(str.strip, cells))} |" for cells in typed[:2])
        better = verbatim(f"\n{names}\n|{'---|' * len(typed[0])}\n{first}\n")
        yield "table-tabs", block.start(), {"better": better}
    last: re.Match[str] | None = None
    # bars inside links and code are none of a table's
    for table in _TABLE.finditer(reading.plain):
        before = reading.plain[: table.start()].removesuffix("\n").rpartition("\n")[2]
        head, *rows = _LINE.finditer(reading.plain, *table.span())
        is_parted = last and not reading.plain[last.end() : table.start()].strip()
        last = table
        if is_parted and not (rows and _RULE.fullmatch(rows[0][0].strip())):
            yield "table-parted", head.start(), {"found": _typed(reading, head)}
            continue
        if (
            not _EDGE.match(before)
            or not rows
            or not _RULE.fullmatch(rows[0][0].strip())
            or "｜" in head[0]
        ):
            yield "table-form", head.start(), {"found": _typed(reading, head)}
            continue
        if not rows[1:]:
            yield "table-empty", head.start(), {"found": _typed(reading, head)}
        expected = _cells(head)
        for row in rows:
            if (count := _cells(row)) != expected and "｜" in row[0]:
                yield (
                    "mark-full-width",
                    row.start() + row[0].index("｜"),
                    {"found": "｜", "half": "|"},
                )
            elif count != expected:
                values = {"count": count, "expected": expected, "found": _typed(reading, row)}
                yield "table-cells", row.start(), values


def _typed(reading: Reading, line: re.Match[str]) -> str:
    return reading.text[slice(*line.span())].strip()


def _cells(row: re.Match[str]) -> int:
    return len(_BAR.split(row[0].strip().strip(BLANK).removeprefix("|").removesuffix("|")))
