"""Compare records field by field: a text as its words, a reference as a title, a figure as its number."""

from collections.abc import Container, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.records import Component, Dated, Disagreement, Figure, Observed, Record
from handbook.model.types import Names, Prose, Text
from handbook.review.changes import ByLanguage, Changes, Field, Of
from handbook.review.comparison import Comparison
from handbook.review.owners import field_label, locators_in
from handbook.review.reading import AS_ONE, Item, Reader

#: The fields of a figure that `series_changes` tells of where it has observations.
_OF_PERIODS = {"value", "statement", "period", "observations"}
#: The fields of a record that put it in order among others: readers see its place, not the number.
_PLACING = ("order", "headline")
#: A placeholder for an item that a list does not have.
_MISSING = Item("<missing>", {})

#: The numbers of a figure by period and sources, the oldest first.
_Observed = Mapping[tuple[str | None, frozenset[str]], Observed]


class FieldComparison(Comparison):
    """Two data sets, and the changes between records of them."""

    def record(self, old: Record | None, new: Record | None) -> Changes:
        """Yield the changes of a record but for its id, day of checking and editors' notes.

        All of one that only one data set has is lost or gained.
        """
        if any(isinstance(side, Figure) and side.observations for side in (old, new)):
            yield from self._series(old, new)  # type: ignore[arg-type]
        yield from self._part(type(new or old), None, old, new)  # type: ignore[arg-type]

    def field(self, inner: ModelField, at: Field, old: Any, new: Any) -> Changes:
        """Yield the changes of a field."""
        if inner.is_list and inner.model:
            yield from self._list(inner, at, old or (), new or ())
        elif inner.model and issubclass(inner.model, Prose):
            yield from self.prose(at, *(side.root if side else {} for side in (old, new)))
        elif isinstance(new or old, AS_ONE) and not (old and new):
            yield from self.text(at, *self.each(Reader.as_one, old, new))
        elif inner.model and not issubclass(inner.model, (Text, Names, Dated)):
            yield from self._part(inner.model, at, old, new)
        else:
            texts = self.before.texts(old, inner), self.after.texts(new, inner)
            yield from self.text(at, *texts)
        if inner.model is Dated:
            basis = fields_of(Dated)["basis"]
            bases = (getattr(side, "basis", None) for side in (old, new))
            yield from self.field(basis, at.within(self._label(basis), inner=basis), *bases)

    def _label(self, inner: ModelField) -> ByLanguage:
        return field_label(inner, self.languages)

    def _part(self, model: type[BaseModel], whole: Field | None, old: Any, new: Any) -> Changes:
        # the id of a part is an anchor: links to it end when it changes
        silent = {"notes"} if whole and old and new else {"notes", "checked", "id"}
        if model is Figure and any(side and side.observations for side in (old, new)):
            silent |= _OF_PERIODS
        if all(getattr(side, "value", None) is not None for side in (old, new)):
            silent |= {"unit"}  # it is told with the number
        for inner in fields_of(model).values():
            if inner.name not in silent:
                label = self._label(inner)
                at = whole.within(label, inner=inner) if whole else Field(inner.name, label, inner)
                values = (getattr(side, inner.name, None) for side in (old, new))
                if inner.name == Of.CITE:
                    yield from self._cites(at, old, *values)
                elif isinstance(new or old, Record) and inner.name in _PLACING:
                    yield from self._placed(at, inner.name, old, new)
                elif inner.type is Decimal and hasattr(new or old, "unit"):
                    yield from self.text(at, *self.each(Reader.number, old, new))
                else:
                    yield from self.field(inner, at, *values)

    def _placed(self, at: Field, name: str, old: Record | None, new: Record | None) -> Changes:
        """Yield the place of a record in a list that a field puts in order, among what both data sets have."""
        if getattr(old, name, None) == getattr(new, name, None):
            return  # what moved past it is told there
        kept = self.former.records.keys() & self.after.dataset.records.keys()
        was = _place(self.former, kept, old, name)
        now = _place(self.after.dataset, kept, new, name)
        yield from self.text(
            at, *self.each(lambda r, at: r.word("diff_place", **at) if at else "", was, now)
        )

    def _cites(self, at: Field, part: BaseModel | None, old: Any, new: Any) -> Changes:
        """Yield what a part as a whole rests on, with what rests on it; what a text cites is told there."""
        cited, cites = {*(old or ())}, {*(new or ())}
        lost, gained = cited - cites, cites - cited
        texts = [text.root for _, text in part or () if isinstance(text, Prose)]
        typed = [{*chain(*map(locators_in, text.values()))} for text in texts]
        name, resting = Of.CITE, list[ByLanguage]()
        if not lost <= {*chain(*typed)}:
            name = Of.MOVED if gained else Of.LOST
            resting = [text for text, keys in zip(texts, typed, strict=True) if not keys]

        def rests(reader: Reader) -> str:
            words = (text.get(reader.lang, "") for text in resting)
            return reader.written.sentence_gap.join(filter(None, map(reader.in_words, words)))

        words = self.before.each(rests)
        if lost or gained:
            sides = self.each(
                lambda reader, cite: words.get(reader.lang, "") + reader.marks(cite),
                old or (),
                new or (),
            )
            yield from self.text(Field(name, at.label), *sides)

    def _list(self, inner: ModelField, at: Field, old: Any, new: Any) -> Changes:
        old_items, new_items = [*map(self.before.item, old)], [*map(self.after.item, new)]
        pairs = _pairs(old_items, new_items)
        for before, after in pairs:
            whole = before.value or after.value
            about = after.name if isinstance(whole, Disagreement) else {}
            is_kept = before.value and after.value
            part = at.within(after.label or before.label or about)
            if isinstance(whole, AS_ONE) and not is_kept:
                part = at  # its label is among its words
            yield from self.field(replace(inner, is_list=False), part, before.value, after.value)
        kept = [before for before, after in pairs if before == after]
        if kept != sorted(kept, key=old_items.index):
            name = Of.SEQUENCE if inner.model is Component else Of.ORDER
            order = at.within(self.words("diff_order"), name)
            names = self.before.names(old_items), self.after.names(new_items)
            yield from self.text(order, *names)

    def _series(self, old: Figure | None, new: Figure | None) -> Changes:
        """Yield what a figure over time shows first, then its numbers of other periods.

        A number that has another period, or one at last, did not change, nor did one that a newer one follows.
        """
        value, series = (
            Field(name, self._label(fields_of(Figure)[name]), fields_of(Figure)[name])
            for name in ("value", "observations")
        )
        before, after = _observed(old), _observed(new)
        gone = [key for key in before if key not in after]
        told = set()
        for key in [key for key in after if key not in before]:
            same = (e for e in gone if e[1] == key[1] and before[e].said == after[key].said)
            if former := next(same, None):
                gone.remove(former)
                told |= {key, former}
                accounts = self.each(Reader.of_period, before[former], after[key])
                yield from self.text(Field(Of.DATED, value.label), *accounts)
        was, now = (
            {key for key in side if figure and key[0] == _date(figure.latest)}
            for figure, side in ((old, before), (new, after))
        )
        if not now <= told and any(before.get(key) != after.get(key) for key in was | now):
            followed = now.isdisjoint(before) and was.isdisjoint(gone)
            name = Of.COUNTED if followed and old else value.name
            if was == now and all(before[key].said == after[key].said for key in was):
                name = Of.QUALIFIED
            newest = self.each(Reader.newest, old, new)
            yield from self.text(Field(name, value.label), *newest)
        for key in dict.fromkeys((*before, *after)):
            if key[0] is None or key in now | told or (key in was and not now <= told):
                continue
            account, anew = before.get(key), after.get(key)
            both = (self.before, old, account), (self.after, new, anew)
            meant, with_marks = (
                [side.each(Reader.meant, *of, marked) for side, *of in both]
                for marked in (False, True)
            )
            name = series.name if account else Of.COUNTED
            if account and anew and meant[0] == meant[1]:
                name = Of.CITED if {*account.cite} <= {*anew.cite} else Of.MOVED
            period = self.after.each(Reader.date, (after.get(key) or before[key]).period)
            yield from self.text(series.within(period, name), *with_marks)


