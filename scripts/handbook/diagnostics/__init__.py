"""Diagnostics: what is wrong, where, and how it is said.

    messages.yml ── message() ──┐
    a check ── Diagnostic ──────┴─ report() ─▶ lines of text, GitHub annotations, or JSON

A check never prints: it yields diagnostics, which carry a message's code, a location and values. The sentences stand in
`messages.yml`, in each message language; a third language is a third column there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files

import yaml


class Severity(StrEnum):
    """Errors fail the check, warnings do not; a note is a sentence that a command says."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of the catalogue: what was found and the remedy, by language, with `{name}` for values."""

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
    """A path from the handbook's root, a line and a column (both from 1), and a field."""

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

    @property
    def severity(self) -> Severity:
        """Return the message's severity."""
        return MESSAGES[self.code].severity

    def message(self, lang: str) -> str:
        """Return what was found and the remedy, in a message language."""
        return message(self.code, lang, self.values)

    def text(self, lang: str) -> str:
        """Return `path:line:column: field: message`, the field left out where there is none."""
        place = self.place
        named = f" {printable(place.field)}:" if place.field else ""
        return f"{printable(place.path)}:{place.line}:{place.column}:{named} {self.message(lang)}"


class HandbookError(Exception):
    """The handbook cannot be loaded or built; the base of all exceptions that a command reports.

    Attributes:
        diagnostics: What was found, for the editor.
        details: A traceback, for the maintainer; empty where nothing unexpected happened.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], details: str = "") -> None:
        """Keep what was found."""
        self.diagnostics, self.details = list(diagnostics), details
        super().__init__("\n".join(each.text(MESSAGE_LANGUAGES[-1]) for each in self.diagnostics))

    def __reduce__(self) -> tuple[type[HandbookError], tuple[list[Diagnostic], str]]:
        """Pickle, for the way from one process to another."""
        return type(self), (self.diagnostics, self.details)


def _read_catalogue() -> tuple[tuple[str, ...], dict[str, Message]]:
    text = (files("handbook.diagnostics") / "messages.yml").read_text(encoding="utf-8")
    tree = yaml.load(text, yaml.CBaseLoader)
    languages = tuple(tree["languages"])
    messages = {}
    for code, entry in tree["messages"].items():
        texts = {lang: entry[lang] for lang in languages if lang in entry}
        parts = {  # a note is a sentence alone
            lang: {"found": text} if isinstance(text, str) else text for lang, text in texts.items()
        }
        found = {lang: part["found"] for lang, part in parts.items()}
        remedy = {lang: part.get("remedy", "") for lang, part in parts.items()}
        messages[code] = Message(code, Severity(entry.get("severity", "error")), found, remedy)
    return languages, messages


#: The languages messages come in, the editors' first; the last one serves readers of any other language.
MESSAGE_LANGUAGES, MESSAGES = _read_catalogue()


def message(code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return a message with its remedy.

    Args:
        code: The message's code in the catalogue.
        lang: A language; in one that messages do not come in, the message is in the last message language.
        values: What stands for each `{name}`: text, a list, a Phrase, or a text for each language.
    """
    lang = lang if lang in MESSAGE_LANGUAGES else MESSAGE_LANGUAGES[-1]
    entry = MESSAGES[code]
    found, remedy = (_filled(part, lang, values) for part in (entry.found, entry.remedy))
    return f"{found}{MESSAGES['sentence-gap'].found[lang]}{remedy}" if remedy else found


def found_of(code: str, lang: str, values: Mapping[str, object] | None = None) -> str:
    """Return what was found alone, without the final stop, for use inside another message."""
    return _filled(MESSAGES[code].found, lang, values).rstrip("。.")


def _filled(sentences: Mapping[str, str], lang: str, values: Mapping[str, object] | None) -> str:
    sentence = sentences.get(lang, sentences[MESSAGE_LANGUAGES[-1]])
    texts = {name: _in_language(value, lang) for name, value in (values or {}).items()}
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
    """Return a value that messages show whole and in its own lines, such as what a program printed."""
    return {MESSAGE_LANGUAGES[-1]: text}


def printable(text: str) -> str:
    """Return the text on one line, control characters as escapes, so that no file's name passes for a line of its own."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shorten(text: str, limit: int = 60) -> str:
    """Return the text on one line, cut to `limit` characters, control characters as escapes."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nearest(word: str, accepted: Iterable[str]) -> Phrase | str:
    """Return a clause that names the accepted words nearest to one, or nothing where none is near."""
    near = get_close_matches(word, list(accepted), n=3, cutoff=0.6)
    return Phrase("nearest-names", {"names": near}) if near else ""


def language_name(lang: str) -> Phrase | str:
    """Return what a language is called in messages; one that has no name there is called by its code."""
    return Phrase(f"language-{lang}") if f"language-{lang}" in MESSAGES else lang


def locale_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the message language of the environment's locale, or the last one where there is none for it."""
    value = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").lower()
    return next(filter(value.startswith, MESSAGE_LANGUAGES), MESSAGE_LANGUAGES[-1])


def report(diagnostics: Iterable[Diagnostic], form: str, lang: str) -> str:
    """Return the diagnostics as `text` lines, `github` annotations, or a `json` list."""
    found = list(diagnostics)
    if form == "json":
        rows = [_row(diagnostic, lang) for diagnostic in found]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_annotation, found))
    return "\n".join(f"{d.text(lang)} [{message(f'severity-{d.severity}', lang)} {d.code}]" for d in found)


def _row(diagnostic: Diagnostic, lang: str) -> dict[str, object]:
    head = {"level": diagnostic.severity.value, "code": diagnostic.code}
    return {**head, **asdict(diagnostic.place), "message": diagnostic.message(lang)}


def _annotation(diagnostic: Diagnostic) -> str:
    """Return a GitHub workflow command in every message language, because a runner does not know its reader's."""
    place = diagnostic.place
    sentences = "\n".join(map(diagnostic.message, MESSAGE_LANGUAGES))
    data = command_data(f"{place.field}: {sentences}" if place.field else sentences)
    path = command_data(place.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{diagnostic.severity} file={path},line={place.line},col={place.column},title={diagnostic.code}::{data}"


def command_data(text: str) -> str:
    """Return a text as a GitHub workflow command carries it (workflow-commands documentation: escapes)."""
    return text.translate({ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"})
