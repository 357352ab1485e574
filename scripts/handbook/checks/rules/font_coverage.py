"""The book's fonts are there, and have every character that can be seen."""

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location
from handbook.text.font_coverage import character_values, missing_characters, missing_files


def check(context: Context) -> Findings:
    """Yield the first place in each text of each character that no font has."""
    if missing := missing_files():
        yield Diagnostic("book-fonts", Location("scripts/handbook/book/fonts"), {"found": missing})
        return
    for passage in (*context.passages, *context.captions):
        for character in missing_characters(passage.text):
            offset = passage.text.index(character)
            yield context.in_text("book-character", passage, offset, **character_values(character))
