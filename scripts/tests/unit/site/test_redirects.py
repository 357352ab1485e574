"""What answers at the addresses of former ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load.build_version import edition_of, read_history
from handbook.model.dataset import Dataset
from handbook.opendata.api import build_api
from handbook.pages.render import render
from handbook.site.redirects import is_redirect, write_former_pdfs, write_redirects
from tests.helpers import handbook_of


@pytest.fixture
def renamed(tmp_path: Path) -> Dataset:
    """Return the small handbook with a practice and a figure that had other ids."""
    return handbook_of.changed(
        tmp_path / "handbook",
        joint_patrols=handbook_of.PRACTICE.replace("title:", "was: [old-patrols]\ntitle:", 1),
        boat_incidents=handbook_of.FIGURE.replace("title:", "was: [old-boats]\ntitle:", 1),
    )


def test_former_pages_and_anchors_are_written(renamed: Dataset, tmp_path: Path) -> None:
    """A page in each language leads to the practice; anchors are listed."""
    (tmp_path / "site").mkdir()
    write_redirects(render(renamed), tmp_path / "site", "https://river.example/")
    for lang, root in (("zh", ""), ("en", "en/")):
        file = tmp_path / f"site/{root}safety/river-safety/old-patrols/index.html"
        text = file.read_text("utf-8")
        assert is_redirect(file.read_bytes())
        assert f'lang="{lang}"' in text
        assert 'content="0; url=../joint-patrols/"' in text
        assert f'href="https://river.example/{root}safety/river-safety/joint-patrols/"' in text
        text = (tmp_path / f"site/{root}figures/old-boats/index.html").read_text("utf-8")
        assert '<a href="../#boat-incidents">' in text
    anchors = json.loads((tmp_path / "site/anchors.json").read_bytes())
    assert ["old-boats", "boat-incidents"] in anchors


def test_former_pdfs_and_data_hold_what_is_there_now(renamed: Dataset, tmp_path: Path) -> None:
    """A former id's PDF and sheet are copies; an entry without a sheet has its PDF there; so has the API."""
    for name in ("joint-patrols.zh", "joint-patrols.sheet.zh", "joint-patrols.en"):
        handbook_of.write(tmp_path / "site", {f"pdf/{name}.pdf": name})
    write_former_pdfs(renamed, tmp_path / "site")
    found = {file.name: file.read_text() for file in (tmp_path / "site/pdf").iterdir()}
    assert "joint-patrols.zh" == found["old-patrols.zh.pdf"]
    assert "joint-patrols.sheet.zh" == found["old-patrols.sheet.zh.pdf"]
    assert "joint-patrols.en" == found["old-patrols.sheet.en.pdf"]
    assert "joint-patrols.en" == found["joint-patrols.sheet.en.pdf"]
    assert "joint-patrols.sheet.zh" == found["joint-patrols.sheet.zh.pdf"]
    history = read_history(renamed.root)
    files = build_api(renamed, edition_of(renamed, history), history)
    assert files["api/v1/figures/boat-incidents.json"] == files["api/v1/figures/old-boats.json"]


@pytest.mark.parametrize(
    ("link", "new"), [("[[old-town]]", "river-town"), ("[[old-report#2]]", "river-report")]
)
def test_who_links_to_a_former_id_is_told_the_new_one(tmp_path: Path, link: str, new: str) -> None:
    """The message of an unknown id names what it is now."""
    root = handbook_of.good(tmp_path)
    for name in ("places/river-town", "sources/river-report"):
        file = root / f"data/{name}.yml"
        former = f"was:\n  - old-{name.rpartition('-')[2]}\n"
        text = file.read_text("utf-8")
        head, _, rest = text.partition("\n  en:")
        first, _, more = rest.partition("\n")
        file.write_text(f"{head}\n  en:{first}\n{former}{more}", encoding="utf-8")
    practice = root / "data/practices/joint-patrols.yml"
    text = practice.read_text("utf-8").replace("夜里轮流值守", f"夜里轮流值守{link}")
    practice.write_text(text, encoding="utf-8")
    [finding] = [one for one in check_handbook(root)[1] if one.code == "record-renamed"]
    assert f"now: {new}" in finding.text("en")
