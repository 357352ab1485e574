"""What the tables are, for programs: a Data Package (v2, datapackage.org).

Each table's columns have their types, constraints and foreign keys from the models.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from handbook.load.build_version import Version
from handbook.model.dataset import Dataset
from handbook.model.records import Source
from handbook.model.urls import table_path
from handbook.opendata.columns import Column
from handbook.opendata.tables import Table
from handbook.opendata.values import converted_languages

_PROFILES = "https://datapackage.org/profiles/2.0"


def build_package(
    dataset: Dataset, edition: Version, tables: Sequence[Table], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the data package of tables.

    Args:
        dataset: The handbook.
        edition: The edition of the whole.
        tables: The tables that have files.
        files: The files, those of the tables among them.
    """
    labels, sources = dataset.labels, dataset.of(Source)
    written = [lang for lang in dataset.languages if lang not in labels.conversions]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": labels.site.id,
        "title": _in_all({lang: labels.word("site_name", lang) for lang in written}),
        "description": _in_all({lang: labels.word("nature_note", lang) for lang in written}),
        "version": edition.id,
        **({"licenses": [labels.site.licence.model_dump()]} if labels.site.licence else {}),
        **({"sources": [*map(_source, sources)]} if sources else {}),
        **converted_languages(labels),
        "resources": [_resource(table, files[table_path(table.name)]) for table in tables],
    }


def _source(source: Source) -> dict[str, str]:
    title = _in_all(dict(source.title.items()))
    return {"title": title, **({"path": source.url} if source.url else {})}


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "title": _in_all(table.title),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = [_foreign_key(each, table) for each in table.columns if each.refers_to]
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [*map(_field, table.columns)],
        **({"primaryKey": table.key} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        # The profile of version 2 lacks the type `list`, which its text has; so a pattern tells what stands between items.
        "type": "string" if column.kind == "list" else column.kind,
        "title": _in_all(column.title),
        "description": _in_all(column.description),
        **({"constraints": dict(column.constraints)} if column.constraints else {}),
    }


def _foreign_key(column: Column, table: Table) -> dict[str, Any]:
    to = {} if column.refers_to == table.name else {"resource": column.refers_to}
    return {"fields": [column.name], "reference": {**to, "fields": ["id"]}}


def _in_all(texts: Mapping[str, str]) -> str:
    return " · ".join(dict.fromkeys(texts.values()))
