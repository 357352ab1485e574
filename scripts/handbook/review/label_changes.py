"""Two states of a handbook's labels → what readers find said otherwise by the interface: its words, how languages write, everyday words."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.model.dataset import Dataset
from handbook.model.editions import FieldChange
from handbook.model.labels import Labels, LanguageSettings
from handbook.model.types import Name
from handbook.model.vocabulary import Vocabulary
from handbook.review import statements
from handbook.text.languages import language


def words_changed(before: Dataset, after: Dataset) -> tuple[FieldChange, ...]:
    """Return the words of the interface that are said otherwise now; those that came or went say nothing by themselves."""
    old, new = _words(before.labels), _words(after.labels)
    return tuple(
        FieldChange(field=key, label=Name(new[key]), old=Name(old[key]), new=Name(new[key]))
        for key in new
        if key in old and old[key] != new[key]
    )


def _words(labels: Labels) -> dict[str, dict[str, str]]:
    """Return the words of the interface and of the vocabularies in the handbook's languages, with their fallbacks."""
    words = {key: {lang: labels.resolve(key, lang)[0] for lang in labels.languages} for key in labels.words}
    for vocabulary in Vocabulary.model_fields:
        for value, name in getattr(labels.vocabulary, vocabulary).items():
            words[f"{vocabulary}.{value}"] = {lang: name.resolve(lang)[0] for lang in labels.languages}
    return words


def settings_changed(before: Dataset, after: Dataset) -> tuple[FieldChange, ...]:
    """Return how a language is named and writes numbers and lists now, and which of the readers' own words lead elsewhere in a search."""
    was, now = (dict(_settings(dataset.labels)) for dataset in (before, after))
    found: list[FieldChange] = []
    for key in dict.fromkeys((*now, *was)):
        if was.get(key) != now.get(key):
            sides = {
                side: Name(dict.fromkeys(after.languages, _shown(value, after)))
                for side, value in (("old", was.get(key)), ("new", now.get(key)))
                if value is not None
            }
            found.append(FieldChange(field=key[0], label=Name(_called(after, key)), **sides))
    return tuple(found)


def _settings(labels: Labels) -> Iterator[tuple[tuple[str, str, str], str | tuple[str, ...]]]:
    """Yield (what it is, language, name) and what is set for each setting of a language and each everyday word."""
    for lang, settings in labels.languages.items():
        for name in LanguageSettings.model_fields:
            if (value := getattr(settings, name)) is not None:
                yield ("languages", lang, name), value
    for lang, words in labels.everyday.items():
        for name, meant in words.items():
            yield ("everyday", lang, name), meant


def _shown(value: str | tuple[str, ...], dataset: Dataset) -> str:
    """Return a setting as text: quoted, because it may be a blank; the words of a list, or a dash for none."""
    return f"“{value}”" if isinstance(value, str) else language(dataset.languages[0], dataset.labels).joined(value) or "–"


def _called(dataset: Dataset, key: tuple[str, str, str]) -> dict[str, str]:
    kind, lang, name = key
    settings = dataset.labels.languages.get(lang)
    written_in = dict.fromkeys(dataset.languages, settings.name if settings else lang)
    if kind == "languages":
        return statements.nested_label(written_in, statements.field_label(dataset, LanguageSettings, name))
    return statements.nested_label(
        statements.nested_label(statements.word_by_language(dataset, "diff_everyday"), written_in), dict.fromkeys(dataset.languages, name)
    )
