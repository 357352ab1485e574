"""How much a change asks of its reviewer: numbers first, then what a fact rests on."""

import re
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Dated, Figure, Record
from handbook.model.types import Name, Names
from handbook.review.compare import Difference
from handbook.review.fields import CITE, FIGURE, LINK
from handbook.text.languages import language

#: The fields of a figure that make its number.
_OF_NUMBERS = frozenset({"value", "statement", "unit", "period"})


class Weight(IntEnum):
    """What changed, the weightiest first."""

    NUMBER = 0
    CITATION = 1
    GAP = 2
    ATTRIBUTION = 3
    DATE = 4
    FACT = 5
    TEXT = 6
    TRANSLATION = 7
    REST = 8


#: What the author is to answer for in the pull request.
ASKED = (Weight.NUMBER, Weight.CITATION, Weight.GAP, Weight.ATTRIBUTION, Weight.DATE)


def by_weight(difference: Difference) -> Difference:
    """Return a difference with its weightiest changes first, among equals those of figures."""
    by_kind = {ChangeKind.ADDED: Weight.FACT, ChangeKind.REMOVED: Weight.CITATION}

    def key(change: Change) -> tuple[Weight, bool]:
        fields = [field_weight(change, field, difference.after) for field in change.fields]
        weight = min([*fields, by_kind.get(change.kind, Weight.REST)])
        return weight, change.folder != Figure.folder

    return replace(difference, changes=tuple(sorted(difference.changes, key=key)))


def field_weight(change: Change, field: FieldChange, dataset: Dataset) -> Weight:
    """Return the weight of a changed field; a text whose numbers differ is a number."""
    old, new = field.old, field.new
    if field.field == CITE:
        return Weight.CITATION if old else Weight.FACT
    if field.field == FIGURE:
        return Weight.NUMBER if old else Weight.REST
    if field.field == "gaps" and not new:
        return Weight.GAP
    kind = KINDS.get(change.folder)
    own = _innermost(kind.record, field) if kind else None
    of_number = kind and kind.record is Figure and field.field in _OF_NUMBERS
    if of_number and own and own.name != "basis":
        return Weight.NUMBER
    if field.field == LINK or (own and (own.model is Names or own.name == "was")):
        return Weight.REST
    if _unattributed(field, own, dataset):
        return Weight.ATTRIBUTION
    if own and own.model is Dated and old and new and _precision(old) < _precision(new):
        return Weight.DATE
    if own and (own.model is None or own.model is Dated):
        return Weight.FACT
    if old and new:
        for lang in dataset.languages:
            if _numbers(old, lang, dataset) != _numbers(new, lang, dataset):
                return Weight.NUMBER
        leading = dataset.languages[0]
        if old.get(leading) == new.get(leading):
            return Weight.TRANSLATION
    return Weight.TEXT


def _innermost(record: type[Record], field: FieldChange) -> ModelField | None:
    """Return the field of a record, or of a part of it, whose name a change's label ends with."""
    own = fields_of(record).get(field.field)
    name = next(iter(field.label.root.values())).rpartition(" · ")[2]
    inner = fields_of(own.model).values() if own and own.model else ()
    return next((each for each in inner if name in each.label.values()), own)


def _unattributed(field: FieldChange, own: ModelField | None, dataset: Dataset) -> bool:
    """Return whether a text lost words that say who says so, or a fact that it is inferred."""
    lang = dataset.languages[0]
    if own and own.name == "inferred" and field.new:
        return field.new.get(lang) == dataset.labels.word("diff_no", lang)
    if not field.old or not field.new:
        return False
    for lang in dataset.languages:
        words = re.compile(language(lang, dataset.labels).attribution, re.IGNORECASE)
        old, new = (words.findall(text.get(lang) or "") for text in (field.old, field.new))
        if len(new) < len(old):
            return True
    return False


def _precision(date: Name) -> int:
    """Return how many numbers and words a date has: 2023年 fewer than 2023年8月."""
    return len(re.findall(r"\d+|[^\W\d]+", next(iter(date.root.values()))))


def _numbers(text: Name, lang: str, dataset: Dataset) -> list[Decimal]:
    """Return the numbers that a text counts; 一 is no more than "a"."""
    found = language(lang, dataset.labels).numbers(text.get(lang) or "")
    return sorted(each.value for each in found if each.counts and (each.arabic or each.value != 1))
