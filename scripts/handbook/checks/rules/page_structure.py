"""A page begins with its only title.

Headings have ids and skip no level, and citations are wiki links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Context
from handbook.diagnostics import Diagnostic, Location
from handbook.model.dataset import Passage
from handbook.model.records import Theme
from handbook.model.types import is_slug
from handbook.model.urls import address_of
from handbook.text.scanner import scan

_FOOTNOTE = re.compile(r"\[\^[^\]\n]*\]")


def check(context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of pages."""
    dataset = context.dataset
    for passage in context.passages:
        if not passage.field:
            yield from _page(context, passage)
        for match in (
            _FOOTNOTE.finditer(scan(passage.text).without_code) if "[^" in passage.text else ()
        ):
            yield context.in_passage("page-footnote", passage, match.start(), found=match[0])
    for theme in dataset.of(Theme):
        path = address_of(theme, dataset).page
        if not context.has_page(path, dataset.languages[0]):
            values = {"found": f"docs/{path}.{dataset.languages[0]}.md"}
            yield Diagnostic("theme-page-missing", Location(dataset.files[theme.id]), values)


def _page(context: Context, passage: Passage) -> Iterator[Diagnostic]:
    structure = scan(passage.text)
    headings = structure.headings
    if not headings or headings[0].level > 1 or passage.text[: headings[0].start].strip():
        yield context.in_passage("page-title-first", passage)
    first: dict[str, int] = {}
    level = 0
    for index, heading in enumerate(headings):
        start, words = heading.start, heading.words
        if index and heading.level > level + 1:
            yield context.in_passage(
                "heading-level", passage, start, found=words, level="#" * (level + 1)
            )
        level = heading.level
        if index and level == 1:
            yield context.in_passage("page-title-twice", passage, start, found=words)
        if heading.id is None or not is_slug(heading.id):
            if level > 1 or heading.id is not None or "{#" in words:
                yield context.in_passage("heading-id", passage, start, found=words)
        elif heading.id in first:
            line = context.line(passage, first[heading.id])
            yield context.in_passage(
                "heading-id-twice", passage, start, found=heading.id, first=line
            )
        else:
            first[heading.id] = start
    for start, end in structure.underlines:
        yield context.in_passage("heading-form", passage, start, found=passage.text[start:end])
