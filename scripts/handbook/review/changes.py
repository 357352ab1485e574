"""What a change tells of a field: what it is of, what readers call that, and of a text what was typed."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import PrivateAttr

from handbook.model.editions import Change, FieldChange
from handbook.model.introspect import ModelField
from handbook.model.types import Name
from handbook.review.passages import SENTENCE

#: A text by language.
ByLanguage = Mapping[str, str]


class Of(StrEnum):
    """What a change is of, where that is no field of a record, or not all of one: its `field`."""

    # what a statement rests on: it lost a source, has another, has one more, or the record lists others
    LOST = "lost"
    MOVED = "moved"
    CITED = "cited"
    CITE = "cite"
    # targets of links, that of one with the words it had, numbers that no longer come from a figure, anchors
    LINK = "link"
    LED = "led"
    TYPED = "figure"
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
    """A field with its name, its label for readers, and the model's field, if any."""

    name: str
    label: ByLanguage
    inner: ModelField | None = None

    def within(self, label: ByLanguage, name: str = "", inner: ModelField | None = None) -> "Field":
        """Return a part of this field by its own label; an empty one stands for the whole."""
        names = {lang: filter(None, (outer, label.get(lang))) for lang, outer in self.label.items()}
        labels = {lang: " · ".join(each) for lang, each in names.items()}
        return Field(name or self.name, labels, inner or self.inner)


class ToldChange(FieldChange):
    """A change with its field and typed text, neither of which the change log keeps."""

    _inner: ModelField | None = PrivateAttr(default=None)
    _typed: tuple[ByLanguage, ByLanguage] | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        """Return whether both tell the same: one that was read again is not of anything."""
        return isinstance(other, FieldChange) and dict(self) == dict(other)

    __hash__ = FieldChange.__hash__

    @classmethod
    def of(cls, at: Field, old: Name | None, new: Name | None) -> Self:
        """Return the change of a field."""
        told = cls(field=at.name, label=Name({**at.label}), old=old, new=new)
        told._inner = at.inner
        return told

    @property
    def inner(self) -> ModelField | None:
        """Return the field of a record or of a part of it that changed, or whose text did."""
        return self._inner

    @property
    def typed(self) -> tuple[ByLanguage, ByLanguage] | None:
        """Return a text as it was and as it is, by language; nothing of what is no text."""
        return self._typed

    def of_text(self, old: ByLanguage, new: ByLanguage) -> Self:
        """Return the change as that of a text as typed."""
        self._typed = old, new
        return self

    def said(self, lang: str) -> tuple[list[str], list[str]]:
        """Return a language's sentences that are gone and new, whatever their marks and spaces."""
        old, new = (
            {
                words: each
                for each in SENTENCE.findall(side.get(lang, ""))
                if (words := letters(each).casefold())
            }
            for side in self.typed or ()
        )
        gone, anew = old.keys() - new.keys(), new.keys() - old.keys()
        return [old[words] for words in gone], [new[words] for words in anew]


Changes = Iterator[ToldChange]


def told_fields(change: Change) -> tuple[ToldChange, ...]:
    """Return the changes of fields as they were compared; an edition only tells them."""
    return change.fields  # type: ignore[return-value]


def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))
