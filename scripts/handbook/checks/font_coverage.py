"""Every character of the texts has a shape in the book's fonts: told here with its place, and not only when a book is made."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic

#: What the hygiene rule tells: what cannot be seen, and what means nothing.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the first place in each text of each character that no font has."""
    passages = [passage for passage in subject.dataset.passages if subject.concerns(passage.owner)]
    texts = [*(passage.text for passage in passages), *(caption.text for caption in subject.captions)]
    rare = "".join(sorted(character for character in set().union(*texts) if _is_rare(character)))
    lacking = _missing(rare) if rare else frozenset()
    if not lacking:
        return
    for passage in passages:
        for character in sorted(lacking & set(passage.text)):
            yield subject.in_passage("book-character", passage, passage.text.index(character), **named(character))
    for caption in subject.captions:
        for character in sorted(lacking & set(caption.text)):
            yield subject.at_field("book-character", caption.file, caption.field, **named(character))


def _is_rare(character: str) -> bool:
    """Return whether a character is none of those that the fonts are cut for whatever the texts hold (scripts/fonts.py)."""
    if character.isascii() or "\xa1" <= character <= "\u017f" or "\u2010" <= character <= "\u2027":
        return False
    hidden = unicodedata.category(character) in _HIDDEN or "VARIATION SELECTOR" in unicodedata.name(character, "")
    return not hidden and not character.encode("gb2312", "ignore")


def _missing(characters: str) -> frozenset[str]:
    from handbook.book.typst.compile import missing  # only here: Typst takes its time to start, and most texts have no such character

    return missing(characters)


def named(character: str) -> dict[str, str]:
    """Return what the message says of a character."""
    return {"found": character, "code": f"U+{ord(character):04X}"}
