"""Reading of the Labels of a handbook: interface words, languages and vocabularies.

the engine's model/locale/<language>.yml ─┐
data/labels.yml, which overrides them ────┼─▶ Labels
data/vocabulary.yml ──────────────────────┤
data/conversions.yml, if there is one ────┘
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from os.path import lexists
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from handbook.diagnostics import Diagnostic, Phrase, language_name, nearest
from handbook.load.files import Unloadable
from handbook.load.validation import read_model
from handbook.load.yaml_tree import Map, location
from handbook.model.kinds import KINDS, index_pages
from handbook.model.labels import (
    CONTRAST,
    CONVERSIONS,
    LABELS,
    OWN_WORDS,
    Conversion,
    Exceptions,
    Labels,
    LabelsFile,
    Site,
    counted,
    low_contrasts,
)
from handbook.model.types import RESERVED_FOLDERS
from handbook.model.vocabulary import VOCABULARY, Vocabulary
from handbook.text.conversion import CONVERTERS

_NONE = Phrase("no-placeholder")
#: The maximal number of missing words named in a message.
_NAMED = 5
#: Prefixes of words for languages and sections, which a handbook may add to the engine's.
_NAMES = ("language_", "section_")
#: What a word cannot hold, beside HTML, because it may stand in a table and in Markdown.
_MARKUP = re.compile(r"[|`]|&#?\w+;")

#: A message's code, a field of the file, and values.
_Problem = tuple[str, tuple[str, ...], Mapping[str, object]]


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
        Unloadable: A file is missing or cannot be used.
    """
    return read_labels(root)[0]


def read_labels(root: Path) -> tuple[Labels, dict[str, Map], list[Diagnostic]]:
    """Read the labels of data/labels.yml and data/vocabulary.yml.

    The handbook's words override the engine's; an invalid word is reported and ignored.

    Returns:
        The labels, the files' trees by path, and the problems of single words.

    Raises:
        Unloadable: A file is missing or cannot be used.
    """
    if not lexists(root / LABELS):
        raise Unloadable.of("handbook-missing", ".", found=LABELS)
    listed, tree = read_model(root, LABELS, LabelsFile)
    problems = (*_unknown_locales(listed), *_unknown_conversions(listed))
    if findings := list(_located(LABELS, tree, problems)):
        raise Unloadable(findings)
    trees = {LABELS: tree}
    converted = {lang: each for lang, each in listed.languages.items() if each.converted_from}
    written = {lang: each for lang, each in listed.languages.items() if lang not in converted}
    own = listed.model_copy(update={"languages": written})
    exceptions: dict[str, dict[str, str]] = {}
    if lexists(root / CONVERSIONS):
        file, trees[CONVERSIONS] = read_model(root, CONVERSIONS, Exceptions)
        exceptions = file.root
    if not lexists(root / VOCABULARY):
        raise Unloadable.of("vocabulary-missing", VOCABULARY)
    vocabulary, values = read_model(root, VOCABULARY, Vocabulary, own)
    words = {key: dict(texts) for key, texts in engine_words().items()}
    for lang, settings in listed.languages.items():
        # a language switch shows each language's own name
        words["look_language"].setdefault(lang, settings.name)
    findings = list(_located(LABELS, tree, _set_words(own, words)))
    for lang, settings in listed.languages.items():
        if not settings.name.strip():
            place = location(LABELS, tree, ("languages", lang, "name"))
            findings.append(Diagnostic("label-language", place, {"found": lang}))
    findings += _located(LABELS, tree, _missing_words(own, words))
    findings += _located(LABELS, tree, _low_contrasts(own))
    if own.site is None:  # older revisions have none
        findings.append(Diagnostic.at("handbook-id-missing", LABELS))
    labels = Labels(
        site=own.site or Site(id="handbook"),
        languages=own.languages,
        words=words,
        everyday={
            lang: {**locales().get(lang, {}).get("everyday", {}), **own.everyday.get(lang, {})}
            for lang in own.languages
        },
        vocabulary=vocabulary,
        conversions={
            lang: Conversion(settings=settings, exceptions=exceptions.get(lang, {}))
            for lang, settings in converted.items()
        },
    )
    if reserved := list(_located(VOCABULARY, values, _reserved_values(labels))):
        raise Unloadable(reserved)
    findings += _located(VOCABULARY, values, _missing_names(labels))
    if strange := exceptions.keys() - converted.keys():
        unknown = (("conversion-language", (lang,), {"found": lang}) for lang in sorted(strange))
        findings += _located(CONVERSIONS, trees[CONVERSIONS], unknown)
    return labels, {**trees, VOCABULARY: values}, findings


def _located(path: str, tree: Map, problems: Iterable[_Problem]) -> Iterator[Diagnostic]:
    for code, field, values in problems:
        yield Diagnostic(code, location(path, tree, field), values)


def _unknown_locales(own: LabelsFile) -> Iterator[_Problem]:
    """Yield a problem for each language whose locale Babel does not know."""
    from babel.core import Locale, UnknownLocaleError

    for lang, language in own.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield "label-locale", ("languages", lang, "locale"), {"found": language.locale}


