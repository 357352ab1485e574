"""Markup comes from a closed set: no raw "markup-html", no addresses a browser should not open, no braces but the handbook's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import DIRECTIVE, TARGET, UNDERLINE, Reading, is_image, without_code
from handbook.diagnostics import Diagnostic
from handbook.model.types import SCHEMES, Name

_TAG = re.compile(r"<(?!(?:https?|mailto):)[A-Za-z/!?][^>\n]{0,40}>?")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_BARE = re.compile(r"\b(?:http|ftp)://|\b(?:javascript|vbscript|data):(?=\S)", re.IGNORECASE)
_REFERRED = re.compile(r"(?<!\\)!\[[^\[\]\n]+\](?!\()")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_BLOCK = re.compile(r"^ {0,3}(?:#{1,6}(?=\s)|>)[^\n]{0,20}", re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SUSPECT = re.compile(r"[<{]|!\[|\]\(|\]:|://|script:|data:|^ {0,3}[#>]|^[ \t]*[=-]+[ \t]*$", re.IGNORECASE | re.MULTILINE)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield markup that is not in the set; Python-Markdown would show it as typed, or a browser would run it."""
    for reading in subject.readings:
        if _SUSPECT.search(reading.text):
            text = without_code(reading.text)
            for message, offset, found in (*_tags(text), *_addresses(text), *_braces(text, reading), *_blocks(text, reading)):
                yield subject.in_reading(message, reading, offset, found=found)
    for caption in subject.captions:
        if caption.field[0] == "changes":
            continue  # what an edition quotes is shown as it stood
        for message, _, found in (*_tags(caption.text), *_addresses(caption.text)):
            yield subject.at_field(message, caption.file, caption.field, found=found)


Problem = tuple[str, int, str]


def _tags(text: str) -> Iterator[Problem]:
    for match in _TAG.finditer(text):
        yield "markup-html", match.start(), match[0]


def _addresses(text: str) -> Iterator[Problem]:
    seen: list[tuple[int, int]] = []
    for match in TARGET.finditer(text):
        address = _INVISIBLE.sub("", html.unescape(match["inline"] or match["defined"] or "")).lstrip("<")
        scheme = _SCHEME.match(address)
        image = match["inline"] is not None and is_image(text, match.start())
        seen.append(match.span())
        if image:
            yield "image", match.start(), address
        elif scheme and scheme[1].lower() not in SCHEMES:
            yield "link-scheme", match.start(), f"{scheme[1].lower()}:"
        elif address.startswith(("//", "\\\\", "/\\")):
            yield "link-without-scheme", match.start(), address
    for match in _REFERRED.finditer(text):
        yield "image", match.start(), match[0]
    for match in _BARE.finditer(text):
        if not any(start <= match.start() < end for start, end in seen):
            yield "link-scheme", match.start(), match[0].lower()


def _braces(text: str, reading: Reading) -> Iterator[Problem]:
    if "{" not in text or reading.passage.type is Name:
        return
    for match in DIRECTIVE.finditer(text):
        if match["name"] == "lang" and not _CODE.fullmatch(match["argument"]):
            yield "markup-language", match.start("argument"), match["argument"]
    start = 0
    for line in DIRECTIVE.sub(_without_argument, text).split("\n"):
        if "{" in line:
            heading = not reading.passage.field and line.startswith("#") and line.count("{") == 1 and line.rstrip().endswith("}")
            at = line.index("{")
            if not (heading and line.startswith("{#", at)):
                yield "markup-braces", start + at, line[at : at + 20]
        start += len(line) + 1


def _without_argument(match: re.Match[str]) -> str:
    end = match.start("argument") - 1 - match.start()
    return match[0][:end] + " " * (len(match[0]) - end)


def _blocks(text: str, reading: Reading) -> Iterator[Problem]:
    if reading.passage.field and reading.passage.type is not Name:
        for match in _BLOCK.finditer(text):
            yield "markup-block-in-record", match.start(), match[0].strip()
        for match in UNDERLINE.finditer(text):
            yield "markup-block-in-record", match.start("line"), match["line"]
