"""The tables and the data package that describes them."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from handbook.load import load_labels
from handbook.load.build_version import History, Version
from handbook.model.kinds import KINDS
from handbook.model.records import Figure, Practice
from handbook.opendata.api import build_api
from handbook.opendata.tables import columns_of
from tests.helpers import handbook_of
from tests.helpers.handbook_of import changed

READERS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "array": json.loads,
}

EDITION = Version("3fa9c1b2", 0)
HISTORY = History(None, {})


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """Return the data files of the small handbook."""
    return build_api(changed(tmp_path), EDITION, HISTORY)


def rows(files: dict[str, bytes], folder: str) -> list[dict[str, str]]:
    """Return a table's rows."""
    return list(csv.DictReader(io.StringIO(files[f"data/{folder}.csv"].decode("utf-8-sig"))))


def schemas(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return each table's resource in the data package, by its name."""
    return {
        resource["name"]: resource
        for resource in json.loads(files["data/datapackage.json"])["resources"]
    }


def test_package_describes_each_table(files: dict[str, bytes], tmp_path: Path) -> None:
    """Each table has the columns and the size that the package says."""
    labels = load_labels(tmp_path)
    assert list(KINDS) == list(schemas(files))
    for name, resource in schemas(files).items():
        content = files[f"data/{resource['path']}"]
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(content) == resource["bytes"]
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert header == [column.name for column in columns_of(KINDS[name].record, labels)]


def test_each_cell_is_of_its_columns_type(files: dict[str, bytes]) -> None:
    """Cells read as their column's type, and keep to its constraints."""
    for folder, resource in schemas(files).items():
        for row in rows(files, folder):
            for field in resource["schema"]["fields"]:
                cell, constraints = row[field["name"]], field.get("constraints", {})
                assert cell or not constraints.get("required"), field
                if cell:
                    READERS[field["type"]](cell)
                    assert cell in constraints.get("enum", [cell]), field
                    assert re.search(constraints.get("pattern", ""), cell), field


def test_references_lead_to_rows(files: dict[str, bytes]) -> None:
    """A column that holds ids of one kind is a foreign key, and its ids are in that kind's table."""
    keys = {
        key["fields"]: key["reference"]
        for key in schemas(files)["practices"]["schema"]["foreignKeys"]
    }
    theme, successor = ({"resource": name, "fields": "id"} for name in ("themes", ""))
    assert {"theme": theme, "status_by": successor} == keys
    assert {row["theme"] for row in rows(files, "practices")} <= {
        row["id"] for row in rows(files, "themes")
    }
    parents = {
        key["fields"]: key["reference"] for key in schemas(files)["places"]["schema"]["foreignKeys"]
    }
    assert {"resource": "", "fields": "id"} == parents["parent"]  # the table itself


def test_types_come_from_the_models(tmp_path: Path) -> None:
    """Numbers, truth values, values to choose from and lists of parts are told from texts."""
    labels = changed(tmp_path).labels
    figure = {column.name: column.schema for column in columns_of(Figure, labels)}
    practice = {column.name: column.schema for column in columns_of(Practice, labels)}
    assert "number" == figure["value"]["type"]
    assert "boolean" == figure["period_inferred"]["type"]
    assert "count" in figure["measure"]["constraints"]["enum"]
    assert ["mechanism", "agreement"] == practice["kind"]["constraints"]["enum"]
    assert "array" == practice["components"]["type"]
    assert figure["title_zh"]["constraints"]["required"]
    assert "constraints" not in figure["title_en"]


def test_columns_stay_when_no_record_fills_them(tmp_path: Path) -> None:
    """A table without rows has the same columns as one with."""
    dataset = changed(tmp_path)
    empty = (
        build_api(dataset, EDITION, HISTORY)["data/corrections.csv"]
        .decode("utf-8-sig")
        .splitlines()
    )
    assert [
        [column.name for column in columns_of(KINDS["corrections"].record, dataset.labels)]
    ] == list(csv.reader(empty))


def test_a_field_left_at_its_default_is_told_in_the_table(files: dict[str, bytes]) -> None:
    """What a record does not say is false, not unknown, where the model says so."""
    assert {"false"} == {row["started_inferred"] for row in rows(files, "practices")}


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would run as a formula is set off; a negative number is not."""
    platform = handbook_of.PLATFORM.replace("en: River line", "en: ＝1+1")
    assert ["'＝1+1"] == [
        row["title_en"]
        for row in rows(
            build_api(changed(tmp_path, river_line=platform), EDITION, HISTORY), "platforms"
        )
    ]
