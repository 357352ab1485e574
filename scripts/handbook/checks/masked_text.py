"""A text as the rules read it: markup masked, every character at its own offset.

A page of prose is read section by section, so that its languages are compared part by part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.model.dataset import Passage
from handbook.text.languages import BLANK
from handbook.text.scanner import Scan, Span, WikiLink, mask, scan

_AUTOLINK = re.compile(r"<?\b(?:https?|mailto):[^\s<>，。；：、）”》]+>?")
_ADMONITION = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[^\n]*$", re.MULTILINE)
_NUMBERING = re.compile(r"^[ \t]*\d+\.[ \t]+", re.MULTILINE)
_HEADING_ID = re.compile(r"[ \t]*\{#[^\n]*\}[ \t]*\Z")
_MARKUP = re.compile(r"[`~\[\]{}<!]|https?:|mailto:|\d\.[ \t]|^#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, or a section of a page; `plain` is as long as the text, with only its words left.

    `start` is where the section begins in its passage, `section` the id of its heading.
    """

    passage: Passage
    text: str
    plain: str
    start: int = 0
    section: str = ""

    @property
    def scan(self) -> Scan:
        """Return the structure of the text."""
        return scan(self.text)

    @property
    def links(self) -> tuple[WikiLink, ...]:
        """Return the wiki links of the text."""
        return scan(self.text).wiki_links if "[[" in self.text else ()


def read(passage: Passage) -> Iterator[Reading]:
    """Yield a record's text whole, and a page's section by section."""
    text = passage.text
    if not _MARKUP.search(text):
        yield Reading(passage, text, text)
        return
    plain = masked(text)
    if passage.field:
        yield Reading(passage, text, plain)
        return
    starts = [(0, ""), *((heading.start, heading.id) for heading in scan(text).headings if heading.id)]
    for (start, section), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        yield Reading(passage, text[start:end], plain[start:end], start, section)


def masked(text: str) -> str:
    """Return a text with its markup masked, and words in another language with it."""
    structure = scan(text)
    spans: list[Span] = [*structure.fences, *structure.inline_code]
    for wiki in structure.wiki_links:  # a citation shows no words
        words = "" if wiki.locator else wiki.words or ""
        spans += [(wiki.start, wiki.end - 2 - len(words)), (wiki.end - 2, wiki.end)]
    for directive in structure.directives:
        opening, closing = directive.words if directive.name == "ruby" else (directive.end, directive.end)
        spans += [(directive.start, opening), (closing, directive.end)]
    for link in structure.links:
        spans.append((link.target, link.end))
        if link.kind == "image":
            spans.append((link.start - 1, link.start))
    for heading in structure.headings:
        if match := _HEADING_ID.search(text, heading.start, heading.end):
            spans.append(match.span())
    plain = mask(text, spans)
    for markup in (_AUTOLINK, _NUMBERING):
        plain = markup.sub(lambda match: BLANK * len(match[0]), plain)
    return _ADMONITION.sub(_without_keyword, plain)


def _without_keyword(match: re.Match[str]) -> str:
    """Leave an admonition's title, between the line's first quotation mark and its last."""
    line = match[0]
    first, last = line.find('"'), line.rfind('"')
    return line if first == last else BLANK * (first + 1) + line[first + 1 : last] + BLANK * (len(line) - last)
