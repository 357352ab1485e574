"""Markup comes from a closed set: no raw "markup-html", no addresses a browser should not open, no braces but the handbook's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.types import SCHEMES, Name
from handbook.text.scanner import Scan, mask, scan

_TAG = re.compile(r"<(?!(?:https?|mailto):)[A-Za-z/!?][^>\n]{0,40}>?")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_BARE = re.compile(r"\b(?:http|ftp)://|\b(?:javascript|vbscript|data):(?=\S)", re.IGNORECASE)
_REFERRED = re.compile(r"(?<!\\)!\[[^\[\]\n]+\](?!\()")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_BLOCK = re.compile(r"^(?:#| {1,3}#{1,6}(?=\s)| {0,3}>)[^\n]{0,20}", re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SUSPECT = re.compile(r"[<{]|!\[|\]\(|\]:|://|script:|data:|^ {0,3}[#>]|^[ \t]*[=-]+[ \t]*$", re.IGNORECASE | re.MULTILINE)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield markup that is not in the set; Python-Markdown would show it as typed, or a browser would run it."""
    for reading in subject.readings:
        if _SUSPECT.search(reading.text):
            structure = reading.scan
            problems = (*_tags(structure), *_addresses(structure), *_braces(structure, reading), *_blocks(structure, reading))
            for message, offset, found in problems:
                yield subject.in_reading(message, reading, offset, found=found)
    for caption in subject.captions:
        if caption.field[0] == "changes":
            continue  # what an edition quotes is shown as it stood
        for message, _, found in (*_tags(scan(caption.text)), *_addresses(scan(caption.text))):
            yield subject.at_field(message, caption.file, caption.field, found=found)


Problem = tuple[str, int, str]


def _tags(structure: Scan) -> Iterator[Problem]:
    for match in _TAG.finditer(structure.without_code):
        yield "markup-html", match.start(), match[0]


def _addresses(structure: Scan) -> Iterator[Problem]:
    links = [link for link in structure.links if link.kind != "automatic"]
    for link in links:
        address = _INVISIBLE.sub("", html.unescape(link.address)).lstrip("<")
        scheme = _SCHEME.match(address)
        if link.kind == "image":
            yield "image", link.target, address
        elif scheme and scheme[1].lower() not in SCHEMES:
            yield "link-scheme", link.target, f"{scheme[1].lower()}:"
        elif address.startswith(("//", "\\\\", "/\\")):
            yield "link-without-scheme", link.target, address
    for match in _REFERRED.finditer(structure.without_code):
        yield "image", match.start(), match[0]
    for match in _BARE.finditer(structure.without_code):
        if not any(link.target <= match.start() < link.end for link in links):
            yield "link-scheme", match.start(), match[0].lower()


def _braces(structure: Scan, reading: Reading) -> Iterator[Problem]:
    if "{" not in structure.text or reading.passage.type is Name:
        return
    for directive in structure.directives:
        argument = structure.text[slice(*directive.argument)]
        if directive.name == "lang" and not _CODE.fullmatch(argument):
            yield "markup-language", directive.argument[0], argument
    start = 0
    for line in mask(structure.without_code, ((d.words[1], d.end) for d in structure.directives)).split("\n"):
        if "{" in line:
            heading = not reading.passage.field and line.startswith("#") and line.count("{") == 1 and line.rstrip().endswith("}")
            at = line.index("{")
            if not (heading and line.startswith("{#", at)):
                yield "markup-braces", start + at, line[at : at + 20]
        start += len(line) + 1


def _blocks(structure: Scan, reading: Reading) -> Iterator[Problem]:
    if reading.passage.field and reading.passage.type is not Name:
        for match in _BLOCK.finditer(structure.without_code):
            yield "markup-block-in-record", match.start(), match[0].strip()
        for start, end in structure.underlines:
            yield "markup-block-in-record", start, structure.text[start:end]
