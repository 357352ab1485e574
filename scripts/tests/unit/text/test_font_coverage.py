"""The list of characters that the book's fonts have agrees with the fonts."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from handbook.text.font_coverage import _covered, _is_seen, character_values, missing_characters
from tests.helpers import ROOT


def _tool() -> ModuleType:
    """Return the program that cuts the fonts."""
    spec = importlib.util.spec_from_file_location("fonts", ROOT / "scripts" / "tools" / "fonts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fonts = _tool()


@pytest.mark.parametrize("font", sorted(path.name for path in fonts.FONTS.glob("*.ttf")))
def test_coverage_holds_every_character_of_a_font(font: str) -> None:
    """Whoever cuts the fonts anew commits the list with them."""
    characters = set(map(chr, TTFont(fonts.FONTS / font).getBestCmap()))
    assert len(characters) > 7000
    assert [] == missing_characters("".join(characters))


def test_typst_can_set_what_is_covered_and_not_what_lies_beside_it() -> None:
    """The list is neither too long nor too short at either end of any range."""
    codes = sorted(map(ord, _covered()))
    beside = {
        chr(code) for first, second in pairwise(codes) for code in (first + 1, second - 1)
    } - _covered()
    beside = {character for character in beside if _is_seen(character)}
    assert len(beside) > 3000
    assert _covered() == fonts.coverage(_covered() | beside)


def test_coverage_file_is_written_as_it_is_read() -> None:
    """Ranges come in order and are as long as they can be."""
    assert (fonts.FONTS / "coverage.txt").read_text(encoding="ascii") == fonts.ranges(_covered())


def test_missing_characters_are_sorted_and_hidden_ones_left_out() -> None:
    """Line ends, selectors, joiners and private characters are other rules' business."""
    text = "a\U0001f6a4平\n\u2764\ufe0f\u200b\ue000\u3000\U0001f6a4"
    assert ["\u2764", "\U0001f6a4"] == missing_characters(text)
    assert {"found": "\u2764", "code": "U+2764"} == character_values("\u2764")
