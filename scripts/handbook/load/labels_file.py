"""data/labels.yml → the interface's words, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.load.files import read_bytes
from handbook.load.validation import validate
from handbook.load.yaml_tree import Map, locate, parse
from handbook.model.introspect import dotted
from handbook.model.labels import LABELS, Labels, needed

_NONE = {"zh": "（没有）", "en": "(none)"}


class Unloadable(HandbookError):
    """The handbook's root or its labels cannot be used, so there is no data set."""


def load_labels(root: Path) -> Labels:
    """Return the interface's words; raises Unloadable where they are missing or wrong."""
    return read_labels(root)[0]


def read_labels(root: Path) -> tuple[Labels, Map]:
    """Return the interface's words and the tree they were read from; raises Unloadable."""
    if not (root / LABELS).is_file():
        raise Unloadable([Diagnostic("handbook-missing", Location("."), {"found": LABELS})])
    content, findings = read_bytes(root / LABELS, LABELS)
    if content is None:
        raise Unloadable(findings)
    tree, problems = parse(content)
    if tree is None:
        raise Unloadable([problem.at(LABELS) for problem in problems])
    labels, findings = validate(Labels, tree, LABELS, ())
    if labels is None:
        raise Unloadable(findings)
    missing = [
        Diagnostic("label-missing", Location(LABELS, *_word_place(tree, key)), {"found": key, "lang": lang})
        for key, words in labels.words.items()
        for lang in labels.languages
        if lang not in words
    ]
    if wrong := [*missing, *_unsayable(labels, tree)]:
        raise Unloadable(wrong)
    return labels, tree


def _word_place(tree: Map, key: str) -> tuple[int, int]:
    line, column, *_ = tree["words"].marks[key]
    return line + 1, column + 1


def _unsayable(labels: Labels, tree: Map) -> Iterator[Diagnostic]:
    """Yield what would stop the program where it says a word or writes a date."""
    from babel.core import Locale, UnknownLocaleError

    def at(message: str, *field: str, **values: object) -> Diagnostic:
        return Diagnostic(message, Location(LABELS, *locate(tree, field), dotted(field)), values)

    for lang, language in labels.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield at("label-locale", "languages", lang, "locale", found=language.locale)
    for key, said in labels.words.items():
        expected = needed().get(key)
        for lang, text in said.items():
            try:
                found = places(text)
            except ValueError:
                yield at("label-braces", "words", key, lang, found=text)
                continue
            if expected is None:  # a word that is not in the list: its leading language tells
                expected = found
            if found != expected:
                yield at("label-places", "words", key, lang, found=_named(found), expected=_named(expected))


def places(text: str) -> frozenset[str]:
    """Return the names in braces of a word as they stand there; raises ValueError where braces make no pairs."""
    if "{" not in text and "}" not in text:
        return frozenset()
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    return frozenset(f"{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}" for _, name, form, how in parts)


def _named(names: frozenset[str]) -> object:
    return [f"{{{name}}}" for name in sorted(names)] or _NONE
