"""A record or a page of docs/ → what it says to its readers, part by part, in every language.

A `Said` is a text as it is read: links as their words, figures as their numbers, references as titles, without markup; notes for editors
say nothing. What a text rests on and where its links lead is not in its words, and is told beside it as a `Listed`; the order of a
list's items is an `Ordered`.
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

#: The fields of a `FieldChange` that list what came and what went: citations, and links with where they lead.
CITE, LINK = "cite", "link"

#: Fields that say nothing to readers.
_SILENT = frozenset({"id", "notes"})

Path = tuple[str, ...]
#: Words in each language.
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A text in each language; one that is `implied` is told where it changes, and not of what came or went whole."""

    path: Path
    label: Words
    text: Words
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list: what makes it this one, and what it is called; one that is `implied` is evident from its text as long as that is told whole."""

    key: str
    called: Words
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The citations or links of a text, by the language that it is written in."""

    path: Path
    label: Words
    items: Mapping[str, tuple[Item, ...]]

    @property
    def field(self) -> str:
        """Return what the items are: citations or links."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Ordered:
    """The items of a list whose order readers see."""

    path: Path
    label: Words
    items: tuple[Item, ...]


Part = Said | Listed | Ordered


def of_owner(dataset: Dataset, owner: str) -> dict[Path, Part]:
    """Return the content of a record, named by its id, or of a page of docs/, named by its path."""
    if owner in dataset.records:
        return of_record(dataset, dataset.records[owner])
    return of_page(dataset, owner.removeprefix("docs/"))


def of_record(dataset: Dataset, record: Record, renamed: Mapping[str, str] | None = None) -> dict[Path, Part]:
    """Return what a record says by its place in it; `renamed` are the ids that links lead to under another name today."""
    reading = _Reading(dataset, renamed or {})
    fields = (name for name in fields_of(type(record)) if name not in _SILENT)
    return {
        part.path: part
        for name in fields
        for part in reading.value((name,), label(dataset, type(record), name), getattr(record, name), type(record), name)
    }


def of_page(dataset: Dataset, path: str, renamed: Mapping[str, str] | None = None) -> dict[Path, Part]:
    """Return what a page of docs/ says: its title and description, its opening, then heading and text by the heading's id."""
    reading = _Reading(dataset, renamed or {})
    labels: dict[Path, dict[str, str]] = {}
    texts: dict[Path, dict[str, str]] = {}
    bodies: set[Path] = set()

    def put(where: Path, lang: str, called: str, text: str) -> None:
        if text:
            labels.setdefault(where, {})[lang] = called
            texts.setdefault(where, {})[lang] = text

    word = dataset.labels.word
    for lang in dataset.languages:
        if (page := dataset.prose.get((path, lang))) is None:
            continue
        put(("title",), lang, word("diff_page_title", lang), page.title)
        put(("description",), lang, word("diff_page_description", lang), page.description)
        for section in scan(page.body).sections:
            heading, rest = _headed(section.text.strip())
            opening = section.id == OPENING
            where = _section(section.id)
            if not opening or heading != page.title:  # an opening's heading is the page's title over again
                put((*where, "#"), lang, word("diff_heading", lang), heading)
            put(where, lang, word("diff_opening", lang) if opening else heading, rest)
            bodies.add(where)
    first_language = dataset.languages[0]
    parts: dict[Path, Part] = {}
    for where, text in texts.items():
        called = {first_language: labels[where].get(first_language, next(iter(labels[where].values()))), **labels[where]}
        found = reading.prose(where, called, text) if where in bodies else (Said(where, called, text),)
        parts.update((part.path, part) for part in found)
    return parts


def _section(section: str) -> Path:
    """Return the path of a page's section: no heading's id is taken for the name of a field."""
    return (section,) if section == OPENING else (f"#{section}",)


def section_called(dataset: Dataset, path: str, field: str, lang: str) -> str:
    """Return what a part of a page is called in a language: its heading, or a word for its description and opening."""
    parts = of_page(dataset, path)
    found = parts.get(_section(field)) or parts.get((field,)) or parts.get((*_section(field), "#"))
    return (found.label.get(lang) or next(iter(found.label.values()))) if found else field


