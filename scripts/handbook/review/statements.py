"""What a record or a page of docs/ says to its readers, field by field, in every language.

A `FieldText` is a text as it is read: links as their words, figures as their numbers, references as titles,
without markup and without notes for editors. Its citations and the targets of its links, which the words do not
show, are a `FieldLinks` beside it; the order of a list's items is a `FieldOrder`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.records import Cited, Dated, Record
from handbook.model.references import split_locator
from handbook.model.types import Choice, Names, Prose, Text
from handbook.text import translations
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.scanner import OPENING, Link, WikiLink, scan

#: The fields of a `FieldChange` that list items added and removed: citations, and links with their targets.
CITE, LINK = "cite", "link"

#: Fields that say nothing to readers.
_SILENT = frozenset({"id", "notes"})

ContentPath = tuple[str, ...]
#: A text by language.
ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldText:
    """A field's text per language.

    Implied texts appear in changes but not in added or removed records.
    """

    path: ContentPath
    label: ByLanguage
    text: ByLanguage
    implied: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """A list item: a key that identifies it across versions, and a display name.

    Implied items are omitted when the full text is shown.
    """

    key: str
    name: ByLanguage
    implied: bool = False


@dataclass(frozen=True, slots=True)
class FieldLinks:
    """The citations or links of a text, by the language of the text."""

    path: ContentPath
    label: ByLanguage
    items: Mapping[str, tuple[ListItem, ...]]

    @property
    def field(self) -> str:
        """Return what the items are: citations or links."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """The items of a list whose order readers see."""

    path: ContentPath
    label: ByLanguage
    items: tuple[ListItem, ...]


Content = FieldText | FieldLinks | FieldOrder


def content_of(dataset: Dataset, owner: str) -> dict[ContentPath, Content]:
    """Return the content of a record, named by its id, or of a page of docs/, named by its path."""
    if owner in dataset.records:
        return record_content(dataset, dataset.records[owner])
    return page_content(dataset, owner.removeprefix("docs/"))


def record_content(dataset: Dataset, record: Record, renamed: Mapping[str, str] | None = None) -> dict[ContentPath, Content]:
    """Return the content of a record by its path in it.

    Args:
        renamed: Former id → today's id, for the targets of links.
    """
    reader = _Reader(dataset, renamed or {})
    fields = (name for name in fields_of(type(record)) if name not in _SILENT)
    return {
        part.path: part
        for name in fields
        for part in reader.value((name,), field_label(dataset, type(record), name), getattr(record, name), type(record), name)
    }


def page_content(dataset: Dataset, path: str, renamed: Mapping[str, str] | None = None) -> dict[ContentPath, Content]:
    """Return the content of a page of docs/: title, description, opening, then headings and texts by the heading's id.

    Args:
        renamed: Former id → today's id, for the targets of links.
    """
    reader = _Reader(dataset, renamed or {})
    labels: dict[ContentPath, dict[str, str]] = {}
    texts: dict[ContentPath, dict[str, str]] = {}
    bodies: set[ContentPath] = set()

    def put(key: ContentPath, lang: str, label: str, text: str) -> None:
        if text:
            labels.setdefault(key, {})[lang] = label
            texts.setdefault(key, {})[lang] = text

    word = dataset.labels.word
    for lang in dataset.languages:
        if (page := dataset.prose.get((path, lang))) is None:
            continue
        put(("title",), lang, word("diff_page_title", lang), page.title)
        put(("description",), lang, word("diff_page_description", lang), page.description)
        for section in scan(page.body).sections:
            heading, rest = _headed(section.text.strip())
            opening = section.id == OPENING
            key = _section(section.id)
            if not opening or heading != page.title:  # an opening's heading is the page's title over again
                put((*key, "#"), lang, word("diff_heading", lang), heading)
            put(key, lang, word("diff_opening", lang) if opening else heading, rest)
            bodies.add(key)
    first_language = dataset.languages[0]
    parts: dict[ContentPath, Content] = {}
    for key, text in texts.items():
        label = {first_language: labels[key].get(first_language, next(iter(labels[key].values()))), **labels[key]}
        contents = reader.prose(key, label, text) if key in bodies else (FieldText(key, label, text),)
        parts.update((part.path, part) for part in contents)
    return parts


def _section(section: str) -> ContentPath:
    """Return the path of a page's section: no heading's id is taken for the name of a field."""
    return (section,) if section == OPENING else (f"#{section}",)


def section_name(dataset: Dataset, path: str, field: str, lang: str) -> str:
    """Return a page section's heading in a language, or a word for its description or opening."""
    parts = page_content(dataset, path)
    part = parts.get(_section(field)) or parts.get((field,)) or parts.get((*_section(field), "#"))
    return (part.label.get(lang) or next(iter(part.label.values()))) if part else field


