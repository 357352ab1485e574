"""How much a change asks of its reviewer: numbers first, then what a fact rests on."""

from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Dated, Figure
from handbook.model.types import Name, Names
from handbook.review.compare import Difference
from handbook.review.fields import CITE, LINK
from handbook.text.languages import language

#: The fields of a figure that make its number.
_OF_NUMBERS = frozenset({"value", "statement", "unit", "period"})


class Weight(IntEnum):
    """What changed, the weightiest first."""

    NUMBER = 0
    CITATION = 1
    GAP = 2
    FACT = 3
    TEXT = 4
    TRANSLATION = 5
    REST = 6


#: What the author is to answer for in the pull request.
ASKED = (Weight.NUMBER, Weight.CITATION, Weight.GAP)


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
    if field.field == "gaps" and not new:
        return Weight.GAP
    kind = KINDS.get(change.folder)
    if kind and kind.record is Figure and field.field in _OF_NUMBERS:
        return Weight.NUMBER
    own = fields_of(kind.record).get(field.field) if kind else None
    if field.field == LINK or (own and own.model is Names):
        return Weight.REST
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


def _numbers(text: Name, lang: str, dataset: Dataset) -> list[Decimal]:
    """Return the numbers that a text counts; 一 is no more than "a"."""
    found = language(lang, dataset.labels).numbers(text.get(lang) or "")
    return sorted(each.value for each in found if each.counts and (each.arabic or each.value != 1))
