"""What the page of downloads says of files that are made beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site.downloads import fill, filled

FACTS: dict[str, dict[str, int | str]] = {
    "pdf/book.zh.pdf": {"pages": 89, "size": 1_234_567},
    "pdf/five.sheet.zh.pdf": {"pages": 1, "size": 499},
}


def blanks(path: str) -> str:
    """Return a blank for each fact of a file."""
    return " ".join(f"\ue000{fact} {path}\ue001" for fact in ("pages", "size"))


def test_blanks_are_filled_with_the_facts_of_their_own_file(tmp_path: Path) -> None:
    """Sizes are in thousands of bytes, one at least, and the rest of the page stays as it is."""
    page = tmp_path / "index.html"
    page.write_text(
        f"⟦手册⟧ ⟦size x⟧ {blanks('pdf/five.sheet.zh.pdf')} {blanks('pdf/book.zh.pdf')}",
        encoding="utf-8",
    )
    fill(page, FACTS.__getitem__)
    assert "⟦手册⟧ ⟦size x⟧ 1 1 89 1235" == page.read_text(encoding="utf-8")


def test_what_was_not_made_is_not_listed() -> None:
    """The row or item of a file goes that there is none of, alone."""
    html = "".join(
        f"<tr>\n<td>{blanks(path)}</td>\n</tr>\n<li>{path} {blanks(path)}</li>\n<li>{path}</li>\n"
        for path in ("pdf/none.zh.pdf", "pdf/book.zh.pdf")
    )
    assert (
        "<li>pdf/none.zh.pdf</li>\n"
        "<tr>\n<td>89 1235</td>\n</tr>\n<li>pdf/book.zh.pdf 89 1235</li>\n<li>pdf/book.zh.pdf</li>\n"
    ) == filled(html, FACTS.get)


@pytest.mark.parametrize(
    "blank", ["\ue000size pdf/other.zh.pdf\ue001", "\ue000colour pdf/book.zh.pdf\ue001"]
)
def test_unknown_file_or_fact_is_an_error(tmp_path: Path, blank: str) -> None:
    """The page stays as it is."""
    page = tmp_path / "index.html"
    page.write_text(blank, encoding="utf-8")
    with pytest.raises(KeyError):
        fill(page, FACTS.__getitem__)
    assert blank == page.read_text(encoding="utf-8")
