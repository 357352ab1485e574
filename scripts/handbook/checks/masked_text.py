"""A text as the rules read it: markup masked, every character at its own offset.

A page of prose is read section by section, so that its languages are compared part by part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handbook.model.dataset import Passage
from handbook.text.languages import Number, language
from handbook.text.scanner import Scan, Span, WikiLink, mask, scan

#: An address as typed, and the number of a list's item.
_UNREAD = re.compile(
    r"<?\b(?:https?|mailto):[^\s<>，。；：、）”》]+>?|^[ \t]*\d+\.[ \t]+", re.MULTILINE
)
#: The head of a note: its keyword, and its title between the first quotation mark and the last.
_NOTE = re.compile(
    r'^(?P<keyword>[ \t]*(?:!!!|\?\?\?\+?)[^"\n]*")[^\n]*(?P<end>"[^"\n]*)$', re.MULTILINE
)
_HEADING_ID = re.compile(r"[ \t]*\{#[^\n]*\}[ \t]*\Z")
_MARKUP = re.compile(r"[`~\[\]{}<!]|https?:|mailto:|\d\.[ \t]|^#", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """A text, or a section of a page.

    Attributes:
        passage: The text it is, or is part of.
        text: As typed.
        plain: As long as `text`, with only its words left.
        start: Where the section begins in its passage.
        section: The id of the section's heading.
    """

    passage: Passage
    text: str
    plain: str
    start: int = 0
    section: str = ""

    @property
    def lang(self) -> str:
        """Return the text's language."""
        return self.passage.lang

    @property
    def scan(self) -> Scan:
        """Return the structure of the text."""
        return scan(self.text)

    @property
    def links(self) -> tuple[WikiLink, ...]:
        """Return the wiki links of the text."""
        return scan(self.text).wiki_links if "[[" in self.text else ()

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Return the numbers in the text."""
        return tuple(language(self.lang).numbers(self.plain))


def read(passage: Passage) -> Iterator[Reading]:
    """Yield a record's text whole, and a page's section by section."""
    text = passage.text
    plain = masked(text) if _MARKUP.search(text) else text
    headings = scan(text).headings if not passage.field else ()
    starts = [(0, ""), *((heading.start, heading.id) for heading in headings if heading.id)]
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
        start, end = directive.words if directive.name == "ruby" else (directive.end, directive.end)
        spans += [(directive.start, start), (end, directive.end)]
    for link in structure.links:
        spans.append((link.target, link.end))
        if link.kind == "image":
            spans.append((link.start - 1, link.start))
    for heading in structure.headings:
        if match := _HEADING_ID.search(text, heading.start, heading.end):
            spans.append(match.span())
    plain = mask(text, spans)
    spans = [match.span() for match in _UNREAD.finditer(plain)]
    for note in _NOTE.finditer(plain):
        spans += [note.span("keyword"), note.span("end")]
    return mask(plain, spans)
