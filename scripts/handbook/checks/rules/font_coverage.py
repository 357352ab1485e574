"""The book's fonts are there, and have every character that can be seen."""

import html

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location
from handbook.model.labels import LABELS
from handbook.model.records import Dated
from handbook.text.font_coverage import character_values, missing_characters, missing_files
from handbook.text.languages import language


def check(context: Context) -> Findings:
    """Yield the first place in each text of each character that no font has."""
    if missing := missing_files():
        yield Diagnostic("book-fonts", Location("scripts/handbook/book/fonts"), {"found": missing})
        return
    for lang in context.dataset.languages:
        written = language(lang, context.dataset.labels)
        months = (written.date(Dated(date=f"2000-{month:02}")) for month in range(1, 13))
        for character in missing_characters("".join(months))[:1]:  # one tells that others follow
            field = ("languages", lang, "locale")
            yield context.at_field("book-character", LABELS, field, **character_values(character))
    for passage in (*context.passages, *context.captions):
        text = passage.text
        read = text + html.unescape(text) if "&" in text else text
        for character in missing_characters(read):
            offset = text.find(character if character in text else "&")
            values = character_values(character)
            if better := language(passage.lang).simplified(character):
                values = {"found": character, "better": better}
            code = "character-traditional" if better else "book-character"
            yield context.in_text(code, passage, offset, **values)
