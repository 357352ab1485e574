"""Introspection of the models: each field's order, type, references and description."""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from types import MappingProxyType, NoneType
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from handbook.model.types import ByLanguage, Choice, FieldDescription, To

#: Steps from a model to a part of it: names of fields, languages, and indexes of lists.
FieldPath = tuple[str | int, ...]

M = TypeVar("M")
P = ParamSpec("P")
R = TypeVar("R")

#: Fields that files have after all others.
_LAST = ("differences", "gaps", "cite", "checked", "notes")
#: A description's first words, up to here, name the field.
_LABEL_END = re.compile(r"[：（:]|, ")

_JSON_TYPES = {bool: "boolean", int: "integer", Decimal: "number"}
#: Limits of numbers, as pydantic names them and as JSON Schema does.
_BOUNDS = {"ge": "minimum", "le": "maximum"}


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model.

    Attributes:
        name: The field's name.
        type: The class of its value, or of its items if it is a list or mapping.
        is_list: Whether the value is a list.
        required: Whether a record must have the field.
        pattern: The regular expression that a text must match, or None.
        limits: The least and the greatest number that it may be, as JSON Schema names them.
        refers_to: The kinds of records whose ids it holds, or None if it holds no ids.
        description: The field's description by language.
        examples: Example values, as text.
    """

    name: str
    type: Any
    is_list: bool
    required: bool
    pattern: str | None
    limits: Mapping[str, int]
    refers_to: To | None
    description: Mapping[str, str]
    examples: tuple[str, ...]

    @property
    def model(self) -> type[BaseModel] | None:
        """Return the model of the value or items, or None if they are plain values."""
        return self.type if issubclass(self.type, BaseModel) else None

    @property
    def json_type(self) -> str:
        """Return the type of a plain value, as JSON Schema and Table Schema name it."""
        return _JSON_TYPES.get(self.type, "string")

    @property
    def is_by_language(self) -> bool:
        """Return whether the value or its items are texts or names in each language."""
        return issubclass(self.type, ByLanguage)

    @property
    def choices(self) -> type[Choice] | type[StrEnum] | None:
        """Return the vocabulary or enumeration of the value, or None if it has neither."""
        return self.type if issubclass(self.type, (Choice, StrEnum)) else None

    @property
    def label(self) -> dict[str, str]:
        """Return the field's name for readers by language: the start of its description."""
        return {lang: label_of(text) for lang, text in self.description.items()}


def label_of(description: str) -> str:
    """Return the name that a description begins with."""
    return _LABEL_END.split(description)[0]


def kept(make: Callable[Concatenate[M, P], R]) -> Callable[Concatenate[M, P], R]:
    """Let a function of something frozen keep what it returned last for as long as that lives.

    What it returns must not hold its first argument, which would then never be freed.
    """
    made: dict[int, tuple[weakref.ref[M], tuple[object, ...], R]] = {}

    def once(frozen: M, /, *others: P.args, **named: P.kwargs) -> R:
        number = id(frozen)
        if number not in made or made[number][1] != others:
            forgotten = weakref.ref(frozen, partial(made.pop, number))
            made[number] = forgotten, others, make(frozen, *others, **named)
        return made[number][2]

    return once


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, ModelField]:
    """Return a model's fields by name, in the order of files; none for texts."""
    if issubclass(model, RootModel):
        return MappingProxyType({})
    names = sorted(model.model_fields, key=lambda name: _LAST.index(name) if name in _LAST else -1)
    return MappingProxyType({name: _field(name, model.model_fields[name]) for name in names})


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and those of the parts within it; texts are none."""
    yield model
    for field in fields_of(model).values():
        if field.model and not issubclass(field.model, RootModel):
            yield from models_in(field.model)


@kept
def values_of(part: BaseModel) -> tuple[tuple[FieldPath, ModelField, Any], ...]:
    """Return (path, field, value) for every text and plain value of a record, in field order.

    Parts are entered, and the items of lists are values of their own.
    """
    return tuple(_values(part, ()))


def _values(part: BaseModel, parent: FieldPath) -> Iterator[tuple[FieldPath, ModelField, Any]]:
    fields = fields_of(type(part))
    for name, value in part.__dict__.items():
        path = (*parent, name)
        items = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, item in items:
            at = path if index is None else (*path, index)
            if isinstance(item, BaseModel) and not isinstance(item, RootModel):
                yield from _values(item, at)
            else:
                yield at, fields[name], item


def field_at(model: type[BaseModel], path: Sequence[str | int]) -> ModelField | None:
    """Return the innermost field on a path through a model, or None if there is none."""
    field = None
    for step in path:
        field = fields_of(model).get(str(step), field) if isinstance(step, str) else field
        model = (field and field.model) or model
    return field


def dotted(path: Sequence[str | int]) -> str:
    """Return a path for editors, list items counted from 1: `components[2].title.zh`."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _field(name: str, info: FieldInfo) -> ModelField:
    metadata = (*info.metadata, *_metadata(info.annotation))
    return ModelField(
        name=name,
        type=_value_type(info.annotation),
        is_list=get_origin(info.annotation) is tuple,
        required=info.is_required(),
        pattern=next((item.pattern for item in metadata if getattr(item, "pattern", None)), None),
        limits={
            name: getattr(item, bound)
            for item in metadata
            for bound, name in _BOUNDS.items()
            if hasattr(item, bound)
        },
        refers_to=next((item for item in metadata if isinstance(item, To)), None),
        description=next((item for item in metadata if isinstance(item, FieldDescription)), {}),
        examples=tuple(map(str, info.examples or ())),
    )


def _value_type(annotation: Any) -> Any:
    """Return an annotation without its metadata, None, list or mapping."""
    while arguments := get_args(annotation):
        first, *others = (part for part in arguments if part is not NoneType)
        annotation = others[0] if get_origin(annotation) is dict else first
    return annotation


def _metadata(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata(part)
