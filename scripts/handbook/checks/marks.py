"""Markdown's marks mean what their typist meant: half-width, in pairs, code blocks closed and never made by an indent; a text ends in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.reading import Reading, without_code
from handbook.checks.subject import Subject
from handbook.errors import Finding, Message
from handbook.fields import Name

FULL_WIDTH = Message(
    "mark-full-width",
    "“$found”是全角的，会照字面显示。", "'$found' is full-width and shows as it stands.",
    "请改成半角：$half。若是要显示的文字，请放进反引号 `…`。", "Type $half; text that is to be shown as it is goes into backticks.",
)  # fmt: skip
BOLD = Message(
    "bold-open",
    "这里的 ** 没有配成一对，会照字面显示：$found。", "The ** here has no partner and shows as it stands: $found.",
    "加粗写成 **文字**：前后各两个星号，星号和文字之间不留空格，中间不空行；要显示的星号放进反引号 `…`。",
    "Bold is **words**: two asterisks on each side, no space between them and the words, no empty line within. Asterisks to be shown go into backticks.",
)  # fmt: skip
CODE = Message(
    "code-open",
    "这里的反引号没有配成一对：$found。", "The backticks here have no partner: $found.",
    "代码写成 `代码`，代码块的前后各有一行 ```；请补上或删去。", "Code is `code`, and a block of code has a line of ``` before and after it: add or remove one.",
)  # fmt: skip
INDENTED = Message(
    "line-indented",
    "这一行缩进了四格以上，会排成代码：$found。", "The line is indented by four spaces or more and would be set as code: $found.",
    "请删去行首的空格，段落开头不用缩进。", "Remove the spaces: a paragraph is not indented.",
)  # fmt: skip
LAST = Message(
    "text-end",
    "文字以表格或代码块结尾，出处的注号没有地方放。", "The text ends in a table or in code, which leaves no place for the mark of its citation.",
    "请在后面补一段话。", "Add a paragraph after it.",
)  # fmt: skip

#: What Chinese input methods type for Markdown's marks, where nothing else is meant: a heading, an item of a list, bold, code.
_FULL_WIDTH = re.compile(r"^[ \t]*(?P<head>＃{1,6}(?!\d)|＊(?=\s))|(?P<pair>＊＊|｀+)", re.MULTILINE)
_HALF = str.maketrans("＃＊｀", "#*`")
_BOLD = re.compile(r"(?P<stars>\*\*+)|\n[ \t]*(?=\n)|\Z")
_INDENTED = re.compile(r"(?:\t| {4})\s*\S")
#: Lines below which an indented block belongs to something: an item, a note, a definition, a footnote.
_HOLDS = re.compile(r" {0,3}(?:[-*+:]|\d{1,3}\.)[ \t]|!!!|\?\?\?|\[\^")
_AROUND = 12  # characters shown of what stands round a mark


def check(subject: Subject) -> Iterator[Finding]:
    """Yield marks that would come out as they were typed, and texts that leave their citation no place."""
    for reading in subject.readings:
        text = without_code(reading.text)
        for match in _FULL_WIDTH.finditer(text):
            found = match["head"] or match["pair"]
            yield subject.in_reading(
                FULL_WIDTH, reading, match.start("head" if match["head"] else "pair"), found=found, half=found.translate(_HALF)
            )
        for at in alone(text) if "**" in text else ():
            yield subject.in_reading(BOLD, reading, at, found=_around(reading, at))
        if (at := text.find("`")) >= 0 or (at := text.find("~~~")) >= 0:
            yield subject.in_reading(CODE, reading, at, found=_around(reading, at))
        if "\n" in text and reading.passage.type is not Name:
            yield from _blocks(subject, reading, text)


def alone(text: str) -> Iterator[int]:
    """Yield where pairs of asterisks stand that neither begin nor end bold words of one paragraph."""
    begun = -1
    for match in _BOLD.finditer(text):
        if match["stars"] and begun < 0 and text[match.end() : match.end() + 1].strip():
            begun = match.start()
        elif match["stars"] and begun >= 0 and text[match.start() - 1].strip():
            begun = -1
        elif match["stars"]:
            yield match.start()
        elif begun >= 0:  # the paragraph is over
            yield begun
            begun = -1


def _blocks(subject: Subject, reading: Reading, text: str) -> Iterator[Finding]:
    above, start = "", 0  # the last line that was not indented
    before = ""
    for line in text.split("\n"):
        if _INDENTED.match(line):
            if not before.strip() and not _HOLDS.match(above):
                yield subject.in_reading(INDENTED, reading, start, found=line.strip())
                above = line  # told once for all lines of a block
        elif line.strip():
            above = line
        before, start = line, start + len(line) + 1
    if reading.passage.field and (reading.text.rstrip().endswith(("```", "~~~")) or above.lstrip().startswith("|")):
        yield subject.in_reading(LAST, reading, len(text.rstrip()) - 1)


def _around(reading: Reading, at: int) -> str:
    return " ".join(reading.text[max(0, at - _AROUND) : at + _AROUND].split())
