"""Every character that can be seen must be in the book's fonts."""

from __future__ import annotations

from handbook.checks.context import Context, Findings
from handbook.text.font_coverage import character_values, missing_characters


def check(context: Context) -> Findings:
    """Yield the first place in each text of each character that no font has."""
    for passage in (*context.passages, *context.captions):
        for character in missing_characters(passage.text):
            offset = passage.text.index(character)
            yield context.in_text("book-character", passage, offset, **character_values(character))
