"""A handbook's colours: in its stylesheet, and readable on every ground."""

from __future__ import annotations

import re

from handbook.model.labels import DARK, DEFAULT_COLOURS, LIGHT, low_contrasts
from handbook.site import THEME, site_colours

_CSS = (THEME / "assets/handbook.css").read_text(encoding="utf-8")


def test_text_of_the_engines_colours_has_a_contrast_of_7() -> None:
    """Light, dark and in PDFs."""
    assert [] == [*low_contrasts(DEFAULT_COLOURS)]


def test_every_colour_that_the_stylesheet_asks_for_is_set() -> None:
    """And no name is set twice."""
    asked = set(re.findall(r"var\((--(?!hb-)[a-z-]+)\)", _CSS))
    given = re.findall(r"(--[a-z-]+):", site_colours(DEFAULT_COLOURS))
    assert asked < set(given)
    assert len(given) == len(set(given))


def test_grounds_of_the_contrasts_are_the_stylesheets() -> None:
    """What the check measures against is what readers see."""
    light, dark = (
        dict(re.findall(r"--hb-([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r"^:root[^{]*\{\n[^}]*\}", _CSS, re.MULTILINE)
    )
    assert [LIGHT, DARK] == [{name: css[name] for name in LIGHT} for css in (light, dark)]
