"""The list of characters that the book's fonts have agrees with the fonts."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont
from opencc import OpenCC

from handbook.text.font_coverage import (
    LISTS,
    _covered,
    _is_seen,
    character_values,
    missing_characters,
)
from tests.helpers import ROOT
from tests.helpers.processes import apart


def _tool() -> ModuleType:
    """Return the program that cuts the fonts."""
    spec = importlib.util.spec_from_file_location("fonts", ROOT / "scripts" / "tools" / "fonts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fonts = _tool()


def _set(characters: set[str], faces: str) -> set[str]:
    """Return the characters that Typst can set."""
    return {*fonts.coverage(characters, faces)}


@pytest.mark.parametrize("font", sorted(path.name for path in fonts.FONTS.glob("*.ttf")))
def test_coverage_holds_every_character_of_a_font(font: str) -> None:
    """Whoever cuts the fonts anew commits the list with them."""
    characters = set(map(chr, TTFont(fonts.FONTS / font).getBestCmap()))
    faces = "TC" if "TC" in font else "SC"
    assert len(characters) > {"SC": 7000, "TC": 4000}[faces]
    assert [] == missing_characters("".join(characters), faces)


@pytest.mark.parametrize("faces", ["SC", "TC"])
def test_typst_can_set_what_is_covered_and_not_what_lies_beside_it(faces: str) -> None:
    """The lists are neither too long nor too short at either end of any range."""
    covered = _covered("SC") | _covered(faces)
    codes = sorted(map(ord, covered))
    beside = {
        chr(code) for first, second in pairwise(codes) for code in (first + 1, second - 1)
    } - covered
    beside = {character for character in beside if _is_seen(character)}
    assert len(beside) > 3000
    assert covered == apart(_set, covered | beside, faces)


@pytest.mark.parametrize("faces", ["SC", "TC"])
def test_coverage_file_is_written_as_it_is_read(faces: str) -> None:
    """Ranges come in order and are as long as they can be."""
    text = (fonts.FONTS / LISTS[faces]).read_text(encoding="ascii")
    assert text == fonts.ranges(_covered(faces))


@pytest.mark.parametrize("converter", ["s2tw", "s2hk"])
def test_the_fonts_have_what_common_characters_are_converted_to(converter: str) -> None:
    """Of GB 2312's 6,763 characters all but a few rare ones; of the first level, all but one for cheques."""
    rows = {"all": range(0xB0, 0xF8), "first": range(0xB0, 0xD8)}
    missing = {}
    for level, numbers in rows.items():
        codes = b"".join(bytes((row, cell)) for row in numbers for cell in range(0xA1, 0xFF))
        text = OpenCC(converter).convert(codes.decode("gb2312", "ignore"))
        missing[level] = missing_characters(text, "TC")
    assert {"叄"} >= set(missing["first"])
    assert set("堖訁叄磙釒硷") >= set(missing["all"])


def test_missing_characters_are_sorted_and_hidden_ones_left_out() -> None:
    """Line ends, selectors, joiners and private characters are other rules' business."""
    text = "a\U0001f6a4平\n\u2764\ufe0f\u200b\ue000\u3000\U0001f6a4"
    assert ["\u2764", "\U0001f6a4"] == missing_characters(text)
    assert {"found": "\u2764", "code": "U+2764"} == character_values("\u2764")
