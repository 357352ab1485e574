"""The open data: every record in JSON and in a table, as its readers need it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.load import load
from handbook.load.build_version import History
from handbook.model.urls import OPENAPI
from tests.helpers import handbook_of
from tests.helpers.handbook_of import changed
from tests.helpers.open_data import EDITION, open_data, rows_of


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """Return the data files of the small handbook."""
    return open_data(changed(tmp_path))


def test_every_record_has_an_answer_and_a_row(files: dict[str, bytes], tmp_path: Path) -> None:
    """Each record stands in its own answer, in its kind's answer and in its kind's table."""
    for record in load(tmp_path)[0].records.values():
        one = json.loads(files[f"api/v1/{record.folder}/{record.id}.json"])
        everyone = json.loads(files[f"api/v1/{record.folder}.json"])
        assert record.id == one["data"]["id"]
        assert one["data"] in everyone["data"]
        assert record.id in [row["id"] for row in rows_of(files, record.folder)]


def test_every_answer_says_whose_account_it_is(files: dict[str, bytes]) -> None:
    """The envelope carries the licence and the nature of the source, and every record its citation."""
    for path, content in files.items():
        if path.startswith("api/") and "/schema/" not in path and path != OPENAPI:
            answer = json.loads(content)
            assert {"api", "schema", "edition", "licence", "nature", "data"} == set(answer), path
            assert {"zh", "en"} == set(answer["nature"])
    [cited] = json.loads(files["api/v1/practices/joint-patrols.json"])["data"]["cite"]
    assert ("river-report", 2) == (cited["source"], cited["place"])


def test_texts_hold_no_wiki_links(files: dict[str, bytes]) -> None:
    """Readers of the data get words and numbers, not the editors' links."""
    assert not [
        path
        for path, content in files.items()
        if b"[[" in content and path.endswith((".json", ".csv"))
    ]
    practice = json.loads(files["api/v1/practices/joint-patrols.json"])["data"]
    assert "两岸的派出所每月一起巡河，已处理1728起纠纷。" == practice["summary"]["zh"]
    assert "have handled 1,728 incidents." in practice["summary"]["en"]


@pytest.mark.parametrize(
    ("typed", "value", "written"),
    [("1728", 1728, "1728"), ("-17.5", -17.5, "-17.5"), ("96.28", 96.28, "96.28")],
)
def test_numbers_are_numbers(tmp_path: Path, typed: str, value: float, written: str) -> None:
    """A figure's value is a JSON number, whole where it is whole, and unchanged in its table."""
    root = handbook_of.good(tmp_path)
    figure = root / "data/figures/boat-incidents.yml"
    text = figure.read_text(encoding="utf-8")
    figure.write_text(text.replace("value: 1728", f"value: {typed}"), encoding="utf-8")
    files = open_data(load(root)[0])
    data = json.loads(files["api/v1/figures/boat-incidents.json"])["data"]
    assert (value, type(value)) == (data["value"], type(data["value"]))
    assert f'"value": {written},'.encode() in files["api/v1/figures/boat-incidents.json"]
    assert [written] == [row["value"] for row in rows_of(files, "figures")]


def test_notes_for_editors_are_not_published(tmp_path: Path) -> None:
    """An editors' note stays in the repository."""
    platform = handbook_of.PLATFORM + "notes: check the number\n"
    made = open_data(changed(tmp_path, river_line=platform))
    assert not [path for path, content in made.items() if b"check the number" in content]


def test_versions_of_records_and_lists_are_their_own(tmp_path: Path) -> None:
    """The edition stands in the index alone: a record that changes gives its own answer and its list another version."""
    history = History(0, {"data/platforms/river-line.yml": 86400})
    old = open_data(changed(tmp_path / "old"), history)
    platform = handbook_of.PLATFORM.replace("en: River line", "en: River hotline")
    new = open_data(changed(tmp_path / "new", river_line=platform), history)
    assert EDITION.id == json.loads(old["api/v1/index.json"])["edition"]
    versions = [
        {path: json.loads(files[path])["edition"] for path in files if path.startswith("api/v1/p")}
        for files in (old, new)
    ]
    differing = {path for path in versions[0] if versions[0][path] != versions[1][path]}
    assert {"api/v1/platforms.json", "api/v1/platforms/river-line.json"} == differing
    assert all(versions[1][path].startswith("1970-01-02-") for path in differing)
