"""What the page of downloads tells of files that are made beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.book.typst.metadata import Download
from handbook.site.downloads import fill

BOOK, SHEET = Download("pdf/book.zh.pdf", 1_234_567, 89, "ab12"), Download("pdf/five.sheet.zh.pdf", 499, 1, "cd34")


def test_blanks_are_filled_with_the_facts_of_their_own_file(tmp_path: Path) -> None:
    """Each blank gets its fact, sizes in thousands of bytes, and the rest of the page stays as it is."""
    page = tmp_path / "index.html"
    page.write_text(
        "⟦手册⟧ " + " ".join(f"⟦{fact} {file.path}⟧" for file in (SHEET, BOOK) for fact in ("pages", "size", "sha256")), encoding="utf-8"
    )
    fill(page, [BOOK, SHEET])
    assert "⟦手册⟧ 1 0 cd34 89 1235 ab12" == page.read_text(encoding="utf-8")


def test_a_file_that_was_not_made_is_an_error_and_the_page_stays_blank(tmp_path: Path) -> None:
    """No page tells of a file that is not there."""
    page = tmp_path / "index.html"
    blank = f"⟦size {BOOK.path}⟧"
    page.write_text(blank, encoding="utf-8")
    with pytest.raises(KeyError, match=BOOK.path):
        fill(page, [SHEET])
    assert blank == page.read_text(encoding="utf-8")
