"""Read the values of a data set as its readers do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from handbook.model import records
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField
from handbook.model.records import Dated, Figure, Observed
from handbook.model.types import DATE, Choice, Name, Names, Prose, Text
from handbook.review.changes import ByLanguage
from handbook.review.owners import leading_first
from handbook.review.passages import SENTENCE, marked, marks
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import account, date_in_words, in_digits, number, plain_text
from handbook.text.scanner import WikiLink, scan
from handbook.text.translation_state import fingerprint

#: Parts whose fields mean little apart.
AS_ONE = (
    *(records.Actor, records.Component, records.Disagreement),
    *(records.FormerName, records.Happening, records.Status),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list.

    Attributes:
        key: Identifies it across versions.
        name: What it is called where the list is shown, by language.
        label: Its name, where that is part of its fields' labels.
        value: The item itself, where its fields are compared.
    """

    key: str
    name: ByLanguage = field(compare=False)
    label: ByLanguage = field(default_factory=dict, compare=False)
    value: BaseModel | None = field(default=None, compare=False)


class Sentence(NamedTuple):
    """A sentence with its marks, what it cites, and the figures it takes numbers from."""

    told: str
    cites: Sequence[str]
    figures: Sequence[str]


class Reader:
    """Tells the values of a data set in one of its languages; of nothing it tells nothing."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        """Take the data set and the language."""
        self.dataset, self.lang, self.labels = dataset, lang, dataset.labels
        self.written, self.word = language(lang, self.labels), partial(self.labels.word, lang=lang)

    def plain(self, text: Text | None) -> str:
        """Return the words of a text."""
        return plain_text(self.dataset, *text.resolve(self.lang)) if text else ""

    def marks(self, cite: Iterable[str]) -> str:
        """Return the marks of citations."""
        return marks(self.dataset, cite, self.lang)

    def title(self, record_id: str) -> str:
        """Return a record's title, or its id where there is no such record."""
        record = self.dataset.records.get(record_id)
        return record.title.resolve(self.lang)[0] if record else record_id

    def date(self, date: Dated | None) -> str:
        """Return a date or a period in words."""
        return date_in_words(self.labels, date, self.lang) if date else ""

    def value(self, value: Any, model_field: ModelField) -> str:
        """Return a plain value in words."""
        match value:
            case Choice() | StrEnum():
                return self.labels.choice(value, self.lang)
            case bool():
                return self.word("diff_yes" if value else "diff_no")
            case Dated():
                inferred = self.written.bracketed(self.word("inferred")) if value.inferred else ""
                return self.written.date(value) + inferred
            case Decimal():
                return self.written.number(value)
        if model_field.pattern == DATE:
            return self.written.date(Dated(date=value))
        if model_field.refers_to:
            return self.title(value)
        return str(value) if str(value).strip() else f"“{value}”"

    def number(self, figure: Figure | None) -> str:
        """Return a figure's number with its unit."""
        if figure is None or figure.value is None:
            return ""
        return in_digits(self.dataset, figure.observed[0], self.lang)

    def newest(self, figure: Figure | None) -> str:
        """Return what readers see first of a figure, with its marks."""
        if figure is None:
            return ""
        shown = self._with_marks
        return number(self.dataset, figure, self.lang, show=lambda _, each, __: shown(each))

    def of_period(self, observed: Observed) -> str:
        """Return a number with its marks, and its period if it has one."""
        told, period = self._with_marks(observed), self.date(observed.period)
        return self.word("number_of_period", number=told, period=period) if period else told

    def _with_marks(self, observed: Observed) -> str:
        return account(self.dataset, observed, self.lang) + self.marks(observed.cite)

    def meant(self, figure: Figure | None, observed: Observed | None, marked: bool) -> str:
        """Return a number in words, with what sets it apart from the others of its figure."""
        if not figure or not observed:
            return ""
        notes = []
        if observed.resumes:
            notes.append(self.word("series_break", reason=self.plain(observed.resumes)))
        if observed.scope and observed.scope != figure.scope:
            notes.append(self.plain(observed.scope))
        if observed.reported_by != figure.reported_by:
            notes.append(self.word("series_reporter", who=self.title(observed.reported_by)))
        words = account(self.dataset, observed, self.lang)
        words += "".join(map(self.written.bracketed, notes))
        return words + self.marks(observed.cite) if marked else words

    def as_one(self, part: BaseModel | None) -> str:
        """Return in words, with its marks, a part that is told whole where it is new or gone."""
        words, notes, text, colon = "", [""], getattr(part, "text", None), self.written.colon
        match part:
            case None:
                return ""
            case records.Disagreement():  # each account on a line of its own
                accounts = (self.plain(each.text) + self.marks(each.cite) for each in part.accounts)
                return "\n".join([self.plain(part.about) + colon, *accounts])
            case records.Actor():
                words = self.title(part.organisation)
                notes = [self.labels.choice(part.role, self.lang)]
                notes += [self.word("inferred")] if part.inferred else []
            case records.Component():
                words = part.title.resolve(self.lang)[0]
            case records.Happening():
                words = self.date(part.date)
            case records.FormerName():
                words = part.name.resolve(self.lang)[0]
                notes = [self.word("until", date=self.date(part.until))] if part.until else []
            case records.Status():
                words = self.labels.choice(part.state, self.lang)
                words += colon + self.title(part.by) if part.by else ""
                notes = [self.date(part.since)]
        note = self.written.comma.join(filter(None, notes))
        words += self.written.bracketed(note) if note else ""
        words += colon + self.plain(text) if text else ""
        return words + self.marks(getattr(part, "cite", ()))

    def in_words(self, text: str) -> str:
        """Return the words of a text that is typed in this language."""
        return plain_text(self.dataset, text, self.lang)

    def sentences(self, text: str) -> dict[str, Sentence]:
        """Return the sentences of a text by their words."""

        def shown(link: WikiLink, typed: str) -> str:
            if not is_figure(self.dataset, link):
                return typed
            return f"⟨{escape(self.title(link.target))}{self.written.colon}{typed}⟩"

        return {
            self.in_words(typed).strip(): Sentence(
                marked(self.dataset, typed, self.lang, shown),
                cites=[link.target for link in links if link.locator],
                figures=[link.target for link in links if is_figure(self.dataset, link)],
            )
            for typed in SENTENCE.findall(text)
            for links in [scan(typed).wiki_links]
        }


