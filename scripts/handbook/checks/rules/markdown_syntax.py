"""The marks of Markdown are half-width and in pairs.

Code is closed and fenced, a note is of a known kind, and a text ends in words.
"""

import re
from collections.abc import Iterator
from itertools import islice

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name
from handbook.text.languages import BLANK, Problem
from handbook.text.markdown import NOTES

#: What Chinese input methods type for Markdown's marks: a heading, an item of a list, bold, code.
_FULL_WIDTH = re.compile(
    r"(?:^[ \t]*)(?:＞(?=[ \t]?\S)|：(?=[ \t\u3000])|"
    r"＃{2,6}(?![^\n]*[^\n＃]＃)|[＃＊](?=[ \t\u3000]))|＊＊(?=[^＊\s][^＊\n]{0,200}＊＊)|｀+"
    rf"|^[ \t]*！{{3}}(?=[ \t]*(?:{'|'.join(NOTES)}))|｛#[^｛｝{{}}\n]*[｝}}]",
    re.MULTILINE,
)
_HALF = str.maketrans("＃＊｀！｛｝＞：", "#*`!{}>:")
_CODE = re.compile(r"(?<!\\)`|^ {0,3}~~~", re.MULTILINE)
#: What is struck out or marked elsewhere.
_STRUCK = re.compile(r"(?P<mark>~~|==)(?=\S)[^~=\n]+(?<=\S)(?P=mark)")
#: A heading that is none, for it does not begin the line.
_INDENTED_HEADING = re.compile(r"^ {1,3}(?P<better>#{1,6} \S.*)", re.MULTILINE)
_NAME = re.compile(r"\*\*|＊＊|[`｀]")
_STARS = re.compile(r"(?<!\\)\*\*+")
#: What may begin emphasis that is not bold, of which the parser says whether it does.
_SINGLE = re.compile(r"(?<![*\\])(?:\*|\*{3,})(?![*\s])|_")
#: An asterisk by itself beside a word; in a line of several texts it would pair with another's.
_LONE = re.compile(r"(?<=[^*\\\s])\*(?!\*)|(?<![*\\])\*(?=[^*\s])")
_RULE = re.compile(r" {0,3}(?:(?:\* {0,2}){3,}|(?:- {0,2}){3,}|(?:_ {0,2}){3,})[ \t]*")
_INDENTED = re.compile(r"(?:\t| {4})\s*\S")
#: Where bold words must end: a heading, a cell of a row, or lines up to an empty one, an item,
#: a heading, a row or the edge of a block.
_BLOCK = re.compile(
    r"^[ \t]*#{1,6}[ \t].*|(?:^[ \t]*)?\|[^|\n]*"
    r"|^(?! {0,3}\*{3,}[ \t]*$)[^|\n].*"
    r"(?:\n(?![ \t]*(?:(?:[-*+]|\d{1,3}\.|#{1,6})[ \t]|\||(?::::|\*{3,})?[ \t]*$)).*)*",
    re.MULTILINE,
)
#: Lines after which a new paragraph begins.
_ENDS = re.compile(r"#{1,6}[ \t]|[ \t]*\||:::[ \t]*$")
#: Lines below which an indented block belongs to something: an item, a definition, a note.
_HOLDS = re.compile(r"[ \t]*(?:[-*+:]|\d{1,3}\.)[ \t]|[ \t]*!!!")
#: A line meant to begin a note, also in another block, that does not: its kind is none.
_NOTE = re.compile(
    rf'^[ \t>*+:\d.-]*(?P<note>!!!(?![!\s]*$)(?! ?(?:{"|".join(NOTES)})(?: +".*")?[ \t]*$).*'
    r"|\?\?\?\+? ?[a-z]+.*|\[![A-Z]+\].*)",
    re.MULTILINE,
)
#: The head of a note right above a line that is not indented, which is then none of it.
_HEAD_ALONE = re.compile(r"^!!! ?[a-z].*\n(?:[ \t]*\n)*(?=\S)", re.MULTILINE)
_NOTE_MARKS = ("!!!", "???", "[!")
_ATTRIBUTES = re.compile(r"[`~]{3,}[ \t]*\{.*")
_MOST_MARKS = 1000  # single asterisks and underscores in a text
_AROUND = 12  # characters shown of what stands round a mark


def check(context: Context) -> Findings:
    """Yield marks that would show as typed, endings in a table or code, and unclear structure.

    A text is compared with the parser's tree once nothing else in its file is wrong.
    """
    findings = list(context.in_all(_problems))
    yield from findings
    faulty = {finding.place.path for finding in findings}
    for passage, ((code, offset, values),) in context.where(_unclear, each="passages"):
        if passage.file not in faulty:
            yield context.in_text(code, passage, offset, **values)


def _unclear(passage: Reading) -> Iterator[Problem]:
    offset = None if passage.type is Name else passage.scan.parser_difference
    if offset is not None:
        shown = passage.text[offset : offset + 20].strip().partition("\n")[0]
        yield "markup-unclear", offset, {"found": shown}


