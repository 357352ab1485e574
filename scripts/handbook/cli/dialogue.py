"""Ask an editor for a record, field by field, in the editor's language.

    a field of a model ─ what it takes ─▶ a number from a list, a search among records, paragraphs
    of a source by their subjects, or a text ─ the model ─▶ accepted, or asked again

After each answer the file holds what has been answered; at the end it is checked as a whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from handbook.checks import check_handbook
from handbook.cli.console import say
from handbook.diagnostics import Diagnostic, Severity, report
from handbook.load import Unloadable
from handbook.load.validation import validate
from handbook.load.yaml_style import in_style, written
from handbook.load.yaml_tree import parse
from handbook.model import types
from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Called, Record, Source
from handbook.model.types import To
from handbook.text.languages import language

#: The most records that are all listed, without a search; the most that a search shows.
_FEW = _SHOWN = 9
#: What may follow later, and is told by `handbook translations`.
_LATER = ("translation-missing",)
_NAMES = ("title", "short_title", "aliases", "search_terms")


def wanted(kind: type[Record], dataset: Dataset) -> list[ModelField]:
    """Return the fields that a new record of a kind should not do without."""
    spoken = any(language(lang, dataset.labels).romanised for lang in dataset.languages)
    expected = [name for name in kind.expected if spoken or name != "pinyin"]
    return [field for field in fields_of(kind).values() if field.required or field.name in expected]


def choices(field: ModelField, dataset: Dataset, lang: str) -> list[tuple[str, str]]:
    """Return (value, its words) of all that a field accepts: choices, or ids of records."""
    labels = dataset.labels
    if field.choices:
        return [(str(value), labels.choice(value, lang)) for value in labels.choices(field.choices)]
    return _named(_accepted(field.refers_to, dataset), lang)


def kinds(dataset: Dataset, lang: str) -> list[tuple[str, str]]:
    """Return (name, its words) of each kind of record."""
    word = dataset.labels.word
    return [(kind.name, word(f"kind_{folder}", lang)) for folder, kind in KINDS.items()]


def reading(kind: type[Record], answers: Mapping[str, Any], dataset: Dataset) -> str:
    """Return how the name of a new record is read, as a proposal."""
    first = dataset.languages[0]
    name = (answers.get("short_title") or answers.get("title") or {}).get(first, "")
    return language(first, dataset.labels).romanisation(name, issubclass(kind, Called))


def such_as(field: ModelField, dataset: Dataset, lang: str) -> str:
    """Return an example of what a field holds, or of its first part, as it is told."""
    parts = fields_of(field.model).values() if field.model and not field.is_list else ()
    examples = field.examples or next((part.examples for part in parts), ())
    if field.pattern == types.LOCATOR and (sources := dataset.of(Source)):
        examples = (f"{sources[0].id}#1",)
    if not examples:
        return ""
    first = next((part.name for part in parts if part.examples == examples), "")
    return say(lang, "such-as-in" if first else "such-as", part=first, example=examples[0])


def _named(records: Iterable[Record], lang: str) -> list[tuple[str, str]]:
    """Return the id and the name of records, to choose from."""
    return [(record.id, record.title.resolve(lang)[0]) for record in records]


def _accepted(to: To | None, dataset: Dataset) -> list[Record]:
    records = dataset.records.values() if to else ()
    return [record for record in records if to and record.folder in (to.folders or KINDS)]


class Dialogue:
    """Questions about one record."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        """Keep the handbook and the language of the questions."""
        self.dataset, self.lang = dataset, lang
        self._listed: set[str] = set()
        self._proposed: dict[str, str] = {}

    def kind(self) -> type[Record]:
        """Ask for the kind of the record."""
        named = kinds(self.dataset, self.lang)
        name = self._pick(say(self.lang, "ask-kind"), named, needed=True)
        return next(kind.record for kind in KINDS.values() if kind.name == name)

    def id(self, kind: type[Record], problem: Callable[[str], Diagnostic | None]) -> str:
        """Ask for the record's id until it can be used."""
        while True:
            record_id = self._line(fields_of(kind)["id"].description[self.lang], needed=True)
            if not (found := problem(record_id)):
                return record_id
            click.echo(found.message(self.lang))

    def record(self, kind: type[Record], answers: dict[str, Any], path: Path) -> int:
        """Ask for the fields of a record, keep the answers in its file, and return its errors."""
        click.echo(say(self.lang, "ask-begin", path=path))
        self._keep(kind, answers, path)
        # texts cite paragraphs, whose list is shown where these are asked for
        for field in sorted(wanted(kind, self.dataset), key=lambda each: _turn(each.name)):
            if field.name not in answers:
                self._answer(kind, field, answers, path)
        while True:
            checked = check_handbook(self.dataset.root, [path.resolve()])[1]
            findings = [each for each in checked if each.code not in _LATER]
            if findings:
                click.echo("\n" + report(findings, "text", self.lang))
            faulty = {_top(finding) for finding in findings}
            fields = fields_of(kind)
            open_ = [
                field
                for name, field in fields.items()
                if name in faulty or name not in {*answers, "was"}
            ]
            names = [(field.name, field.description[self.lang]) for field in open_]
            name = self._pick(say(self.lang, "ask-more"), names)
            if not name:
                return sum(finding.severity is Severity.ERROR for finding in findings)
            self._answer(kind, fields[name], answers, path)

    def _answer(
        self, kind: type[Record], field: ModelField, answers: dict[str, Any], path: Path
    ) -> None:
        """Ask for a field and keep the answer, as far as it goes."""
        try:
            self._proposed = {"pinyin": reading(kind, answers, self.dataset)}
            if value := self._field(kind, field, field.required):
                answers[field.name] = value
        except click.Abort as leaving:
            if leaving.args:
                answers[field.name] = leaving.args[0]
            raise
        finally:
            self._keep(kind, answers, path)

    def _keep(self, kind: type[Record], answers: Mapping[str, Any], path: Path) -> None:
        """Write the file with what has been answered, and what has yet to be filled in."""
        fields = fields_of(kind).values()
        known = (
            (f.name, answers.get(f.name) or (f.required and blank(f, self.dataset))) for f in fields
        )
        text = written({name: value for name, value in known if value})
        try:
            record = validate(kind, parse(text, str(path)), str(path), self.dataset.labels)
            text = in_style(record, self.dataset.languages)
        except Unloadable:
            pass  # not yet whole
        path.write_text(text, encoding="utf-8")

    def _field(self, holder: type[BaseModel], field: ModelField, needed: bool) -> Any:
        """Ask for a field until the model accepts it; None where it is left out."""
        while True:
            value = self._values(field, needed) if field.is_list else self._value(field, needed)
            if not value:
                return None
            tree = parse(written({field.name: value}), "")
            try:
                validate(holder, tree, "", self.dataset.labels)
            except Unloadable as error:
                own = [each for each in error.diagnostics if _top(each) == field.name]
                if own:
                    for each in own:
                        click.echo(each.message(self.lang))
                    continue
            return value

    def _values(self, field: ModelField, needed: bool) -> list[Any]:
        """Ask for the items of a list."""
        if field.pattern == types.LOCATOR:
            return self._citations(field, needed)
        items: list[Any] = []
        with _kept(items, items.append):
            while item := self._value(field, needed and not items, more=bool(items)):
                items.append(item)
        return items

    def _value(self, field: ModelField, needed: bool, *, more: bool = False) -> Any:
        """Ask for one value, or one more of a list."""
        told = say(self.lang, "ask-another") if more else self._told(field)
        if field.choices:
            return self._pick(told, choices(field, self.dataset, self.lang), needed)
        if field.refers_to:
            return self._reference(told, field.refers_to, needed)
        if field.type is bool:
            return "true" if click.confirm(told) else None
        if field.model is None:
            return self._line(told, needed, self._proposed.get(field.name, ""))
        if issubclass(field.model, types.ByLanguage):
            return self._by_language(told, field.model, needed)
        return self._part(told, field.model, needed)

    def _part(self, told: str, model: type[BaseModel], needed: bool) -> dict[str, Any]:
        """Ask for the fields of a part; nothing where the first one it must have is left out."""
        click.echo(f"\n— {told}")
        answers: dict[str, Any] = {}
        for field in fields_of(model).values():
            with _kept(answers, partial(answers.__setitem__, field.name)):
                value = self._field(model, field, field.required and (needed or bool(answers)))
            if value:
                answers[field.name] = value
            elif field.required:
                break
        return answers

    def _by_language(self, told: str, model: type[BaseModel], needed: bool) -> dict[str, Any]:
        """Ask for a text in each language, only the first of which is needed."""
        texts: dict[str, Any] = {}
        names, several = issubclass(model, types.Names), (types.Names, types.Paragraphs)
        with _kept(texts):
            for index, (lang, settings) in enumerate(self.dataset.labels.languages.items()):
                if index and not texts and not names:
                    break
                lines: list[str] = []
                later = say(self.lang, "later") if index and not names else ""
                question, must = f"{told} [{settings.name}{later}]", needed and not index
                while line := self._line(question, must):
                    lines.append(line)
                    texts[lang] = lines if names else "\n\n".join(lines)
                    if not issubclass(model, several):
                        break
                    question, must = say(self.lang, "ask-another-line"), False
        return texts

    def _reference(self, told: str, to: To, needed: bool) -> str:
        """Ask for a record: one of few by its number, one of many by its names, pinyin or id."""
        records = _accepted(to, self.dataset)
        if 0 < len(records) <= _FEW:
            return self._pick(told, _named(records, self.lang), needed)
        while query := self._line(f"{told} {say(self.lang, 'ask-search')}", needed):
            if found := list(_found(query, records))[:_SHOWN]:
                if found[0].id == query:
                    return query
                if picked := self._pick(say(self.lang, "ask-which"), _named(found, self.lang)):
                    return picked
            else:
                names = [
                    kind.name for kind in KINDS.values() if kind.folder in (to.folders or KINDS)
                ]
                click.echo(say(self.lang, "none-found", query=query, kind="|".join(names)))
        return ""

    def _citations(self, field: ModelField, needed: bool) -> list[str]:
        """Ask for the paragraphs of a source by their subjects."""
        sources = self.dataset.of(Source)
        source = (
            sources[0].id
            if len(sources) == 1
            else self._reference(say(self.lang, "ask-source"), To(("sources",)), needed)
        )
        if not source:
            return []
        labels, record = self.dataset.labels, self.dataset.records[source]
        assert isinstance(record, Source)
        subjects = [
            labels.place(types.HEAD, self.lang),
            *(text.resolve(self.lang)[0] for text in record.contents),
        ]
        if source not in self._listed:  # once is enough; later a word finds them
            click.echo(
                "\n".join(f"{number:4} {subject}" for number, subject in enumerate(subjects))
            )
            self._listed.add(source)
        while True:
            typed = self._line(f"{self._told(field)} {say(self.lang, 'ask-paragraphs')}", needed)
            words = typed.replace(",", " ").replace("，", " ").replace("、", " ").split()
            if all(word.isdigit() and int(word) <= record.paragraphs for word in words):
                return [f"{source}#{int(word) or 'head'}" for word in words]
            shown = [(n, subject) for n, subject in enumerate(subjects) if typed in subject]
            click.echo(
                "\n".join(f"{n:4} {subject}" for n, subject in shown)
                or say(self.lang, "no-paragraph", count=record.paragraphs)
            )

    def _pick(self, told: str, named: Sequence[tuple[str, str]], needed: bool = False) -> str:
        """Ask for one of several values by its number, its words or itself; "" for none."""
        click.echo(f"\n{told}")
        for number, (value, words) in enumerate(named, 1):
            click.echo(f"{number:4} {words} ({value})")
        answers = {
            typed: value
            for number, (value, words) in enumerate(named, 1)
            for typed in (str(number), value, words)
        }
        while typed := self._line(say(self.lang, "ask-number"), needed):
            if typed in answers:
                return answers[typed]
            click.echo(say(self.lang, "no-number", count=len(named)))
        return ""

    def _line(self, told: str, needed: bool = False, proposed: str = "") -> str:
        """Ask for a line; empty for none, where it is not needed."""
        while True:
            typed = click.prompt(told, default=proposed, show_default=bool(proposed)).strip()
            if typed or not needed:
                return str(typed)
            click.echo(say(self.lang, "needed"))

    def _told(self, field: ModelField) -> str:
        """Return what a field is, with an example where nothing else shows how it is written."""
        shown = field.choices or field.refers_to or field.pattern == types.LOCATOR
        told = (field.label if shown else field.description)[self.lang]
        if not (shown or field.type is bool):
            told += such_as(field, self.dataset, self.lang)
        return told if field.required else told + say(self.lang, "optional")


