"""The records as open data.

    api/v1/index.json              the endpoints below, with counts
    api/v1/<kind>.json             all records of a kind
    api/v1/<kind>/<id>.json        one record
    data/<kind>.csv                a kind as a table, a column for each field and language
    data/datapackage.json          what the tables are (Frictionless Data Package, specs.frictionlessdata.io)

Every JSON answer has one envelope: `api`, `edition`, `licence`, `nature` and `data`. A change that breaks readers gets a new number in the path.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handbook.load.build_version import edition
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import is_number
from handbook.model.urls import address_of
from handbook.pages.writer import plain

VERSION = "v1"
LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}


def build_api(dataset: Dataset) -> dict[str, bytes]:
    """Return every data file by its path in the site."""
    published = edition(dataset).id
    files: dict[str, bytes] = {}
    index: dict[str, Any] = {}
    for folder, kind in KINDS.items():
        records = [as_data(record, dataset) for record in dataset.of(kind)]
        files[f"api/{VERSION}/{folder}.json"] = _json(_envelope(dataset, published, records))
        for record in records:
            files[f"api/{VERSION}/{folder}/{record['id']}.json"] = _json(_envelope(dataset, published, record))
        files[f"data/{folder}.csv"] = _csv(records, kind, dataset)
        index[folder] = {"count": len(records), "all": f"{folder}.json", "one": f"{folder}/{{id}}.json"}
    files[f"api/{VERSION}/index.json"] = _json(_envelope(dataset, published, index))
    files["data/datapackage.json"] = _json(_package(dataset, files))
    return files


def write_api(dataset: Dataset, directory: Path) -> None:
    """Write every data file below a directory."""
    for path, content in build_api(dataset).items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def as_data(record: Record, dataset: Dataset) -> dict[str, Any]:
    """Return a record as plain data in the order its fields are written in, with its page's path and texts free of wiki links."""
    dumped = record.model_dump(mode="json", exclude_defaults=True, exclude={"notes"})
    ordered = {name: _plain(dumped[name], dataset) for name in fields_of(type(record)) if name in dumped}
    address = address_of(record, dataset)
    return {**ordered, "path": f"/{address.page}/" + (f"#{address.anchor}" if address.anchor else "")}


def _plain(value: Any, dataset: Dataset) -> Any:
    if isinstance(value, Mapping):
        return {
            key: plain(dataset, item, key) if isinstance(item, str) and key in dataset.languages else _plain(item, dataset)
            for key, item in value.items()
        }
    return [_plain(item, dataset) for item in value] if isinstance(value, list) else value


def _envelope(dataset: Dataset, published: str, data: Any) -> dict[str, Any]:
    nature = {lang: dataset.labels.word("nature_note", lang) for lang in dataset.languages}
    return {"api": VERSION, "edition": published, "licence": LICENCE["name"], "nature": nature, "data": data}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _columns(kind: type[Record]) -> list[str]:
    return [name for name in fields_of(kind) if name != "notes"]


def _csv(records: list[dict[str, Any]], kind: type[Record], dataset: Dataset) -> bytes:
    """Return a table: texts in a column for each language, lists parted by `; `, whatever is deeper as JSON; opens in Excel (BOM)."""
    rows = [_row(record, _columns(kind), dataset) for record in records]
    header = list(dict.fromkeys(name for row in rows for name in row)) or ["id", "path"]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(record: dict[str, Any], columns: list[str], dataset: Dataset) -> dict[str, str]:
    row: dict[str, str] = {}
    for name in (*columns, "path"):
        value = record.get(name)
        if isinstance(value, dict) and set(value) <= set(dataset.languages):
            for lang in dataset.languages:
                row[f"{name}_{lang}"] = _cell(value.get(lang))
        else:
            row[name] = _cell(value)
    return {key: value for key, value in row.items() if value}


def _cell(value: Any) -> str:
    """Return a value for a spreadsheet; a text, unless it is a number, that a spreadsheet would run as a formula is set off by an apostrophe (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if not is_number(text) and text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _package(dataset: Dataset, files: Mapping[str, bytes]) -> dict[str, Any]:
    resources = []
    for folder in KINDS:
        content = files[f"data/{folder}.csv"]
        header = content.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
        fields = [{"name": name, "type": "string"} for name in header]
        about = {"name": folder, "path": f"{folder}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        resources.append({**about, "bytes": len(content), "schema": {"fields": fields, "primaryKey": "id"}})
    title = dataset.labels.word("site_name", dataset.languages[-1])
    return {
        "profile": "tabular-data-package", "name": "pinghu-handbook", "title": title,
        "description": dataset.labels.word("nature_note", dataset.languages[-1]), "licenses": [LICENCE], "resources": resources,
    }  # fmt: skip
