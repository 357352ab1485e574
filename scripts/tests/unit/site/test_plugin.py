"""The handbook as MkDocs builds it by itself, as under `mkdocs serve`."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from handbook.model.labels import DEFAULT_COLOURS
from tests.helpers import handbook_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a handbook with a configuration."""
    return handbook_of.write(handbook_of.good(tmp_path / "handbook"), handbook_of.SITE)


def test_plain_mkdocs_builds_the_same_pages(root: Path, tmp_path: Path) -> None:
    """Titles, contents and links are the handbook's, and the edition is told."""
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    page = html.parse(str(tmp_path / "site/en/safety/river-safety/joint-patrols/index.html")).getroot()
    assert "Joint river patrols" in page.findtext(".//title")
    assert {"#who", "#results"} < set(page.xpath("//nav[contains(@class, 'hb-toc')]//a/@href"))
    assert "../" in page.xpath("//article//a/@href")
    assert [] == [address for address in page.xpath("//article//a/@href") if ".md" in address or "site:" in address]
    assert page.xpath("//p[@class='hb-edition']//text()[contains(., 'Version ')]")


def test_error_in_the_data_ends_plain_mkdocs_with_its_place(root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """No page is built from data that are wrong."""
    handbook_of.write(root, {"data/terms/river-chief.yml": "id: [\n"})
    with pytest.raises(Abort):
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    assert "data/terms/river-chief.yml:1:5" in caplog.text


def test_handbooks_own_colours_end_the_stylesheet(root: Path, tmp_path: Path) -> None:
    """Each name has the handbook's colour, or else the engine's."""
    labels = handbook_of.LABELS.replace("site:\n", "site:\n  colours: {accent: '#5a1020'}\n", 1)
    handbook_of.write(root, {"data/labels.yml": labels})
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    style = (tmp_path / "site/assets/handbook.css").read_text(encoding="utf-8")
    assert 1 == style.count("--accent: #5a1020;")
    assert f"--link: {DEFAULT_COLOURS.link};" in style
