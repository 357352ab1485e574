"""Ask an editor for a record, field by field, in the editor's language.

    a field of a model ─ what it takes ─▶ a number from a list, a search among records, places
    of a source by their subjects, or a text ─ the model ─▶ accepted, or asked again

After each answer the file holds what has been answered, from which the same command goes on after
a stop; at the end it is checked as a whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from handbook.checks import check_handbook
from handbook.cli.console import latest_day, say
from handbook.diagnostics import Diagnostic, Severity, message, report, shorten
from handbook.load import Unloadable, load, normal_forms
from handbook.load.examples import new_choice
from handbook.load.validation import validate
from handbook.load.yaml_style import in_style, written
from handbook.load.yaml_tree import parse
from handbook.model import types
from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Called, LocatorKind, Record, Source
from handbook.model.types import To
from handbook.model.vocabulary import VOCABULARY, Vocabulary
from handbook.opendata.json_schema import write_schemas
from handbook.text.languages import language
from handbook.text.plain_text import plain_text

#: The most records that are all listed, without a search; the most that a search shows.
_FEW = _SHOWN = 9
#: What may follow later, and is told by `handbook translations`.
_LATER = ("translation-missing",)
#: Goes back to the question before; input methods for Chinese type the second and third for the first.
_BACK = ("<", "《", "＜")
#: Stands for a value that is not listed.
_NEW = "+"
_NAMES = ("title", "short_title", "aliases", "search_terms")


def wanted(kind: type[Record], dataset: Dataset) -> list[ModelField]:
    """Return the fields that a new record of a kind should not do without."""
    spoken = any(language(lang, dataset.labels).romanised for lang in dataset.languages)
    expected = [name for name in kind.expected if spoken or name != "pinyin"]
    fields = [*fields_of(kind).values()]
    if kind is Source and dataset.of(Source):  # each of several is told apart by its mark
        fields = [replace(each, required=each.required or each.name == "mark") for each in fields]
    return [field for field in fields if field.required or field.name in expected]


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


def reading(
    kind: type[Record], answers: Mapping[str, Any], dataset: Dataset, words: str = ""
) -> str:
    """Return how the name of a new record is read, each character for itself.

    Args:
        kind: The kind of the record.
        answers: The values of its fields.
        dataset: The handbook.
        words: What was typed; where it is the name, divided into words, these are not parted.
    """
    first = dataset.languages[0]
    names = answers.get("short_title") or answers.get("title")
    name = str(names.get(first, "")) if isinstance(names, Mapping) else ""
    if words and _letters(words) != _letters(name):
        return words
    spoken = language(first, dataset.labels).romanisation
    return spoken(words or " ".join(name), bool(words) and issubclass(kind, Called))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


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


def without_blanks(value: Any) -> Any:
    """Return a value of a file without what has yet to be filled in; None for nothing else."""
    if isinstance(value, Mapping):
        kept = {name: without_blanks(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [each for each in map(without_blanks, value) if each is not None] or None
    return None if str(value).strip() in ("", types.PLACEHOLDER) else value


def unfinished(model: type[BaseModel], values: Mapping[str, Any], dataset: Dataset) -> bool:
    """Return whether a record or a part of it lacks what it must have."""
    return any(
        _begun(field, values[name], dataset) if name in values else field.required
        for name, field in fields_of(model).items()
    )


def _begun(field: ModelField, value: Any, dataset: Dataset) -> bool:
    if isinstance(value, list):
        return any(_begun(field, item, dataset) for item in value)
    if not field.model or not isinstance(value, Mapping):
        return False
    if issubclass(field.model, types.ByLanguage):
        return dataset.languages[0] not in value and not issubclass(field.model, types.Names)
    return unfinished(field.model, value, dataset)


def _named(records: Iterable[Record], lang: str) -> list[tuple[str, str]]:
    """Return the id and the name of records, to choose from."""
    return [(record.id, record.title.resolve(lang)[0]) for record in records]


def _accepted(to: To | None, dataset: Dataset) -> list[Record]:
    records = dataset.records.values() if to else ()
    return [record for record in records if to and record.folder in (to.folders or KINDS)]


def _unread(to: To, dataset: Dataset) -> list[str]:
    """Return the ids of accepted records whose files cannot be read: they are begun."""
    folders = to.folders or tuple(KINDS)
    return [
        each
        for each in sorted(dataset.unreadable)
        if any((dataset.root / f"data/{folder}/{each}.yml").is_file() for folder in folders)
    ]


def _kind_names(to: To) -> str:
    """Return the names of the kinds that are accepted, as a command takes them."""
    return "|".join(kind.name for kind in KINDS.values() if kind.folder in (to.folders or KINDS))


class _Back(Exception):
    """The editor goes back to the question before."""


class Dialogue:
    """Questions about one record."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        """Keep the handbook and the language of the questions."""
        self.dataset, self.lang = dataset, lang
        self._listed: set[str] = set()
        self._read: Callable[[str], str] = str
        self._given = 0  # how many lines were given for the field that is asked for
        self._may_go_back = False

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
        # texts cite places, whose list is shown where these are asked for
        asked, fields = sorted(wanted(kind, self.dataset), key=_turn), fields_of(kind)
        asked += [
            fields[name]
            for name in answers
            if name in fields and name not in {each.name for each in asked}
        ]
        turns = [field for field in asked if self._is_open(field, answers)]
        first, at, self._may_go_back = len(turns), 0, True
        while True:
            try:
                if at == len(turns):
                    if not (field := self._another(kind, answers, path)):
                        self._tell_marks(kind, path)
                        return self._errors(path)
                    turns.append(field)
                self._answer(kind, turns[at], answers, path)
                at += 1
                while at < first and not self._is_open(turns[at], answers):
                    at += 1
            except _Back:
                if self._given:
                    continue  # to the first question of this field
                if first <= at < len(turns):
                    turns.pop()  # to the list
                else:
                    at = max(0, at - 1)

    def _tell_marks(self, kind: type[Record], path: Path) -> None:
        """Tell which sources need a mark now that there is another."""
        files = (self.dataset.files[s.id] for s in self.dataset.of(Source) if not s.mark)
        others = [file for file in files if file != path.as_posix()]
        if kind is Source and others:
            click.echo("\n" + say(self.lang, "mark-others", paths=", ".join(others)))

    def _is_open(self, field: ModelField, answers: Mapping[str, Any]) -> bool:
        return field.name not in answers or _begun(field, answers[field.name], self.dataset)

    def _another(
        self, kind: type[Record], answers: Mapping[str, Any], path: Path
    ) -> ModelField | None:
        """Tell what is wrong with the record, and ask for a field to be added or mended."""
        self._given = 0
        checked = check_handbook(self.dataset.root, [path.resolve()], latest_day())[1]
        findings = [each for each in checked if each.code not in _LATER]
        if findings:
            click.echo("\n" + report(findings, "text", self.lang))
        faulty, fields = {_top(finding) for finding in findings}, fields_of(kind)
        names = [
            (field.name, field.description[self.lang])
            for name, field in fields.items()
            if name in faulty or name not in {*answers, "was"}
        ]
        return fields.get(self._pick(say(self.lang, "ask-more"), names))

    def _errors(self, path: Path) -> int:
        """Tell what else has to be changed now that the record is there; return all its errors."""
        checked = check_handbook(self.dataset.root, today=latest_day())[1]
        errors = [each for each in checked if each.severity is Severity.ERROR]
        own = [each for each in errors if each.place.path == path.as_posix()]
        others = [each for each in errors if each not in own and path.stem in each.values.values()]
        if others:
            told = "\n" + report(others, "text", self.lang) + "\n"
            files = dict.fromkeys(each.place.path for each in others)
            listed = message("list-separator", self.lang).join(files)
            click.echo(told + say(self.lang, "elsewhere-too", path=path, files=listed))
        return len(own) + len(others)

    def _answer(
        self, kind: type[Record], field: ModelField, answers: dict[str, Any], path: Path
    ) -> None:
        """Ask for a field and keep the answer, as far as it goes; without one, what there was."""
        begun, self._given = answers.get(field.name), 0
        self._read = partial(reading, kind, answers, self.dataset)
        is_begun = begun is not None and _begun(field, begun, self.dataset)
        if begun is not None and not is_begun:
            found = written({field.name: begun}).partition(":")[2].strip()
            click.echo("\n" + say(self.lang, "ask-anew", found=shorten(found)))
        try:
            needed = field.required and (begun is None or is_begun)
            if value := self._field(kind, field, needed, begun if is_begun else None):
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
        text = written({name: value for name, value in known if value} | dict(answers))
        try:
            record = validate(kind, parse(text, str(path)), str(path), self.dataset.labels)
            text = in_style(record, self.dataset.languages)
        except Unloadable:
            pass  # not yet whole
        path.write_text(text, encoding="utf-8")

    def _field(
        self, holder: type[BaseModel], field: ModelField, needed: bool, begun: Any = None
    ) -> Any:
        """Ask for a field, or for what it lacks, until the model accepts it; None if it is left out."""
        while True:
            given = self._given
            ask = self._values if field.is_list else self._value
            if not (value := ask(field, needed, begun)):
                return None
            tree = parse(written({field.name: value}), "")
            try:
                validate(holder, tree, "", self.dataset.labels)
            except Unloadable as error:
                own = [each for each in error.diagnostics if _top(each) == field.name]
                if own := [each for each in own if each.code != "text-unfilled"]:
                    for each in own:
                        click.echo(each.message(self.lang))
                    self._given, begun = given, None
                    continue
            return value

    def _values(self, field: ModelField, needed: bool, begun: Any = None) -> list[Any]:
        """Ask for the items of a list."""
        if field.pattern == types.LOCATOR:
            return self._citations(field, needed)
        items: list[Any] = list(begun or ())
        for at, item in enumerate(items):
            if _begun(field, item, self.dataset):
                with _kept(items, partial(items.__setitem__, at)):
                    items[at] = self._value(field, True, item)
        with _kept(items, items.append):
            while item := self._value(field, needed and not items, more=bool(items)):
                items.append(item)
        return items

    def _value(
        self, field: ModelField, needed: bool, begun: Any = None, *, more: bool = False
    ) -> Any:
        """Ask for one value, or one more of a list."""
        told = say(self.lang, "ask-another") if more else self._told(field)
        if field.choices:
            return self._choice(told, field, needed)
        if field.refers_to:
            return self._reference(told, field.refers_to, needed, may_follow=needed)
        if field.type is bool:
            return self._yes(told)
        if field.name == "pinyin":
            told += say(self.lang, "reads", reading=self._read("")) + say(self.lang, "divided")
            typed = self._line(told, needed)
            return typed and self._read(typed)
        if field.model is None:
            return self._line(told, needed)
        if issubclass(field.model, types.ByLanguage):
            return self._by_language(told, field.model, needed, begun)
        return self._part(told, field.model, needed, begun)

    def _part(
        self, told: str, model: type[BaseModel], needed: bool, begun: Any = None
    ) -> dict[str, Any]:
        """Ask for the fields of a part; nothing where the first one it must have is left out."""
        click.echo(f"\n— {told}")
        answers: dict[str, Any] = dict(begun or {})
        if answers:
            click.echo(written(answers).rstrip())
        for field in fields_of(model).values():
            own = answers.get(field.name)
            if field.name == "basis" and "inferred" not in answers:
                continue  # what is stated rests on nothing else
            if begun and not (field.required if own is None else _begun(field, own, self.dataset)):
                continue
            with _kept(answers, partial(answers.__setitem__, field.name)):
                value = self._field(model, field, field.required and (needed or bool(answers)), own)
            if value:
                answers[field.name] = value
            elif field.required:
                break
        return answers

    def _by_language(
        self, told: str, model: type[BaseModel], needed: bool, begun: Any = None
    ) -> dict[str, Any]:
        """Ask for a text in each language, only the first of which is needed."""
        texts: dict[str, Any] = {}
        names, several = issubclass(model, types.Names), (types.Names, types.Paragraphs)
        with _kept(texts):
            for index, (lang, settings) in enumerate(self.dataset.labels.languages.items()):
                if begun and lang in begun:
                    texts[lang] = begun[lang]
                    continue
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

    def _reference(self, told: str, to: To, needed: bool, *, may_follow: bool = False) -> str:
        """Ask for a record: one of few by its number, one of many by its names, pinyin or id.

        Args:
            told: The question.
            to: The kinds of records that are accepted, also those whose files are not yet whole.
            needed: Whether there must be one.
            may_follow: Whether it may be one that is not there yet.
        """
        records, begun = _accepted(to, self.dataset), _unread(to, self.dataset)
        waiting = [(each, say(self.lang, "ask-begun")) for each in begun]
        if 0 < len(records) + len(begun) <= _FEW:
            new = [(_NEW, say(self.lang, "ask-not-there"))] if may_follow else []
            named = [*_named(records, self.lang), *waiting, *new]
            picked = self._pick(told, named, needed)
            return self._follows(to) if picked == _NEW else picked
        must = needed
        while query := self._line(f"{told} {say(self.lang, 'ask-search')}", must):
            if query in begun:
                return query
            if found := _found(query, records)[:_SHOWN]:
                if found[0].id == query:
                    return query
                if picked := self._pick(say(self.lang, "ask-which"), _named(found, self.lang)):
                    return picked
            else:
                click.echo(say(self.lang, "none-found", query=query, kind=_kind_names(to)))
                must = needed and not may_follow
        return self._follows(to) if needed else ""

    def _follows(self, to: To) -> str:
        """Ask for the id of a record that is to be added later; without one, leave it to be filled in."""
        typed = self._slug(say(self.lang, "ask-id-of-new"))
        click.echo(say(self.lang, "follows", kind=_kind_names(to), id=typed))
        return typed or types.PLACEHOLDER

    def _citations(self, field: ModelField, needed: bool) -> list[str]:
        """Ask for the places of a source by their subjects."""
        to = To((Source.folder,))
        source, *others = [
            *(each.id for each in self.dataset.of(Source)),
            *_unread(to, self.dataset),
        ] or [""]
        if others or not source:
            source = self._reference(say(self.lang, "ask-source"), to, needed)
        if not source:
            return []
        labels, record = self.dataset.labels, self.dataset.records.get(source)
        # of one that is begun nothing is known but its id
        subjects, most = [labels.place(LocatorKind.PARAGRAPH, types.HEAD, self.lang)], 9999
        if isinstance(record, Source):
            texts = (plain_text(self.dataset, *text.resolve(self.lang)) for text in record.contents)
            head = labels.place(record.locator, types.HEAD, self.lang)
            subjects, most = [head, *map(str.strip, texts)], record.places
        if source not in self._listed:  # once is enough; later a word finds them
            click.echo("\n".join(f"{n:4} {subject}" for n, subject in enumerate(subjects)))
            self._listed.add(source)
        while True:
            typed = self._line(f"{self._told(field)} {say(self.lang, 'ask-places')}", needed)
            words = normal_forms.items(typed, ids=True)
            if all(word.isdigit() and int(word) <= most for word in words):
                return [f"{source}#{int(word) or 'head'}" for word in words]
            if all(self._is_citation(word) for word in words):
                return words
            shown = [(n, subject) for n, subject in enumerate(subjects) if typed in subject]
            click.echo(
                "\n".join(f"{n:4} {subject}" for n, subject in shown)
                or say(self.lang, "no-place", count=most)
            )

    def _is_citation(self, word: str) -> bool:
        """Return whether a word cites a source, which may have been begun and cannot be read yet."""
        source = word.partition("#")[0]
        is_known = source in self.dataset.records or source in self.dataset.unreadable
        return is_known and re.fullmatch(types.LOCATOR, word) is not None

    def _choice(self, told: str, field: ModelField, needed: bool) -> str:
        """Ask for a value of a vocabulary, which may be a new one, or of a list that is closed."""
        kind, named = field.choices, choices(field, self.dataset, self.lang)
        if not (kind and issubclass(kind, types.Choice)):
            return self._pick(told, named, needed)
        more = [*named, (_NEW, say(self.lang, "ask-none-fits"))]
        typed = self._pick(told, more, needed, other=True)
        if not typed or typed in dict(named):
            return typed
        # what is left for later is marked in the file
        return self._added(field, "" if typed == _NEW else typed) or types.PLACEHOLDER

    def _added(self, field: ModelField, word: str) -> str:
        """Add a value to a vocabulary and return it; or tell how that is done later, and return ""."""
        name, path = field.choices.vocabulary, self.dataset.root / VOCABULARY  # type: ignore[union-attr]
        words = {} if types.is_slug(word) else {self.dataset.languages[0]: word}
        told = say(self.lang, "ask-choice-id", path=VOCABULARY, vocabulary=name)
        if not (value := self._slug(told)):
            how = new_choice(field, self.dataset.labels, word)
            click.echo(message(how.code, self.lang, how.values).strip())
            return ""
        if value in getattr(self.dataset.labels.vocabulary, name):
            return value
        named = say(self.lang, "ask-choice-words")
        words = self._by_language(named, types.Name, True, words if word else None)
        while wrong := {
            lang: problem
            for lang, typed in words.items()
            for problem in language(lang, self.dataset.labels).problems(typed, False)
        }:
            for code, _, values in wrong.values():
                click.echo(message(code, self.lang, values))
            kept = {lang: typed for lang, typed in words.items() if lang not in wrong}
            words = self._by_language(named, types.Name, True, kept)
        lines = written({name: {value: words}})
        text = path.read_text(encoding="utf-8").rstrip() + "\n"
        if block := re.search(rf"^{name}:\n(?:(?: .*)?\n)*(?: .*\n)", text, re.MULTILINE):
            lines = text[: block.end()] + lines.partition("\n")[2] + text[block.end() :]
        else:
            lines = text + lines
        validate(Vocabulary, parse(lines, VOCABULARY), VOCABULARY)
        path.write_text(lines, encoding="utf-8")
        self.dataset = load(self.dataset.root)[0]
        if (schemas := path.with_name("schema")).is_dir():
            write_schemas(schemas, self.dataset.labels)
        click.echo(say(self.lang, "wrote", path=VOCABULARY))
        return value

    def _pick(
        self,
        told: str,
        named: Sequence[tuple[str, str]],
        needed: bool = False,
        *,
        other: bool = False,
    ) -> str:
        """Ask for one of several values by its number, its words or itself, or another; "" for none."""
        click.echo(f"\n{told}")
        for number, (value, words) in enumerate(named, 1):
            click.echo(f"{number:4} {words} ({value})")
        answers = {
            typed: value
            for number, (value, words) in enumerate(named, 1)
            for typed in (str(number), value, words)
        }
        while typed := self._line(say(self.lang, "ask-number"), needed):
            if typed in answers or (other and not typed.isdigit()):
                return answers.get(typed, typed)
            click.echo(say(self.lang, "no-number", count=len(named)))
        return ""

    def _line(self, told: str, needed: bool = False) -> str:
        """Ask for a line; empty for none, where it is not needed."""
        while True:
            typed = str(click.prompt(told, default="", show_default=False)).strip()
            if typed in _BACK and self._may_go_back:
                raise _Back
            if typed or not needed:
                self._given += 1
                return typed
            click.echo(say(self.lang, "needed"))

    def _slug(self, told: str) -> str:
        """Ask for an id; empty for none."""
        while (typed := self._line(told)) and not types.is_slug(typed):
            click.echo(say(self.lang, "no-slug", found=typed))
        return typed

    def _yes(self, told: str) -> str | None:
        """Ask for yes or no, until it is one of them."""
        yes, no = (say(self.lang, f"ask-{each}").split() for each in ("yes", "no"))
        while True:
            typed = self._line(f"{told} [{yes[0]}/{no[0].upper()}]").lower()
            if typed in yes or typed in ("", *no):
                return "true" if typed in yes else None
            click.echo(say(self.lang, "yes-or-no", yes=yes[0], no=no[0]))

    def _told(self, field: ModelField) -> str:
        """Return what a field is, with an example where nothing else shows how it is written."""
        shown = field.choices or field.refers_to or field.pattern == types.LOCATOR
        told = (field.label if shown else field.description)[self.lang]
        asked_for_parts = field.model and not issubclass(field.model, types.ByLanguage)
        if not (shown or field.type is bool or asked_for_parts):
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


def _turn(field: ModelField) -> int:
    """Return when a field is asked for: names, then what is cited, then the rest."""
    return 0 if field.name in _NAMES else 1 if field.name == "cite" else 2


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


def _found(query: str, records: Sequence[Record]) -> list[Record]:
    """Return the records that a query may mean: by id, by how a name begins, then by a piece of one or of pinyin."""
    plain, folded = types.plain_pinyin(query), query.casefold()

    def rank(record: Record) -> int:
        names = [name.casefold() for path, _, _, name in texts_of(record) if path[0] in _NAMES]
        spoken = types.plain_pinyin(getattr(record, "pinyin", None) or "")
        held = any(folded in name for name in (*names, record.id)) or (plain and plain in spoken)
        begun = any(name.startswith(folded) for name in names)
        return 0 if record.id == query else 1 if begun else 2 if held else 3

    return sorted((record for record in records if rank(record) < 3), key=rank)
