"""Assets named by their content."""

from __future__ import annotations

from pathlib import Path

from handbook.site.asset_names import content_names, with_content_names

PAGE = """<link href="{up}assets/a.{mark}css"><a href="https://host.example/assets/a.css">assets/a.css</a>
<code>x="assets/a.css" href="assets/a.css"</code><meta content="assets/a.css"><script src="{up}assets/missing.js"></script>"""


def test_assets_that_pages_name_are_named_by_their_content(tmp_path: Path) -> None:
    """Relative and rooted addresses follow; other sites' addresses, text and what is not there stay."""
    (tmp_path / "a.css").write_text("abc")
    names = content_names(tmp_path)
    assert {"a.css": "a.ba7816bf.css"} == names
    for up in ("", "../", "/city/"):
        page = with_content_names(PAGE.format(up=up, mark=""), names)
        assert PAGE.format(up=up, mark="ba7816bf.") == page


def test_another_content_is_another_name(tmp_path: Path) -> None:
    """A browser that keeps the old one asks for the new one."""
    names = set()
    for content in ("one", "two"):
        (tmp_path / "a.css").write_text(content)
        names |= {*content_names(tmp_path).values()}
    assert 2 == len(names)
