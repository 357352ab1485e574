"""The book's fonts are there, and have every character that can be seen."""

import html
from collections.abc import Iterator
from itertools import chain

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
    captions = ((caption, tuple(_missing(caption))) for caption in context.captions)
    for text, problems in chain(context.where(_missing, each="passages"), captions):
        for code, offset, values in problems:
            if code != "book-character" or values["found"] not in own:
                yield context.in_text(code, text, offset, **values)


def _missing(passage: Reading) -> Iterator[Problem]:
    text = passage.text
    read = text + html.unescape(text) if "&" in text else text
    for character in missing_characters(read):
        offset = text.find(character if character in text else "&")
        better = language(passage.lang).simplified(character)
        code = "character-traditional" if better else "book-character"
        shown = {"found": character, "better": better}
        yield code, offset, shown if better else character_values(character)
