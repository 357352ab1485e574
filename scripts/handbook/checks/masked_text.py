"""A text as the rules read it: markup masked, every character at its own offset."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from handbook.model.dataset import Passage
from handbook.text.languages import Number, language
from handbook.text.scanner import Scan, Span, WikiLink, mask, scan

#: An address as typed, and the number of a list's item.
_UNREAD = re.compile(
    r"<?\b(?:https?|mailto):[^\s<>，。；：、）”》]+>?|^[ \t]*\d+\.[ \t]+", re.MULTILINE
)
#: The head of a note, also in another block: its keyword, and its title between the first quotation mark and the last.
_NOTE = re.compile(
    r'^(?P<keyword>[ \t>*+:\d.-]*(?:!!!|\?\?\?\+?)[^"\n]*")[^\n]*(?P<end>"[^"\n]*)$', re.MULTILINE
)
_HEADING_ID = re.compile(r"[ \t]*\{#[^\n]*\}[ \t]*\Z")
_MARKUP = re.compile(r"[`~\[\]{}<!]|https?:|mailto:|\d\.[ \t]|^#", re.MULTILINE)


@dataclass(frozen=True)
class Reading(Passage):
    """A text, or a section of a page.

    Attributes:
        section: The id of the section; empty for a text that is none.
    """

    section: str = ""

    def sections(self) -> Iterator[Self]:
        """Yield the sections of a page, whose languages are compared part by part."""
        for part in self.scan.sections:
            yield replace(self, text=part.text, line=self.line + part.line, section=part.id)

    @cached_property
    def plain(self) -> str:
        """Return a text as long as this one, with only its words left."""
        return masked(self.text) if _MARKUP.search(self.text) else self.text

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


def masked(text: str) -> str:
    """Return a text with its markup masked, and words in another language with it."""
    structure = scan(text)
    spans: list[Span] = [*structure.fences, *structure.inline_code]
    for wiki in structure.wiki_links:  # a citation shows no words
        words = "" if wiki.locator else wiki.words or ""
        spans += [(wiki.start, wiki.end - 2 - len(words)), (wiki.end - 2, wiki.end)]
    spans += [(directive.start, directive.end) for directive in structure.directives]
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
