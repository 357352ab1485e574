"""A tree that the YAML reader gave → a record of the model, or what is wrong with it in an editor's words.

Pydantic finds the problems; this module says them with the value found, what is accepted, an example and the nearest names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo

from handbook.diagnostics import Diagnostic, Location, nearest
from handbook.load.yaml_tree import Map, Seq, kind_of, locate
from handbook.model import types as fields
from handbook.text.wikilinks import reference_of

_PATTERNS = {
    fields.SLUG: "id-form",
    fields.LOCATOR: "cite-form",
    fields.DATE: "date-form",
    fields.HTTPS: "url-form",
    fields.QUOTES: "quotes-form",
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
    kind: type[M], tree: Map, path: str, languages: Sequence[str], words: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> tuple[M | None, list[Diagnostic]]:
    """Return the model made from a tree, or None, and every problem with its place in the file; `words` tell what choices are called."""
    try:
        return kind.model_validate(tree, context={"languages": tuple(languages)}), []
    except ValidationError as error:
        problems = error.errors(include_url=False)
    misspelt = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    # Pydantic counts only good items: a list whose one item is wrong is reported as too short besides.
    holders = {problem["loc"][:depth] for problem in problems for depth in range(1, len(problem["loc"]))}
    told = [
        problem
        for problem in problems
        if not (problem["type"] == "missing" and _is_misspelt(problem["loc"], misspelt))
        and not (problem["type"] == "too_short" and problem["loc"] in holders)
        and not (isinstance(problem["input"], str) and problem["input"].strip() == fields.PLACEHOLDER)
    ]
    return None, [*(_finding(kind, tree, path, languages, words, problem) for problem in told), *_unfilled(tree, path)]


def _unfilled(tree: Map, path: str) -> Iterator[Diagnostic]:
    """Yield every part of a starting file that is still to be filled in, so that none waits until the others are."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, Map):
            stack += [((*where, name), item) for name, item in node.items()]
        elif isinstance(node, Seq):
            stack += [((*where, index), item) for index, item in enumerate(node)]
        elif isinstance(node, str) and node.strip() == fields.PLACEHOLDER:
            yield Diagnostic("text-unfilled", Location(path, *locate(tree, where), dotted(where)), {"found": fields.PLACEHOLDER})


def _is_misspelt(missing: tuple[int | str, ...], unknown: list[tuple[int | str, ...]]) -> bool:
    """Return whether a missing field stands there under a name so near that one message says it all."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    return bool(get_close_matches(str(missing[-1]), beside, cutoff=0.6))


def _finding(
    kind: type[BaseModel],
    tree: Map,
    path: str,
    languages: Sequence[str],
    words: Mapping[str, Mapping[str, str]],
    problem: Mapping[str, Any],
) -> Diagnostic:
    where: tuple[str | int, ...] = tuple(problem["loc"])
    context: Mapping[str, Any] = problem.get("ctx", {})
    annotation, info = _at(kind, where)
    found = problem["input"] if isinstance(problem["input"], str) else kind_of(problem["input"])
    values: dict[str, object] = {"found": found, "name": where[-1] if where else "", "example": _example(info, languages), "nearest": ""}
    match problem["type"]:
        case "missing":
            message = "field-missing"
            values["what"] = _described(info)
        case "extra_forbidden":
            fields = key_order(_model_in(_at(kind, where[:-1])[0]) or kind)
            message = "field-unknown"
            values |= {"accepted": fields, "nearest": nearest(str(where[-1]), fields)}
        case "enum":
            choices = {choice.value: words.get(f"{type(choice).__name__}.{choice.value}", {}) for choice in _choices(annotation)}
            meant = next((value for value, names in choices.items() if str(problem["input"]) in names.values()), str(problem["input"]))
            message = "value-not-accepted"
            zh = "、".join(value + (f"（{names['zh']}）" if "zh" in names else "") for value, names in choices.items())
            values |= {"accepted": {"zh": zh, "en": ", ".join(choices)}, "nearest": nearest(meant, choices)}
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
            values |= {"reason": problem["msg"], "accepted": _keys(annotation, languages)}
    line, column = locate(tree, where)
    return Diagnostic(message, Location(path, line, column, dotted(where)), values)


def dotted(where: Sequence[str | int]) -> str:
    """Return a path as editors read it, list items counted from 1: `components[2].title.zh`."""
    said = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in where)
    return said.removeprefix(".")


def key_order(kind: type[BaseModel]) -> list[str]:
    """Return the fields of a model in the order in which they are written: silences, citations and notes last."""
    last = ("gaps", "cite", "notes")
    fields = [name for name in kind.model_fields if name not in last]
    return fields + [name for name in last if name in kind.model_fields]


def _at(kind: type[BaseModel], where: Sequence[str | int]) -> tuple[Any, FieldInfo | None]:
    """Return (annotation, field) at a path through a model."""
    annotation: Any = kind
    info: FieldInfo | None = None
    for step in where:
        holder = _model_in(annotation)
        if isinstance(step, int):
            annotation = next((a for a in _arguments(annotation) if a is not ...), str)
        elif holder is not None and not issubclass(holder, RootModel) and step in holder.model_fields:
            info = holder.model_fields[step]
            annotation = info.annotation
        else:
            annotation = str
    return annotation, info


def _arguments(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _arguments(part)
    elif get_origin(annotation) is tuple:
        yield from get_args(annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _choices(annotation: Any) -> list[StrEnum]:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return list(part)
    return []


def _keys(annotation: Any, languages: Sequence[str]) -> list[str]:
    holder = _model_in(annotation)
    if holder is None or issubclass(holder, RootModel):
        return [f"{lang}:" for lang in languages]
    return [f"{name}:" for name in key_order(holder)]


def _described(info: FieldInfo | None) -> dict[str, str]:
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    return {"zh": str(extra.get("x-zh", "")), "en": info.description or "" if info else ""}


def _example(info: FieldInfo | None, languages: Sequence[str]) -> object:
    """Return a filled-in example of a field, on one line."""
    if info is None:
        return {"zh": "内容", "en": "text"}
    if info.examples:
        return str(info.examples[0])
    if (holder := _model_in(info.annotation)) and issubclass(holder, fields.Text):
        return " ".join(f"{lang}: {'文字' if lang == 'zh' else 'text'}" for lang in languages)
    if to := reference_of(info):
        folders = [f"data/{folder}/" for folder in to.folders or ("…",)]
        return {
            "zh": f"{'或'.join(folders)}里某个文件的名字，不带 .yml",
            "en": f"the name of a file in {' or '.join(folders)} without .yml",
        }
    return re.sub(r"\s+", " ", info.description or "")
