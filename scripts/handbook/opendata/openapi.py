"""The description of the API: OpenAPI 3.1, and a JSON Schema (2020-12) of each answer.

    api/v1/openapi.json           every address and what it answers
    api/v1/schema/<answer>.json   an answer with all that it holds: `practice` one, `practices` the list of all

Fields may be added within a version, so the schemas accept what they do not name.
"""

import json
from collections.abc import Iterator
from typing import Any

from handbook.model import answers
from handbook.model.answers import Schema
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.urls import API_VERSION, OPENAPI, schema_path

DRAFT, _OPENAPI_VERSION = "https://json-schema.org/draft/2020-12/schema", "3.1.0"
_DEFINITIONS, _COMPONENTS = "#/$defs/", "#/components/schemas/"


def build_openapi(dataset: Dataset) -> dict[str, Any]:
    """Return the description of the API and the schemas, as data by their paths in the site."""
    schemas = {
        name: answers.words_of(schema, _written)
        for name, schema in answers.components(dataset.labels).items()
    }
    held = answers.answers(dataset)
    every = {answer_name(path): answers.words_of(data, _written) for path, data in held.items()}
    whole = {f"{name}.answer": _answer(data) for name, data in every.items()}
    files: dict[str, Any] = {OPENAPI: _description(dataset, [*held], {**schemas, **whole})}
    for name, data in every.items():
        used = dict.fromkeys(_reached({**schemas, "": _answer(data)}, ""))
        definitions = {each: schemas[each] for each in schemas if each in used}
        files[schema_path(name)] = {
            "$schema": DRAFT,
            "title": name,
            **_referring(_answer(data), _DEFINITIONS),
            "$defs": _referring(definitions, _DEFINITIONS),
        }
    return files


def answer_name(path: str) -> str:
    """Return the name of an answer's schema: `practice` of `practices/{id}`."""
    folder, _, one = path.partition("/")
    return KINDS[folder].name if one else folder


def _answer(data: Schema) -> Schema:
    return {"allOf": [{"$ref": "Envelope"}, {"properties": {"data": data}}]}


def _description(dataset: Dataset, paths: list[str], schemas: Schema) -> Schema:
    labels = dataset.labels

    def said(key: str) -> str:
        return " / ".join(dict.fromkeys(labels.word(key, lang) for lang in dataset.languages))

    licence = labels.site.licence
    info = {
        "title": said("site_name"),
        "version": API_VERSION,
        "description": said("api_description"),
        **({"license": {"name": licence.title, "url": licence.path}} if licence else {}),
    }
    described = {f"/{path}.json": _operation(path, said) for path in paths}
    return {
        "openapi": _OPENAPI_VERSION,
        "info": info,
        "externalDocs": {"url": "../", "description": said("api_title")},
        "servers": [{"url": f"../{API_VERSION}"}],
        "paths": described,
        "components": {"schemas": _referring(schemas, _COMPONENTS)},
    }


def _operation(path: str, said: Any) -> Schema:
    name = answer_name(path)
    folder, _, one = path.partition("/")
    summary = said(f"kind_{folder}" if folder in KINDS else answers.WORDS[folder])
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    content = {"application/json": {"schema": {"$ref": f"{_COMPONENTS}{name}.answer"}}}
    get = {
        "operationId": name,
        "summary": f"{summary} ({{id}})" if one else summary,
        "responses": {"200": {"description": summary, "content": content}},
    }
    return {**({"parameters": [parameter]} if one else {}), "get": get}


def _written(key: str, value: Any) -> Any:
    return "\n\n".join(value.values()) if key == "description" else value


def _referring(schema: Schema, prefix: str) -> Schema:
    def write(key: str, value: Any) -> Any:
        return prefix + value if key == "$ref" else value

    referring: Schema = answers.words_of(schema, write)
    return referring


def _reached(schemas: Schema, name: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the components that one refers to, and those that these refer to."""
    names: list[str] = []

    def note(key: str, value: Any) -> Any:
        names.extend([value] if key == "$ref" else [])
        return value

    answers.words_of(schemas[name], note)
    for each in dict.fromkeys(names):
        if each not in seen:
            yield each
            yield from _reached(schemas, each, seen | {name, each})


def as_json(value: Any) -> bytes:
    """Return a value as the text of a JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
