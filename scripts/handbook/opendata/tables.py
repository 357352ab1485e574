"""The records as tables, and what the tables are.

    data/<kind>.csv           a kind: a row for each record; opens in spreadsheets (BOM)
    data/observations.csv     each number of each figure, where one has several
    data/datapackage.json     the tables' columns with their types (specs.frictionlessdata.io)

Columns are the model's fields in their order, whether or not a record fills them. A text has a column for
each language (`title_zh`), a part one for each of its fields (`started_date`); lists of values are joined
by `; `, and a list of parts is JSON.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from pydantic import BaseModel

from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.types import Names, Text, is_number

_TYPES = {bool: "boolean", int: "integer", Decimal: "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        steps: The keys that lead to its value in a record's data.
        schema: Its description as a Table Schema field, without its name.
        refers_to: The folder of the records whose ids it holds.
    """

    steps: tuple[str, ...]
    schema: Mapping[str, Any]
    refers_to: str | None = None

    @property
    def name(self) -> str:
        """Return the column's heading."""
        return "_".join(self.steps)


def build_table(columns: Sequence[Column], records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the table of a kind's records, which are given as complete data."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(column.name for column in columns)
    writer.writerows(
        [_cell(reduce(_step, column.steps, record)) for column in columns] for record in records
    )
    return table.getvalue().encode("utf-8-sig")


def build_package(labels: Labels, resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the data package of tables, whose descriptions are its resources."""
    *_, lang = (each for each in labels.languages if each not in labels.conversions)
    return {
        "profile": "tabular-data-package",
        "name": labels.site.id,
        "title": labels.word("site_name", lang),
        "description": labels.word("nature_note", lang),
        **({"licenses": [licence.model_dump()]} if (licence := labels.site.licence) else {}),
        **converted_languages(labels),
        "resources": resources,
    }


def converted_languages(labels: Labels) -> dict[str, Any]:
    """Return `converted`: of each language that is made of another, which and how; else nothing."""
    made = {
        lang: {"from": each.settings.converted_from, "by": f"OpenCC {each.settings.converter}"}
        for lang, each in labels.conversions.items()
    }
    return {"converted": made} if made else {}


def columns_of(
    model: type[BaseModel], labels: Labels, *, required: bool = True
) -> Iterator[Column]:
    """Yield the columns of a kind of record, or of a part of one, its place in the site last.

    Args:
        model: The kind or part.
        labels: The languages and vocabularies.
        required: Whether every row has what no record can do without.
    """
    yield from _columns(model, labels, (), required=required)
    yield Column(("path",), {"type": "string", "description": "The record on the site"})


def _columns(
    model: type[BaseModel], labels: Labels, outer: tuple[str, ...], *, required: bool
) -> Iterator[Column]:
    for field in fields_of(model).values():
        steps = (*outer, field.name)
        needed = required and field.required
        if field.name == "notes":
            continue
        if field.is_list:
            yield Column(steps, _schema("array" if field.model else "string", field, needed))
        elif field.model and issubclass(field.model, (Text, Names)):
            for index, lang in enumerate(labels.languages):
                yield Column((*steps, lang), _schema("string", field, needed and index == 0))
        elif field.model:
            yield from _columns(field.model, labels, steps, required=needed)
        else:
            folders = field.refers_to.folders if field.refers_to else ()
            limits: dict[str, Any] = {}
            if field.choices:
                limits["enum"] = [*map(str, labels.choices(field.choices))]
            elif field.pattern and not field.refers_to:
                limits["pattern"] = field.pattern
            schema = _schema(_TYPES.get(field.type, "string"), field, needed, **limits)
            yield Column(steps, schema, folders[0] if len(folders) == 1 else None)


def _schema(kind: str, field: ModelField, required: bool, **limits: Any) -> dict[str, Any]:
    limits = {"required": True, **limits} if required else limits
    description = " · ".join(field.description.values())
    return {"type": kind, "description": description} | ({"constraints": limits} if limits else {})


def describe_table(name: str, columns: Sequence[Column], size: int) -> dict[str, Any]:
    """Return the description of a table by its name, columns and size in bytes."""
    fields = [{"name": column.name, **column.schema} for column in columns]
    schema: dict[str, Any] = {"fields": fields}
    if name in KINDS:
        schema["primaryKey"] = "id"
    for column in columns:
        if column.refers_to:
            target = "" if column.refers_to == name else column.refers_to
            key = {"fields": column.name, "reference": {"resource": target, "fields": "id"}}
            schema.setdefault("foreignKeys", []).append(key)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "schema": schema,
    }


def _step(data: Any, key: str) -> Any:
    return data.get(key) if data else None


def _cell(value: Any) -> str:
    """Return a value for a spreadsheet.

    A text that would run there as a formula stands after an apostrophe (OWASP, CSV injection).
    """
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    runs = text.startswith(
        ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
    ) and not is_number(text)
    return f"'{text}" if runs else text
