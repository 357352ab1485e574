"""Compare records, pages and settings field by field, as readers read them.

A text is compared as its plain words, a reference as a title, a figure as its number. Words do not
show citations, the targets of links, and what is a figure's number, which are therefore compared beside
the text: a statement that lost its source stands there with its marks, as it was and as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import BaseModel, PrivateAttr

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.model.dataset import Dataset, FrontMatter
from handbook.model.editions import FieldChange
from handbook.model.introspect import ModelField, fields_of, values_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import (
    Actor,
    Cited,
    Component,
    Dated,
    Disagreement,
    Figure,
    FormerName,
    Happening,
    Observed,
    Record,
    Status,
)
from handbook.model.references import references
from handbook.model.types import DATE, Choice, Name, Names, Prose, Text
from handbook.review.passages import SENTENCE, marked, marks
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import account, date_in_words, in_digits, number, plain_text
from handbook.text.scanner import OPENING, WikiLink, scan
from handbook.text.translation_state import fingerprint

#: The `field` of changes of a statement's sources: it lost one, has another, has one more, or the record lists others.
LOST, MOVED, CITED, CITE = "lost", "moved", "cited", "cite"
#: The `field` of changes of targets of links, of numbers that no longer come from a figure, and of anchors.
LINK, FIGURE, ANCHOR = "link", "figure", "id"
#: The `field` of a translation that a page lost.
LANGUAGE = "language"
#: The `field` of numbers of a figure over time: one was given its period, one came to the others.
DATED, COUNTED = "dated", "counted"
#: The `field` of what is said of a number that stays, and of the order of items, and of parts: that of steps is a fact.
QUALIFIED, ORDER, SEQUENCE = "qualified", "order", "sequence"

#: The fields of a figure whose names `_numbers` uses; those that it tells of where it has observations.
_OF_SERIES = ("value", "observations")
_OF_PERIODS = {"value", "statement", "period", "observations"}

#: Parts whose fields mean little apart.
_AS_ONE = (Actor, Component, Disagreement, FormerName, Happening, Status)
#: The page that prints the headline numbers.
_HOME = "docs/index"

#: The `field` of the licence of the content.
LICENCE = "site.licence"

Changes = Iterator[FieldChange]
#: A text by language.
ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        key: Identifies it across versions.
        name: What it is called where the list is shown, by language.
        label: Its name, where that is part of its fields' labels.
        value: The item itself, where its fields are compared.
        sentence: What a citation or a reference to a figure stands in, by language.
    """

    key: str
    name: ByLanguage = field(compare=False)
    label: ByLanguage = field(default_factory=dict, compare=False)
    value: BaseModel | None = field(default=None, compare=False)
    sentence: ByLanguage = field(default_factory=dict)


