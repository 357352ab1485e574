"""The open data: JSON, CSV and the data package agree with the records."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.kinds import KINDS
from handbook.opendata.api import build_api
from tests.helpers import handbook_of
from tests.unit.pages.test_pages import handbook


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """Return the data files of the small handbook."""
    return build_api(handbook(tmp_path))


def test_every_record_has_an_answer_and_a_row(files: dict[str, bytes], tmp_path: Path) -> None:
    """Each record stands in its own answer, in its kind's answer and in its kind's table."""
    for record in load(tmp_path)[0].records.values():
        one = json.loads(files[f"api/v1/{record.folder}/{record.id}.json"])
        everyone = json.loads(files[f"api/v1/{record.folder}.json"])
        rows = list(csv.DictReader(io.StringIO(files[f"data/{record.folder}.csv"].decode("utf-8-sig"))))
        assert record.id == one["data"]["id"]
        assert one["data"] in everyone["data"]
        assert record.id in [row["id"] for row in rows]


def test_every_answer_says_whose_account_it_is(files: dict[str, bytes]) -> None:
    """The envelope carries the licence and the nature of the source, and every record its citation."""
    for path, content in files.items():
        if path.startswith("api/"):
            answer = json.loads(content)
            assert {"api", "edition", "licence", "nature", "data"} == set(answer), path
            assert {"zh", "en"} == set(answer["nature"])
    assert ["river-report#2"] == json.loads(files["api/v1/practices/joint-patrols.json"])["data"]["cite"]


def test_texts_hold_no_wiki_links(files: dict[str, bytes]) -> None:
    """Readers of the data get words and numbers, not the editors' links."""
    assert not [path for path, content in files.items() if b"[[" in content and path.endswith((".json", ".csv"))]
    practice = json.loads(files["api/v1/practices/joint-patrols.json"])["data"]
    assert "两岸的派出所每月一起巡河，已处理1728起纠纷。" == practice["summary"]["zh"]
    assert "have handled 1,728 incidents." in practice["summary"]["en"]


def test_the_package_describes_the_tables(files: dict[str, bytes]) -> None:
    """Each table of the data package is there, with the columns and the size it says."""
    package = json.loads(files["data/datapackage.json"])
    assert list(KINDS) == [resource["name"] for resource in package["resources"]]
    for resource in package["resources"]:
        content = files[f"data/{resource['path']}"]
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(content) == resource["bytes"]
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_notes_for_editors_are_not_published(tmp_path: Path) -> None:
    """An editors' note stays in the repository."""
    made = build_api(handbook(tmp_path, river_line=handbook_of.PLATFORM + "notes: check the number\n"))
    assert not [path for path, content in made.items() if b"check the number" in content]


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would run as a formula is set off."""
    made = build_api(handbook(tmp_path, river_line=handbook_of.PLATFORM.replace("en: River line", "en: =1+1")))
    rows = list(csv.DictReader(io.StringIO(made["data/platforms.csv"].decode("utf-8-sig"))))
    assert ["'=1+1"] == [row["title_en"] for row in rows]


def test_a_number_below_nothing_stays_a_number(tmp_path: Path) -> None:
    """A negative value stands in its table as it is, so that a spreadsheet can reckon with it."""
    root = handbook_of.good(tmp_path)
    figure = root / "data/figures/boat-incidents.yml"
    figure.write_text(figure.read_text(encoding="utf-8").replace("value: 1728", "value: -17.5"), encoding="utf-8")
    rows = csv.DictReader(build_api(load(root)[0])["data/figures.csv"].decode("utf-8-sig").splitlines())
    assert ["-17.5"] == [row["value"] for row in rows]