def _unknown_conversions(own: LabelsFile) -> Iterator[_Problem]:
    """Yield a problem for each language that cannot be converted as it says.

    Its original is a language with texts, and the leading language is no conversion.
    """
    for number, (lang, language) in enumerate(own.languages.items()):
        original = own.languages.get(language.converted_from or "")
        if language.converted_from and not (number and original and not original.converted_from):
            accepted = [code for code, each in own.languages.items() if not each.converted_from]
            values = {"found": language.converted_from, "accepted": accepted}
            yield "conversion-original", ("languages", lang, "converted_from"), values
        elif bool(language.converted_from) != bool(language.converter):
            yield "conversion-half", ("languages", lang), {"found": lang}
        elif language.converter and language.converter not in CONVERTERS:
            values = {"found": language.converter, "accepted": CONVERTERS}
            yield "conversion-converter", ("languages", lang, "converter"), values


def _set_words(own: LabelsFile, words: dict[str, dict[str, str]]) -> Iterator[_Problem]:
    """Override the engine's words with the handbook's.

    Yields:
        A problem for each ignored word: unknown to the engine, or with other placeholders.
    """
    for key, texts in own.words.items():
        engine = engine_words().get(key) or engine_words().get(counted(key))
        if engine is None and not key.startswith(_NAMES):
            near = nearest(key, engine_words())
            yield "label-unknown", ("words", key), {"found": key, "nearest": near}
            continue
        expected = placeholders(next(iter(engine.values()))) if engine else []
        for lang, text in texts.items():
            field = ("words", key, lang)
            if not text.strip():
                yield "label-empty", field, {"found": key}
                continue
            if key not in OWN_WORDS and (markup := _MARKUP.search(text)):
                yield "label-markup", field, {"found": markup[0]}
                continue
            try:
                found = placeholders(text)
            except ValueError:
                yield "label-braces", field, {"found": text}
                continue
            # one thing need not be counted
            if found == expected or (key != counted(key) and {*found} <= {*expected}):
                words.setdefault(key, {})[lang] = text
            else:
                values = {"found": found or _NONE, "expected": expected or _NONE}
                yield "label-places", field, values


def _is_needed(key: str) -> bool:
    """Return whether every language needs a word; a plural form only the box, which has no other."""
    return key == counted(key) or key.startswith("search_")


def _missing_words(own: LabelsFile, words: Mapping[str, Mapping[str, str]]) -> Iterator[_Problem]:
    """Yield problems of required words that are missing, and of words without a translation."""
    for lang in own.languages:
        for key in OWN_WORDS:
            if lang not in own.words.get(key, {}):
                yield "label-missing", ("words", key), {"found": key, "lang": lang}
        missing = [
            key
            for key in words
            if lang not in words[key] and key not in OWN_WORDS and _is_needed(key)
        ]
        if missing:
            shown = [*missing[:_NAMED], "…"] if len(missing) > _NAMED else missing
            values = {"lang": lang, "count": len(missing), "found": shown}
            yield "label-words-missing", ("words",), values


def _low_contrasts(own: LabelsFile) -> Iterator[_Problem]:
    """Yield a problem for each colour that cannot be read on what it stands on."""
    for name, ground, ratio in low_contrasts(own.site.colours) if own.site else ():
        found = getattr(own.site.colours, name)  # type: ignore[union-attr]
        values = {"found": found, "ground": ground, "ratio": f"{ratio:.2f}", "least": CONTRAST}
        yield "colour-contrast", ("site", "colours", name), values


def _reserved_values(labels: Labels) -> Iterator[_Problem]:
    """Yield a problem for each value whose page would have the address of another."""
    languages = {*labels.languages, *labels.conversions}
    pages = {"index", *index_pages(), *RESERVED_FOLDERS, *KINDS, *languages}
    for section in labels.vocabulary.sections:
        if section in pages:
            yield "value-reserved", ("sections", section), {"found": f"/{section}/"}


def _missing_names(labels: Labels) -> Iterator[_Problem]:
    """Yield the values of a vocabulary without a name in some language, or with another's."""
    for name in Vocabulary.model_fields:
        taken: dict[tuple[str, str | None], str] = {}
        for value, words in getattr(labels.vocabulary, name).items():
            for lang in labels.languages:
                word = words.get(lang)
                if word and taken.setdefault((lang, word), value) != value:
                    yield "word-taken", (name, value, lang), {"found": word}
                if lang not in words:
                    values = {"lang": language_name(lang), "code": lang}
                    yield "translation-missing", (name, value, lang), values


def placeholders(text: str) -> list[str]:
    """Return the distinct placeholders of a word, sorted, with their braces.

    Raises:
        ValueError: The braces are unbalanced.
    """
    return sorted(
        {
            f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}"
            for _, name, form, conversion in Formatter().parse(text)
            if name is not None
        }
    )
