"""Diagnostics: problems with their location, and the catalogue of their messages.

    messages.yml ── message() ──┐
    a check ── Diagnostic ──────┴─ report() ─▶ lines of text, GitHub annotations, or JSON

A check never prints: it yields diagnostics, each with a message code, a location and values. The
sentences are in `messages.yml`, one entry per message language.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any, Self

import yaml

#: The maximal number of findings that are reported of one file: more say nothing more to an editor,
#: and a broken file would cost time with each of them.
MOST = 100
#: A value between quotation marks.
_QUOTED = re.compile(r"“\{(\w+)\}”")
#: An example of each message that has one.
EXAMPLES = Path(__file__).with_name("examples.yml")
#: How the handbook's commands are called, in its root. Messages have it as elsewhere than on Windows.
COMMAND = r".\handbook" if os.name == "nt" else "./handbook"


class Severity(StrEnum):
    """The severity of a message: errors fail the check; notes are a command's own output."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of the catalogue.

    Attributes:
        code: The entry's key.
        severity: How severe the problem is.
        found: The problem by language, with `{name}` placeholders for values.
        remedy: The remedy by language, with the same placeholders; empty for a note.
    """

    code: str
    severity: Severity
    found: Mapping[str, str]
    remedy: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message as a value inside another message."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Location:
    """A path from the handbook's root, a line and column (both from 1), and a field."""

    path: str
    line: int = 1
    column: int = 1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message's code with its values, at a location."""

    code: str
    place: Location
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def at(cls, code: str, path: str, /, line: int = 1, column: int = 1, **values: object) -> Self:
        """Return a problem at a line and column of a file."""
        return cls(code, Location(path, line, column), values)

    @property
    def severity(self) -> Severity:
        """Return the message's severity."""
        return MESSAGES[self.code].severity

    def message(self, lang: str) -> str:
        """Return the problem and its remedy in a message language."""
        return message(self.code, lang, self.values)

    def text(self, lang: str) -> str:
        """Return `path:line:column: field: message`, without the field if there is none."""
        place = self.place
        named = f" {printable(place.field)}:" if place.field else ""
        return f"{printable(place.path)}:{place.line}:{place.column}:{named} {self.message(lang)}"


class HandbookError(Exception):
    """The base of all exceptions that a command reports to the editor.

    Attributes:
        diagnostics: The problems, for the editor.
        details: A traceback, for the maintainer; empty if the error was expected.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], details: str = "") -> None:
        """Keep the diagnostics and the traceback."""
        self.diagnostics, self.details = list(diagnostics), details
        super().__init__("\n".join(each.text(MESSAGE_LANGUAGES[-1]) for each in self.diagnostics))

    @classmethod
    def of(cls, code: str, path: str = ".", /, *place: int, **values: Any) -> Self:
        """Return the error for one problem, located as by `Diagnostic.at`."""
        return cls([Diagnostic.at(code, path, *place, **values)])

    def __reduce__(self) -> tuple[type[Self], tuple[list[Diagnostic], str]]:
        """Support pickling, to pass the error between processes."""
        return type(self), (self.diagnostics, self.details)


def _read_catalogue() -> tuple[tuple[str, ...], dict[str, Message]]:
    text = (files("handbook.diagnostics") / "messages.yml").read_text(encoding="utf-8")
    tree = yaml.load(text.replace("./handbook", COMMAND), yaml.CBaseLoader)
    languages = tuple(tree["languages"])
    messages = {}
    for code, entry in tree["messages"].items():
        severity = Severity(entry.get("severity", "error"))
        texts = {lang: entry[lang] for lang in languages}
        if severity is Severity.NOTE:  # a sentence alone
            texts = {lang: {"found": text, "remedy": ""} for lang, text in texts.items()}
        found = {lang: text["found"] for lang, text in texts.items()}
        remedy = {lang: text["remedy"] for lang, text in texts.items()}
        messages[code] = Message(code, severity, found, remedy)
    return languages, messages


#: The message languages, the editors' first; the last one is the fallback.
MESSAGE_LANGUAGES, MESSAGES = _read_catalogue()


def message(code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return a message with its remedy.

    Args:
        code: The message's code in the catalogue.
        lang: The language; the last message language is the fallback.
        values: The value of each `{name}`: a text, a list, a Phrase, or a text by language.
    """
    lang = lang if lang in MESSAGE_LANGUAGES else MESSAGE_LANGUAGES[-1]
    entry = MESSAGES[code]
    found, remedy = (_filled(part, lang, values) for part in (entry.found, entry.remedy))
    return f"{found}{MESSAGES['sentence-gap'].found[lang]}{remedy}" if remedy else found


