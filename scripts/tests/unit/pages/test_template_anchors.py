"""The anchors that pages have are read off their templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.load import load
from handbook.pages.build import build_pages
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import FRAME, anchors
from handbook.site import THEME
from tests.helpers import handbook_of


def test_a_template_has_its_anchors_and_those_of_the_pieces_it_calls(root: Path) -> None:
    """Of the shared pieces those count that a template calls, or that these call in turn."""
    assert {"gaps", "timeline", "practices", "closing"} == set(
        anchors("theme.md.jinja", root).pattern.split("|")
    )
    assert "themes" in anchors("index.md.jinja", root).pattern
    assert "history" == anchors(HISTORY, root).pattern


@pytest.mark.parametrize(
    ("anchor", "is_one"), [("kind-court", True), ("kinds", False), ("river-chief", False)]
)
def test_anchors_that_hold_a_value_are_known_by_their_beginning(
    root: Path, anchor: str, is_one: bool
) -> None:
    """A kind's first row has an anchor of its own; a record's, which is its id alone, is none of the template's."""
    assert is_one == bool(anchors("practices.md.jinja", root).fullmatch(anchor))


def test_a_handbooks_own_template_stands_for_the_engines(tmp_path: Path) -> None:
    """A file in custom/pages/ is used for its page, and its anchors are the page's."""
    root = handbook_of.good(tmp_path)
    own = "# {{ title }}\n\n## Ours {#ours}\n"
    handbook_of.write(root, {"custom/pages/glossary.md.jinja": own})
    pages = build_pages(load(root)[0], "en")
    assert "# Glossary\n\n## Ours {#ours}\n" == pages["glossary"].markdown
    assert ":::entries" in pages["figures"].markdown
    assert "ours" == anchors("glossary.md.jinja", root).pattern


def test_every_id_of_the_frame_is_known() -> None:
    """What the theme's templates and scripts set is refused as the id of a part, a record or a heading."""
    files = (file for file in THEME.rglob("*") if file.suffix in {".html", ".js"})
    ids = {
        each
        for file in files
        for each in re.findall(r"\bid[=:] ?\"([a-z][\w-]*)\"", file.read_text(encoding="utf-8"))
    }
    assert {"main", "hb-search", "hb-preview"} <= ids
    assert [] == [each for each in ids if not FRAME.fullmatch(each)]
