"""Texts hold no character that cannot be seen or is typed in another form than it is written; spaces stand where they belong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import BLANK
from handbook.checks.typography import chinese, english
from handbook.diagnostics import Diagnostic, Message
from handbook.model.types import Name

INVISIBLE = Message(
    "character-invisible",
    "这里有一个看不见的字符 $found（$name）。", "There is an invisible character here: $found ($name).",
    "请删掉它：把光标放在它后面按退格键，或重新键入这几个字。", "Delete it: put the cursor after it and press backspace, or type the words again.",
)  # fmt: skip
UNKNOWN = Message(
    "character-unknown",
    "这个字符 $found 没有公认的含义，多数设备显示不出来。", "The character $found has no agreed meaning; most devices cannot show it.",
    "请换成规范的字；罕用字请查它的 Unicode 码位。", "Type the standard character instead.",
)  # fmt: skip
FULL_WIDTH = Message(
    "character-full-width",
    "“$found”是全角的数字或字母。", "'$found' is a full-width digit or letter.",
    "请改用半角：$better。", "Type it in ASCII: $better.",
)  # fmt: skip
SPACE = Message(
    "space-special",
    "这里的空白 $found 不是普通空格。", "The blank here, $found, is no ordinary space.",
    "中文里请删去；其他语言请换成一个普通空格。", "Delete it in Chinese; in other languages type an ordinary space.",
)  # fmt: skip
NOT_NFC = Message(
    "text-not-nfc",
    "“$found”由分开的字符拼成（不是 NFC 形式），搜索时会找不到。", "'$found' is put together from separate characters (not NFC), and searches will miss it.",
    "请重新键入，或用编辑器转成 NFC：$better。", "Type it again, or convert it to NFC: $better.",
)  # fmt: skip
EDGES = Message(
    "space-at-edge",
    "文字或一行的开头、末尾有多余的空格或空行。", "There is a space or an empty line at the beginning or the end of the text or of a line.",
    "请删去。", "Delete it.",
)  # fmt: skip
SEVERAL_LINES = Message(
    "name-several-lines",
    "名称里有换行。", "The name has a line break in it.",
    "请写在一行里，不用 | 或 >。", "Write it on one line, without | or >.",
)  # fmt: skip
DOUBLE = Message(
    "space-double",
    "这里连着几个空格：$found。", "There are several spaces in a row: $found.",
    "请只留一个；中文里一个也不留。", "Leave one; in Chinese, none.",
)  # fmt: skip

#: Characters seen in ordinary text; whatever is not here is looked at one by one.
_USUAL = re.compile(
    r"[^\x20-\x7e\n\0\u00a1-\u00ac\u00ae-\u024f\u0391-\u03c9\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u21ff\u2200-\u22ff\u2460-\u24ff"
    r"\u2500-\u25ff\u3001-\u303f\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fef\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e\uffe5]"
)
_EDGE = re.compile(r"\A[ \n]+|(?<! ) +$|\n\n+\Z", re.MULTILINE)
_LINE_END = re.compile(r"(?<=\S) +$", re.MULTILINE)
_DOUBLE = re.compile(r"(?<=[^\s|:*+.\-\0])  +(?=[^\s|\0])")

Problem = tuple[Message, int, dict[str, object]]

#: What each language asks of its own typography.
_OF_LANGUAGE: dict[str, Callable[[str, bool], Iterator[Problem]]] = {"zh": chinese, "en": english}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with the characters and spaces of records and pages, pages' titles, the interface's words and editions."""
    for reading in subject.readings:
        if reading.passage.type is Name and "\n" in reading.text:
            yield subject.in_reading(SEVERAL_LINES, reading)
        published = reading.passage.field[:1] == ("title",) and subject.dataset.records[reading.passage.owner].folder == "sources"
        found = problems(reading.plain, reading.passage.lang, page=not reading.passage.field, published=published)
        for message, offset, values in (*_nulls(reading.text), *found):
            yield subject.in_reading(message, reading, offset, **values)
    for caption in subject.captions:
        quoted = (
            caption.field[0] == "changes"
        )  # what an edition quotes stands as it stood, slips and all; no output can hold a control character
        found = _controls(caption.text) if quoted else problems(caption.text, caption.lang, label=caption.field[0] == "words")
        for message, _, values in (*_nulls(caption.text), *found):
            yield subject.at_field(message, caption.file, caption.field, **values)


def problems(text: str, lang: str, *, page: bool = False, published: bool = False, label: bool = False) -> Iterator[Problem]:
    """Yield (message, offset, values) for what is wrong with a text whose markup is blanked out.

    A page may be indented and set in tables; a published title keeps its spaces; a label is joined to others by its spaces.
    """
    yield from _characters(text)
    if not unicodedata.is_normalized("NFC", text):
        yield from _not_composed(text)
    if not label:
        yield from _spaces(text, page)
    if lang in _OF_LANGUAGE:
        yield from _OF_LANGUAGE[lang](text, published)


def _characters(text: str) -> Iterator[Problem]:
    for match in _USUAL.finditer(text):
        char = match[0]
        found = f"U+{ord(char):04X}"
        category = unicodedata.category(char)
        if category == "Zs":
            yield SPACE, match.start(), {"found": found}
        elif category in ("Cc", "Cf", "Zl", "Zp", "Cs") or "VARIATION SELECTOR" in unicodedata.name(char, ""):
            yield INVISIBLE, match.start(), {"found": found, "name": unicodedata.name(char, "control").lower()}
        elif category in ("Co", "Cn"):
            yield UNKNOWN, match.start(), {"found": found}
        elif "\uff10" <= char <= "\uff5a":
            yield FULL_WIDTH, match.start(), {"found": char, "better": unicodedata.normalize("NFKC", char)}


def _nulls(text: str) -> Iterator[Problem]:
    """Yield a null character that was typed; where markup is blanked out, it stands for that."""
    if BLANK in text:
        yield INVISIBLE, text.index(BLANK), {"found": "U+0000", "name": "null"}


def _controls(text: str) -> Iterator[Problem]:
    return (problem for problem in _characters(text) if unicodedata.category(text[problem[1]]) == "Cc")


def _not_composed(text: str) -> Iterator[Problem]:
    """Yield the first word that is not composed: one is enough to make the editor convert the text."""
    for match in re.finditer(r"\S+", text):
        better = unicodedata.normalize("NFC", match[0])
        if better != match[0]:
            yield NOT_NFC, match.start(), {"found": match[0].replace(BLANK, ""), "better": better.replace(BLANK, "")}
            return


def _spaces(text: str, page: bool) -> Iterator[Problem]:
    for match in (_LINE_END if page else _EDGE).finditer(text):
        yield EDGES, match.start(), {}
    if "  " in text:
        for match in _DOUBLE.finditer(text):
            yield DOUBLE, match.start(), {"found": text[max(0, match.start() - 5) : match.end() + 5].replace(BLANK, "")}