class _Reader:
    """Reads the values of one data set."""

    def __init__(self, dataset: Dataset, renamed: Mapping[str, str]) -> None:
        self.dataset, self.renamed = dataset, renamed

    def value(self, path: ContentPath, label: ByLanguage, value: object, holder: type[BaseModel], name: str) -> Iterator[Content]:
        """Yield the content of a field's value."""
        dataset, languages = self.dataset, self.dataset.languages
        if value is None or value == ():
            return
        if isinstance(value, Prose):
            yield from self.prose(path, label, value.root)
        elif isinstance(value, Text):
            yield FieldText(path, label, value.root)
        elif isinstance(value, Names):
            if value.root:
                yield FieldText(path, label, {lang: self.joined(lang, names) for lang, names in value.items()})
        elif isinstance(value, Dated):
            yield FieldText(path, label, {lang: _dated(dataset, value, lang) for lang in languages})
            if value.basis:
                yield from self.value(
                    (*path, "basis"), nested_label(label, field_label(self.dataset, Dated, "basis")), value.basis, Dated, "basis"
                )
        elif isinstance(value, BaseModel):
            for inner in fields_of(type(value)):
                deeper = (*path, inner), nested_label(label, field_label(self.dataset, type(value), inner))
                if inner == "id":  # an anchor: links to it end when it changes
                    yield FieldText(*deeper, dict.fromkeys(languages, str(getattr(value, inner))), implied=True)
                else:
                    yield from self.value(*deeper, getattr(value, inner), type(value), inner)
        elif isinstance(value, tuple) and isinstance(value[0], BaseModel):
            items = self.items(value)
            for item, one in zip(items, value, strict=True):
                name_of_item = item.name if hasattr(one, "title") or hasattr(one, "organisation") else {}
                yield from self.value((*path, item.key), nested_label(label, name_of_item), one, type(one), "")
            yield FieldOrder((*path, "#"), nested_label(label, word_by_language(dataset, "diff_order")), items)
        elif isinstance(value, tuple) and name == CITE:
            cited = tuple(self.citation(locator) for locator in value)
            yield FieldLinks(path, label, dict.fromkeys(languages, cited))
        else:
            several = value if isinstance(value, tuple) else (value,)
            yield FieldText(
                path, label, {lang: self.joined(lang, [self.word(item, lang, holder, name) for item in several]) for lang in languages}
            )

    def prose(self, path: ContentPath, label: ByLanguage, texts: ByLanguage) -> Iterator[Content]:
        """Yield a text as it is read, the citations in it, and where its links lead."""
        yield FieldText(path, label, {lang: plain_text(self.dataset, text, lang) for lang, text in texts.items()})
        cited = {lang: tuple(self.citation(link.target) for link in scan(text).wiki_links if link.locator) for lang, text in texts.items()}
        yield FieldLinks((*path, CITE), nested_label(label, field_label(self.dataset, Cited, CITE)), cited)
        linked = {
            lang: (
                *(self.link(link, lang) for link in scan(text).wiki_links if not link.locator),
                *(self.address(text, link, lang) for link in scan(text).links if link.kind == "inline"),
            )
            for lang, text in texts.items()
        }
        yield FieldLinks((*path, LINK), nested_label(label, word_by_language(self.dataset, "diff_links")), linked)

    def citation(self, locator: str) -> ListItem:
        return ListItem(locator, {lang: self.located(locator, lang) for lang in self.dataset.languages})

    def link(self, link: WikiLink, written_in: str) -> ListItem:
        """Return a wiki link, named by its words and the record that it leads to."""
        record = self.dataset.records.get(link.target)
        target = self.renamed.get(link.target, link.target)
        read = plain_text(self.dataset, f"[[{link.target}]]", written_in)

        def name(lang: str) -> str:
            if record is None:
                return f"{link.words} → {target}" if link.words else target
            title = f"{link.words} → {record.title.resolve(lang)[0]}" if link.words else read
            return title + language(lang).bracketed(target)

        return ListItem(f"{link.words or ''}|{target}", {lang: name(lang) for lang in self.dataset.languages}, implied=not link.words)

    def address(self, text: str, link: Link, lang: str) -> ListItem:
        """Return an ordinary link, named by its words and its address."""
        words = plain_text(self.dataset, text[link.start + 1 : link.target], lang)
        return ListItem(f"{words}|{link.address}", dict.fromkeys(self.dataset.languages, f"{words} → {link.address}"))

    def items(self, value: Iterable[BaseModel]) -> tuple[ListItem, ...]:
        """Return the items of a list; where several have the same key, those after the first are numbered."""
        items: dict[str, ListItem] = {}
        for one in value:
            item = self.item(one)
            key, number = item.key, 1
            while key in items:
                number += 1
                key = f"{item.key} {number}"
            items[key] = ListItem(key, item.name)
        return tuple(items.values())

    def item(self, one: BaseModel) -> ListItem:
        """Return an item identified by its id, its organisation and role, or its text."""
        dataset, first = self.dataset, self.dataset.languages[0]
        title, organisation = getattr(one, "title", None), getattr(one, "organisation", None)
        if isinstance(organisation, str):
            record = dataset.records.get(organisation)
            return ListItem(
                f"{organisation} {getattr(one, 'role', '')}",
                record.title.root if record else dict.fromkeys(dataset.languages, organisation),
            )
        if isinstance(title, Text):
            return ListItem(str(getattr(one, "id", "")), title.root)
        text = one if isinstance(one, Text) else getattr(one, "text", None)
        if not isinstance(text, Text):
            return ListItem("", {})
        return ListItem(
            translations.fingerprint(text.root[first]), {lang: plain_text(dataset, words, lang) for lang, words in text.items()}
        )

    def word(self, value: object, lang: str, holder: type[BaseModel], name: str) -> str:
        dataset = self.dataset
        if isinstance(value, (Choice, StrEnum)):
            return dataset.labels.choice(value, lang)
        if isinstance(value, bool):
            return dataset.labels.word("diff_yes" if value else "diff_no", lang)
        if isinstance(value, str):
            field = fields_of(holder).get(name)
            refers = field is not None and field.refers_to is not None
            return dataset.records[value].title.resolve(lang)[0] if refers and value in dataset.records else value
        return language(lang, dataset.labels).number(value) if isinstance(value, Decimal) else str(value)

    def located(self, locator: str, lang: str) -> str:
        """Return a citation in words: its source's title and the place in it."""
        split = split_locator(locator)
        source = self.dataset.records.get(split[0]) if split else None
        if split is None or source is None:
            return locator
        return f"{source.title.resolve(lang)[0]} {self.dataset.labels.place(split[1], lang)}"

    def joined(self, lang: str, items: Iterable[str]) -> str:
        return language(lang, self.dataset.labels).separator.join(items)