class Side:
    """One of two data sets that are compared, told in each of its languages."""

    def __init__(self, dataset: Dataset) -> None:
        """Take the data set."""
        self.dataset = dataset
        self.readers = {lang: Reader(dataset, lang) for lang in dataset.languages}

    def each(self, told: Callable[..., str], *values: Any) -> dict[str, str]:
        """Return what a method of a reader tells, by language."""
        return {lang: told(reader, *values) for lang, reader in self.readers.items()}

    def texts(self, value: Any, model_field: ModelField) -> ByLanguage:
        """Return the text of a value, or of a list of values, by language."""
        match value:
            case None:
                return {}
            case Text():
                return value.root
            case Names():
                return {
                    lang: self.readers[lang].written.separator.join(names)
                    for lang, names in value.items()
                }
        values = value if isinstance(value, tuple) else (value,)
        return self.each(
            lambda reader: reader.written.separator.join(
                reader.value(each, model_field) for each in values
            )
        )

    def plain(self, texts: ByLanguage) -> dict[str, str]:
        """Return the words of texts by language."""
        return {lang: self.readers[lang].in_words(text) for lang, text in texts.items()}

    def names(self, items: Sequence[Item]) -> dict[str, str]:
        """Return the names of items as a list in a sentence."""
        return self.each(
            lambda reader: reader.written.joined(item.name[reader.lang] for item in items)
        )

    def item(self, part: BaseModel) -> Item:
        """Return an item of a list, identified by its id, organisation and role, address, or text."""
        title, key = getattr(part, "title", None), str(getattr(part, "id", ""))
        if organisation := getattr(part, "organisation", None):
            title = Name(self.each(Reader.title, organisation))
            key = f"{organisation} {getattr(part, 'role', '')}"
        if name := getattr(part, "name", None):
            title, key = name, name.root[self.dataset.languages[0]]
        if title:
            return Item(key, title.root, title.root, part)
        if url := getattr(part, "url", None):
            return Item(url, self.each(lambda _: url), value=part)
        texts = [part] if isinstance(part, Text) else [v for _, v in part if isinstance(v, Prose)]
        text = texts[0] if texts else Name({self.dataset.languages[0]: ""})
        key = fingerprint(text.root[self.dataset.languages[0]])
        return Item(key, self.each(Reader.plain, text), value=part)

    def called(self, targets: Sequence[str]) -> dict[str, str]:
        """Return what readers call the targets of links, as a list in a sentence."""
        names = [self._called(each) for each in targets]
        return self.each(lambda reader: reader.written.joined(name[reader.lang] for name in names))

    def _called(self, target: str) -> dict[str, str]:
        """Return what readers call the target of a link: a record, or a page by its title."""
        path = target.partition("#")[0]
        ending = "/" + path.removesuffix(".md").lstrip("./")
        pages = (each for owner, each in self.dataset.pages.items() if owner.endswith(ending))
        if path.endswith(".md") and (found := next(pages, None)):
            titles = {lang: page.title for lang, page in found.items()}
            told = leading_first(titles, self.dataset.languages)
            return {lang: told.get(lang, target) for lang in self.dataset.languages}
        return self.each(Reader.title, target)


def targets(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of each link of a text and its target, which readers do not see."""
    for link in scan(text).wiki_links:
        if link.words and not link.locator:
            yield link.words, link.target
    for typed in scan(text).links:
        if typed.kind == "inline":  # with the title that it may have, which readers see, too
            words = text[typed.start + 1 : typed.target]
            yield words, " ".join(text[typed.target + 2 : typed.end - 1].split())


def is_figure(dataset: Dataset, link: WikiLink) -> bool:
    """Return whether a link stands for the number of a figure."""
    return link.words is None and isinstance(dataset.records.get(link.target), Figure)
