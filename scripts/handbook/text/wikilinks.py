"""Wiki links: the `[[…]]` of a text, read and replaced.

    [[joint-patrols]]               the record's title in the page's language, linked
    [[joint-patrols|the patrols]]   other words, linked
    [[boat-incidents]]              a figure: its number with its unit, and its footnote
    [[city-safety-2024#8]]          the footnote of a paragraph of a source; #head of its title and by-line

They become ordinary Markdown links before the Markdown is parsed; inside code they stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.model.references import split_locator

_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]*)(?:\|(?P<words>[^\[\]\n]*))?\]\]")
_FENCE = re.compile(r"^(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_TICKS = re.compile(r"`+|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class WikiLink:
    """One `[[…]]` in a text: its span, its target as typed, and the words set for it."""

    start: int
    end: int
    target: str
    words: str | None

    @property
    def locator(self) -> tuple[str, int] | None:
        """Return (source, paragraph or HEAD) where the link cites one."""
        return split_locator(self.target)


def find(text: str) -> Iterator[WikiLink]:
    """Yield the wiki links of a text in their order, those inside code left out."""
    if "[[" not in text:
        return
    code = code_spans(text)
    next_code = 0
    for match in _LINK.finditer(text):
        while next_code < len(code) and code[next_code][1] <= match.start():
            next_code += 1
        if next_code == len(code) or match.end() <= code[next_code][0]:
            yield WikiLink(match.start(), match.end(), match["target"].strip(), match["words"])


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where code stands in a text: fenced blocks, and runs between equal numbers of backticks in one paragraph.

    Each opening finds its end by one look-up, so that a text of nothing but backticks takes no longer than another.
    """
    if "`" not in text and "~~~" not in text:
        return []
    spans: list[tuple[int, int]] = []
    fences = list(_FENCE.finditer(text))
    closing: dict[str, list[int]] = {}
    for index, fence in enumerate(fences):
        if not fence[2].strip():
            closing.setdefault(fence[1], []).append(index)
    at = 0
    while at < len(fences):
        ends = closing.get(fences[at][1], [])
        found = bisect_right(ends, at)
        if found < len(ends):
            spans.append((fences[at].start(), fences[ends[found]].end()))
            at = ends[found]
        at += 1
    last = 0
    inline: list[tuple[int, int]] = []
    for start, end in [*spans, (len(text), len(text))]:
        inline += _inline_code(text, last, start)
        last = end
    return sorted(spans + inline)


def _inline_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    runs: list[re.Match[str]] = []
    for match in _TICKS.finditer(text, start, end):
        if match[0][0] == "`":
            runs.append(match)
        else:
            yield from _paired(runs)
            runs = []
    yield from _paired(runs)


def _paired(runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    of_length: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        of_length.setdefault(len(run[0]), []).append(index)
    at = 0
    while at < len(runs):
        same = of_length[len(runs[at][0])]
        found = bisect_right(same, at)
        if found < len(same):
            yield runs[at].start(), runs[same[found]].end()
            at = same[found]
        at += 1


def replace(text: str, render: Callable[[WikiLink], str]) -> str:
    """Return the text with every wiki link replaced by what `render` makes of it."""
    parts: list[str] = []
    last = 0
    for link in find(text):
        parts += (text[last : link.start], render(link))
        last = link.end
    return "".join((*parts, text[last:]))
