"""Validate a YAML tree with a model, and report its problems in an editor's words.

Pydantic finds the problems; a diagnostic adds the value found, what is accepted, an example and the nearest names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handbook.diagnostics import (
    MESSAGE_LANGUAGES,
    Diagnostic,
    Location,
    Phrase,
    found_of,
    nearest,
)
from handbook.load.yaml_tree import Map, Seq, kind_of, locate
from handbook.model import types
from handbook.model.introspect import ModelField, dotted, field_at, fields_of
from handbook.model.labels import Labels
from handbook.text.languages import language

_PATTERNS = {
    types.SLUG: "id-form",
    types.LOCATOR: "cite-form",
    types.DATE: "date-form",
    types.HTTPS: "url-form",
    types.QUOTES: "quotes-form",
}
_TYPES: dict[str, str] = {
    "bool_parsing": "boolean-form", "bool_type": "boolean-form",
    "int_parsing": "number-form", "int_type": "number-form", "decimal_parsing": "number-form", "decimal_type": "number-form",
    "greater_than_equal": "number-form", "less_than_equal": "number-form", "finite_number": "number-form", "int_parsing_size": "number-form",
    "string_type": "value-not-text", "tuple_type": "value-not-a-list", "dict_type": "value-not-a-map", "model_type": "value-not-a-map", "model_attributes_type": "value-not-a-map",
    "string_too_long": "id-form", "no_such_day": "date-form", "number_form": "number-form", "too_short": "list-empty", "figure_value": "figure-value", "figure_unit": "figure-unit",
    "inferred_basis": "date-basis",
}  # fmt: skip

M = TypeVar("M", bound=BaseModel)


def validate(
    kind: type[M], tree: Map, path: str, languages: Sequence[str], labels: Labels | None = None
) -> tuple[M | None, list[Diagnostic]]:
    """Validate a tree.

    Args:
        path: The file's path, for the diagnostics.
        languages: The languages that texts may have, the required one first.
        labels: The vocabularies that its values are from, with their words; None accepts any value.

    Returns:
        The model, or None with a diagnostic for every problem.
    """
    context = {"languages": tuple(languages), "vocabulary": labels.vocabulary if labels else None}
    try:
        return kind.model_validate(tree, context=context), []
    except ValidationError as error:
        problems = error.errors(include_url=False)
    misspelt = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    # Pydantic counts only good items: a list whose one item is wrong is reported as too short besides.
    holders = {problem["loc"][:depth] for problem in problems for depth in range(1, len(problem["loc"]))}
    reported = [
        problem
        for problem in problems
        if not (problem["type"] == "missing" and _is_misspelt(problem["loc"], misspelt))
        and not (problem["type"] == "too_short" and problem["loc"] in holders)
        and not (isinstance(problem["input"], str) and problem["input"].strip() == types.PLACEHOLDER)
    ]
    return None, [*(_finding(kind, tree, path, languages, labels, problem) for problem in reported), *_unfilled(tree, path)]


def _unfilled(tree: Map, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for every placeholder, so that all are reported at once."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, Map):
            stack += [((*where, name), item) for name, item in node.items()]
        elif isinstance(node, Seq):
            stack += [((*where, index), item) for index, item in enumerate(node)]
        elif isinstance(node, str) and node.strip() == types.PLACEHOLDER:
            yield Diagnostic("text-unfilled", Location(path, *locate(tree, where), dotted(where)), {"found": types.PLACEHOLDER})


def _is_misspelt(missing: tuple[int | str, ...], unknown: list[tuple[int | str, ...]]) -> bool:
    """Return whether an unknown field beside a missing one has so similar a name that one message suffices."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    return bool(get_close_matches(str(missing[-1]), beside, cutoff=0.6))


def _finding(
    kind: type[BaseModel],
    tree: Map,
    path: str,
    languages: Sequence[str],
    labels: Labels | None,
    problem: Mapping[str, Any],
) -> Diagnostic:
    where: tuple[str | int, ...] = tuple(step for step in problem["loc"] if step != "[key]")  # of a mapping's key
    context: Mapping[str, Any] = problem.get("ctx", {})
    field = field_at(kind, where)
    found = problem["input"] if isinstance(problem["input"], str) else kind_of(problem["input"])
    values: dict[str, object] = {"found": found, "name": where[-1] if where else "", "example": _example(field, languages), "nearest": ""}
    match problem["type"]:
        case "missing":
            message = "field-missing"
            values["what"] = field.description if field else ""
        case "extra_forbidden":
            holder = field_at(kind, where[:-1])
            names = list(fields_of((holder and holder.model) or kind))
            message = "field-unknown"
            values |= {"accepted": names, "nearest": nearest(str(where[-1]), names)}
        case "enum":
            choices = _choices(field, labels)
            meant = next((value for value, names in choices.items() if str(problem["input"]) in names.values()), str(problem["input"]))
            message = "value-not-accepted"
            accepted = {lang: language(lang).separator.join(_named(choices, lang)) for lang in MESSAGE_LANGUAGES}
            values |= {"accepted": accepted, "nearest": nearest(meant, choices)}
        case "language_unknown":
            message = "language-unknown"
            where = (*where, context["found"])
            values |= {"name": context["found"], "accepted": context["accepted"]}
        case "language_missing":
            message = "language-first-missing"
            values["name"] = context["missing"]
        case "string_pattern_mismatch":
            message = _PATTERNS.get(context["pattern"], "pinyin-form")
        case other:
            message = _TYPES.get(other, "value-invalid")
            values |= {"reason": problem["msg"], "accepted": [f"{name}:" for name in _keys(field, languages)]}
    line, column = locate(tree, where)
    return Diagnostic(message, Location(path, line, column, dotted(where)), values)


def _named(choices: Mapping[str, Mapping[str, str]], lang: str) -> Iterator[str]:
    """Yield values, each with its word where the language is not written in the letters of values."""
    for value, names in choices.items():
        yield value + (language(lang).bracketed(names[lang]) if language(lang).han and lang in names else "")


def _choices(field: ModelField | None, labels: Labels | None) -> dict[str, dict[str, str]]:
    """Return the values that a field accepts with what each is called in each language."""
    if labels is None or field is None or field.choices is None:
        return {}
    return {str(each): {lang: labels.choice(each, lang) for lang in labels.languages} for each in labels.choices(field.choices)}


def _keys(field: ModelField | None, languages: Sequence[str]) -> Sequence[str]:
    """Return the keys of the map that a field asks for."""
    return (list(fields_of(field.model)) if field and field.model else []) or languages


def _example(field: ModelField | None, languages: Sequence[str]) -> object:
    """Return a filled-in example of a field, on one line."""
    if field is None:
        return Phrase("example-text")
    if field.examples:
        return field.examples[0]
    if field.model and issubclass(field.model, types.Text):
        return " ".join(f"{lang}: {language(lang).placeholder}" for lang in languages)
    if field.refers_to:
        folders = [f"data/{folder}/" for folder in field.refers_to.folders or ("…",)]
        either = {lang: found_of("or", lang).join(folders) for lang in MESSAGE_LANGUAGES}
        return Phrase("example-file-name", {"folders": either})
    return field.description