class _Reading:
    """Reads the values of one data set."""

    def __init__(self, dataset: Dataset, renamed: Mapping[str, str]) -> None:
        self.dataset, self.renamed = dataset, renamed

    def value(self, path: Path, called: Words, value: object, holder: type[BaseModel], name: str) -> Iterator[Part]:
        """Yield what a field's value says."""
        dataset, languages = self.dataset, self.dataset.languages
        if value is None or value == ():
            return
        if isinstance(value, Prose):
            yield from self.prose(path, called, value.root)
        elif isinstance(value, Text):
            yield Said(path, called, value.root)
        elif isinstance(value, Names):
            if value.root:
                yield Said(path, called, {lang: self.joined(lang, names) for lang, names in value.items()})
        elif isinstance(value, Dated):
            yield Said(path, called, {lang: _dated(dataset, value, lang) for lang in languages})
            if value.basis:
                yield from self.value((*path, "basis"), under(called, label(self.dataset, Dated, "basis")), value.basis, Dated, "basis")
        elif isinstance(value, BaseModel):
            for inner in fields_of(type(value)):
                deeper = (*path, inner), under(called, label(self.dataset, type(value), inner))
                if inner == "id":  # an anchor: links to it end when it changes
                    yield Said(*deeper, dict.fromkeys(languages, str(getattr(value, inner))), implied=True)
                else:
                    yield from self.value(*deeper, getattr(value, inner), type(value), inner)
        elif isinstance(value, tuple) and isinstance(value[0], BaseModel):
            items = self.items(value)
            for item, one in zip(items, value, strict=True):
                named = item.called if hasattr(one, "title") or hasattr(one, "organisation") else {}
                yield from self.value((*path, item.key), under(called, named), one, type(one), "")
            yield Ordered((*path, "#"), under(called, words(dataset, "diff_order")), items)
        elif isinstance(value, tuple) and name == CITE:
            cited = tuple(self.citation(locator) for locator in value)
            yield Listed(path, called, dict.fromkeys(languages, cited))
        else:
            several = value if isinstance(value, tuple) else (value,)
            yield Said(
                path, called, {lang: self.joined(lang, [self.word(item, lang, holder, name) for item in several]) for lang in languages}
            )

    def prose(self, path: Path, called: Words, texts: Words) -> Iterator[Part]:
        """Yield a text as it is read, the citations in it, and where its links lead."""
        yield Said(path, called, {lang: plain_text(self.dataset, text, lang) for lang, text in texts.items()})
        cited = {lang: tuple(self.citation(link.target) for link in scan(text).wiki_links if link.locator) for lang, text in texts.items()}
        yield Listed((*path, CITE), under(called, label(self.dataset, Cited, CITE)), cited)
        linked = {
            lang: (
                *(self.link(link, lang) for link in scan(text).wiki_links if not link.locator),
                *(self.address(text, link, lang) for link in scan(text).links if link.kind == "inline"),
            )
            for lang, text in texts.items()
        }
        yield Listed((*path, LINK), under(called, words(self.dataset, "diff_links")), linked)

    def citation(self, locator: str) -> Item:
        return Item(locator, {lang: self.located(locator, lang) for lang in self.dataset.languages})

    def link(self, link: WikiLink, written_in: str) -> Item:
        """Return a wiki link: the words it is read by, and the record that they lead to."""
        record = self.dataset.records.get(link.target)
        target = self.renamed.get(link.target, link.target)
        read = plain_text(self.dataset, f"[[{link.target}]]", written_in)

        def called(lang: str) -> str:
            if record is None:
                return f"{link.words} → {target}" if link.words else target
            named = f"{link.words} → {record.title.resolve(lang)[0]}" if link.words else read
            return named + language(lang).bracketed(target)

        return Item(f"{link.words or ''}|{target}", {lang: called(lang) for lang in self.dataset.languages}, implied=not link.words)

    def address(self, text: str, link: Link, lang: str) -> Item:
        """Return an ordinary link: its words and its address."""
        words = plain_text(self.dataset, text[link.start + 1 : link.target], lang)
        return Item(f"{words}|{link.address}", dict.fromkeys(self.dataset.languages, f"{words} → {link.address}"))

    def items(self, value: Iterable[BaseModel]) -> tuple[Item, ...]:
        """Return the items of a list, each with a key of its own: where several have the same, those after the first are numbered."""
        found: dict[str, Item] = {}
        for one in value:
            item = self.item(one)
            key, number = item.key, 1
            while key in found:
                number += 1
                key = f"{item.key} {number}"
            found[key] = Item(key, item.called)
        return tuple(found.values())

    def item(self, one: BaseModel) -> Item:
        """Return what tells an item of a list from the others, and what it is called: its id and title, its organisation and role, or its words."""
        dataset, first = self.dataset, self.dataset.languages[0]
        title, organisation = getattr(one, "title", None), getattr(one, "organisation", None)
        if isinstance(organisation, str):
            record = dataset.records.get(organisation)
            return Item(
                f"{organisation} {getattr(one, 'role', '')}",
                record.title.root if record else dict.fromkeys(dataset.languages, organisation),
            )
        if isinstance(title, Text):
            return Item(str(getattr(one, "id", "")), title.root)
        text = one if isinstance(one, Text) else getattr(one, "text", None)
        if not isinstance(text, Text):
            return Item("", {})
        return Item(translations.fingerprint(text.root[first]), {lang: plain_text(dataset, words, lang) for lang, words in text.items()})

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


def words(dataset: Dataset, key: str) -> dict[str, str]:
    """Return a word of the interface in each language."""
    return {lang: dataset.labels.word(key, lang) for lang in dataset.languages}


def called(dataset: Dataset, items: Iterable[Item], lang: str) -> str:
    """Return what the items of a list are called, as a list in a sentence."""
    names = (item.called.get(lang) or next(iter(item.called.values()), "") for item in items)
    return language(lang, dataset.labels).joined(names)


def _headed(text: str) -> tuple[str, str]:
    """Return (heading's words, the rest) of a section; no words where it begins without one."""
    heading = next(iter(scan(text).headings), None)
    return (heading.words, text[heading.end :].strip()) if heading and not heading.start else ("", text)


def _dated(dataset: Dataset, dated: Dated, lang: str) -> str:
    said = language(lang, dataset.labels).date(dated)
    return dataset.labels.word("inferred", lang, date=said) if dated.inferred else said


def label(dataset: Dataset, holder: type[BaseModel], name: str) -> dict[str, str]:
    """Return what readers call a field, by language; a language without a description of its own has the last message language's."""
    texts = fields_of(holder)[name].label
    return {lang: texts.get(lang, texts[MESSAGE_LANGUAGES[-1]]) for lang in dataset.languages}


def under(outer: Words, inner: Words) -> dict[str, str]:
    """Return what a part of something is called: the whole first."""
    return {lang: f"{words} · {inner[lang]}" if inner.get(lang) else words for lang, words in outer.items()}
