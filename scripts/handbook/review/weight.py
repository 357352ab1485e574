"""What a change asks of its reviewer, the weightiest first: what may mislead readers most."""

import re
from collections import Counter
from dataclasses import replace
from enum import IntEnum

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind
from handbook.model.introspect import ModelField
from handbook.model.records import Dated, Figure, Term, Theme
from handbook.model.types import Name, Names, Text
from handbook.review.changes import Of, ToldChange, told_fields
from handbook.review.compare import Difference
from handbook.text.languages import language
from handbook.text.scanner import scan
from handbook.text.word_diff import changed_words

#: The fields of a figure that make its number.
_OF_NUMBERS = frozenset({"value", "statement", "unit", "period", "observations"})


#: What changed, the weightiest first; `diff_ask_…` and `diff_count_…` are its words.
Weight = IntEnum(
    "Weight",
    "PRIVATE SITE NUMBER TYPED ATTRIBUTION LOST GONE REMOVED SENTENCE CONFIRMED DIFFERENCE OWN GAP"
    " SPEAKER MOVED CITED FACT EXTERNAL DATED COUNTED SOURCE ADDED TRANSLATION NAME VOCABULARY MENU"
    " FILES THEME ADDRESS BOOK ANCHOR REPHRASED REST",
)

#: An address or an id in a list of such; a number or a word of a date.
_PATH, _OF_DATE = r"[\w/-]+", r"\d+|[^\W\d]+"
#: What a sentence ends with.
_STOPS = tuple("。！？.!?")
#: What has a weight of its own: by what is told of a field, and by the field of a record or page.
_OF_CHANGES: dict[str, Weight] = {
    **{of: Weight[of.name] for of in Of if of.name in Weight.__members__},
    **dict.fromkeys((Of.QUALIFIED, Of.SEQUENCE), Weight.FACT),
    **dict.fromkeys((Of.CITE, Of.ORDER, Of.LINK, Of.LED), Weight.REST),
    Of.LANGUAGE: Weight.GONE,
    "section": Weight.THEME,
    "former_names": Weight.NAME,
    "book": Weight.BOOK,
}
_OF_RECORDS: dict[str, Weight] = {
    "id": Weight.ANCHOR,
    "mark": Weight.REST,
    "theme": Weight.THEME,
    **dict.fromkeys(("title", "short_title"), Weight.NAME),
    **dict.fromkeys(("role", "reported_by", "publisher", "authors"), Weight.SPEAKER),
}


def by_weight(difference: Difference) -> Difference:
    """Return a difference with its weightiest changes first, among equals those of figures."""
    by_kind = {ChangeKind.ADDED: Weight.ADDED, ChangeKind.REMOVED: Weight.REMOVED}

    def key(change: Change) -> tuple[Weight, bool]:
        fields = [field_weight(change, field, difference.after) for field in told_fields(change)]
        weight = min([*fields, by_kind.get(change.kind, Weight.REST)])
        return weight, change.folder != Figure.folder

    return replace(difference, changes=tuple(sorted(difference.changes, key=key)))


