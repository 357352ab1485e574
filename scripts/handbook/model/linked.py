"""The terms of linked data: what a model is, and what a field says, as IRIs.

Those that common vocabularies have are declared in linked.yml; the others are the handbook's own, and are named by
the model and the field that fields.yml describes: `handbook:Practice.problem`, `handbook:Measure.share`.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from pydantic import BaseModel

from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.resources import yaml_data
from handbook.model.types import Choice
from handbook.model.urls import TURTLE, absolute_url

_DECLARED: Mapping[str, Mapping[str, str]] = yaml_data("handbook.model", "linked.yml")
#: The vocabularies by their prefix; `handbook` is the handbook's own.
PREFIXES = _DECLARED["prefixes"]
#: What the files of data are, by the end of their names.
MEDIA_TYPES = _DECLARED["media_types"]
#: What the data as a whole is called.
DATA = "data/#data"
#: The prefix of the handbook's own terms, that of schema.org's, and what a record is that is nothing more special.
OWN, SCHEMA, THING = "handbook", "schema:", "schema:Thing"


def own_terms(labels: Labels, site_url: str = "") -> str:
    """Return what the IRIs of the handbook's own terms begin with.

    Without a published address they begin with one that the handbook's id makes, and that leads nowhere.
    """
    return absolute_url(TURTLE, site_url or f"https://{labels.site.id}.invalid") + "#"


def class_of(model: type[BaseModel] | type[Choice] | type[StrEnum]) -> str:
    """Return the handbook's own class of a model, or its scheme of values to choose from."""
    return f"{OWN}:{model.__name__}"


def types_of(model: type[BaseModel]) -> list[str]:
    """Return the classes of a record or part: the handbook's own, and common ones."""
    types = [class_of(model), *filter(None, [_DECLARED["types"].get(model.__name__)])]
    is_known = any(each.startswith(SCHEMA) for each in types)
    return types if is_known or not issubclass(model, Record) else [*types, THING]


@cache
def property_of(model: type[BaseModel], field: str) -> str:
    """Return the property that tells a field of a model."""
    if field == "cite":
        return "dcterms:source"
    name = f"{_declaring(model, field)}.{field}"
    return _DECLARED["properties"].get(name, f"{OWN}:{name}")


@cache
def date_property_of(model: type[BaseModel], field: str) -> str | None:
    """Return the property that tells a dated field's date by itself, or None."""
    return _DECLARED["dates"].get(f"{_declaring(model, field)}.{field}")


def term_of_choice(value: Choice | StrEnum) -> str:
    """Return the term for a value of a vocabulary or an enumeration."""
    return f"{OWN}:{type(value).__name__}.{value}"


def _declaring(model: type[BaseModel], field: str) -> str:
    """Return the name of the model in which a field is declared."""
    bases = (base for base in reversed(model.__mro__) if issubclass(base, BaseModel))
    return next(base.__name__ for base in bases if field in base.model_fields)