def word_by_language(dataset: Dataset, key: str) -> dict[str, str]:
    """Return a word of the interface in each language."""
    return {lang: dataset.labels.word(key, lang) for lang in dataset.languages}


def joined_names(dataset: Dataset, items: Iterable[ListItem], lang: str) -> str:
    """Return the items' names as a list in a sentence."""
    names = (item.name.get(lang) or next(iter(item.name.values()), "") for item in items)
    return language(lang, dataset.labels).joined(names)


def _headed(text: str) -> tuple[str, str]:
    """Return (heading's words, the rest) of a section; no words where it begins without one."""
    heading = next(iter(scan(text).headings), None)
    return (heading.words, text[heading.end :].strip()) if heading and not heading.start else ("", text)


def _dated(dataset: Dataset, dated: Dated, lang: str) -> str:
    date = language(lang, dataset.labels).date(dated)
    return dataset.labels.word("inferred", lang, date=date) if dated.inferred else date


def field_label(dataset: Dataset, holder: type[BaseModel], name: str) -> dict[str, str]:
    """Return what readers call a field, by language; in the last message language where a language has no name for it."""
    texts = fields_of(holder)[name].label
    return {lang: texts.get(lang, texts[MESSAGE_LANGUAGES[-1]]) for lang in dataset.languages}


def nested_label(outer: ByLanguage, inner: ByLanguage) -> dict[str, str]:
    """Return the label of a part, after that of the whole."""
    return {lang: f"{words} · {inner[lang]}" if inner.get(lang) else words for lang, words in outer.items()}
