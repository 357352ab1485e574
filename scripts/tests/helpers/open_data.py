"""The data files of handbooks, as tests read them."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import openpyxl

from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset
from handbook.model.introspect import FieldPath, dotted, values_of
from handbook.model.types import Names, Prose, Text
from handbook.model.urls import (
    API_VERSION,
    DATABASE,
    OPENAPI,
    WORKBOOK,
    api_path,
    schema_path,
    table_path,
)
from handbook.opendata.api import build_api
from handbook.opendata.csv_files import FORMULA
from handbook.opendata.data_files import build_data_files
from handbook.opendata.tables import build_tables, joined
from handbook.text.plain_text import plain_text

EDITION = Version("3fa9c1b2", 0)
HISTORY = History(None, {})
#: What another program could take for its own: formulas, quotes, its marks and escapes, a control character, two lines.
HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "'=1+1",
    "''-1",
    "＝1+1",
    "'quoted'",
    '"a","b"',
    "a; b",
    "'); DROP TABLE records; --",
    "_x0041_",
    "a\u0008b",
    "]]> &amp; </script>",
    "https://example.org/",
    "007",
    "TRUE",
]


def open_data(dataset: Dataset, history: History = HISTORY) -> dict[str, bytes]:
    """Return every data file of a handbook by its path in the site."""
    answers = build_api(dataset, EDITION, history)
    return {**answers, **build_data_files(dataset, EDITION, history)}


def rows_of(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    """Return the rows of a table as its CSV file has them."""
    text = files.get(table_path(table), b"").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_written(cell: str) -> str:
    """Return a cell of a CSV file as it was before it was kept from being a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


def differing_tables(dataset: Dataset, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the tables of which CSV file, workbook or database have another value, or a formula, and references to nothing."""
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]), read_only=True)
    database = sqlite3.connect(":memory:")
    database.deserialize(files[DATABASE])
    for table in build_tables(dataset, EDITION, HISTORY):
        rows = [[*map(joined, row)] for row in table.rows]
        if rows != [[*row] for row in database.execute(f'SELECT * FROM "{table.name}"')]:
            yield f"{DATABASE}: {table.name}"
        read = [[*map(as_written, row.values())] for row in rows_of(files, table.name)]
        if table.is_shown and read != [[*map(_in_csv, row)] for row in rows]:
            yield f"{table.name}.csv"
        if table.is_shown and rows != [
            [*map(_in_cell, row)] for row in book[table.name].iter_rows(3)
        ]:
            yield f"{WORKBOOK}: {table.name}"
    yield from (f"{DATABASE}: {row}" for row in database.execute("PRAGMA foreign_key_check"))
    database.close()


def _in_cell(cell: Any) -> Any:
    """Return the value of a cell of a workbook, with the characters that are written by their number."""
    if not isinstance(cell.value, str):
        return cell.value
    text = re.sub("_x(00[01].)_", lambda code: chr(int(code[1], 16)), cell.value)
    return f"a formula: {text}" if cell.data_type == "f" else text


def answers_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the API answers, by path: its files but the schemas and the description."""
    beside = (schema_path("").removesuffix(".json"), OPENAPI)
    return {
        path: json.loads(content)
        for path, content in files.items()
        if path.startswith(f"api/{API_VERSION}/") and not path.startswith(beside)
    }


def unlike_schema(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield where answers differ from the schemas that they name, and what these do not tell of."""
    from jsonschema import (
        Draft202012Validator,
    )  # takes a second, for which no other test shall wait

    for path, answer in answers_of(files).items():
        schema = json.loads(files[answer["schema"].removeprefix("/")])
        for each in (schema, _closed(schema)):
            found = Draft202012Validator(each).iter_errors(answer)
            yield from (f"{path}: {error.json_path}: {error.message}" for error in found)


def _closed(schema: Any) -> Any:
    """Return a schema that accepts no key that it does not name."""
    if isinstance(schema, list):
        return [*map(_closed, schema)]
    if not isinstance(schema, dict):
        return schema
    made = {key: _closed(value) for key, value in schema.items()}
    if "allOf" in made:
        return {**made, "unevaluatedProperties": False}
    is_whole = "required" in made and isinstance(names := made.get("properties"), dict)
    return {**made, "additionalProperties": False} if is_whole and "data" not in names else made


def differing_answers(dataset: Dataset, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the values of records that their answers do not have as they are, and answers that hold others."""
    for record in dataset.records.values():
        answer = files[api_path(record.folder, record.id)]
        data = json.loads(answer, parse_float=Decimal)["data"]
        told = {path: value for path, value in _leaves(data, ()) if path[-1] not in _TOLD_BESIDE}
        for path, field, value in values_of(record):
            if value is None or path == ("notes",):
                continue
            if isinstance(value, (Text, Names)):
                for lang, text in value.items():
                    plain = isinstance(value, Prose) and plain_text(dataset, text, lang)
                    for at, each in _leaves(plain or text, (*path, lang)):
                        if each != told.pop(at, None):
                            yield f"{record.id}: {dotted(at)}: {each!r}"
                continue
            if field.name == "cite":
                source, place = told.pop((*path, "source")), told.pop((*path, "place"), "head")
                found: Any = f"{source}#{place}"
            else:
                found = told.pop((*path, "id") if field.refers_to else path, None)
            if value != found:
                yield f"{record.id}: {dotted(path)}: {value!r}"
        yield from (f"{record.id}: {dotted(path)} is no value of it" for path in told)


#: What answers add to the values of records, whatever part it is of; a mark is by language.
_TOLD_BESIDE = {"path", "json", "precision", "from", "to"}


def _leaves(data: Any, path: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(data, dict) and "mark" in data and "source" in data:
        data = {key: data[key] for key in ("source", "place") if key in data}
    if isinstance(data, (list, tuple, dict)):
        for key, each in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(each, (*path, key))
    else:
        yield path, data


def _in_csv(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