def _place(
    dataset: Dataset, kept: Container[str], record: Record | None, name: str
) -> dict[str, int]:
    """Return the place of a record by a field, and of how many of its kind and theme; nothing without a number."""
    own, theme = getattr(record, name, None), getattr(record, "theme", None)
    if record is None or own is None:
        return {}
    numbers = [
        getattr(each, name)
        for each in dataset.of(type(record))
        if each.id in kept and each.id != record.id and getattr(each, "theme", None) == theme
    ]
    before = sum(each is not None and each < own for each in numbers)
    return {"place": before + 1, "count": len(numbers) - numbers.count(None) + 1}


def _observed(figure: Figure | None) -> _Observed:
    return {
        (_date(each.period), frozenset(locator.partition("#")[0] for locator in each.cite)): each
        for each in (figure.observed if figure else ())
    }


def _date(period: Dated | None) -> str | None:
    return period.date if period else None


def _pairs(old: list[Item], new: list[Item]) -> list[tuple[Item, Item]]:
    """Pair the items of two lists by key, then the rest by label; removed ones come last."""
    left = list(old)
    former = [_MISSING] * len(new)
    for identity in (attrgetter("key"), attrgetter("label")):
        for index, item in enumerate(new):
            same = (other for other in left if identity(other) == identity(item))
            if former[index] is _MISSING and (match := next(same, None)):
                former[index] = match
                left.remove(match)
    return [*zip(former, new, strict=True), *((item, _MISSING) for item in left)]
