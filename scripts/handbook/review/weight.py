"""How much a change asks of its reviewer: numbers first, then what a fact rests on."""

import re
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Dated, Figure
from handbook.model.types import Name, Names
from handbook.review.compare import Difference
from handbook.review.fields import (
    ANCHOR,
    CITE,
    COUNTED,
    DATED,
    FIGURE,
    LANGUAGE,
    LINK,
    LOST,
    MOVED,
    TextChange,
)
from handbook.text.languages import language

#: The fields of a figure that make its number.
_OF_NUMBERS = frozenset({"value", "statement", "unit", "period", "observations"})


class Weight(IntEnum):
    """What changed, the weightiest first."""

    NUMBER = 0
    DATED = 1
    COUNTED = 2
    TYPED = 3
    LOST = 4
    MOVED = 5
    GAP = 6
    ATTRIBUTION = 7
    SPEAKER = 8
    TRANSLATION = 9
    DATE = 10
    NAME = 11
    STATE = 12
    DIFFERENCE = 13
    SENTENCE = 14
    THEME = 15
    ANCHOR = 16
    FACT = 17
    TEXT = 18
    LIST = 19
    REST = 20


#: What the author is to answer for in the pull request.
ASKED = tuple(each for each in Weight if each < Weight.FACT)
#: Fields that have a weight of their own, by what they are called in a change, and in a record.
_OF_CHANGES = {
    LOST: Weight.LOST,
    MOVED: Weight.MOVED,
    FIGURE: Weight.TYPED,
    DATED: Weight.DATED,
    COUNTED: Weight.COUNTED,
    ANCHOR: Weight.ANCHOR,
    CITE: Weight.FACT,
    "differences": Weight.DIFFERENCE,
    "former_names": Weight.NAME,
    "section": Weight.THEME,
    LINK: Weight.REST,
    LANGUAGE: Weight.TRANSLATION,
}
_OF_RECORDS = {
    "id": Weight.ANCHOR,
    "title": Weight.NAME,
    "short_title": Weight.NAME,
    "role": Weight.SPEAKER,
    "theme": Weight.THEME,
    "reported_by": Weight.SPEAKER,
    "was": Weight.REST,
}


def by_weight(difference: Difference) -> Difference:
    """Return a difference with its weightiest changes first, among equals those of figures."""
    by_kind = {ChangeKind.ADDED: Weight.FACT, ChangeKind.REMOVED: Weight.LOST}

    def key(change: Change) -> tuple[Weight, bool]:
        fields = [field_weight(change, field, difference.after) for field in change.fields]
        weight = min([*fields, by_kind.get(change.kind, Weight.REST)])
        return weight, change.folder != Figure.folder

    return replace(difference, changes=tuple(sorted(difference.changes, key=key)))


def field_weight(change: Change, field: FieldChange, dataset: Dataset) -> Weight:
    """Return the weight of a changed field; a text whose numbers differ is a number."""
    old, new = field.old, field.new
    if weight := _OF_CHANGES.get(field.field):
        return weight
    if field.field == "gaps":
        return Weight.GAP if old else Weight.REST
    kind, own = KINDS.get(change.folder), innermost(change, field)
    if old and new and own and own.name in _OF_RECORDS:
        return _OF_RECORDS[own.name]
    if own and own.name == "actors":
        return Weight.SPEAKER
    if own and own.name in {"status", "state", "by", "succeeded_by"}:
        return Weight.STATE
    speaker, dated = _speaker(field, own, dataset), own and own.model is Dated
    of_figure = kind and kind.record is Figure and field.field in _OF_NUMBERS
    if (
        of_figure
        and not (own and own.name == "basis")
        and not (dated and speaker and _same(old, new))
    ):
        return Weight.NUMBER
    if speaker and (dated or speaker is Weight.ATTRIBUTION):
        return speaker
    if own and (own.model is Names or own.name == "was"):
        return Weight.REST
    if dated:
        says_more = old and new and not _words(new) <= _words(old)
        return Weight.DATE if says_more else Weight.FACT
    if own and own.model is None:
        return Weight.LIST if own.is_list else Weight.FACT
    if old and new:
        for lang in dataset.languages:
            if _numbers(old, lang, dataset) != _numbers(new, lang, dataset):
                return Weight.NUMBER
        leading = dataset.languages[0]
        if old.get(leading) == new.get(leading):
            return Weight.TRANSLATION
    if not speaker and isinstance(field, TextChange) and field.states(dataset, change.owner):
        return Weight.SENTENCE
    return speaker or Weight.TEXT


def innermost(change: Change, field: FieldChange) -> ModelField | None:
    """Return the field of a record, or of a part of it, whose name a change's label ends with."""
    if change.folder not in KINDS:
        return None
    own = fields_of(KINDS[change.folder].record).get(field.field)
    name = next(iter(field.label.root.values())).rpartition(" · ")[2]
    inner = fields_of(own.model).values() if own and own.model else ()
    return next((each for each in inner if name in each.label.values()), own)


def _speaker(field: FieldChange, own: ModelField | None, dataset: Dataset) -> Weight | None:
    """Return whether a text lost words that say who says so, a fact that it is inferred, or others say so."""
    lang = dataset.languages[0]
    if own and own.name == "inferred" and field.old and field.new:
        no = field.new.get(lang) == dataset.labels.word("diff_no", lang)
        return Weight.ATTRIBUTION if no else None
    found = None
    if field.old and field.new:
        for lang in dataset.languages:
            words = re.compile(language(lang, dataset.labels).attribution, re.IGNORECASE)
            if field.new.get(lang) is None:  # a translation that is gone
                continue
            old, new = (words.findall(text.get(lang) or "") for text in (field.old, field.new))
            if len(new) < len(old):
                return Weight.ATTRIBUTION
            if new != old:
                found = Weight.SPEAKER
    return found


def _words(date: Name) -> set[str]:
    """Return the numbers and words of a date: 2023年8月 has those of 2023年, and more."""
    return {*re.findall(r"\d+|[^\W\d]+", next(iter(date.root.values())))}


def _same(*dates: Name | None) -> bool:
    """Return whether dates have the same numbers."""
    return len({tuple(re.findall(r"\d+", str(date and date.root))) for date in dates}) == 1


def _numbers(text: Name, lang: str, dataset: Dataset) -> list[Decimal]:
    """Return the numbers that a text counts; 一 is no more than "a"."""
    found = language(lang, dataset.labels).numbers(text.get(lang) or "")
    return sorted(each.value for each in found if each.counts and (each.arabic or each.value != 1))
