"""A filled-in starting file for a new record, written from the model, so that it never lags behind it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handbook.diagnostics import Diagnostic, Location
from handbook.load import load_labels
from handbook.load.validation import key_order
from handbook.model import records as model
from handbook.model import types as fields


def starting_file(kind: type[model.Record], record_id: str, root: Path) -> tuple[list[Diagnostic], str]:
    """Return (what is wrong with the id, the file's text); every field is there, optional ones as comments."""
    findings: list[Diagnostic] = []
    where = Location(f"data/{kind.folder}/{record_id}.yml", field="id")
    if not fields.is_slug(record_id):
        findings.append(Diagnostic("id-form", where, {"found": record_id, "example": "five-joint", "nearest": ""}))
    elif record_id in fields.RESERVED:
        findings.append(Diagnostic("id-reserved", where, {"found": record_id}))
    else:
        others = (f"data/{folder}/{record_id}.yml" for folder in model.KINDS if folder != kind.folder)
        findings += [Diagnostic("id-taken", where, {"found": record_id, "other": other}) for other in others if (root / other).exists()]
    languages = tuple(load_labels(root).languages)
    return findings, "\n".join(_lines(kind, languages, record_id)) + "\n"


def _lines(kind: type[model.Record], languages: tuple[str, ...], record_id: str) -> Iterator[str]:
    yield "# 以“#”开头的行是说明，写完可以删去；用不上的字段整段删去。"
    yield "# Lines that begin with # explain; delete them when done, and leave out the fields you do not need."
    for name in key_order(kind):
        info = kind.model_fields[name]
        said = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        yield f"# {said.get('x-zh', '')} · {info.description}"
        block = [f"id: {record_id}"] if name == "id" else list(_field(name, info, languages))
        yield from block if info.is_required() else (f"# {line}" for line in block)


def _field(name: str, info: FieldInfo, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield a field's lines: what it may be, as a comment, and where it is to be written; an example that were left there would be published."""
    parts = [part for part in (info.annotation, *get_args(info.annotation)) if isinstance(part, type)]
    is_list = str(info.annotation).startswith("tuple")
    holder = next((part for part in parts if issubclass(part, BaseModel)), None)
    choice = next((part for part in parts if issubclass(part, StrEnum)), None)
    if choice:
        yield f"# {' | '.join(item.value for item in choice)}"
    elif info.examples:
        yield f"# 例如 · for example: {info.examples[0]}"
    if holder is None:
        yield f"{name}:" if is_list else f"{name}: {fields.PLACEHOLDER}"
        if is_list:
            yield f"  - {fields.PLACEHOLDER}"
    else:
        yield f"{name}:"
        lines = list(_inside(holder, languages))
        yield from _item(lines) if is_list else (f"  {line}" for line in lines)


def _inside(holder: type[BaseModel], languages: tuple[str, ...]) -> Iterator[str]:
    if issubclass(holder, fields.Names):
        for lang in languages:
            yield from (f"{lang}:", f"  - {fields.PLACEHOLDER}")
    elif issubclass(holder, fields.Text):
        yield from (f"{lang}: {fields.PLACEHOLDER}" for lang in languages)
    else:
        for name in key_order(holder):
            info: Any = holder.model_fields[name]
            lines = _field(name, info, languages)
            yield from lines if info.is_required() else (f"# {line}" for line in lines)


def _item(lines: list[str]) -> Iterator[str]:
    for index, line in enumerate(lines):
        yield f"  - {line}" if index == 0 else f"    {line}"