@contextmanager
def _kept(answers: Any, add: Callable[[Any], object] | None = None) -> Iterator[None]:
    """Pass on what has been answered when the editor leaves, with what was begun added to it."""
    try:
        yield
    except click.Abort as leaving:
        if add and leaving.args:
            add(leaving.args[0])
        raise click.Abort(*filter(None, [answers])) from None


def _turn(name: str) -> int:
    """Return when a field is asked for: names, then what is cited, then the rest."""
    return 0 if name in _NAMES else 1 if name == "cite" else 2


def _top(finding: Diagnostic) -> str:
    """Return the outermost field of a finding."""
    return re.split(r"[.\[]", finding.place.field)[0]


def blank(field: ModelField, dataset: Dataset) -> Any:
    """Return a field's value with what is to be filled in."""
    value: Any = types.PLACEHOLDER
    if field.model and issubclass(field.model, types.ByLanguage):
        value = {dataset.languages[0]: types.PLACEHOLDER}
    elif field.model:
        parts = fields_of(field.model).values()
        value = {each.name: blank(each, dataset) for each in parts if each.required}
    return [value] if field.is_list else value


def _found(query: str, records: Sequence[Record]) -> Iterator[Record]:
    """Yield the records that a query may mean: by id, by how a name begins, then by a piece of one or of pinyin."""
    plain, folded = types.plain_pinyin(query), query.casefold()
    ranked: list[tuple[int, Record]] = []
    for record in records:
        names = [name.casefold() for path, _, _, name in texts_of(record) if path[0] in _NAMES]
        spoken = types.plain_pinyin(getattr(record, "pinyin", None) or "")
        if record.id == query:
            ranked.append((0, record))
        elif any(name.startswith(folded) for name in names):
            ranked.append((1, record))
        elif any(folded in name for name in [*names, record.id]) or (plain and plain in spoken):
            ranked.append((2, record))
    yield from (record for _, record in sorted(ranked, key=itemgetter(0)))
