"""JSON Schemas of the models for editors' tools (data/schema/*.json): fields, their meaning and what they accept.

Descriptions are in both languages. YAML types what it can, the handbook reads every scalar as text: so a date may be written `2023`
as well as `'2023'`, and the schemas accept both.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handbook.load.files import write_files
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.types import DATE, PERIOD
from handbook.model.vocabulary import Vocabulary

DRAFT = "http://json-schema.org/draft-07/schema#"


def build_schemas(labels: Labels) -> dict[str, str]:
    """Return the schema of each kind of record by its file's name."""
    return {f"{kind.name}.json": _schema(kind.record, labels) for kind in KINDS.values()}


def write_schemas(directory: Path, labels: Labels) -> None:
    """Write every schema into a directory."""
    write_files(directory, {name: text.encode() for name, text in build_schemas(labels).items()})


def _schema(kind: type[Record], labels: Labels) -> str:
    pydantic_schema = kind.model_json_schema(ref_template="#/definitions/{model}")
    definitions = pydantic_schema.pop("$defs", {})
    for name in {"Name", "Prose", "Names"} & definitions.keys():
        description = definitions[name].get("description", "")
        definitions[name] = _text(description, list(labels.languages), several=name == "Names")
    schema = {"$schema": DRAFT, "title": kind.__name__, **pydantic_schema}
    schema["properties"] = {name: schema["properties"][name] for name in fields_of(kind)}
    schema["definitions"] = definitions
    cleaned = _cleaned(schema, labels.vocabulary)
    return json.dumps(cleaned, ensure_ascii=False, indent=2) + "\n"


def _text(description: str, languages: Sequence[str], several: bool) -> dict[str, Any]:
    one: dict[str, Any] = {"type": ["string", "number"]}
    text = {"type": "array", "items": one} if several else one
    return {
        "description": description,
        "type": "object",
        "properties": dict.fromkeys(languages, text),
        "required": [] if several else [languages[0]],
        "additionalProperties": False,
    }


def _cleaned(node: Any, vocabulary: Vocabulary) -> Any:
    """Return a schema as draft 7 has it, described in every language and without pydantic's titles."""
    if isinstance(node, list):
        return [_cleaned(item, vocabulary) for item in node]
    if not isinstance(node, dict):
        return node
    out = {
        key: _cleaned(value, vocabulary)
        for key, value in node.items()
        if key not in {"default", "x-vocabulary"}
        and not (key == "title" and isinstance(value, str) and "$schema" not in node)
    }
    if "x-vocabulary" in node:
        out["enum"] = list(getattr(vocabulary, node["x-vocabulary"]))
    if "$ref" in out and len(out) > 1:  # in draft 7 a reference hides what stands beside it
        out["allOf"] = [{"$ref": out.pop("$ref")}]
    if {"type": "null"} in out.get("anyOf", ()):
        values = [item for item in out.pop("anyOf") if item != {"type": "null"}]
        reference = "$ref" in values[0]
        out |= {"allOf": values} if reference else {"anyOf": values} if values[1:] else values[0]
    if isinstance(pattern := out.get("pattern"), str):
        out["pattern"] = pattern.replace("(?P<", "(?<")  # as JavaScript writes named groups
    if pattern in (DATE, PERIOD):
        out["type"] = ["string", "integer"]
    return out
