"""Texts hold no character that cannot be seen or is typed in another form than it is written; spaces stand where they belong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.model.types import Name
from handbook.text.languages import BLANK, HAN, Problem, language

#: Characters seen in ordinary text; whatever is not here is looked at one by one.
_USUAL = re.compile(
    rf"[^\x20-\x7e\n\0\u00a1-\u00ac\u00ae-\u024f\u0391-\u03c9\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u21ff\u2200-\u22ff\u2460-\u24ff"
    rf"\u2500-\u25ff\u3001-\u303f\u3105-\u312f{HAN}\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e\uffe5]"
)
_EDGE = re.compile(r"\A[ \n]+|(?<! ) +$|\n\n+\Z", re.MULTILINE)
_LINE_END = re.compile(r"(?<=\S) +$", re.MULTILINE)
_DOUBLE = re.compile(r"(?<=[^\s|:*+.\-\0])  +(?=[^\s|\0])")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with the characters and spaces of records and pages, pages' titles, the interface's words and editions."""
    for reading in subject.readings:
        if reading.passage.type is Name and "\n" in reading.text:
            yield subject.in_reading("name-several-lines", reading)
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
    yield from language(lang).problems(text, published)


def _characters(text: str) -> Iterator[Problem]:
    for match in _USUAL.finditer(text):
        char = match[0]
        found = f"U+{ord(char):04X}"
        category = unicodedata.category(char)
        if category == "Zs":
            yield "space-special", match.start(), {"found": found}
        elif category in ("Cc", "Cf", "Zl", "Zp", "Cs") or "VARIATION SELECTOR" in unicodedata.name(char, ""):
            yield "character-invisible", match.start(), {"found": found, "name": unicodedata.name(char, "control").lower()}
        elif category in ("Co", "Cn"):
            yield "character-unknown", match.start(), {"found": found}
        elif "\uff10" <= char <= "\uff5a":
            yield "character-full-width", match.start(), {"found": char, "better": unicodedata.normalize("NFKC", char)}


def _nulls(text: str) -> Iterator[Problem]:
    """Yield a null character that was typed; where markup is blanked out, it stands for that."""
    if BLANK in text:
        yield "character-invisible", text.index(BLANK), {"found": "U+0000", "name": "null"}


def _controls(text: str) -> Iterator[Problem]:
    return (problem for problem in _characters(text) if unicodedata.category(text[problem[1]]) == "Cc")


def _not_composed(text: str) -> Iterator[Problem]:
    """Yield the first word that is not composed: one is enough to make the editor convert the text."""
    for match in re.finditer(r"\S+", text):
        better = unicodedata.normalize("NFC", match[0])
        if better != match[0]:
            yield "text-not-nfc", match.start(), {"found": match[0].replace(BLANK, ""), "better": better.replace(BLANK, "")}
            return


def _spaces(text: str, page: bool) -> Iterator[Problem]:
    for match in (_LINE_END if page else _EDGE).finditer(text):
        yield "space-at-edge", match.start(), {}
    if "  " in text:
        for match in _DOUBLE.finditer(text):
            yield "space-double", match.start(), {"found": text[max(0, match.start() - 5) : match.end() + 5].replace(BLANK, "")}
