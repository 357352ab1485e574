"""Compare records, pages and settings field by field, as readers read them.

A text is compared as its plain words, a reference as a title, a figure as its number. Words do not
show citations and the targets of links, which are therefore compared beside the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic import BaseModel

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.model.dataset import Dataset
from handbook.model.editions import FieldChange
from handbook.model.introspect import ModelField, fields_of
from handbook.model.records import Cited, Dated, Figure, Record
from handbook.model.references import split_locator
from handbook.model.types import HEAD, Choice, Name, Names, Prose, Text
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.scanner import OPENING, WikiLink, scan
from handbook.text.translations import fingerprint

#: The `field` of changes that list items lost and added: citations, links with their targets, and figures.
CITE, LINK, FIGURE = "cite", "link", "figure"

#: A sentence as typed, with the citations that follow its stop.
_SENTENCE = re.compile(
    r"""(?:[^。！？.!?\n]|[.!?](?!["')]*(?:\s|\[\[|$)))*"""
    r"""(?:[。！？.!?]["')”’）」』]*|\n|$)(?:\[\[[^]|#]+#[^]|]+\]\])*"""
)

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
        self.before, self.after = _Reader(before, renamed or {}), _Reader(after, {})
        self.languages, self.labels = after.languages, after.labels

    def owner(self, owner: str, was: str | None = None) -> Changes:
        """Yield the changes of a record or of a page.

        Args:
            owner: The id of the record, or `docs/` and the path of the page.
            was: The former id of a renamed record.
        """
        if owner.startswith("docs/"):
            return self._page(owner)
        return self.record(
            self.before.dataset.records.get(was or owner), self.after.dataset.records.get(owner)
        )

    def record(self, old: Record | None, new: Record | None) -> Changes:
        """Yield the changes of a record; its id and the editors' notes do not count."""
        return self._part(type(new or old), None, old, new)  # type: ignore[arg-type]

    def _page(self, owner: str) -> Changes:
        """Yield the changes of a page of docs/.

        The title and the description come first, then the sections by the ids of their headings.
        """
        old, new = page_texts(self.before.dataset, owner), page_texts(self.after.dataset, owner)
        for key in [each for each in old if each not in new]:  # a section under another id?
            of_heading = key.endswith("#")
            for to in [each for each in new if each not in old]:
                side = 1 if of_heading else 0  # the words of the heading
                if to.endswith("#") == of_heading and new[to][side] == old[key][side]:
                    old[to] = old.pop(key)
                    if not of_heading:
                        at = Field(to, leading_first(old[to][0], self.languages))
                        ids = (self._alike(each) for each in (key[1:], to[1:]))
                        yield from self._text(at.within(self._alike("id")), *ids)
                    break
        for key in dict.fromkeys((*new, *old)):
            (was, before), (label, after) = (side.get(key, ({}, {})) for side in (old, new))
            at = Field(key.removesuffix("#"), leading_first(label or was, self.languages))
            yield from self._prose(at, before, after)

    def settings(self) -> Changes:
        """Yield what differs in labels and vocabularies, by its key: `words.site_name.en`."""
        sides = (self.before.dataset.labels, self.labels)
        old, new = (dict(_leaves(side.model_dump(mode="json"))) for side in sides)
        for key in dict.fromkeys((*new, *old)):
            texts = (self._alike(side.get(key, "")) for side in (old, new))
            yield from self._text(Field(key, self._alike(key)), *texts)

    def _part(self, model: type[BaseModel], whole: Field | None, old: Any, new: Any) -> Changes:
        # the id of a part is an anchor: links to it end when it changes
        silent = {"notes"} if whole and old and new else {"notes", "id"}
        for inner in fields_of(model).values():
            if inner.name not in silent:
                label = field_label(inner, self.languages)
                at = whole.within(label) if whole else Field(inner.name, label)
                sides = (getattr(side, inner.name, None) for side in (old, new))
                if inner.name == CITE:
                    yield from self._cites(Field(CITE, at.label), old, *sides)
                else:
                    yield from self._field(inner, at, *sides)

    def _cites(self, at: Field, part: BaseModel, old: Any, new: Any) -> Changes:
        cited, cites = (
            [*map(side.citation, own or ())]
            for side, own in ((self.before, old), (self.after, new))
        )
        lost = [
            each if each in cites else replace(each, sentence=self.before.resting(part, each.key))
            for each in cited
        ]
        yield from self._items(at, {"": lost}, {"": cites})

    def _field(self, inner: ModelField, at: Field, old: Any, new: Any) -> Changes:
        if inner.is_list and inner.model:
            yield from self._list(inner, at, old or (), new or ())
        elif inner.model and issubclass(inner.model, Prose):
            yield from self._prose(at, *(side.root if side else {} for side in (old, new)))
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
            part = at.within(after.label or before.label)
            yield from self._field(item, part, before.value, after.value)
        kept = [before for before, after in pairs if before == after]
        if kept != sorted(kept, key=old_items.index):
            order = at.within(self._words("diff_order"))
            yield from self._text(order, self.before.names(old_items), self.after.names(new_items))

    def _prose(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        if old == new:  # what it refers to may have changed, which is told there
            return
        texts = self.before.plain(old), self.after.plain(new)
        yield from self._text(at, *texts)
        cites = at.within(field_label(fields_of(Cited)[CITE], self.languages)).label
        cited = self.before.cited(old), self.after.cited(new)
        yield from self._items(Field(CITE, cites), *cited, texts)
        links = Field(LINK, at.within(self._words("diff_links")).label)
        yield from self._items(links, self.before.linked(old), self.after.linked(new))
        figures = Field(FIGURE, at.within(self._words("diff_figures")).label)
        yield from self._items(figures, self.before.figures(old), self.after.figures(new), texts)

    def _items(
        self,
        at: Field,
        old: ItemsByLanguage,
        new: ItemsByLanguage,
        texts: tuple[ByLanguage, ByLanguage] = ({}, {}),
    ) -> Changes:
        """Yield the items lost and added by sentence, once for all languages where they agree."""
        changes = {
            lang: _lost_and_added(
                old.get(lang, ()), new.get(lang, ()), *(text.get(lang, "") for text in texts)
            )
            # those of a language that the handbook no longer has went with it
            for lang in filter({"", *self.languages}.__contains__, dict.fromkeys((*new, *old)))
        }
        keys = [
            [[[item.key for item in side] for side in group] for group in groups]
            for groups in changes.values()
        ]
        alike = all(each == keys[0] for each in keys)
        for lang, groups in [*changes.items()][: 1 if alike else None]:
            written_in = {} if alike else self._alike(self.labels.languages[lang].name)
            for index, (lost, added) in enumerate(groups):
                same = [each[index][0] for each in (changes.values() if alike else [groups])]
                sentence = (
                    {lang: text for each in same for lang, text in each[0].sentence.items()}
                    if lost
                    else {}
                )
                names = self.before.names(lost), self.after.names(added)
                yield from self._text(at.within(written_in), *names, sentence)

    def _text(
        self, at: Field, old: ByLanguage, new: ByLanguage, sentence: ByLanguage | None = None
    ) -> Changes:
        before, after, where = (
            Name(leading_first(side, self.languages)) if side and any(side.values()) else None
            for side in (old, new, sentence)
        )
        if before != after:
            yield FieldChange(
                field=at.name, label=Name({**at.label}), old=before, new=after, sentence=where
            )

    def _words(self, key: str) -> dict[str, str]:
        return {lang: self.labels.word(key, lang) for lang in self.languages}

    def _alike(self, text: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, text)


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
        if model_field.refers_to:
            return self.titles(value)[lang]
        return str(value) if str(value).strip() else f"“{value}”"

    def item(self, part: BaseModel) -> Item:
        """Return an item of a list, identified by its id, its organisation and role, or its text."""
        title, key = getattr(part, "title", None), str(getattr(part, "id", ""))
        if organisation := getattr(part, "organisation", None):
            title = Name(self.titles(organisation))
            key = f"{organisation} {getattr(part, 'role', '')}"
        if title:
            return Item(key, title.root, title.root, part)
        languages = self.dataset.languages
        text = part if isinstance(part, Text) else getattr(part, "text", Name({languages[0]: ""}))
        name = {lang: plain_text(self.dataset, *text.resolve(lang)) for lang in languages}
        return Item(fingerprint(text.root[languages[0]]), name, value=part)

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
                for words in _SENTENCE.findall(text)
                for found in filter(None, map(item, scan(words).wiki_links))
            ]
            for lang, text in texts.items()
        }

    def resting(self, part: BaseModel, locator: str) -> ByLanguage:
        """Return the sentences of a part that rest on a locator: they cite it, or their text nothing."""
        told: dict[str, list[str]] = {}
        for inner in fields_of(type(part)).values():
            text = getattr(part, inner.name)
            if isinstance(text, Prose):
                for lang, cited in self.cited(text.root).items():
                    of_locator = [each.sentence[lang] for each in cited if each.key == locator]
                    whole = [] if cited else [self.plain(text.root)[lang]]
                    told.setdefault(lang, []).extend(dict.fromkeys(of_locator or whole))
        return {
            lang: language(lang, self.labels).sentence_gap.join(each)
            for lang, each in told.items()
            if each
        }

    def citation(self, locator: str) -> Item:
        """Return a citation, named by its source's title and the place in it."""
        source, place = split_locator(locator) or (locator, HEAD)
        titles = self.titles(source).items()
        name = {lang: f"{title} {self.labels.place(place, lang)}" for lang, title in titles}
        return Item(locator, name)

    def figures(self, texts: ByLanguage) -> ItemsByLanguage:
        """Return the figures that a text takes its numbers from, by language."""

        def figure(link: WikiLink) -> Item | None:
            if link.words or not isinstance(self.dataset.records.get(link.target), Figure):
                return None
            return Item(self.renamed.get(link.target, link.target), self.titles(link.target))

        return self._in_sentences(texts, figure)

    def linked(self, texts: ByLanguage) -> ItemsByLanguage:
        """Return the targets of the links of a text that readers do not see, by language."""
        return {
            lang: [Item(target, self.titles(target)) for target in self._targets(text)]
            for lang, text in texts.items()
        }

    def _targets(self, text: str) -> Iterator[str]:
        for link in scan(text).wiki_links:
            if link.words and not link.locator:
                yield self.renamed.get(link.target, link.target)
        for typed in scan(text).links:
            if typed.kind == "inline":  # with the title that it may have, which readers see, too
                yield " ".join(text[typed.target + 2 : typed.end - 1].split())

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
    texts = page_texts(dataset, owner)
    labels = next(
        (texts[key][0] for key in (f"#{name}", name, f"#{name}#") if key in texts), {lang: name}
    )
    return labels.get(lang) or next(iter(labels.values()))


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
