"""Markdown's marks mean what their typist meant: half-width, in pairs, code blocks closed and never made by an indent; a text ends in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.types import Name
from handbook.text.languages import BLANK
from handbook.text.scanner import scan

#: What Chinese input methods type for Markdown's marks, where nothing else is meant: a heading, an item of a list, bold, code.
_FULL_WIDTH = re.compile(
    r"^[ \t]*(?P<line>＃{2,6}(?![^\n]*[^\n＃]＃)|[＃＊](?=[ \t\u3000]))|(?P<pair>＊＊(?=[^＊\s][^＊\n]{0,200}＊＊)|｀+)", re.MULTILINE
)
_HALF = str.maketrans("＃＊｀", "#*`")
_CODE = re.compile(r"(?<!\\)`|^ {0,3}~~~", re.MULTILINE)
_NAME = re.compile(r"\*\*|＊＊|[`｀]")
_STARS = re.compile(r"(?<!\\)\*\*+")
_RULE = re.compile(r" {0,3}(?:\*{3,}|-{3,}|_{3,})[ \t]*")
_INDENTED = re.compile(r"(?:\t| {4})\s*\S")
#: Lines that end the paragraph above them: an item, a heading, a row; and those after which a new one begins.
_BEGINS = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}\.|#{1,6})[ \t]|[ \t]*\|")
_ENDS = re.compile(r"#{1,6}[ \t]|[ \t]*\||:::[ \t]*$")
#: Lines below which an indented block belongs to something: an item, a definition, a note.
_HOLDS = re.compile(r"[ \t]*(?:[-*+:]|\d{1,3}\.)[ \t]|[ \t]*!!!")
_AROUND = 12  # characters shown of what stands round a mark


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield marks that would show as typed, texts that end in a table or code, and unclear structure.

    A text is compared with the parser's tree once nothing else in its file is wrong.
    """
    findings = list(_marks(subject))
    yield from findings
    wrong = {finding.place.path for finding in findings}
    for passage in subject.dataset.passages:
        if passage.type is not Name and passage.file not in wrong and subject.concerns(passage.owner):
            offset = scan(passage.text).parser_difference
            if offset is not None:
                shown = passage.text[offset : offset + 20].strip().partition("\n")[0]
                yield subject.in_passage("markup-unclear", passage, offset, found=shown)


def _marks(subject: Subject) -> Iterator[Diagnostic]:
    for reading in subject.readings:
        if reading.passage.type is Name:
            for match in _NAME.finditer(reading.text):
                yield subject.in_reading("mark-in-name", reading, match.start(), found=match[0])
            continue
        text = reading.scan.without_code
        for match in _FULL_WIDTH.finditer(text):
            found, group = match["line"] or match["pair"], "line" if match["line"] else "pair"
            yield subject.in_reading("mark-full-width", reading, match.start(group), found=found, half=found.translate(_HALF))
        for at in alone(text) if "**" in text else ():
            yield subject.in_reading("bold-open", reading, at, found=_around(reading, at))
        if code := _CODE.search(text):
            yield subject.in_reading("code-open", reading, code.start(), found=_around(reading, code.start()))
        if "\n" in text:
            yield from _indented(subject, reading, text)
        last = reading.text.rstrip().rpartition("\n")[2].strip()
        if reading.passage.field and (last.startswith(("|", "```", "~~~")) or _RULE.fullmatch(last)):
            yield subject.in_reading("text-end", reading, len(reading.text.rstrip()) - 1)


def alone(text: str) -> Iterator[int]:
    """Yield where asterisks stand that neither begin nor end bold words of one paragraph."""
    begun, start = -1, 0
    for line in text.split("\n"):
        if begun >= 0 and (not line.strip() or _BEGINS.match(line)):
            yield begun
            begun = -1
        for at, piece in _cells(line) if not _RULE.fullmatch(line) else ():
            for match in _STARS.finditer(piece):
                place = start + at + match.start()
                if len(match[0]) > 3:
                    yield place
                elif begun < 0 and piece[match.end() : match.end() + 1].strip():
                    begun = place
                elif begun >= 0 and text[place - 1].strip():
                    begun = -1
                else:
                    yield place
            if begun >= 0 and _ENDS.match(line):
                yield begun
                begun = -1
        start += len(line) + 1
    if begun >= 0:
        yield begun


def _cells(line: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of a row's cells, or the line whole."""
    if not line.lstrip().startswith("|"):
        yield 0, line
        return
    for match in re.finditer(r"[^|]+", line):
        yield match.start(), match[0]


def _indented(subject: Subject, reading: Reading, text: str) -> Iterator[Diagnostic]:
    start, before, held, told = 0, "", False, False
    for line, typed in zip(text.split("\n"), reading.text.split("\n"), strict=True):
        parted = not before.strip() or _ENDS.match(before) or _RULE.fullmatch(before) or before.startswith(BLANK)
        if _INDENTED.match(typed):  # code in an item is blanked with its indent
            if parted and not held and not told:
                yield subject.in_reading("line-indented", reading, start, found=typed.strip())
                told = True  # once for all lines of a block
        elif line.strip():
            held, told = bool(_HOLDS.match(line)) or (held and not parted), False
        before, start = line, start + len(line) + 1


def _around(reading: Reading, at: int) -> str:
    first = reading.text.rfind("\n", 0, at) + 1
    return reading.text[max(first, at - _AROUND) : at + _AROUND].partition("\n")[0].strip()
