"""What the checks say: messages in Chinese and English, and findings that carry one to its place.

A check never prints. It yields findings, and `report` turns them into lines of text, annotations or JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from string import Template

#: The languages messages come in, the editors' first.
MESSAGE_LANGUAGES = ("zh", "en")


class Severity(StrEnum):
    """How much a finding matters: errors fail the check, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


#: Every message by its code, filled as messages are defined; the documentation lists them all.
MESSAGES: dict[str, Message] = {}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a check can say: what was found and, after it, the remedy; `$name` stands for a value found."""

    code: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str
    level: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        """Register the message; codes are unique."""
        if self.code in MESSAGES:
            raise ValueError(f"two messages are called {self.code}")
        MESSAGES[self.code] = self

    def text(self, lang: str, values: Mapping[str, object]) -> str:
        """Return the whole message in a language, its values filled in."""
        gap = "" if lang == "zh" else " "
        return f"{self._said(lang, values, self.zh, self.en)}{gap}{self._said(lang, values, self.zh_remedy, self.en_remedy)}"

    def found(self, lang: str, values: Mapping[str, object]) -> str:
        """Return what was found alone, as part of another message that has a remedy of its own."""
        return self._said(lang, values, self.zh, self.en).rstrip("。.")

    def _said(self, lang: str, values: Mapping[str, object], zh: str, en: str) -> str:
        return Template(zh if lang == "zh" else en).safe_substitute({key: _in_language(value, lang) for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a path from the handbook's root, a line and a column (both from 1), and a field."""

    path: str
    line: int = 1
    column: int = 1
    field: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message at its place."""

    message: Message
    place: Location
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def level(self) -> Severity:
        """Return the message's level."""
        return self.message.level

    def text(self, lang: str) -> str:
        """Return `path:line:column: field: message`, the field left out where there is none."""
        place = self.place
        named = f" {printable(place.field)}:" if place.field else ""
        return f"{printable(place.path)}:{place.line}:{place.column}:{named} {self.message.text(lang, self.values)}"


def _in_language(value: object, lang: str) -> str:
    if isinstance(value, Mapping):
        return str(value[lang])
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, Iterable):
        return ("、" if lang == "zh" else ", ").join(printable(str(item)) for item in value)
    return str(value)


def printable(text: str) -> str:
    """Return the text on one line, control characters shown as escapes, so that no file's name passes for a line of its own."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shorten(text: str, limit: int = 60) -> str:
    """Return the text on one line, cut to a readable length, control characters shown as escapes."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nearest(word: str, accepted: Iterable[str]) -> dict[str, str]:
    """Return a clause that names the accepted words nearest to one, in each message language; empty where none is near."""
    near = get_close_matches(word, list(accepted), n=3, cutoff=0.6)
    if not near:
        return {"zh": "", "en": ""}
    return {"zh": f"最接近的是：{'、'.join(near)}。", "en": f"Nearest: {', '.join(near)}. "}


def its_id(record_id: str) -> dict[str, str]:
    """Return a clause that gives the id of a record that was named by its title, in each message language."""
    return {"zh": f"它的标识是：{record_id}。", "en": f"Its id is {record_id}. "}


def locale_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the message language of the environment's locale: Chinese for a Chinese one, otherwise English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def language_name(lang: str) -> Mapping[str, str]:
    """Return what a language is called in each message language; one that is neither is called by its code."""
    return {"zh": {"zh": "中文", "en": "Chinese"}, "en": {"zh": "英文", "en": "English"}}.get(lang, dict.fromkeys(MESSAGE_LANGUAGES, lang))


def report(findings: Iterable[Diagnostic], form: str, lang: str) -> str:
    """Return the findings as `text` lines, `github` annotations, or a `json` list."""
    found = list(findings)
    if form == "json":
        rows = [
            {
                "level": f.level.value,
                "code": f.message.code,
                "path": f.place.path,
                "line": f.place.line,
                "column": f.place.column,
                "field": f.place.field,
                "message": f.message.text(lang, f.values),
            }
            for f in found
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_annotation, found))
    words = {"zh": {"error": "错误", "warning": "提醒"}, "en": {"error": "error", "warning": "warning"}}[lang]
    return "\n".join(f"{f.text(lang)} [{words[f.level]} {f.message.code}]" for f in found)


def _annotation(finding: Diagnostic) -> str:
    """Return a GitHub workflow command in every message language, because a runner does not know its reader's."""
    place = finding.place
    said = "\n".join(finding.message.text(lang, finding.values) for lang in MESSAGE_LANGUAGES)
    data = f"{place.field}: {said}" if place.field else said
    path = command_data(place.path).replace(":", "%3A").replace(",", "%2C")
    return f"::{finding.level.value} file={path},line={place.line},col={place.column},title={finding.message.code}::{command_data(data)}"


def command_data(text: str) -> str:
    """Return a text as a GitHub workflow command carries it; the escapes are those of the workflow-commands documentation."""
    for char, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, escape)
    return text
