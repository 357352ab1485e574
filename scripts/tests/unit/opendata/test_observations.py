"""The numbers of figures as rows: all that says what each means stands in its row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handbook.load import load
from tests.helpers import handbook_of
from tests.helpers.open_data import open_data, rows_of

#: A figure that has one number, in words, of no period.
WORDS = (
    handbook_of.FIGURE.replace("boat-incidents", "boats-adrift")
    .replace(
        "value: 1728\nunit:\n  zh: 起\n  en: incidents\n", "statement:\n  zh: 比[[river-town]]多\n"
    )
    .replace("measure: count", "measure: trend")
)


@pytest.fixture
def files(root: Path) -> dict[str, bytes]:
    """Return the data files of the small handbook with a figure over time and one without."""
    texts = {"boat-incidents": handbook_of.SERIES, "boats-adrift": WORDS}
    handbook_of.write(root, {f"data/figures/{name}.yml": text for name, text in texts.items()})
    return open_data(load(root)[0])


@pytest.fixture
def rows(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """Return the rows as data."""
    answer = json.loads(files["api/v1/observations.json"])
    return list(answer["data"])


def test_each_number_is_a_row_with_what_its_figure_says_of_all(rows: list[dict[str, Any]]) -> None:
    """Unit and reporter stand in each row, numbers are numbers, and the break is told where it is."""
    assert [("2020", 1200), ("2021", 1500), ("2023", 900), ("2024", 1728)] == [
        (row["period"]["date"], row["value"]) for row in rows if "value" in row
    ]
    third = rows[2]
    assert {"zh": "起", "en": "incidents"} == third["unit"]
    assert "river-police" == third["reported_by"]["id"]
    assert {"zh": "不再计入走失的船", "en": "boats adrift are no longer counted"} == third["break"]
    assert ("2023", "2023", "/figures/#boat-incidents_2023") == (
        third["period"]["from"],
        third["period"]["to"],
        third["path"],
    )
    assert "provisional" == rows[3]["status"]


def test_figure_with_one_number_is_a_row_too(rows: list[dict[str, Any]]) -> None:
    """Whoever wants all numbers reads one table."""
    [words] = [row for row in rows if row["figure"]["id"] == "boats-adrift"]
    assert (None, None, "比河畔镇多", "/figures/#boats-adrift") == (
        words.get("period"),
        words.get("value"),
        words["statement"]["zh"],
        words["path"],
    )


def test_table_and_its_description_agree(
    files: dict[str, bytes], rows: list[dict[str, Any]]
) -> None:
    """The table has a column for each field, and the package describes each column."""
    table = rows_of(files, "observations")
    package = json.loads(files["data/datapackage.json"])
    [described] = [each for each in package["resources"] if each["name"] == "observations"]
    assert [field["name"] for field in described["schema"]["fields"]] == list(table[0])
    assert [row["figure"]["id"] for row in rows] == [row["figure"] for row in table]
    assert ("2024", "1728", "incidents", "provisional", "river-report#3") == tuple(
        table[3][name] for name in ("period_date", "value", "unit_en", "status", "cite")
    )
    # the part that the table of citations names, too; none where a figure has a number alone
    cited = {
        (row["record_id"], row["part"]): f"{row['source']}#{row['place']}"
        for row in rows_of(files, "citations")
    }
    assert [row["cite"] for row in table] == [cited[row["figure"], row["part"]] for row in table]
    assert 1 == [row["part"] for row in table].count("")
    assert {
        "fields": ["figure"],
        "reference": {"resource": "figures", "fields": ["id"]},
    } in described["schema"]["foreignKeys"]


def test_handbook_without_observations_has_no_such_files(dataset: Any) -> None:
    """Nothing empty is published."""
    files = open_data(dataset)
    assert [] == [path for path in files if "observations" in path]
    assert "observations" not in json.loads(files["api/v1/index.json"])["data"]
