"""The records as tables, and what the tables are.

    data/<kind>.csv           a kind: a row for each record; opens in spreadsheets (BOM)
    data/datapackage.json     the tables' columns with their types (specs.frictionlessdata.io)

Columns are the model's fields in their order, whether or not a record fills them. A text has a column for
each language (`title_zh`), a part one for each of its fields (`started_date`); lists of values are joined
by `; `, and a list of parts is JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.types import Names, Text, is_number
from handbook.model.urls import table_path

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TYPES = {bool: "boolean", int: "integer", Decimal: "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the steps to its value in a record's data, and its description as a Table Schema field."""

    steps: tuple[str, ...]
    schema: Mapping[str, Any]
    refers_to: str | None = None

    @property
    def name(self) -> str:
        """Return the column's heading."""
        return "_".join(self.steps)


def build_tables(dataset: Dataset, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the tables by their path in the site, and the data package that describes them.

    Args:
        records: Every kind's records as complete data, by the kind's folder.
    """
    tables: dict[str, bytes] = {}
    resources = []
    for folder, kind in KINDS.items():
        columns = list(columns_of(kind.record, dataset.labels))
        content = _csv(columns, records[folder])
        tables[table_path(folder)] = content
        resources.append(_resource(folder, columns, len(content)))
    lang = dataset.languages[-1]
    package = {
        "profile": "tabular-data-package",
        "name": dataset.labels.site.id,
        "title": dataset.labels.word("site_name", lang),
        "description": dataset.labels.word("nature_note", lang),
        "licenses": [LICENCE],
        "resources": resources,
    }
    return tables, package


def columns_of(kind: type[BaseModel], labels: Labels) -> Iterator[Column]:
    """Yield the columns of a kind of record, its place in the site last."""
    yield from _columns(kind, labels, (), required=True)
    yield Column(("path",), {"type": "string", "description": "The record on the site"})


def _columns(model: type[BaseModel], labels: Labels, outer: tuple[str, ...], *, required: bool) -> Iterator[Column]:
    for field in fields_of(model).values():
        steps = (*outer, field.name)
        if field.name == "notes":
            continue
        if field.model and issubclass(field.model, (Text, Names)) and not field.is_list:
            for lang in labels.languages:
                is_required = required and field.required and lang == next(iter(labels.languages))
                yield Column((*steps, lang), _schema("string", field, required=is_required))
        elif field.model and not field.is_list:
            yield from _columns(field.model, labels, steps, required=required and field.required)
        elif field.is_list:
            yield Column(steps, _schema("array" if field.model else "string", field, required=required and field.required))
        else:
            folders = field.refers_to.folders if field.refers_to else ()
            constraints = _constraints(field, labels)
            schema = _schema(_TYPES.get(field.type, "string"), field, required=required and field.required, **constraints)
            yield Column(steps, schema, refers_to=folders[0] if len(folders) == 1 else None)


def _constraints(field: ModelField, labels: Labels) -> dict[str, Any]:
    if field.choices:
        return {"enum": [str(choice) for choice in labels.choices(field.choices)]}
    return {"pattern": field.pattern} if field.pattern and not field.refers_to else {}


def _schema(kind: str, field: ModelField, *, required: bool, **constraints: Any) -> dict[str, Any]:
    limits = {"required": True, **constraints} if required else constraints
    description = " · ".join(field.description.values())
    return {"type": kind, "description": description, **({"constraints": limits} if limits else {})}


def _resource(folder: str, columns: Sequence[Column], size: int) -> dict[str, Any]:
    keys = [
        {"fields": column.name, "reference": {"resource": "" if column.refers_to == folder else column.refers_to, "fields": "id"}}
        for column in columns
        if column.refers_to
    ]
    schema = {
        "fields": [{"name": column.name, **column.schema} for column in columns],
        "primaryKey": "id",
        **({"foreignKeys": keys} if keys else {}),
    }
    return {
        "profile": "tabular-data-resource",
        "name": folder,
        "path": f"{folder}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "schema": schema,
    }


def _csv(columns: Sequence[Column], records: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows([_cell(_value(record, column.steps)) for column in columns] for record in records)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _value(data: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _cell(value: Any) -> str:
    """Return a value for a spreadsheet, a text that would run there as a formula after an apostrophe (OWASP, CSV injection)."""
    if value is None or value == []:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if not is_number(text) and text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
