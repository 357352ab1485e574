"""Words and vocabularies → the Labels of a handbook, or what is wrong with their files.

the engine's model/locale/<language>.yml ─┐
data/labels.yml, whose words go over them ─┼─▶ Labels
data/vocabulary.yml ──────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import TypeVar

import yaml
from pydantic import BaseModel

from handbook.diagnostics import Diagnostic, HandbookError, Location, Phrase, language_name, nearest
from handbook.load.validation import read_model
from handbook.load.yaml_tree import Map, location
from handbook.model.introspect import dotted
from handbook.model.kinds import KINDS
from handbook.model.labels import LABELS, OWN_WORDS, Labels, LabelsFile, Site
from handbook.model.types import RESERVED_FOLDERS
from handbook.model.vocabulary import VOCABULARY, Vocabulary

_NONE = Phrase("no-placeholder")
#: At most so many missing words are named in a message.
_NAMED = 5
#: Words that name a language or a section of the navigation; a handbook may have more of them than the engine.
_NAMES = ("language_", "section_")

M = TypeVar("M", bound=BaseModel)


class Unloadable(HandbookError):
    """The handbook's root or its labels cannot be used, so there is no data set."""


@cache
def locales() -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    """Return the engine's `words` and `everyday` vocabulary by language."""
    folder = files("handbook.model") / "locale"
    return {
        Path(file.name).stem: yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }


@cache
def engine_words() -> Mapping[str, Mapping[str, str]]:
    """Return the engine's words by key and language."""
    words: dict[str, dict[str, str]] = {}
    for lang, locale in locales().items():
        for key, text in locale["words"].items():
            words.setdefault(key, {})[lang] = str(text)
    return words


def load_labels(root: Path) -> Labels:
    """Return the labels of the handbook at `root`.

    Raises:
        Unloadable: A file is missing, or cannot be used.
    """
    return read_labels(root)[0]


def read_labels(root: Path) -> tuple[Labels, dict[str, Map], list[Diagnostic]]:
    """Read data/labels.yml and data/vocabulary.yml, and set the handbook's words over the engine's.

    Returns:
        The labels, the files' trees by path, and what is wrong with single words. A word that is wrong
        is left out, so that the engine's stands.

    Raises:
        Unloadable: A file is missing, or cannot be used.
    """
    if not (root / LABELS).is_file():
        raise Unloadable([Diagnostic("handbook-missing", Location("."), {"found": LABELS})])
    own, tree = _read(root, LABELS, LabelsFile)
    if wrong := list(_unknown_locales(own, tree)):
        raise Unloadable(wrong)
    languages = tuple(own.languages)
    if not (root / VOCABULARY).is_file():
        raise Unloadable([Diagnostic("vocabulary-missing", Location(VOCABULARY))])
    vocabulary, values = _read(root, VOCABULARY, Vocabulary, languages)
    if wrong := list(_reserved_sections(vocabulary, values, languages)):
        raise Unloadable(wrong)
    findings = list(_faulty_words(own, tree))
    faulty = {finding.place.field for finding in findings}
    words = {key: dict(texts) for key, texts in engine_words().items()}
    for lang, settings in own.languages.items():
        words["look_language"].setdefault(lang, settings.name)  # a language is never called by another's name
    for key, texts in own.words.items():
        if key not in words and not key.startswith(_NAMES):
            continue
        if good := {lang: texts[lang] for lang in texts if dotted(("words", key, lang)) not in faulty}:
            words.setdefault(key, {}).update(good)
    findings += [*_missing_words(own, words, tree), *_missing_names(vocabulary, values, languages)]
    everyday = {lang: {**_everyday(lang), **own.everyday.get(lang, {})} for lang in languages}
    if own.site is None:  # as in revisions that are older than it
        findings.append(Diagnostic("handbook-id-missing", Location(LABELS)))
    labels = Labels(
        site=own.site or Site(id="handbook"),
        languages=own.languages,
        words=words,
        everyday=everyday,
        vocabulary=vocabulary,
    )
    return labels, {LABELS: tree, VOCABULARY: values}, findings


