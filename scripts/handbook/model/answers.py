"""What the JSON answers hold, as JSON Schema (2020-12): the models' fields, and what answers.yml adds.

    models, answers.yml ──▶ components ─┬─▶ api/v1/schema/*.json and openapi.json (opendata)
                                        └─▶ the page that describes the API (pages)

A description stands by language of messages. `$ref` names a component.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of, models_in
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import LocatorKind, Observation, Record
from handbook.model.resources import yaml_data
from handbook.model.types import DATE, PERIOD, Choice, Names, Text
from handbook.model.urls import API_VERSION, OBSERVATIONS

Schema = dict[str, Any]

#: How precise a date may be, and what a citation of a source's title and by-line is of.
PRECISIONS, HEAD_KIND = ("year", "quarter", "month", "day"), "head"
#: The answers with the names of all records and of all values, and the one that leads to all others.
SEARCH, CHOICES, INDEX = "search", "choices", "index"
#: The interface word for each answer that is no kind's.
WORDS = {
    INDEX: "api_index",
    OBSERVATIONS: "observations",
    SEARCH: "api_search",
    CHOICES: "api_choices",
}
#: The component of the rows of all observations.
ROW = "ObservationRow"


def answers(dataset: Dataset) -> dict[str, Schema]:
    """Return what `data` is in each answer, by the answer's path without its ending."""
    held: dict[str, Schema] = {INDEX: _ref("Index")}
    for folder, kind in KINDS.items():
        one = _ref(kind.record.__name__)
        held |= {folder: _list(one), f"{folder}/{{id}}": one}
    if dataset.has_observations:
        held[OBSERVATIONS] = _list(_ref(ROW))
    return {**held, SEARCH: _list(_ref("Entry")), CHOICES: _list(_ref("Choice"))}


def components(labels: Labels) -> dict[str, Schema]:
    """Return every component by name: what is around all answers, records, and their parts."""
    added = _added()
    made = {name: deepcopy(schema) for name, schema in added.items() if name != "Added"}
    for name, value in {"Text": {"type": "string"}, "Names": _list({"type": "string"})}.items():
        made[name]["properties"] = dict.fromkeys(labels.languages, value)
    made["Text"]["required"] = [next(iter(labels.languages))]
    made["Envelope"]["properties"]["api"]["const"] = API_VERSION
    made["Citation"]["properties"]["kind"]["enum"] = [HEAD_KIND, *LocatorKind]
    made["Entry"]["properties"]["kind"]["enum"] = [*KINDS]
    for kind in KINDS.values():
        for model in models_in(kind.record):
            made.setdefault(model.__name__, _component(model, labels))
    row = _component(Observation, labels)
    own = {name: added["Added"][name] for name in ("figure", "path")}
    made[ROW] = {
        "properties": {"figure": own["figure"], **row["properties"], "path": own["path"]},
        "required": ["figure", "reported_by", "cite", "path"],
    }
    return {name: {"type": "object", **schema} for name, schema in made.items()}


def common_fields(every: Mapping[str, Schema]) -> Schema:
    """Return the fields that half of all kinds of records have alike, out of all components."""
    kinds = [every[kind.record.__name__] for kind in KINDS.values()]
    fields = [(name, part) for each in kinds for name, part in each["properties"].items()]
    alike = {name: part for name, part in fields if fields.count((name, part)) * 2 >= len(kinds)}
    always = [name for name in alike if all(name in each["required"] for each in kinds)]
    return {"properties": alike, "required": always}


def choices(labels: Labels) -> dict[tuple[str, str], Sequence[Choice | StrEnum]]:
    """Return the values that fields are chosen from, by (component, field)."""
    models = dict.fromkeys(model for kind in KINDS.values() for model in models_in(kind.record))
    return {
        (model.__name__, name): labels.choices(each.choices)
        for model in models
        for name, each in fields_of(model).items()
        if each.choices
    }


def is_date(each: ModelField) -> bool:
    """Return whether a field is the date of a part, beside which its precision stands."""
    return each.name == "date" and each.pattern in (DATE, PERIOD)


@cache
def defaults_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the truth values and values of enumerations that stand where a file has none."""
    values = {name: info.default for name, info in model.model_fields.items()}
    return {name: value for name, value in values.items() if isinstance(value, (bool, StrEnum))}


def words_of(schema: Any, write: Any) -> Any:
    """Return a schema with each description and `$ref` written anew.

    Args:
        schema: The schema.
        write: A function of a keyword and its value, which returns the value.
    """
    if isinstance(schema, list):
        return [words_of(each, write) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = isinstance(schema.get("description"), Mapping) and "type" not in schema["description"]
    return {
        key: write(key, value)
        if (key == "$ref" and isinstance(value, str)) or (key == "description" and told)
        else words_of(value, write)
        for key, value in schema.items()
    }


def _added() -> Mapping[str, Schema]:
    parts: Mapping[str, Schema] = yaml_data("handbook.model", "answers.yml", typed=True)
    return parts


def _component(model: type[BaseModel], labels: Labels) -> Schema:
    added, properties = _added()["Added"], {}
    always = [*defaults_of(model)]
    for name, each in fields_of(model).items():
        if name == "notes":
            continue
        properties[name] = _property(each, labels)
        always += [name] if each.required else []
        if is_date(each):
            own = ["precision", *(["from", "to"] if each.pattern == PERIOD else [])]
            properties |= {name: dict(added[name]) for name in own}
            properties["precision"]["enum"] = [*PRECISIONS]
            always += own
    if issubclass(model, Record):
        properties["path"] = added["path"]
        always.append("path")
    return {"properties": properties, "required": [name for name in properties if name in always]}


def _property(each: ModelField, labels: Labels) -> Schema:
    value = _value(each, labels)
    # how editors write citations and references is not how answers do
    told = each.label if each.name == "cite" or each.refers_to else dict(each.description)
    return {**(_list(value) if each.is_list else value), "description": told}


def _value(each: ModelField, labels: Labels) -> Schema:
    if each.name == "cite":
        return _ref("Citation")
    if each.refers_to:
        return _ref("Reference")
    if each.model:
        common = next((base for base in (Text, Names) if issubclass(each.model, base)), each.model)
        return _ref(common.__name__)
    value: Schema = {"type": each.json_type, **each.limits}
    if each.choices:
        value["enum"] = [*map(str, labels.choices(each.choices))]
    elif each.pattern:
        value["pattern"] = each.pattern.replace("(?P<", "(?<")
    return value


def _ref(name: str) -> Schema:
    return {"$ref": name}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}
