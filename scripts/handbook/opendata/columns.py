"""The columns of tables: those of the models' fields, and others that columns.yml describes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from handbook.model.introspect import ModelField, fields_of, label_of
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.resources import yaml_data
from handbook.model.types import Names, Text

#: The table of all records.
RECORDS = "records"
#: What stands between the items of a list that is one value.
DELIMITER = "; "
_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        steps: The keys that lead to its value in a row's data.
        kind: The type of its values, as Table Schema names it.
        title: Its name for readers, by language of messages.
        description: What it is, by language of messages.
        constraints: What its values keep to, as Table Schema writes it.
        choices: The values that its own are chosen from, with their words by language.
        refers_to: The table whose ids it holds.
        is_key: Whether it is one of those that tell a row from all others.
        language: The language of its texts; None if it holds no text of a language.
        holds: The class of its texts, such as `Name` or `Prose`.
    """

    steps: tuple[str, ...]
    kind: str = "string"
    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    constraints: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refers_to: str | None = None
    is_key: bool = False
    language: str | None = None
    holds: type | None = None

    @property
    def name(self) -> str:
        """Return the column's heading."""
        return "_".join(self.steps)


def columns_of(
    model: type[BaseModel], labels: Labels, *, required: bool = True
) -> Iterator[Column]:
    """Yield the columns of a kind of record, or of a part of one, its place in the site last.

    Args:
        model: The kind or part.
        labels: The languages and vocabularies.
        required: Whether every row has what no record can do without.
    """
    yield from model_columns(model, labels, required=required)
    yield column("path")


def column(name: str, kind: str = "string", *, required: bool = True, **others: Any) -> Column:
    """Return a column that is no field of a model, as columns.yml describes it."""
    told = yaml_data("handbook.opendata", "columns.yml")[name]
    constraints = {"required": True} if required else {}
    title = {lang: label_of(text) for lang, text in told.items()}
    return Column((name,), kind, title, told, constraints, **others)


def model_columns(
    model: type[BaseModel],
    labels: Labels,
    outer: tuple[str, ...] = (),
    titles: Sequence[Mapping[str, str]] = (),
    *,
    required: bool,
) -> Iterator[Column]:
    """Yield the columns of a model's fields; lists of parts and texts have own tables.

    Args:
        model: The model.
        labels: The languages and vocabularies.
        outer: The names of the fields that lead to it.
        titles: What readers call them.
        required: Whether what it cannot do without is always there.
    """
    for each in fields_of(model).values():
        steps, within = (*outer, each.name), (*titles, each.label)
        needed = required and each.required
        if each.name == "notes" or (each.is_list and each.model):
            continue
        if each.model and issubclass(each.model, (Text, Names)):
            yield from by_language(steps, each, labels, within, required=needed)
        elif each.model:
            yield from model_columns(each.model, labels, steps, within, required=needed)
        else:
            folders = each.refers_to.folders if each.refers_to else ()
            target = (folders[0] if len(folders) == 1 else RECORDS) if each.refers_to else None
            is_key = issubclass(model, Record) and steps == ("id",)
            yield Column(
                steps,
                "list" if each.is_list else each.json_type,
                _title(within),
                each.description,
                _constraints(each, labels, needed),
                _words(each, labels),
                RECORDS if is_key else None if each.is_list else target,
                is_key,
            )


def by_language(
    steps: tuple[str, ...],
    each: ModelField,
    labels: Labels,
    titles: Sequence[Mapping[str, str]],
    *,
    required: bool,
) -> Iterator[Column]:
    """Yield the columns of a text, one for each language; the first is always filled."""
    text = Column(steps, title=_title(titles), description=each.description, holds=each.type)
    names = {lang: settings.name for lang, settings in labels.languages.items()}
    first, *others = in_languages(text, names)
    yield replace(first, constraints={"required": True}) if required else first
    yield from others


def in_languages(text: Column, names: Mapping[str, str]) -> list[Column]:
    """Return the columns of a text for some languages, by code with the language's name."""
    return [
        replace(
            text,
            steps=(*text.steps, lang),
            title={at: f"{title} ({name})" for at, title in text.title.items()},
            language=lang,
        )
        for lang, name in names.items()
    ]


def _title(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {lang: " – ".join(dict.fromkeys(each[lang] for each in titles)) for lang in titles[-1]}


def _constraints(each: ModelField, labels: Labels, required: bool) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if required else {}
    if each.choices:
        limits["enum"] = [*map(str, labels.choices(each.choices))]
    elif each.pattern and each.is_list:
        item = _NAMED.sub("(?:", each.pattern[1:-1])
        limits["pattern"] = f"^{item}(?:{DELIMITER}{item})*$"
    elif each.pattern and not each.refers_to:
        limits["pattern"] = each.pattern
    return limits | dict(each.limits)


def _words(each: ModelField, labels: Labels) -> dict[str, dict[str, str]]:
    """Return the words for the values that a field's are chosen from, by language."""
    values = labels.choices(each.choices) if each.choices else []
    return {
        str(value): {lang: labels.choice(value, lang) for lang in labels.languages}
        for value in values
    }
