"""Words and vocabularies → the Labels of a handbook, or what is wrong with their files.

the engine's model/locale/<language>.yml ─┐
data/labels.yml, whose words go over them ─┼─▶ Labels
data/vocabulary.yml ──────────────────────┘
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from handbook.diagnostics import Diagnostic, HandbookError, Location, Phrase, language_name, nearest
from handbook.load.validation import read_model
from handbook.load.yaml_tree import Map, location
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
#: Makes the diagnostic of a code at a field in a file, with values.
Problem = Callable[..., Diagnostic]


class Unloadable(HandbookError):
    """The handbook's root or its labels cannot be used, so there is no data set."""


@cache
def locales() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return the engine's `words` and `everyday` vocabulary by language."""
    folder = files("handbook.model") / "locale"
    return {
        Path(file.name).stem: yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }


@cache
def engine_words() -> Mapping[str, Mapping[str, str]]:
    """Return the engine's words by key and language."""
    words: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for lang, locale in locales().items():
        for key, text in locale["words"].items():
            words[key][lang] = text
    return dict(words)


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
    problem = partial(_problem, LABELS, tree)
    if findings := list(_unknown_locales(own, problem)):
        raise Unloadable(findings)
    if not (root / VOCABULARY).is_file():
        raise Unloadable([Diagnostic("vocabulary-missing", Location(VOCABULARY))])
    vocabulary, values = _read(root, VOCABULARY, Vocabulary, own)
    problem_of_value = partial(_problem, VOCABULARY, values)
    words = {key: dict(texts) for key, texts in engine_words().items()}
    for lang, settings in own.languages.items():
        words["look_language"].setdefault(lang, settings.name)  # its own name, never another's
    findings = list(_set_words(own, words, problem))
    findings += _missing_words(own, words, problem)
    if own.site is None:  # as in revisions that are older than it
        findings.append(Diagnostic("handbook-id-missing", Location(LABELS)))
    labels = Labels(
        site=own.site or Site(id="handbook"),
        languages=own.languages,
        words=words,
        everyday={lang: {**locales().get(lang, {}).get("everyday", {}), **own.everyday.get(lang, {})} for lang in own.languages},
        vocabulary=vocabulary,
    )
    if reserved := list(_reserved_sections(labels, problem_of_value)):
        raise Unloadable(reserved)
    findings += _missing_names(labels, problem_of_value)
    return labels, {LABELS: tree, VOCABULARY: values}, findings


def _read(root: Path, name: str, model: type[M], labels: LabelsFile | None = None) -> tuple[M, Map]:
    findings: list[Diagnostic] = []
    read = read_model(root, name, model, findings, labels)
    if read is None:
        raise Unloadable(findings)
    return read


def _problem(path: str, tree: Map, code: str, /, *field: str, **values: object) -> Diagnostic:
    return Diagnostic(code, location(path, tree, field), values)


def _unknown_locales(own: LabelsFile, problem: Problem) -> Iterator[Diagnostic]:
    """Yield the languages whose dates could not be written."""
    from babel.core import Locale, UnknownLocaleError

    for lang, language in own.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            found = language.locale
            yield problem("label-locale", "languages", lang, "locale", found=found)


def _set_words(own: LabelsFile, words: dict[str, dict[str, str]], problem: Problem) -> Iterator[Diagnostic]:
    """Set the handbook's words over the engine's.

    Yields:
        A diagnostic for each word that the engine does not know, or not with these placeholders;
        it is left out.
    """
    for key, texts in own.words.items():
        engine = engine_words().get(key)
        if engine is None and not key.startswith(_NAMES):
            near = nearest(key, engine_words())
            yield problem("label-unknown", "words", key, found=key, nearest=near)
            continue
        expected = placeholders(next(iter(engine.values()))) if engine else []
        for lang, text in texts.items():
            field = ("words", key, lang)
            try:
                found = placeholders(text)
            except ValueError:
                yield problem("label-braces", *field, found=text)
                continue
            if found == expected:
                words.setdefault(key, {})[lang] = text
            else:
                values = {"found": found or _NONE, "expected": expected or _NONE}
                yield problem("label-places", *field, **values)


def _missing_words(own: LabelsFile, words: Mapping[str, Mapping[str, str]], problem: Problem) -> Iterator[Diagnostic]:
    """Yield the words that a handbook must set itself, and how many fall back to another language."""
    for lang in own.languages:
        for key in OWN_WORDS:
            if lang not in own.words.get(key, {}):
                yield problem("label-missing", "words", key, found=key, lang=lang)
        missing = [key for key in words if lang not in words[key] and key not in OWN_WORDS]
        if missing:
            shown = [*missing[:_NAMED], "…"] if len(missing) > _NAMED else missing
            yield problem("label-words-missing", "words", lang=lang, count=len(missing), found=shown)


def _reserved_sections(labels: Labels, problem: Problem) -> Iterator[Diagnostic]:
    """Yield the sections whose folder is that of other pages."""
    for section in labels.vocabulary.sections:
        if section in {*RESERVED_FOLDERS, *KINDS, *labels.languages}:
            yield problem("section-reserved", "sections", section, found=f"/{section}/")


def _missing_names(labels: Labels, problem: Problem) -> Iterator[Diagnostic]:
    """Yield the values that are not named in every language."""
    for name in Vocabulary.model_fields:
        for value, words in getattr(labels.vocabulary, name).items():
            for lang in labels.languages:
                if lang not in words:
                    values = {"lang": language_name(lang), "code": lang}
                    yield problem("translation-missing", name, value, lang, **values)


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a word as they stand in it, sorted, each once.

    Raises:
        ValueError: The braces make no pairs.
    """
    return sorted(
        {
            f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}"
            for _, name, form, conversion in Formatter().parse(text)
            if name is not None
        }
    )
