"""What lies in data/ and docs/ is a record or a page, or is told: nothing is published that no rule has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from tests.helpers import handbook_of
from tests.helpers.findings import codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("docs/evil.svg", "page-stray"),
        ("docs/evil.js", "page-stray"),
        ("docs/about/evil.html", "page-stray"),
        ("docs/notes.txt", "page-stray"),
        ("docs/a.docx", "page-document"),
        ("docs/x.zh.MD", "page-stray"),
        ("docs/x.zh.markdown", "page-stray"),
        ("docs/x.png", "page-stray"),
        ("docs/safety/photo.jpg", "page-stray"),
        ("docs/no-ending", "page-stray"),
        ("docs/x.md", "page-name"),
        ("docs/x.fr.md", "page-name"),
        ("data/notes.txt", "file-stray"),
        ("data/practices/notes.md", "file-stray"),
        ("data/editions/notes.txt", "file-stray"),
    ],
)
def test_stray_file_is_reported(root: Path, name: str, code: str) -> None:
    """MkDocs would publish what lies in docs/ as it is; in data/ it would be forgotten."""
    handbook_of.write(root, {name: "<script>alert(1)</script>"})
    assert [(code, name)] == [(f.code, f.place.path) for f in check_handbook(root)[1]]


def test_record_among_pages_is_told_where_it_belongs(root: Path) -> None:
    """Who made a page of it or deleted it would lose it."""
    (root / "data/places/river-town.yml").rename(root / "docs/river-town.yml")
    found = [each for each in check_handbook(root)[1] if each.place.path.startswith("docs/river")]
    assert ["page-record"] == [each.code for each in found]
    assert "data/places/" in found[0].message("en")


def test_hidden_file_is_ignored(root: Path) -> None:
    """MkDocs publishes no hidden file."""
    handbook_of.write(root, {"docs/safety/.hidden.svg": b"", "docs/.DS_Store": b""})
    assert [] == check_handbook(root)[1]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("admin", "page-path-reserved"),
        ("more/nul/more", "page-path-reserved"),
        ("api/more", "page-path-reserved"),
        ("en/more", "page-path-reserved"),
        ("templates/more", "page-path-reserved"),
        ("our page", "page-path"),
        ("关于/more", "page-path"),
        ("about/More", "page-path"),
        ("404", "page-path"),
        ("about/more.zh", "page-path"),
    ],
)
def test_a_page_needs_an_address_of_its_own(root: Path, path: str, code: str) -> None:
    """A page's path is made of ids, and its first step is none that the site needs."""
    pages = {"zh": handbook_of.PAGE_ZH, "en": handbook_of.PAGE_EN}
    text = {
        lang: page.replace("(../figures.md)", "(https://example.org)")
        for lang, page in pages.items()
    }
    handbook_of.write(root, {f"docs/{path}.{lang}.md": text[lang] for lang in pages})
    assert [code] * 2 == codes(check_handbook(root)[1])


def test_symbolic_link_is_reported_and_not_followed(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A symbolic link might lead anywhere: to a file, a folder, or nothing."""
    elsewhere = handbook_of.good(tmp_path_factory.mktemp("elsewhere"))
    for name in (
        "docs/about",
        "docs/a.png",
        "docs/safety/more.zh.md",
        "data/editions",
        "data/terms/more.yml",
    ):
        (root / name).symlink_to(elsewhere / "docs")
    assert ["check-incomplete", *["file-symlink"] * 5] == sorted(codes(check_handbook(root)[1]))


def test_folders_that_lie_too_deep_are_reported(root: Path) -> None:
    """However deep they go: neither the check nor MkDocs has to follow them."""
    deep = root / "docs" / "/".join("a" * 400)
    deep.mkdir(parents=True)
    assert ["page-stray"] == [finding.code for finding in check_handbook(root)[1]]
