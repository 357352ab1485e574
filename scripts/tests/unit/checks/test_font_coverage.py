"""The book's fonts are there before anything is built with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.text import font_coverage
from tests.helpers import handbook_of


def test_fonts_that_are_missing_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each character; and a face that is missing alone would be replaced silently."""
    (tmp_path / "fonts").mkdir()
    for name in font_coverage.FACES[1:]:
        (tmp_path / "fonts" / name).touch()
    monkeypatch.setattr(font_coverage, "FOLDER", tmp_path / "fonts")
    _, findings = check_handbook(handbook_of.good(tmp_path / "handbook"))
    assert ["book-fonts"] == [finding.code for finding in findings]
    lists = font_coverage.LISTS.values()
    assert [font_coverage.FACES[0], *lists] == findings[0].values["found"]


def test_every_font_that_is_there_is_asked_for() -> None:
    """A new face is named, so that it cannot be lost."""
    files = {file.name for file in font_coverage.FOLDER.iterdir() if file.name.endswith(".ttf")}
    assert set(font_coverage.FACES) == files
