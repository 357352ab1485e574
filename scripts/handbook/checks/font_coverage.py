"""Every character that can be seen must be in the book's fonts."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.text.font_coverage import character_values, missing_characters


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the first place in each text of each character that no font has."""
    for passage in subject.dataset.passages:
        for character in missing_characters(passage.text) if subject.concerns(passage.owner) else ():
            place = passage.text.index(character)
            yield subject.in_passage("book-character", passage, place, **character_values(character))
    for caption in subject.captions:
        for character in missing_characters(caption.text):
            yield subject.at_field("book-character", caption.file, caption.field, **character_values(character))