class TextChange(FieldChange):
    """A change of a text, with both as typed by language: the change log keeps neither."""

    _typed: tuple[dict[str, str], dict[str, str]] = PrivateAttr(default=({}, {}))

    def __eq__(self, other: object) -> bool:
        """Return whether both tell the same: one that was read again has no typed text."""
        return isinstance(other, FieldChange) and dict(self) == dict(other)

    __hash__ = FieldChange.__hash__

    @property
    def typed(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the text as it was and as it is, by language."""
        return self._typed

    def said(self, lang: str) -> tuple[list[str], list[str]]:
        """Return a language's sentences that are gone and new, whatever their marks and spaces."""
        old, new = (
            {
                words: each
                for each in SENTENCE.findall(side.get(lang, ""))
                if (words := _folded(each))
            }
            for side in self.typed
        )
        gone, anew = old.keys() - new.keys(), new.keys() - old.keys()
        return [old[words] for words in gone], [new[words] for words in anew]


ItemsByLanguage = Mapping[str, list[Item]]
#: A placeholder for an item that a list does not have.
_MISSING = Item("<missing>", {})


class Field(NamedTuple):
    """A field that changes are listed under: its name, and its label for readers."""

    name: str
    label: ByLanguage

    def within(self, label: ByLanguage) -> "Field":
        """Return a part of this field by its own label; an empty one stands for the whole."""
        names = {lang: filter(None, (outer, label.get(lang))) for lang, outer in self.label.items()}
        return Field(self.name, {lang: " · ".join(each) for lang, each in names.items()})


class FieldComparison:
    """Yields the changes of fields between two data sets, in the words of the second.

    A record or page that only one of them has is lost or gained as a whole.
    """

    def __init__(
        self, before: Dataset, after: Dataset, renamed: Mapping[str, str] | None = None
    ) -> None:
        """Take the data sets, and the new id of each renamed record by its former one."""
        # what a record refers to is called as it is now: that it changed is told there
        anew = {
            was: after.records[now] for was, now in (renamed or {}).items() if now in after.records
        }
        known = replace(
            before,
            records={**before.records, **after.records, **anew},
            labels=_called_as_now(before.labels, after.labels),
        )
        self.former = before
        self.before, self.after = _Reader(known, renamed or {}), _Reader(after, {})
        self.languages, self.labels = after.languages, after.labels

    def owner(self, owner: str, was: str | None = None) -> Changes:
        """Yield the changes of a record or of a page.

        Args:
            owner: The id of the record, or `docs/` and the path of the page.
            was: The former id of a renamed record, or the former owner of a page.
        """
        if owner.startswith("docs/"):
            return self._page(was or owner, owner)
        return self.record(
            self.former.records.get(was or owner), self.after.dataset.records.get(owner)
        )

    def record(self, old: Record | None, new: Record | None) -> Changes:
        """Yield the changes of a record but for its id, day of checking and editors' notes."""
        if any(isinstance(side, Figure) and side.observations for side in (old, new)):
            yield from self._numbers(old, new)  # type: ignore[arg-type]
        yield from self._part(type(new or old), None, old, new)  # type: ignore[arg-type]

    def _numbers(self, old: Figure | None, new: Figure | None) -> Changes:
        """Yield what a figure over time shows first, then its numbers of other periods.

        A number that has another period, or one at last, did not change, nor did one that a newer one follows.
        """
        names = (field_label(fields_of(Figure)[each], self.languages) for each in _OF_SERIES)
        value, series = map(Field, _OF_SERIES, names)
        before, after = _observed(old), _observed(new)
        come = [key for key in after if key not in before]
        gone = [key for key in before if key not in after]
        told = set()
        for key in come:
            same = (e for e in gone if e[1] == key[1] and before[e].said == after[key].said)
            if former := next(same, None):
                gone.remove(former)
                told |= {key, former}
                sides = self.before.of_period(before[former]), self.after.of_period(after[key])
                yield from self._text(Field(DATED, value.label), *sides)
        was, now = (
            {key for key in side if figure and key[0] == _date(figure.latest)}
            for figure, side in ((old, before), (new, after))
        )
        if not now <= told and any(before.get(key) != after.get(key) for key in was | now):
            followed = now.isdisjoint(before) and was.isdisjoint(gone)
            name = COUNTED if followed and old else value.name
            if was == now and all(before[key].said == after[key].said for key in was):
                name = QUALIFIED
            yield from self._text(
                Field(name, value.label), self.before.newest(old), self.after.newest(new)
            )
        for key in dict.fromkeys((*before, *after)):
            if key[0] is None or key in now | told or (key in was and not now <= told):
                continue
            name = COUNTED if key not in before else series.name
            sides = self.before.meant(old, before.get(key)), self.after.meant(new, after.get(key))
            if key in before and key in after and sides[0] == sides[1]:
                name = CITED if {*before[key].cite} <= {*after[key].cite} else MOVED
            observed = after.get(key) or before[key]
            label = {lang: self.after.dated(observed.period, lang) for lang in self.languages}
            with_marks = (
                {
                    lang: words + marks(reader.dataset, side[key].cite, lang)
                    for lang, words in each.items()
                }
                for reader, side, each in zip(
                    (self.before, self.after), (before, after), sides, strict=True
                )
            )
            yield from self._text(Field(name, series.within(label).label), *with_marks)

    def _page(self, was: str, owner: str) -> Changes:
        """Yield the changes of a page of docs/.

        The title and the description come first, then the sections by the ids of their headings.
        """
        old, new = page_texts(self.former, was), page_texts(self.after.dataset, owner)
        translations = self.former.pages.get(was, {}), self.after.dataset.pages.get(owner, {})
        for lang in [each for each in translations[0] if each not in translations[1]]:
            at = Field(LANGUAGE, self._alike(self.before.labels.languages[lang].name))
            yield from self._text(at, self._alike(translations[0][lang].title), {})
            for _, texts in old.values():
                texts.pop(lang, None)
        sections = [
            [key for key in side if key.startswith("#") and not key.endswith("#")]
            for side in (old, new)
        ]
        kept = [[key for key in side if key in old and key in new] for side in sections]
        if kept[0] != kept[1]:
            names = (
                self.after.names(
                    Item(key, leading_first(side[key][0], self.languages)) for key in keys
                )
                for side, keys in zip((old, new), kept, strict=True)
            )
            yield from self._text(Field("order", self._words("diff_order")), *names)
        for key in [each for each in old if each not in new]:  # a section under another id?
            of_heading = key.endswith("#")
            for to in [each for each in new if each not in old]:
                side = 1 if of_heading else 0  # the words of the heading
                if to.endswith("#") == of_heading and new[to][side] == old[key][side]:
                    old[to] = old.pop(key)
                    if not of_heading:
                        at = Field(ANCHOR, leading_first(old[to][0], self.languages))
                        ids = (self._alike(each) for each in (key[1:], to[1:]))
                        yield from self._text(at.within(self._words("diff_anchor")), *ids)
                    break
        for key in dict.fromkeys((*new, *old)):
            (former, before), (label, after) = (side.get(key, ({}, {})) for side in (old, new))
            at = Field(key.removesuffix("#"), leading_first(label or former, self.languages))
            yield from self._prose(at, before, after)
        heads = [
            next(iter(side.pages.get(page, {}).values()), None)
            for side, page in ((self.former, was), (self.after.dataset, owner))
        ]
        for name in ("book", "was"):
            inner = fields_of(FrontMatter)[name]
            at = Field(name, field_label(inner, self.languages))
            yield from self._field(inner, at, *(getattr(head, name, None) for head in heads))

    def vocabulary(self) -> Iterator[tuple[FieldChange, list[Record]]]:
        """Yield the values that have another word, or none, with the records that use them."""
        for name in type(self.labels.vocabulary).model_fields:
            old, new = (
                getattr(side.labels.vocabulary, name) for side in (self.former, self.after.dataset)
            )
            at = Field("vocabulary", _vocabulary_label(name, self.labels, self.languages))
            for value in old:
                texts = (side[value].root if value in side else {} for side in (old, new))
                users = (_users(side, name, value) for side in (self.former, self.after.dataset))
                for change in self._text(at, *texts):
                    yield change, [*{record.id: record for record in chain(*users)}.values()]

    def settings(self) -> Changes:
        """Yield what differs in labels by its key, and the new values of vocabularies."""
        sides = (self.former.labels, self.labels)
        for key in dict.fromkeys((*self.labels.words, *self.former.labels.words)):
            texts = (side.words.get(key, {}) for side in sides)
            named = key.startswith("site_") and f"diff_{key}" in self.labels.words
            label = self._words(f"diff_{key}") if named else self._alike(key)
            yield from self._text(Field(f"words.{key}", label), *texts)
        licences = (side.site.licence for side in sides)
        texts = (self._alike(f"{each.title} ({each.path})" if each else "") for each in licences)
        yield from self._text(Field(LICENCE, self._words("diff_licence")), *texts)
        silent: dict[str, Any] = {"vocabulary": True, "words": True, "site": {"licence": True}}
        old, new = (dict(_leaves(side.model_dump(mode="json", exclude=silent))) for side in sides)
        for key in dict.fromkeys((*new, *old)):
            texts = (self._alike(side.get(key, "")) for side in (old, new))
            yield from self._text(Field(key, self._setting(key)), *texts)

        for name in type(self.labels.vocabulary).model_fields:
            values = getattr(self.labels.vocabulary, name)
            at = Field("vocabulary", _vocabulary_label(name, self.labels, self.languages))
            for value in values.keys() - getattr(self.former.labels.vocabulary, name):
                yield from self._text(at, {}, values[value].root)

    def _setting(self, key: str) -> dict[str, str]:
        """Return what a setting is called: that of a converted language is told in words."""
        if not (match := _CONVERSION.fullmatch(key)):
            return self._alike(key)
        code, setting, words = match.groups()
        sides = (self.labels, self.before.labels)
        name = next(each.conversions[code] for each in sides if code in each.conversions)
        values = {"lang_name": name.settings.name, "words": words, "setting": setting}
        told = "diff_conversion_words" if words else "diff_conversion"
        return {lang: self.labels.word(told, lang, **values) for lang in self.languages}

    def _part(self, model: type[BaseModel], whole: Field | None, old: Any, new: Any) -> Changes:
        # the id of a part is an anchor: links to it end when it changes
        silent = {"notes"} if whole and old and new else {"notes", "checked", "id"}
        if model is Figure and any(side and side.observations for side in (old, new)):
            silent |= _OF_PERIODS
        if all(getattr(side, "value", None) is not None for side in (old, new)):
            silent |= {"unit"}  # it is told with the number
        for inner in fields_of(model).values():
            if inner.name not in silent:
                label = field_label(inner, self.languages)
                at = whole.within(label) if whole else Field(inner.name, label)
                sides = (getattr(side, inner.name, None) for side in (old, new))
                if inner.name == CITE:
                    yield from self._cites(Field(CITE, at.label), old, *sides)
                elif inner.type is Decimal and hasattr(new or old, "unit"):
                    yield from self._text(at, self.before.number(old), self.after.number(new))
                else:
                    yield from self._field(inner, at, *sides)

    def _cites(self, at: Field, part: BaseModel | None, old: Any, new: Any) -> Changes:
        """Yield what a part as a whole rests on, with what rests on it; what a text cites is told there."""
        cited, cites = old or (), new or ()
        lost, gained = (
            [*dict.fromkeys(e for e in a if e not in b)]
            for a, b in ((cited, cites), (cites, cited))
        )
        texts = self.before.statements(part) if part else []
        typed = {each.key for text in texts for each in chain(*self.before.cited(text).values())}
        name = CITE
        resting: dict[str, str] = {}
        if not typed.issuperset(lost):
            name = MOVED if gained else LOST
            for text in texts:
                if not any(self.before.cited(text).values()):
                    for lang, words in self.before.plain(text).items():
                        gap = language(lang, self.labels).sentence_gap
                        resting[lang] = gap.join(filter(None, [resting.get(lang), words]))
        if lost or gained:
            sides = (
                {
                    lang: f"{resting.get(lang, '')}{marks(reader.dataset, each, lang)}"
                    for lang in self.languages
                }
                for reader, each in ((self.before, cited), (self.after, cites))
            )
            yield from self._text(Field(name, at.label), *sides)

    def _field(self, inner: ModelField, at: Field, old: Any, new: Any) -> Changes:
        if inner.is_list and inner.model:
            yield from self._list(inner, at, old or (), new or ())
        elif inner.model and issubclass(inner.model, Prose):
            yield from self._prose(at, *(side.root if side else {} for side in (old, new)))
        elif isinstance(new or old, _AS_ONE) and not (old and new):
            yield from self._text(at, self.before.as_one(old), self.after.as_one(new))
        elif inner.model and not issubclass(inner.model, (Text, Names, Dated)):
            yield from self._part(inner.model, at, old, new)
        else:
            yield from self._text(at, self.before.texts(old, inner), self.after.texts(new, inner))
        if inner.model is Dated:
            basis = fields_of(Dated)["basis"]
            bases = (getattr(side, "basis", None) for side in (old, new))
            yield from self._field(basis, at.within(field_label(basis, self.languages)), *bases)

    def _list(self, inner: ModelField, at: Field, old: Any, new: Any) -> Changes:
        old_items, new_items = [*map(self.before.item, old)], [*map(self.after.item, new)]
        pairs = _pairs(old_items, new_items)
        item = replace(inner, is_list=False)
        for before, after in pairs:
            whole = before.value or after.value
            if isinstance(whole, _AS_ONE) and not (before.value and after.value):
                told = self.before.as_one(before.value), self.after.as_one(after.value)
                yield from self._text(at, *told)
                continue
            about = after.name if isinstance(whole, Disagreement) else {}
            part = at.within(after.label or before.label or about)
            yield from self._field(item, part, before.value, after.value)
        kept = [before for before, after in pairs if before == after]
        if kept != sorted(kept, key=old_items.index):
            name = SEQUENCE if inner.model is Component else ORDER
            order = Field(name, at.within(self._words("diff_order")).label)
            yield from self._text(order, self.before.names(old_items), self.after.names(new_items))

    def _prose(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        if old == new:  # what it refers to may have changed, which is told there
            return
        for change in self._text(at, self.before.plain(old), self.after.plain(new)):
            told = TextChange(**dict(change))
            told._typed = dict(old), dict(new)
            yield told
        if not new:  # what a text referred to went with it
            return
        cites = at.within(field_label(fields_of(Cited)[CITE], self.languages)).label
        cited = self.before.cited(old), self.after.cited(new)
        yield from self._items(Field(CITE, cites), *cited, (old, new))
        links = Field(LINK, at.within(self._words("diff_links")).label)
        yield from self._items(links, self.before.linked(old), self.after.linked(new))
        figures = Field(FIGURE, at.within(self._words("diff_figures")).label)
        of_figures = self.before.figures(old), self.after.figures(new)
        yield from self._items(figures, *of_figures, (old, new))

    def _items(
        self,
        at: Field,
        old: ItemsByLanguage,
        new: ItemsByLanguage,
        texts: tuple[ByLanguage, ByLanguage] = ({}, {}),
    ) -> Changes:
        """Yield the items lost and added by sentence, once for all languages where they agree.

        Of items that stand in sentences, a loss is told by these.
        """
        plain = self.before.plain(texts[0]), self.after.plain(texts[1])
        changes = {
            lang: _lost_and_added(
                old.get(lang, ()), new.get(lang, ()), *(side.get(lang, "") for side in plain)
            )
            # those of a language that the handbook no longer has went with it
            for lang in filter({"", *self.languages}.__contains__, dict.fromkeys((*new, *old)))
            # as did those of a translation that is gone
            if not new or lang in new
        }
        keys = [
            [[[item.key for item in side] for side in group] for group in groups]
            for groups in changes.values()
        ]
        alike = all(each == keys[0] for each in keys)
        for lang, groups in [*changes.items()][: 1 if alike else None]:
            written_in = {} if alike else self._alike(self.labels.languages[lang].name)
            for index, (lost, added) in enumerate(groups):
                name = at.name
                if name == LINK:
                    was, now = self.before.names(lost), self.after.names(added)
                    yield from self._text(Field(name, at.within(written_in).label), was, now)
                    continue
                if name == CITE:
                    name = MOVED if lost and added else LOST if lost else CITED
                elif not lost:
                    continue
                same = [lang] if not alike else [*changes]
                pairs = {
                    each: self._sentences(each, *changes[each][index], *texts) for each in same
                }
                if all(was and now for was, now in pairs.values()):  # else the text tells it
                    was, now = ({key: pair[side] for key, pair in pairs.items()} for side in (0, 1))
                    yield from self._text(Field(name, at.within(written_in).label), was, now)

    def _sentences(
        self, lang: str, lost: list[Item], added: list[Item], old: ByLanguage, new: ByLanguage
    ) -> tuple[str, str]:
        """Return a sentence with its marks as it was, and as it is now; nothing where it was not, or is not.

        One that was reworded is that most like it; one that is new or was reworded gains no citation.
        """
        was = (lost or added)[0].sentence[lang]
        before, after = (
            reader.sentences(text.get(lang, ""), lang)
            for reader, text in ((self.before, old), (self.after, new))
        )
        now = (get_close_matches(was, after, 1) or [""])[0] if lost else was
        return before.get(was, was if lost else ""), after.get(now, "")

    def _text(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        before, after = (
            Name(leading_first(side, self.languages)) if side and any(side.values()) else None
            for side in (old, new)
        )
        if before != after:
            yield FieldChange(field=at.name, label=Name({**at.label}), old=before, new=after)

    def _words(self, key: str) -> dict[str, str]:
        return {lang: self.labels.word(key, lang) for lang in self.languages}

    def _alike(self, text: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, text)


def _called_as_now(before: Labels, after: Labels) -> Labels:
    """Return former labels with today's words for the values of vocabularies: that they changed is told once."""
    names = type(after.vocabulary).model_fields
    values = {
        name: getattr(before.vocabulary, name) | getattr(after.vocabulary, name) for name in names
    }
    return before.model_copy(update={"vocabulary": before.vocabulary.model_copy(update=values)})


def _vocabulary_label(name: str, labels: Labels, languages: Iterable[str]) -> dict[str, str]:
    """Return what readers call the field whose values a vocabulary has, and the kind of records that has it."""
    models = [kind.record for kind in KINDS.values()]
    for model in models:
        for each in fields_of(model).values():
            if getattr(each.type, "vocabulary", "") == name:
                words = field_label(each, languages)
                if not issubclass(model, Record):
                    return words
                kinds = {lang: labels.word(f"kind_{model.folder}", lang) for lang in words}
                return {lang: f"{kinds[lang]}{language(lang).dot}{words[lang]}" for lang in words}
            if each.model and each.model not in models:
                models.append(each.model)
    return dict.fromkeys(languages, name)


def _users(dataset: Dataset, vocabulary: str, value: str) -> list[Record]:
    """Return the records that have a value of a vocabulary."""
    return [
        record
        for record in dataset.records.values()
        if any(
            isinstance(each, Choice) and each.vocabulary == vocabulary and each == value
            for _, _, each in values_of(record)
        )
    ]


#: The key of a setting of a converted language: its code, and the setting or the words it is an exception for.
_CONVERSION = re.compile(r"conversions\.([^.]+)\.(?:settings\.(\w+)|exceptions\.(.+))")


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, text) of each value in nested mappings; of a list, its items as one."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif tree is not None:
        text = ", ".join(tree) if isinstance(tree, list) else str(tree)
        yield path, text if text.strip() else f"“{text}”"


class _Reader:
    """Reads the values of one data set as its readers do."""

    def __init__(self, dataset: Dataset, renamed: Mapping[str, str]) -> None:
        self.dataset, self.labels, self.renamed = dataset, dataset.labels, renamed

    def texts(self, value: Any, model_field: ModelField) -> ByLanguage:
        """Return the text of a value, or of a list of values, by language."""
        if value is None:
            return {}
        if isinstance(value, Text):
            return value.root
        if isinstance(value, Names):
            return {lang: self.joined(names, lang) for lang, names in value.items()}
        values = value if isinstance(value, tuple) else (value,)
        return {
            lang: self.joined((self.word(each, lang, model_field) for each in values), lang)
            for lang in self.dataset.languages
        }

    def word(self, value: Any, lang: str, model_field: ModelField) -> str:
        if isinstance(value, (Choice, StrEnum)):
            return self.labels.choice(value, lang)
        if isinstance(value, bool):
            return self.labels.word("diff_yes" if value else "diff_no", lang)
        if isinstance(value, Dated):
            words = language(lang, self.labels)
            inferred = words.bracketed(self.labels.word("inferred", lang)) if value.inferred else ""
            return words.date(value) + inferred
        if isinstance(value, Decimal):
            return language(lang, self.labels).number(value)
        if model_field.pattern == DATE:
            return language(lang, self.labels).date(Dated(date=value))
        if model_field.refers_to:
            return self.titles(value)[lang]
        return str(value) if str(value).strip() else f"“{value}”"

    def number(self, figure: Figure | None) -> ByLanguage:
        """Return a figure's number with its unit."""
        if figure is None or figure.value is None:
            return {}
        [observed] = figure.observed
        return {lang: in_digits(self.dataset, observed, lang) for lang in self.dataset.languages}

    def newest(self, figure: Figure | None) -> ByLanguage:
        """Return what readers see first of a figure, with its marks."""
        if figure is None:
            return {}
        languages, shown = self.dataset.languages, _account_with_marks
        return {lang: number(self.dataset, figure, lang, show=shown) for lang in languages}

    def dated(self, date: Dated | None, lang: str) -> str:
        """Return a date or a period in words; nothing where there is none."""
        return date_in_words(self.labels, date, lang) if date else ""

    def of_period(self, observed: Observed) -> ByLanguage:
        """Return a number with its marks, and its period if it has one."""
        told = {}
        for lang in self.dataset.languages:
            told[lang] = _account_with_marks(self.dataset, observed, lang)
            if period := self.dated(observed.period, lang):
                words = {"number": told[lang], "period": period}
                told[lang] = self.labels.word("number_of_period", lang, **words)
        return told

    def meant(self, figure: Figure | None, observed: Observed | None) -> dict[str, str]:
        """Return a number in words, with what sets it apart from the others of its figure."""
        if not figure or not observed:
            return {}
        return {lang: self._meant(figure, observed, lang) for lang in self.dataset.languages}

    def _meant(self, figure: Figure, observed: Observed, lang: str) -> str:
        words, written = account(self.dataset, observed, lang), language(lang, self.labels)
        if observed.resumes:
            reason = plain_text(self.dataset, *observed.resumes.resolve(lang))
            words += written.bracketed(self.labels.word("series_break", lang, reason=reason))
        if observed.scope and observed.scope != figure.scope:
            scope = plain_text(self.dataset, *observed.scope.resolve(lang))
            words += written.bracketed(scope)
        if observed.reported_by != figure.reported_by:
            who = self.titles(observed.reported_by)[lang]
            words += written.bracketed(self.labels.word("series_reporter", lang, who=who))
        return words

    def item(self, part: BaseModel) -> Item:
        """Return an item of a list, identified by its id, organisation and role, address, or text."""
        title, key = getattr(part, "title", None), str(getattr(part, "id", ""))
        if organisation := getattr(part, "organisation", None):
            title = Name(self.titles(organisation))
            key = f"{organisation} {getattr(part, 'role', '')}"
        if name := getattr(part, "name", None):
            title, key = name, name.root[self.dataset.languages[0]]
        if title:
            return Item(key, title.root, title.root, part)
        languages = self.dataset.languages
        if url := getattr(part, "url", None):
            return Item(url, dict.fromkeys(languages, url), value=part)
        texts = [part] if isinstance(part, Text) else [v for _, v in part if isinstance(v, Prose)]
        text = texts[0] if texts else Name({languages[0]: ""})
        name = {lang: plain_text(self.dataset, *text.resolve(lang)) for lang in languages}
        return Item(fingerprint(text.root[languages[0]]), name, value=part)

    def as_one(self, part: BaseModel | None) -> ByLanguage:
        """Return in words, with its marks, a part that is told whole where it is new or gone."""
        told = {}
        for lang in self.dataset.languages:
            match part:
                case Disagreement():
                    told[lang] = self._disagreement(part, lang)
                case Actor():
                    of_role = [self.labels.choice(part.role, lang)]
                    of_role += [self.labels.word("inferred", lang)] if part.inferred else []
                    written = language(lang, self.labels)
                    words = self.titles(part.organisation)[lang]
                    words += written.bracketed(written.comma.join(of_role))
                    text = plain_text(self.dataset, *part.text.resolve(lang)) if part.text else ""
                    words += written.colon + text if text else ""
                    told[lang] = words + marks(self.dataset, part.cite, lang)
                case Component() | Happening():
                    written = language(lang, self.labels)
                    words = (
                        part.title.resolve(lang)[0]
                        if isinstance(part, Component)
                        else self.dated(part.date, lang)
                    )
                    text = plain_text(self.dataset, *part.text.resolve(lang)) if part.text else ""
                    words += written.colon + text if text else ""
                    told[lang] = words + marks(self.dataset, part.cite, lang)
                case FormerName():
                    name, until = part.name.resolve(lang)[0], self.dated(part.until, lang)
                    note = self.labels.word("until", lang, date=until) if until else ""
                    told[lang] = self._with_note(name, note, part, lang)
                case Status():
                    words = self.labels.choice(part.state, lang)
                    if part.by:
                        words += language(lang, self.labels).colon + self.titles(part.by)[lang]
                    told[lang] = self._with_note(words, self.dated(part.since, lang), part, lang)
        return told

    def _with_note(self, words: str, note: str, part: FormerName | Status, lang: str) -> str:
        bracketed = language(lang, self.labels).bracketed(note) if note else ""
        return words + bracketed + marks(self.dataset, part.cite, lang)

    def _disagreement(self, part: Disagreement, lang: str) -> str:
        """Return what sources tell differently, each account on a line of its own with its marks."""
        accounts = (
            plain_text(self.dataset, *each.text.resolve(lang))
            + marks(self.dataset, each.cite, lang)
            for each in part.accounts
        )
        about = plain_text(self.dataset, *part.about.resolve(lang))
        return "\n".join([about + language(lang, self.labels).colon, *accounts])

    def cited(self, texts: ByLanguage) -> ItemsByLanguage:
        """Return the citations in a text, by language."""
        return self._in_sentences(
            texts, lambda link: self.citation(link.target) if link.locator else None
        )

    def _in_sentences(
        self, texts: ByLanguage, item: Callable[[WikiLink], Item | None]
    ) -> ItemsByLanguage:
        return {
            lang: [
                replace(found, sentence={lang: self.plain({lang: words})[lang].strip()})
                for words in SENTENCE.findall(text)
                for found in filter(None, map(item, scan(words).wiki_links))
            ]
            for lang, text in texts.items()
        }

    def statements(self, part: BaseModel) -> list[ByLanguage]:
        """Return the texts of a part itself."""
        texts = (getattr(part, inner.name) for inner in fields_of(type(part)).values())
        return [text.root for text in texts if isinstance(text, Prose)]

    def citation(self, locator: str) -> Item:
        """Return a citation, named by its mark."""
        languages = self.dataset.languages
        return Item(locator, {lang: marks(self.dataset, [locator], lang) for lang in languages})

    def sentences(self, text: str, lang: str) -> dict[str, str]:
        """Return the sentences of a text by their words, with marks and names of figures."""
        return {
            self.plain({lang: words})[lang].strip(): self.named(words, lang)
            for words in SENTENCE.findall(text)
        }

    def named(self, text: str, lang: str) -> str:
        """Return a text in words with its citation marks and the names of its figures."""

        def shown(link: WikiLink, typed: str) -> str:
            if not self._is_figure(link):
                return typed
            name = escape(self.titles(link.target)[lang])
            return f"⟨{name}{language(lang, self.labels).colon}{typed}⟩"

        return marked(self.dataset, text, lang, shown)

    def _is_figure(self, link: WikiLink) -> bool:
        record = self.dataset.records.get(link.target)
        return link.words is None and isinstance(record, Figure)

    def figures(self, texts: ByLanguage) -> ItemsByLanguage:
        """Return the figures that a text takes its numbers from, by language."""

        def figure(link: WikiLink) -> Item | None:
            if not self._is_figure(link):
                return None
            return Item(self.renamed.get(link.target, link.target), self.titles(link.target))

        return self._in_sentences(texts, figure)

    def linked(self, texts: ByLanguage) -> ItemsByLanguage:
        """Return the targets of the links of a text that readers do not see, by language."""
        return {
            lang: [Item(target, self._called(target)) for target in self._targets(text)]
            for lang, text in texts.items()
        }

    def _targets(self, text: str) -> Iterator[str]:
        for link in scan(text).wiki_links:
            if link.words and not link.locator:
                yield self.renamed.get(link.target, link.target)
        for typed in scan(text).links:
            if typed.kind == "inline":  # with the title that it may have, which readers see, too
                yield " ".join(text[typed.target + 2 : typed.end - 1].split())

    def _called(self, target: str) -> dict[str, str]:
        """Return what readers call the target of a link: a record, or a page by its title."""
        path = target.partition("#")[0]
        ending = "/" + path.removesuffix(".md").lstrip("./")
        pages = next(
            (each for owner, each in self.dataset.pages.items() if owner.endswith(ending)), {}
        )
        if path.endswith(".md") and pages:
            titles = leading_first(
                {lang: page.title for lang, page in pages.items()}, self.dataset.languages
            )
            return {lang: titles.get(lang, target) for lang in self.dataset.languages}
        return self.titles(target)

    def titles(self, record_id: str) -> dict[str, str]:
        """Return a record's title by language, or its id where there is no such record."""
        record = self.dataset.records.get(record_id)
        return {
            lang: record.title.resolve(lang)[0] if record else record_id
            for lang in self.dataset.languages
        }

    def plain(self, texts: ByLanguage) -> dict[str, str]:
        return {lang: plain_text(self.dataset, text, lang) for lang, text in texts.items()}

    def names(self, items: Iterable[Item]) -> dict[str, str]:
        """Return the names of items as a list in a sentence."""
        names = [item.name for item in items]
        return {
            lang: language(lang, self.labels).joined(name[lang] for name in names)
            for lang in self.dataset.languages
        }

    def joined(self, texts: Iterable[str], lang: str) -> str:
        return language(lang, self.labels).separator.join(texts)


def page_texts(dataset: Dataset, owner: str) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return the texts of a page of docs/ as {key: (labels, texts)}, both by language.

    Keys are `title`, `description`, `opening`, `#<heading id>` for the text below a heading, and
    `#<heading id>#` for the words of the heading.
    """
    texts: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for lang, page in dataset.pages.get(owner, {}).items():
        names = ("diff_page_title", "diff_page_description", "diff_opening", "diff_heading")
        title, description, opening, heading = (dataset.labels.word(name, lang) for name in names)
        labelled = [("title", title, page.title), ("description", description, page.description)]
        for section in scan(page.body).sections:
            body, words = section.text.strip(), ""
            if (headings := scan(body).headings) and not headings[0].start:
                words, body = headings[0].words, body[headings[0].end :].strip()
            is_opening = section.id == OPENING
            key, label = ("opening", opening) if is_opening else (f"#{section.id}", words)
            if words != page.title:  # the opening's heading
                labelled.append((f"{key}#", heading, words))
            labelled.append((key, label, body))
        for key, label, text in labelled:
            if text:
                labels, bodies = texts.setdefault(key, ({}, {}))
                labels[lang], bodies[lang] = label, text
    return texts


def locators(dataset: Dataset, owner: str) -> tuple[str, ...]:
    """Return what a record as a whole rests on, or what the text of a page cites."""
    if record := dataset.records.get(owner):
        return getattr(record, CITE, ())
    texts = (text for _, each in page_texts(dataset, owner).values() for text in each.values())
    links = (link for text in texts for link in scan(text).wiki_links)
    return tuple(dict.fromkeys(link.target for link in links if link.locator))


def mentions(dataset: Dataset, record_id: str, anchor: str = "") -> dict[str, Name]:
    """Return the records and pages that name a record, with the sentences or field that do.

    Args:
        dataset: Where to look.
        record_id: The record.
        anchor: The id of a heading that they link to, in place of a record.
    """
    sought = rf"\(\S*#{re.escape(anchor)}[\s)]" if anchor else rf"\[\[{re.escape(record_id)}[\]|@]"
    link = re.compile(sought)
    texts = [
        (record.id, value.root)
        for record in dataset.records.values()
        for _, _, value in values_of(record)
        if isinstance(value, Text)
    ]
    texts += [(o, text) for o in dataset.pages for _, text in page_texts(dataset, o).values()]
    told: dict[str, dict[str, str]] = {}
    for owner, text in texts:
        for lang, words in text.items():
            if owner != record_id and link.search(words):
                naming = "".join(filter(link.search, SENTENCE.findall(words)))
                sentences = told.setdefault(owner, {})
                sentences[lang] = sentences.get(lang, "") + marked(dataset, naming, lang)
    named = dataset.records.get(record_id)
    if isinstance(named, Figure) and named.headline and _HOME in dataset.pages:
        told.setdefault(
            _HOME, {lang: dataset.labels.word("figures_title", lang) for lang in dataset.languages}
        )
    for owner, record in dataset.records.items():
        for path, each, _ in references(record):
            if each == record_id and owner not in {record_id, *told}:
                field = path[:-1] if isinstance(path[-1], int) else path
                told[owner] = {
                    lang: field_name(dataset, owner, field, lang) for lang in dataset.languages
                }
    return {owner: Name(leading_first(each, dataset.languages)) for owner, each in told.items()}


def field_name(dataset: Dataset, owner: str, path: Sequence[str | int], lang: str) -> str:
    """Return what readers call a field of a record or of a part of it, or a section of a page."""
    name = str(path[0])
    if record := dataset.records.get(owner):
        names: list[str] = []
        model: type[BaseModel] | None = type(record)
        for step in path:
            inner = fields_of(model).get(str(step)) if model else None
            if isinstance(step, int) and names:
                names[-1] += f" {step + 1}"
            elif inner:
                names.append(field_label(inner, dataset.languages)[lang])
                model = inner.model
            else:
                written_in = dataset.labels.languages.get(str(step))
                names.append(written_in.name if written_in else str(step))
        return " · ".join(names)
    if name == OPENING:
        return dataset.labels.word("diff_opening", lang)
    if inner := fields_of(FrontMatter).get(name):
        return field_label(inner, dataset.languages)[lang]
    texts = page_texts(dataset, owner)
    labels = next(
        (texts[key][0] for key in (f"#{name}", name, f"#{name}#") if key in texts), {lang: name}
    )
    return labels.get(lang) or next(iter(labels.values()))


def _observed(figure: Figure | None) -> dict[tuple[str | None, frozenset[str]], Observed]:
    """Return the numbers of a figure by period and sources, the oldest first."""
    return {
        (_date(each.period), frozenset(locator.partition("#")[0] for locator in each.cite)): each
        for each in (figure.observed if figure else ())
    }


def _date(period: Dated | None) -> str | None:
    return period.date if period else None


def _account_with_marks(dataset: Dataset, observed: Observed, lang: str) -> str:
    return account(dataset, observed, lang) + marks(dataset, observed.cite, lang)


def field_label(model_field: ModelField, languages: Iterable[str]) -> dict[str, str]:
    """Return what readers call a field, by language.

    A language without a name for it gets that of the last message language.
    """
    label = model_field.label
    return {lang: label.get(lang, label[MESSAGE_LANGUAGES[-1]]) for lang in languages}


def leading_first(texts: ByLanguage, languages: Iterable[str]) -> dict[str, str]:
    """Return texts in these languages alone; the leading one gets another's if it has none."""
    leading, *others = languages
    first = {leading: texts.get(leading) or next(iter(texts.values()), "")}
    return first | {lang: texts[lang] for lang in others if lang in texts}


def _lost_and_added(
    old: Sequence[Item], new: Sequence[Item], before: str, after: str
) -> list[tuple[list[Item], list[Item]]]:
    """Return the items that two texts lost and added, by their sentence.

    An item that left a sentence that is still there for another one is lost and added.

    Args:
        old: The items of the former text.
        new: Those of the new one.
        before: The former text.
        after: The new one.
    """
    lost, added = [*old], [*new]
    for item in old:
        gone = not any(each in after for each in item.sentence.values())
        for other in added:
            anew = not any(each in before for each in other.sentence.values())
            if item == other or (item.key == other.key and gone and anew):
                lost.remove(item)
                added.remove(other)
                break
    groups: dict[tuple[str, ...], tuple[list[Item], list[Item]]] = {}
    for side, items in enumerate((lost, added)):
        for item in items:
            groups.setdefault((*item.sentence.values(),), ([], []))[side].append(item)
    return [*groups.values()]


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


def _folded(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).casefold()
