"""Social cards and codes: the right size, drawn once, and leading where they should."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from handbook.model.labels import DEFAULT_COLOURS
from handbook.site import THEME, theme_file
from handbook.site.social_cards import CACHE, qr, write_cards
from handbook.text.languages import language
from tests.helpers import handbook_of

A, B = "cards/zh/safety/a.png", "cards/zh/b.png"
CARD = {
    "language": language("zh").tags,
    "site": "河畔手册",
    "kicker": "河岸平安",
    "title": "两岸平安“联巡”",
    "summary": "五件事。",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a handbook's root with its mark."""
    mark = (THEME / "assets/mark.svg").read_text(encoding="utf-8")
    return handbook_of.write(
        tmp_path, {"custom/theme/assets/mark.svg": f"{mark}<!-- our own -->\n"}
    )


def test_a_card_is_1200_by_630_in_its_place(root: Path) -> None:
    """Each page's card is a PNG of the size that chat programs ask for, in its language's folder."""
    english = {**CARD, "language": language("en").tags, "title": "Night Watch " * 20}
    cards = {A: CARD, "cards/en/safety/a.png": english}
    assert 2 == write_cards(cards, DEFAULT_COLOURS, root, root / "site")
    for path in cards:
        data = (root / "site" / path).read_bytes()
        assert (1200, 630) == struct.unpack(">II", data[16:24])


def test_only_changed_cards_are_drawn_again(root: Path) -> None:
    """A second build draws nothing, a changed title one card, and cards nobody uses are dropped."""
    cards = {A: CARD, B: {**CARD, "title": "乙"}}
    write_cards(cards, DEFAULT_COLOURS, root, root / "site")
    assert 0 == write_cards(cards, DEFAULT_COLOURS, root, root / "again")
    assert (root / "again" / B).exists()
    cards[B] = {**CARD, "title": "丙"}
    assert 1 == write_cards(cards, DEFAULT_COLOURS, root, root / "site")
    assert 2 == len(list((root / CACHE).glob("*.png")))


def test_qr_code_is_hidden_from_screen_readers() -> None:
    """The code is SVG, hidden from screen readers, and differs with its address."""
    svg = etree.fromstring(qr("https://handbook.example/a/"))
    assert "true" == svg.get("aria-hidden")
    assert svg.get("viewBox")
    assert qr("https://handbook.example/a/") != qr("https://handbook.example/b/")


def test_cards_show_the_handbooks_own_mark(root: Path, tmp_path: Path) -> None:
    """A handbook without a mark of its own has the engine's."""
    assert root / "custom/theme/assets/mark.svg" == theme_file(root, "assets/mark.svg")
    assert THEME / "assets/mark.svg" == theme_file(tmp_path / "elsewhere", "assets/mark.svg")


def _garbage(cache: Path) -> None:
    for file in cache.iterdir():
        file.write_bytes(b"garbage")


def _cut_short(cache: Path) -> None:
    for file in cache.iterdir():
        file.write_bytes(file.read_bytes()[:-1])


def _folders(cache: Path) -> None:
    for file in cache.iterdir():
        file.unlink()
        file.mkdir()


def _file(cache: Path) -> None:
    shutil.rmtree(cache.parent)
    cache.parent.write_text("garbage")


@pytest.mark.parametrize("damage", [_garbage, _cut_short, _folders, _file])
def test_damaged_cache_costs_time_alone(root: Path, damage: Callable[[Path], None]) -> None:
    """Nothing of it is published, and where it can be, it is made whole."""
    cards = {A: CARD}
    write_cards(cards, DEFAULT_COLOURS, root, root / "site")
    whole = (root / "site" / A).read_bytes()
    damage(root / CACHE)
    assert 1 == write_cards(cards, DEFAULT_COLOURS, root, root / "site")
    assert whole == (root / "site" / A).read_bytes()
    assert (damage is _file) == write_cards(cards, DEFAULT_COLOURS, root, root / "site")