def explained(code: str, lang: str) -> str:
    """Return a message at length: its severity, its sentences, and an example."""
    entry = MESSAGES[code]
    tree = _examples()
    head = f"{code} [{message(f'severity-{entry.severity}', lang)}]"
    if code not in tree:
        names = {name for text in (entry.found[lang], entry.remedy[lang])
                 for _, name, *_ in Formatter().parse(text) if name}  # fmt: skip
        return f"{head}\n\n{message(code, lang, dict.fromkeys(names, '…'))}"
    example = tree[code]
    place = found_of("example-at", lang, {"path": example["path"]})
    return f"{head}\n\n{example[lang]}\n\n{place}\n{example['change']}"


@cache
def _examples() -> Mapping[str, Mapping[str, str]]:
    tree: dict[str, dict[str, str]] = yaml.load(EXAMPLES.read_text("utf-8"), yaml.CBaseLoader)
    return tree


def found_of(code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return a message without remedy and final stop, for use inside another message."""
    return _filled(MESSAGES[code].found, lang, values).rstrip("。.")


def _filled(sentences: Mapping[str, str], lang: str, values: Mapping[str, object] | None) -> str:
    sentence = sentences.get(lang, sentences[MESSAGE_LANGUAGES[-1]])
    texts = {name: _in_language(value, lang) for name, value in (values or {}).items()}
    for name in _QUOTED.findall(sentence):  # what has marks of its own needs no second pair
        if len(text := str(texts.get(name, ""))) > 2 and text[0] + text[-1] == "“”":
            texts[name] = text[1:-1]
    return sentence.format_map(texts)


def _in_language(value: object, lang: str) -> str:
    if isinstance(value, Phrase):
        return message(value.code, lang, value.values)
    if isinstance(value, Mapping):
        return str(value[lang if lang in value else MESSAGE_LANGUAGES[-1]])
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, Iterable):
        return MESSAGES["list-separator"].found[lang].join(printable(str(item)) for item in value)
    return str(value)


def verbatim(text: str) -> dict[str, str]:
    """Return a value that messages show in full with its line breaks.

    Other texts are shortened and put on one line. An example is a program's output.
    """
    return {MESSAGE_LANGUAGES[-1]: text}


def printable(text: str) -> str:
    """Return the text on one line, with control characters as escapes.

    The name of a file could otherwise forge a line of the report.
    """
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shorten(text: str, limit: int = 60) -> str:
    """Return the text as `printable` does, cut to `limit` characters."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nearest(word: str, accepted: Iterable[str]) -> Phrase | str:
    """Return a clause that suggests the accepted words most similar to a word, or ""."""
    known = list(accepted)
    holding = [each for each in known if word and f"-{word}-" in f"-{each}-"]
    near = holding[:3] or get_close_matches(word, known, n=3, cutoff=0.75)
    return Phrase("nearest-names", {"names": near}) if near else ""


def language_name(lang: str) -> Phrase | str:
    """Return a language's name in messages, or its code if messages have no name for it."""
    return Phrase(f"language-{lang}") if f"language-{lang}" in MESSAGES else lang


def locale_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the message language that the environment asks for, or ""."""
    names = ("HANDBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    value = next(filter(None, map(environ.get, names)), "").lower()
    return next(filter(value.startswith, MESSAGE_LANGUAGES), "")


def report(diagnostics: Iterable[Diagnostic], form: str, lang: str) -> str:
    """Return the diagnostics as `text` lines, `github` annotations, or a `json` list."""
    listed = list(diagnostics)
    if form == "json":
        rows = [
            {"level": d.severity, "code": d.code, **asdict(d.place), "message": d.message(lang)}
            for d in listed
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_annotation, listed))
    return "\n".join(
        f"{d.text(lang)} [{message(f'severity-{d.severity}', lang)} {d.code}]" for d in listed
    )


def _annotation(diagnostic: Diagnostic) -> str:
    """Return a GitHub workflow command in all message languages: its reader's is not known."""
    place = diagnostic.place
    sentences = "\n".join(map(diagnostic.message, MESSAGE_LANGUAGES))
    data = command_data(f"{place.field}: {sentences}" if place.field else sentences)
    path = command_data(place.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{diagnostic.severity} file={path},line={place.line},col={place.column},title={diagnostic.code}::{data}"


def command_data(text: str) -> str:
    """Return a text escaped for a GitHub workflow command.

    The escapes are those of `escapeData` in GitHub's actions/toolkit.
    """
    return text.translate({ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"})
