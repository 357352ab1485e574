"""Pictures of what a change does to pages, taken of two small sites."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from handbook.load import load
from handbook.pages.render import render
from handbook.review import before_after
from handbook.review.browser import browsing, serving
from tests.helpers import handbook_of
from tests.helpers.mkdocs_site import build_site
from tests.helpers.repository import committed, edit

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
    assert [] == listed["/en/note/"]  # its description alone
    assert "/note/" not in listed
    phone, new = (
        Image.open(tmp_path / listed[page][0])
        for page in ("/figures/", "/safety/river-safety/night-boat/")
    )
    assert phone.width == 2 * new.width - before_after.GAP
    most = before_after.HEIGHT + before_after.HEAD + 3 * before_after.GAP
    assert all(most >= Image.open(path).height for path in tmp_path.glob("*.png"))
    pictured = {name for names in listed.values() for name in names}
    assert pictured == {path.name for path in tmp_path.glob("*.png")}
    assert pictured
    sides = [
        phone.crop((left, 0, left + new.width, phone.height))
        for left in (0, phone.width - new.width)
    ]
    assert sides[0].convert("RGB").tobytes() != sides[1].convert("RGB").tobytes()


def test_rows_that_differ_are_tinted_and_those_that_moved_are_not() -> None:
    """What was and what is there now have a colour each; equal pictures are none."""
    old, new = (Image.new("RGB", (50, height), "white") for height in (300, 330))
    for side, tops in ((old, (100, 130)), (new, (100, 160))):  # the second moved
        for width, top in zip((30, 50), tops, strict=True):
            side.paste((0, 0, 0), (0, top, width, top + 9))
    new.paste((0, 0, 200), (0, 130, 20, 139))  # came
    assert before_after.side_by_side(old, old.copy(), ["Before", "After"]) is None
    made = before_after.side_by_side(old, new.copy(), ["Before", "After"])
    assert made
    colours = {colour for _, colour in made.getcolors(99999) or []}
    assert (0xD0, 0xF5, 0xD6) in colours
    assert (0, 0, 0) in colours
    assert 0 == sum(n for n, colour in made.getcolors(99999) or [] if colour == (0xFF, 0xD8, 0xD3))
    assert made.width == 2 * (50 + 2 * before_after.GAP) + 3 * before_after.GAP


def test_gaps_that_are_rounded_anew_are_not_tinted() -> None:
    """Below a line that came, nothing is tinted because the gaps between lines are a pixel larger."""
    old, new = (Image.new("RGB", (50, 300), "white") for _ in range(2))
    for side, step, start in ((old, 20, 0), (new, 21, 1)):
        for line in range(start, 8):
            side.paste((0, 0, 0), (0, 40 + line * step, 10 + line, 49 + line * step))
    new.paste((0, 0, 200), (0, 40, 20, 49))  # came in place of the first
    assert [((40, 49), (40, 49))] == before_after.changed_rows(old, new)


def test_no_more_pages_than_a_reviewer_looks_at(
    sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages are listed, and the first have pictures."""
    monkeypatch.setattr(before_after, "PAGES", 1)
    listed = taken(sites, tmp_path, monkeypatch)
    assert 1 == sum(map(bool, listed.values()))
    assert 5 < len(listed)


def test_change_of_the_menu_is_pictured_as_the_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page is affected: the open menu is taken, once."""
    root = committed(handbook_of.write(handbook_of.good(tmp_path / "root"), handbook_of.SITE))
    build_site(render(load(root)[0]), tmp_path / "before")
    words = "words:\n  section_about: {zh: 其他事, en: The rest}\n"
    edit(root, "data/labels.yml", ("words:\n", words))
    build_site(render(load(root)[0]), tmp_path / "after")
    listed = taken(tmp_path, tmp_path / "to", monkeypatch)
    assert {"/": ["1-index-360.png", "1-index-1024.png"]} == listed
    assert 300 < Image.open(tmp_path / "to" / "1-index-360.png").height  # all sections


def test_menu_that_did_not_change_is_the_same_to_the_eye(sites: Path) -> None:
    """That the foot names another edition is no difference."""
    with (
        serving(sites / "before") as old,
        serving(sites / "after") as new,
        browsing() as browser,
    ):
        page = browser.new_page()
        before, after = (
            before_after.picture(page, site, 360, before_after.FRAME) for site in (old, new)
        )
    assert before
    assert after
    assert before_after.side_by_side(before, after, ["", ""]) is None
