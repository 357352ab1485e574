"""What a change tells of a field: what it is of, what readers call that, and of a text what was typed."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic import PrivateAttr

from handbook.model.editions import FieldChange
from handbook.review.passages import SENTENCE

Changes = Iterator[FieldChange]
#: A text by language.
ByLanguage = Mapping[str, str]


class Of(StrEnum):
    """What a change is of, where that is no field of a record, or not all of one: its `field`."""

    # what a statement rests on: it lost a source, has another, has one more, or the record lists others
    LOST = "lost"
    MOVED = "moved"
    CITED = "cited"
    CITE = "cite"
    # targets of links, numbers that no longer come from a figure, anchors
    LINK = "link"
    FIGURE = "figure"
    ANCHOR = "id"
    # a translation that a page lost
    LANGUAGE = "language"
    # of a figure over time: a number was given its period, one came to the others, one stays and means something else
    DATED = "dated"
    COUNTED = "counted"
    QUALIFIED = "qualified"
    # the order of items, and that of parts: the order of steps is a fact
    ORDER = "order"
    SEQUENCE = "sequence"
    VOCABULARY = "vocabulary"
    LICENCE = "site.licence"


class Field(NamedTuple):
    """A field that changes are listed under: its name, and its label for readers."""

    name: str
    label: ByLanguage

    def within(self, label: ByLanguage, name: str = "") -> "Field":
        """Return a part of this field by its own label; an empty one stands for the whole."""
        names = {lang: filter(None, (outer, label.get(lang))) for lang, outer in self.label.items()}
        return Field(name or self.name, {lang: " · ".join(each) for lang, each in names.items()})


class TextChange(FieldChange):
    """A change of a text, with both as typed by language: the change log keeps neither."""

    _typed: tuple[ByLanguage, ByLanguage] = PrivateAttr(default=({}, {}))

    def __eq__(self, other: object) -> bool:
        """Return whether both tell the same: one that was read again has no typed text."""
        return isinstance(other, FieldChange) and dict(self) == dict(other)

    __hash__ = FieldChange.__hash__

    @classmethod
    def of(cls, change: FieldChange, *typed: ByLanguage) -> "TextChange":
        """Return a change with the text as it was and as it is."""
        told = cls(**dict(change))
        told._typed = typed  # type: ignore[assignment]
        return told

    @property
    def typed(self) -> tuple[ByLanguage, ByLanguage]:
        """Return the text as it was and as it is, by language."""
        return self._typed

    def said(self, lang: str) -> tuple[list[str], list[str]]:
        """Return a language's sentences that are gone and new, whatever their marks and spaces."""
        old, new = (
            {
                words: each
                for each in SENTENCE.findall(side.get(lang, ""))
                if (words := letters(each).casefold())
            }
            for side in self.typed
        )
        gone, anew = old.keys() - new.keys(), new.keys() - old.keys()
        return [old[words] for words in gone], [new[words] for words in anew]


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))
