"""A page of prose begins with its one title, its headings have ids and leave out no level, and all citations are wiki links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location
from handbook.model.dataset import Passage
from handbook.model.records import Theme
from handbook.model.types import is_slug
from handbook.model.urls import address_of
from handbook.text.scanner import scan

_FOOTNOTE = re.compile(r"\[\^[^\]\n]*\]")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of pages."""
    for passage in subject.dataset.passages:
        if not passage.field:
            yield from _page(subject, passage)
        for match in _FOOTNOTE.finditer(scan(passage.text).without_code) if "[^" in passage.text else ():
            yield subject.in_passage("page-footnote", passage, match.start(), found=match[0])
    leading = subject.dataset.languages[0]
    for theme in subject.dataset.of(Theme):
        path = address_of(theme, subject.dataset).page
        if not subject.has_page(path, leading):
            yield Diagnostic("theme-page-missing", Location(subject.dataset.files[theme.id]), {"found": f"docs/{path}.{leading}.md"})


def _page(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    structure = scan(passage.text)
    first: dict[str, int] = {}
    begun, level = False, 0
    for heading in structure.headings:
        if begun and heading.level > level + 1:
            yield subject.in_passage("heading-level", passage, heading.start, found=heading.words, level="#" * (level + 1))
        level = heading.level
        if heading.level == 1 and begun:
            yield subject.in_passage("page-title-twice", passage, heading.start, found=heading.words)
        elif not begun and (heading.level > 1 or passage.text[: heading.start].strip()):
            yield subject.in_passage("page-title-first", passage)
        begun = True
        if heading.id is None or not is_slug(heading.id):
            if heading.level > 1 or heading.id is not None or "{#" in heading.words:
                yield subject.in_passage("heading-id", passage, heading.start, found=heading.words)
        elif heading.id in first:
            line = subject.first_line(passage) + passage.text.count("\n", 0, first[heading.id])
            yield subject.in_passage("heading-id-twice", passage, heading.start, found=heading.id, first=line)
        else:
            first[heading.id] = heading.start
    if not begun:
        yield subject.in_passage("page-title-first", passage)
    for start, end in structure.underlines:
        yield subject.in_passage("heading-form", passage, start, found=passage.text[start:end])
