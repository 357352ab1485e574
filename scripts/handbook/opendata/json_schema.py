"""JSON Schemas of the models for editors' tools (data/schema/*.json): fields, their meaning and what they accept.

Descriptions are in both languages. YAML types what it can, the handbook reads every scalar as text: so a date may be written `2023`
as well as `'2023'`, and the schemas accept both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.types import DATE
from handbook.model.vocabulary import Vocabulary

DRAFT = "http://json-schema.org/draft-07/schema#"


def build_schemas(labels: Labels) -> dict[str, str]:
    """Return the schema of each kind of record by its file's name."""
    return {f"{kind.name}.json": _written(_schema(kind.record, labels)) for kind in KINDS.values()}


def write_schemas(directory: Path, labels: Labels) -> None:
    """Write every schema into a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in build_schemas(labels).items():
        (directory / name).write_text(text, encoding="utf-8")


def _schema(kind: type[Record], labels: Labels) -> dict[str, Any]:
    made = kind.model_json_schema(mode="validation")
    definitions = made.pop("$defs", {})
    for name, definition in definitions.items():
        if name in {"Name", "Prose", "Names"}:
            definitions[name] = _text(definition, tuple(labels.languages), several=name == "Names")
    schema = {"$schema": DRAFT, "title": kind.__name__, **made}
    schema["properties"] = {name: schema["properties"][name] for name in fields_of(kind)}
    if definitions:
        schema["definitions"] = definitions
    cleaned: dict[str, Any] = _cleaned(schema, labels.vocabulary)
    return cleaned


def _text(definition: dict[str, Any], languages: Sequence[str], several: bool) -> dict[str, Any]:
    said = {"type": "array", "items": {"type": ["string", "number"]}} if several else {"type": ["string", "number"]}
    first = [] if several else [languages[0]]
    made = {"type": "object", "properties": dict.fromkeys(languages, said), "required": first, "additionalProperties": False}
    return {"description": definition.get("description", ""), **made}


def _cleaned(node: Any, vocabulary: Vocabulary) -> Any:
    """Return a schema as draft 7 has it, with both languages in its descriptions and none of pydantic's own titles."""
    if isinstance(node, list):
        return [_cleaned(item, vocabulary) for item in node]
    if not isinstance(node, dict):
        return node
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key == "$ref":
            out[key] = value.replace("#/$defs/", "#/definitions/")
        elif key == "description" and "x-zh" in node:
            out[key] = f"{node['x-zh']}\n\n{value}"
        elif key == "x-vocabulary":
            out["enum"] = list(getattr(vocabulary, value))
        elif key in {"x-zh", "default"} or (key == "title" and isinstance(value, str) and "$schema" not in node):
            continue
        else:
            out[key] = _cleaned(value, vocabulary)
    if "$ref" in out and len(out) > 1:  # in draft 7 a reference hides what stands beside it
        out["allOf"] = [{"$ref": out.pop("$ref")}]
    if out.get("anyOf") and {"type": "null"} in out["anyOf"]:
        rest = [item for item in out.pop("anyOf") if item != {"type": "null"}]
        out |= {"allOf": rest} if len(rest) == 1 and "$ref" in rest[0] else rest[0] if len(rest) == 1 else {"anyOf": rest}
    if isinstance(out.get("pattern"), str):
        out["pattern"] = out["pattern"].replace("(?P<", "(?<")  # as JavaScript writes named groups
    if out.get("pattern") == DATE:
        out["type"] = ["string", "integer"]
    return out


def _written(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
