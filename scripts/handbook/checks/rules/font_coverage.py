"""The book's fonts are there, and have every character that can be seen."""

import html
from collections.abc import Iterator
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Location
from handbook.model.labels import LABELS
from handbook.model.records import Dated
from handbook.text.font_coverage import (
    character_values,
    missing_characters,
    missing_files,
    own_characters,
)
from handbook.text.languages import Problem, language


def check(context: Context) -> Findings:
    """Yield the first place in each text of each character that no font has."""
    if missing := missing_files():
        yield Diagnostic("book-fonts", Location("scripts/handbook/book/fonts"), {"found": missing})
        return
    own = own_characters(context.dataset.root)
    for lang in context.dataset.languages:
        written = language(lang, context.dataset.labels)
        months = (written.date(Dated(date=f"2000-{month:02}")) for month in range(1, 13))
        lacking = [each for each in missing_characters("".join(months)) if each not in own]
        for character in lacking[:1]:  # one tells that others follow
            field = ("languages", lang, "locale")
            yield context.at_field("book-character", LABELS, field, **character_values(character))
    yield from context.in_all(_missing, own, each="passages")
    yield from context.in_each(context.captions, partial(_missing, own=own))


def _missing(passage: Reading, own: frozenset[str]) -> Iterator[Problem]:
    text = passage.text
    read = text + html.unescape(text) if "&" in text else text
    for character in missing_characters(read):
        offset = text.find(character if character in text else "&")
        if better := language(passage.lang).simplified(character):
            yield "character-traditional", offset, {"found": character, "better": better}
        elif character not in own:
            yield "book-character", offset, character_values(character)
