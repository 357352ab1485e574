"""A text as the rules read it: what stands in it as words, with markup blanked out and every character at its own offset.

A page of prose is read section by section, so that its languages are compared where they say the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.model.dataset import Passage
from handbook.text.languages import BLANK
from handbook.text.wikilinks import WikiLink, code_spans, find, replace

#: `:lang[words]{zh}` and `:ruby[words]{reading}`; the words may hold links.
DIRECTIVE = re.compile(r":(?P<name>lang|ruby)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\]|\[\[[^\[\]]*\]\])*)\]\{(?P<argument>[^{}\n]*)\}")
#: Where a Markdown link or image leads, inline or in a definition.
TARGET = re.compile(r"\]\((?P<inline>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*(?P<defined>\S+)", re.MULTILINE)
#: A line that makes a heading of the text above it, in a list, a note or a quotation too.
UNDERLINE = re.compile(r"(?<=\S)[ \t]*\n[ \t>]*(?P<line>=+|-+)[ \t]*$", re.MULTILINE)

_AUTOLINK = re.compile(r"<?\b(?:https?|mailto):[^\s<>，。；：、）”》]+>?")
_HEADING = re.compile(r"^(?P<level>#{1,6})(?P<rest>[^\n]*)$", re.MULTILINE)
_ADMONITION = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[^\n]*$", re.MULTILINE)
_NUMBERING = re.compile(r"^[ \t]*\d+\.[ \t]+", re.MULTILINE)
_MARKUP = re.compile(r"[`~\[\]{}<!]|https?:|mailto:|\d\.[ \t]|^#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: where its line begins, its level, its words, and what stands in its `{#…}`, if anything."""

    start: int
    level: int
    words: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, or a section of a page, with its wiki links; `plain` is as long as the text, and only its words are left.

    `start` is where the section begins in its passage, `section` the id of its heading.
    """

    passage: Passage
    text: str
    plain: str
    links: tuple[WikiLink, ...]
    start: int = 0
    section: str = ""


def read(passage: Passage) -> Iterator[Reading]:
    """Yield a record's text whole, and a page's section by section."""
    text = passage.text
    if not _MARKUP.search(text):
        yield Reading(passage, text, text, ())
        return
    plain = _blanked(text)
    if passage.field:
        yield Reading(passage, text, plain, tuple(find(text)))
        return
    starts = [(0, ""), *((heading.start, heading.id) for heading in headings(text) if heading.id)]
    for (start, section), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        yield Reading(passage, text[start:end], plain[start:end], tuple(find(text[start:end])), start, section)


def headings(text: str) -> Iterator[Heading]:
    """Yield the headings of a page, those inside code left out."""
    for match in _HEADING.finditer(without_code(text)):
        words, heading_id = _parted(match["rest"])
        yield Heading(match.start(), len(match["level"]), words.strip(), heading_id)


def _parted(rest: str) -> tuple[str, str | None]:
    """Return a heading's words as typed and its id."""
    line = rest.rstrip()
    at = line.rfind("{#")
    return (line[:at].rstrip(), line[at + 2 : -1]) if at >= 0 and line.endswith("}") else (line, None)


def without_code(text: str) -> str:
    """Return the text with code blanked out, line breaks kept."""
    spans = code_spans(text)
    if not spans:
        return text
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += (text[last:start], _blank(text[start:end]))
        last = end
    return "".join((*parts, text[last:]))


def is_image(text: str, closing: int) -> bool:
    """Return whether the bracket that closes here was opened by `![`."""
    depth = 0
    for at in range(closing, max(-1, closing - 500), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            depth -= 1
            if depth == 0:
                return at > 0 and text[at - 1] == "!"
    return False


def _blank(text: str) -> str:
    return "\n".join(BLANK * len(line) for line in text.split("\n")) if "\n" in text else BLANK * len(text)


def _blanked(text: str) -> str:
    text = without_code(text)
    text = replace(text, _without_brackets)
    text = DIRECTIVE.sub(_without_directive, text)
    text = TARGET.sub(lambda m: _blank(m[0]), text).replace("![", BLANK + "[")
    text = _HEADING.sub(_without_id, text)
    text = _AUTOLINK.sub(lambda m: BLANK * len(m[0]), text)
    text = _NUMBERING.sub(lambda m: BLANK * len(m[0]), text)
    return _ADMONITION.sub(_without_keyword, text)


def _without_brackets(link: WikiLink) -> str:
    """Leave a link's words; a citation shows none."""
    words = "" if link.locator else link.words or ""
    return (words + BLANK * 2).rjust(link.end - link.start, BLANK)


def _without_directive(match: re.Match[str]) -> str:
    """Words in another language are none of this text's; words under a reading are."""
    if match["name"] == "lang":
        return _blank(match[0])
    words = match["words"]
    return BLANK * len(":ruby[") + words + BLANK * (len(match[0]) - len(":ruby[") - len(words))


def _without_id(match: re.Match[str]) -> str:
    words, _ = _parted(match["rest"])
    return (match["level"] + words).ljust(len(match[0]), BLANK)


def _without_keyword(match: re.Match[str]) -> str:
    """Leave an admonition's title, which stands between the line's first quotation mark and its last."""
    line = match[0]
    first, last = line.find('"'), line.rfind('"')
    return line if first == last else BLANK * (first + 1) + line[first + 1 : last] + BLANK * (len(line) - last)