def _problems(reading: Reading) -> Iterator[Problem]:
    if reading.type is Name:
        for match in _NAME.finditer(reading.text):
            yield "mark-in-name", match.start(), {"found": match[0]}
        return
    text = reading.scan.without_code
    for match in _FULL_WIDTH.finditer(text):
        found = match[0].lstrip()
        values = {"found": found, "half": found.translate(_HALF)}
        yield "mark-full-width", match.end() - len(found), values
    for offset in unpaired(text) if "**" in text else ():
        yield "bold-open", offset, {"found": _around(reading, offset)}
    yield from _emphasis(reading)
    for struck in _STRUCK.finditer(text) if "~~" in text or "==" in text else ():
        yield "mark-struck", struck.start(), {"found": struck[0], "mark": struck["mark"]}
    if code := _CODE.search(text):
        yield "code-open", code.start(), {"found": _around(reading, code.start())}
    for note in _NOTE.finditer(text) if any(map(text.__contains__, _NOTE_MARKS)) else ():
        yield "note-kind", note.start("note"), {"found": note["note"][:40], "accepted": NOTES}
    for head in _HEAD_ALONE.finditer(text) if "!!!" in text else ():
        yield "note-indent", head.start(), {"found": head[0].strip()[:40]}
    for start, _ in reading.scan.fences:
        if attributes := _ATTRIBUTES.match(reading.text, start):
            yield "fence-attributes", start, {"found": attributes[0][:40]}
    for heading in _INDENTED_HEADING.finditer(text) if not reading.field else ():
        yield "heading-indented", heading.start(), {"better": heading["better"]}
    if "\n" in text:
        for start, line in _indented(reading, text):
            yield "line-indented", start, {"found": line}
    typed = reading.text.rstrip()
    last = typed.rpartition("\n")[2].strip()
    if reading.field and (last.startswith(("|", "```", "~~~")) or _RULE.fullmatch(last)):
        yield "text-end", len(typed) - 1, {}


def _emphasis(reading: Reading) -> Iterator[Problem]:
    """Yield words between underscores, or in a word between asterisks, whose marks vanish."""
    text, last = reading.scan.without_code, 0
    marks = [mark.start() for mark in islice(_SINGLE.finditer(text), _MOST_MARKS + 1)]
    if len(marks) > _MOST_MARKS:  # the parser would take too long
        yield "emphasis", marks[0], {"found": _around(reading, marks[0])}
    lone = [mark.start() for mark in _LONE.finditer(text)]
    if len(marks) > _MOST_MARKS or not (marks or lone) or not reading.scan.is_parsed:
        return
    if len(lone) > 2 * len([*reading.scan.parsed[0].iter("em")]):
        yield "emphasis", lone[-1], {"found": _around(reading, lone[-1])}
    for parent in reading.scan.parsed[0].iter():
        before = parent.text or ""
        for child in parent:
            after = child.tail or ""
            in_word = before[-1:].isalnum() or after[:1].isalnum()
            if child.tag == "u" or (child.tag == "em" and in_word):
                words = re.escape("".join(child.itertext())[:_AROUND])
                mark = re.compile(rf"(?<![*_])[*_]+{words}").search(text, last) or _SINGLE.search(
                    text
                )
                last = mark.end() if mark else last
                offset = mark.start() if mark else 0
                yield "emphasis", offset, {"found": _around(reading, offset)}
            before = after


def unpaired(text: str) -> Iterator[int]:
    """Yield asterisks that neither begin nor end bold words of one block."""
    for block in _BLOCK.finditer(text):
        opening: int | None = None
        for mark in _STARS.finditer(text, *block.span()):
            before = text[max(block.start(), mark.start() - 1) : mark.start()]
            after = text[mark.end() : min(block.end(), mark.end() + 1)]
            if len(mark[0]) <= 3 and opening is None and after.strip():
                opening = mark.start()
            elif len(mark[0]) <= 3 and opening is not None and before.strip():
                opening = None
            else:
                yield mark.start()
        if opening is not None:
            yield opening


def _indented(reading: Reading, text: str) -> Iterator[tuple[int, str]]:
    """Yield the first line of each stray indented block, which Markdown makes code."""
    start, before, held, known = 0, "", False, False
    for line, typed in zip(text.split("\n"), reading.text.split("\n"), strict=True):
        parted = (
            not before.strip()
            or _ENDS.match(before)
            or _RULE.fullmatch(before)
            or before.startswith(BLANK)
        )
        if _INDENTED.match(typed):  # code in an item is masked with its indent
            if parted and not held and not known:
                yield start, typed.strip()
                known = True
        elif line.strip():
            held, known = bool(_HOLDS.match(line)) or (held and not parted), False
        before, start = line, start + len(line) + 1


def _around(reading: Reading, offset: int) -> str:
    first = reading.text.rfind("\n", 0, offset) + 1
    return reading.text[max(first, offset - _AROUND) : offset + _AROUND].partition("\n")[0].strip()