def _read(root: Path, name: str, model: type[M], languages: tuple[str, ...] = ()) -> tuple[M, Map]:
    findings: list[Diagnostic] = []
    read = read_model(root, name, model, findings, languages)
    if read is None:
        raise Unloadable(findings)
    return read


def _everyday(lang: str) -> dict[str, tuple[str, ...]]:
    entries = locales()[lang]["everyday"] if lang in locales() else {}
    return {word: tuple(meant) for word, meant in entries.items() if isinstance(meant, list)}


def _unknown_locales(own: LabelsFile, tree: Map) -> Iterator[Diagnostic]:
    """Yield the languages whose dates could not be written."""
    from babel.core import Locale, UnknownLocaleError

    for lang, language in own.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield _at(LABELS, tree, "label-locale", "languages", lang, "locale", found=language.locale)


def _faulty_words(own: LabelsFile, tree: Map) -> Iterator[Diagnostic]:
    """Yield the words that the engine does not know, or not with these placeholders."""
    for key, texts in own.words.items():
        engine = engine_words().get(key)
        if engine is None and not key.startswith(_NAMES):
            yield _at(LABELS, tree, "label-unknown", "words", key, found=key, nearest=nearest(key, engine_words()))
            continue
        expected = places(next(iter(engine.values()))) if engine else frozenset()
        for lang, text in texts.items():
            try:
                found = places(text)
            except ValueError:
                yield _at(LABELS, tree, "label-braces", "words", key, lang, found=text)
                continue
            if found != expected:
                yield _at(LABELS, tree, "label-places", "words", key, lang, found=_named(found), expected=_named(expected))


def _missing_words(own: LabelsFile, words: Mapping[str, Mapping[str, str]], tree: Map) -> Iterator[Diagnostic]:
    """Yield the words that the handbook must set itself, and per language how many words fall back to another."""
    for key in OWN_WORDS:
        for lang in own.languages:
            if lang not in own.words.get(key, {}):
                yield _at(LABELS, tree, "label-missing", "words", key, found=key, lang=lang)
    for lang in own.languages:
        missing = [key for key, texts in words.items() if lang not in texts and key not in OWN_WORDS]
        if missing:
            shown = [*missing[:_NAMED], "…"] if len(missing) > _NAMED else missing
            yield _at(LABELS, tree, "label-words-missing", "words", lang=lang, count=len(missing), found=shown)


def _reserved_sections(vocabulary: Vocabulary, tree: Map, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield the sections whose folder is that of other pages."""
    for section in vocabulary.sections:
        if section in {*RESERVED_FOLDERS, *KINDS, *languages}:
            yield _at(VOCABULARY, tree, "section-reserved", "sections", section, found=f"/{section}/")


def _missing_names(vocabulary: Vocabulary, tree: Map, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield the values that are not named in every language."""
    for name in Vocabulary.model_fields:
        for value, words in getattr(vocabulary, name).items():
            for lang in languages:
                if lang not in words:
                    where = {"lang": language_name(lang), "code": lang}
                    yield _at(VOCABULARY, tree, "translation-missing", name, value, lang, **where)


def _at(path: str, tree: Map, code: str, /, *field: str, **values: object) -> Diagnostic:
    return Diagnostic(code, location(path, tree, field), values)


def places(text: str) -> frozenset[str]:
    """Return the placeholders of a word as they stand in its braces.

    Raises:
        ValueError: The braces make no pairs.
    """
    if "{" not in text and "}" not in text:
        return frozenset()
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    return frozenset(f"{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}" for _, name, form, how in parts)


def _named(names: Iterable[str]) -> object:
    return [f"{{{name}}}" for name in sorted(names)] or _NONE
