"""Compare what is no record and no page: vocabularies, words of the interface, and settings."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of, models_in, values_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels, LabelsFile, Site
from handbook.model.records import Record
from handbook.model.types import Choice
from handbook.review.changes import Changes, Field, Of, ToldChange
from handbook.review.comparison import Comparison
from handbook.review.owners import field_label, path_name
from handbook.text.languages import language


def vocabulary_changes(sides: Comparison) -> Iterator[tuple[ToldChange, list[Record]]]:
    """Yield the values that have another word, or none, with the records that use them."""
    datasets = sides.former, sides.after.dataset
    for at, old, new in _vocabularies(sides):
        for value in old:
            texts = (side[value].root if value in side else {} for side in (old, new))
            users = [record for each in datasets for record in _users(each, at.name, value)]
            for change in sides.text(Field(Of.VOCABULARY, at.label), *texts):
                yield change, [*{record.id: record for record in users}.values()]


def setting_changes(sides: Comparison) -> Changes:
    """Yield what differs in labels by its key, and the new values of vocabularies."""
    labels = sides.former.labels, sides.labels
    for key in dict.fromkeys((*labels[1].words, *labels[0].words)):
        texts = (side.words.get(key, {}) for side in labels)
        named = key.startswith("site_") and f"diff_{key}" in sides.labels.words
        label = sides.words(f"diff_{key}") if named else _setting(sides, ("words",))
        yield from sides.text(Field(f"words.{key}", label), *texts)
    licences = (side.site.licence for side in labels)
    texts = (sides.alike(f"{each.title} ({each.path})" if each else "") for each in licences)
    yield from sides.text(Field(Of.LICENCE, sides.words("diff_licence")), *texts)
    silent: dict[str, Any] = {"vocabulary": True, "words": True, "site": {"licence": True}}
    old, new = (dict(_leaves(side.model_dump(mode="json", exclude=silent))) for side in labels)
    for path in dict.fromkeys((*new, *old)):
        texts = (sides.alike(side.get(path, "")) for side in (old, new))
        yield from sides.text(Field(".".join(path), _setting(sides, path)), *texts)
    for at, was, now in _vocabularies(sides):
        for value in [each for each in now if each not in was]:
            yield from sides.text(Field(Of.VOCABULARY, at.label), {}, now[value].root)


def _vocabularies(sides: Comparison) -> Iterator[tuple[Field, dict[str, Any], dict[str, Any]]]:
    """Yield each vocabulary, as readers call the field and the kind of records that has its values, on both sides."""
    for name in type(sides.labels.vocabulary).model_fields:
        old, new = (getattr(each.vocabulary, name) for each in (sides.former.labels, sides.labels))
        yield Field(name, _called(name, sides.labels, sides.languages)), old, new


def _called(vocabulary: str, labels: Labels, languages: Iterable[str]) -> dict[str, str]:
    for model in (model for kind in KINDS.values() for model in models_in(kind.record)):
        for each in fields_of(model).values():
            if getattr(each.type, "vocabulary", "") == vocabulary:
                words = field_label(each, languages)
                if not issubclass(model, Record):
                    return words
                kinds = {lang: labels.word(f"kind_{model.folder}", lang) for lang in words}
                return {lang: f"{kinds[lang]}{language(lang).dot}{words[lang]}" for lang in words}
    return dict.fromkeys(languages, vocabulary)


def _users(dataset: Dataset, vocabulary: str, value: str) -> Iterator[Record]:
    """Yield the records that have a value of a vocabulary."""
    for record in dataset.records.values():
        values = (each for *_, each in values_of(record) if isinstance(each, Choice))
        if any((each.vocabulary, each) == (vocabulary, value) for each in values):
            yield record


def _setting(sides: Comparison, path: Sequence[str]) -> dict[str, str]:
    """Return what readers call a setting; those of a converted language stand with those of languages."""
    part, *within = path
    model: type[BaseModel] = Site if part == "site" else LabelsFile
    if part == "conversions":
        within = ["languages", *(each for each in within if each not in ("settings", "exceptions"))]
    steps = within if part in ("site", "conversions") else path
    return {lang: path_name(sides.labels, model, steps, lang) for lang in sides.languages}


def _leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (path, text) of each value in nested mappings; of a list, its items as one."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif tree is not None:
        text = ", ".join(tree) if isinstance(tree, list) else str(tree)
        yield path, text if text.strip() else f"“{text}”"
