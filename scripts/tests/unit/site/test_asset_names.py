"""Assets named by their content."""

from __future__ import annotations

from pathlib import Path

from handbook.site.asset_names import name_by_content

PAGE = """<link href="{up}assets/a.{mark}css"><a href="https://host.example/assets/a.css">assets/a.css</a>
<code>x="assets/a.css" href="assets/a.css"</code><meta content="assets/a.css"><script src="{up}assets/missing.js"></script>"""


def test_assets_that_pages_name_are_named_by_their_content(tmp_path: Path) -> None:
    """Relative and rooted addresses follow; other sites' addresses, text and what is not there stay, and so does an asset that no page names."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.css").write_text("abc")
    (tmp_path / "assets/seen-from-a.svg").touch()
    (tmp_path / "en").mkdir()
    pages = {"index.html": "", "en/index.html": "../", "404.html": "/city/"}
    for path, up in pages.items():
        (tmp_path / path).write_text(PAGE.format(up=up, mark=""))
    name_by_content(tmp_path)
    assert {"a.ba7816bf.css", "seen-from-a.svg"} == {
        file.name for file in (tmp_path / "assets").iterdir()
    }
    for path, up in pages.items():
        assert PAGE.format(up=up, mark="ba7816bf.") == (tmp_path / path).read_text()


def test_another_content_is_another_name(tmp_path: Path) -> None:
    """A browser that keeps the old one asks for the new one."""
    for content in ("one", "two"):
        (tmp_path / content / "assets").mkdir(parents=True)
        (tmp_path / content / "assets/a.css").write_text(content)
        (tmp_path / content / "index.html").write_text('<link href="assets/a.css">')
        name_by_content(tmp_path / content)
    one, two = ((tmp_path / content / "index.html").read_text() for content in ("one", "two"))
    assert one != two