def field_weight(change: Change, field: ToldChange, dataset: Dataset) -> Weight:
    """Return the weight of a changed field; a number that replaced another weighs most."""
    old, new, leading = field.old, field.new, dataset.languages[0]
    own = field.inner
    is_text = field.typed or (own and own.model and issubclass(own.model, Text))
    if (
        new
        and "://" in str(new.root)
        and (field.field in (Of.LINK, Of.LED) or (own and own.type is str))
    ):
        return Weight.EXTERNAL
    if field.field == "was":
        return Weight.ADDRESS if _parts(old, _PATH) - _parts(new, _PATH) else Weight.REST
    if (change.folder, field.field) == (Theme.folder, "order"):
        return Weight.BOOK
    if weight := _OF_CHANGES.get(field.field):
        return weight
    if field.field == "differences":
        return Weight.DIFFERENCE if new else Weight.GONE
    if own and own.name in _OF_RECORDS:
        return _OF_RECORDS[own.name]
    if own and own.type is bool:  # inferred, or the editors' own
        yes = dataset.labels.word("diff_yes", leading)
        was, now = (side is not None and side.get(leading) == yes for side in (old, new))
        return Weight.ATTRIBUTION if was and not now else Weight.REST
    speaker = _speaker(field, dataset)
    dated = bool(own and own.model and issubclass(own.model, Dated))
    is_same = dated and speaker and _same(old, new)
    of_figure = change.folder == Figure.folder and field.field in _OF_NUMBERS
    if of_figure and not (own and own.name == "basis") and not is_same:
        return Weight.NUMBER
    if old and new and is_text and old.get(leading) == new.get(leading):
        if old.root.keys() - new.root.keys():
            return Weight.GONE
        if any(_replaced(old, new, lang, dataset) for lang in dataset.languages):
            return Weight.NUMBER
        return speaker or Weight.TRANSLATION
    if field.field == "gaps":
        if not old:
            return Weight.REST
        return Weight.REPHRASED if new and _only_more(old, new, leading) else Weight.GAP
    if own and not _states(own):
        return Weight.REST
    if not new:
        return Weight.GONE
    if own and own.name == "actors":
        return Weight.SPEAKER
    if dated and old and not speaker and _parts(new, _OF_DATE) <= _parts(old, _OF_DATE):
        return Weight.REST  # it says less
    if dated or not field.typed:
        return speaker or Weight.FACT
    gone, anew = field.said(leading)
    if not anew:
        return Weight.GONE if gone else Weight.REST
    if speaker is Weight.ATTRIBUTION:
        return speaker
    if old and any(_replaced(old, new, lang, dataset) for lang in dataset.languages):
        return Weight.NUMBER
    if speaker:
        return speaker
    is_cited = getattr(dataset.records.get(change.owner), "cite", ()) or any(
        link.locator for each in anew for link in scan(each).wiki_links
    )
    return Weight.SENTENCE if is_cited else Weight.OWN


def setting_weight(field: ToldChange, dataset: Dataset) -> Weight:
    """Return the weight of changed labels: who the site is, its sentences, or mere words."""
    if field.field.startswith(("site.", "words.site_")):
        return Weight.SITE
    told = (
        (side.get(dataset.languages[0]) or "") if side else "" for side in (field.old, field.new)
    )
    return Weight.OWN if any(each.endswith(_STOPS) for each in told) else Weight.REST


def _states(own: ModelField) -> bool:
    """Return whether a field says something of its subject: it is no name to look for, number in a list, or "see also"."""
    if own.refers_to:
        return own.refers_to.folders not in ((), (Term.folder,))
    return own.choices is not None or (own.model is not None and own.model is not Names)


def _speaker(field: ToldChange, dataset: Dataset) -> Weight | None:
    """Return whether a text lost words that say who says so, or that it is inferred; or others say so."""
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


def _parts(text: Name | None, part: str) -> set[str]:
    """Return the parts of a text in its first language."""
    return {*re.findall(part, next(iter(text.root.values())))} if text else set()


def _same(*dates: Name | None) -> bool:
    """Return whether dates have the same numbers."""
    return len({tuple(re.findall(r"\d+", str(date and date.root))) for date in dates}) == 1


def _only_more(old: Name, new: Name, lang: str) -> bool:
    """Return whether a text has all the words that it had."""
    kept, _ = changed_words(old.get(lang) or "", new.get(lang) or "")
    return not any(changed for _, changed in kept)


def _replaced(old: Name, new: Name, lang: str, dataset: Dataset) -> bool:
    """Return whether numbers that a text counts took the place of others; 一 is no more than "a"."""
    was, now = (
        Counter(
            each.value
            for each in language(lang, dataset.labels).numbers(text.get(lang) or "")
            if each.counts and (each.arabic or each.value != 1)
        )
        for text in (old, new)
    )
    return bool(was - now and now - was)
