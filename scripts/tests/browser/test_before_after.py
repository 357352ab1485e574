"""Pictures of what a change does to pages, taken of two small sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from handbook.load import load
from handbook.pages.render import render
from handbook.site.plugin import build_site
from tests.helpers import handbook_of
from tests.helpers.repository import committed, edit
from tools import before_after

NOTE = "---\ntitle: Note\ndescription: Before.\n---\n\n# Note\n\nA note.\n"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a repository, and its site before and after a number, a new practice and a page's description changed."""
    folder = tmp_path_factory.mktemp("before-after")
    files = {**handbook_of.SITE, "docs/note.zh.md": NOTE, "docs/note.en.md": NOTE}
    root = committed(handbook_of.write(handbook_of.good(folder / "root"), files))
    build_site(render(load(root)[0]), folder / "before")
    edit(root, "data/figures/boat-incidents.yml", ("value: 1728", "value: 1800"))
    edit(root, "docs/note.en.md", ("description: Before", "description: After"))
    new = handbook_of.PRACTICE.replace("joint-patrols", "night-boat").replace(
        "两岸联合巡河", "夜船"
    )
    new = new.replace("Joint river patrols", "Night boat").replace(
        "Liǎng'àn Liánhé Xúnhé", "Yèchuán"
    )
    handbook_of.write(root, {"data/practices/night-boat.yml": new})
    build_site(render(load(root)[0]), folder / "after")
    return folder


def taken(sites: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Take the pictures; return the listed pages with their pictures."""
    monkeypatch.chdir(sites / "root")
    before_after.main("HEAD", str(sites / "before"), str(sites / "after"), str(to))
    rows = (to / "pages.txt").read_text(encoding="utf-8").splitlines()
    return {path: names for _, path, *names in (row.split("\t") for row in rows)}


def test_pages_that_differ_to_the_eye_have_pictures(
    sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weightiest first, on phone and desktop, from where they begin to differ; a new page has one side, and what nobody sees none."""
    listed = taken(sites, tmp_path, monkeypatch)
    assert ["1-figures-360.png", "1-figures-1024.png"] == listed["/figures/"]
    assert "/figures/" == next(iter(listed))
    assert [] == listed["/note/"]  # its description alone
    phone, new = (
        Image.open(tmp_path / listed[page][0])
        for page in ("/figures/", "/safety/river-safety/night-boat/")
    )
    assert phone.width == 2 * new.width + before_after.GAP
    assert all(before_after.HEIGHT >= Image.open(path).height for path in tmp_path.glob("*.png"))
    pictured = {name for names in listed.values() for name in names}
    assert pictured == {path.name for path in tmp_path.glob("*.png")}
    assert pictured
    sides = [
        phone.crop((left, 0, left + new.width, phone.height))
        for left in (0, phone.width - new.width)
    ]
    assert sides[0].convert("RGB").tobytes() != sides[1].convert("RGB").tobytes()


def test_no_more_pages_than_a_reviewer_looks_at(
    sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages are listed, and the first have pictures."""
    monkeypatch.setattr(before_after, "PAGES", 1)
    listed = taken(sites, tmp_path, monkeypatch)
    assert 1 == sum(map(bool, listed.values()))
    assert 5 < len(listed)
