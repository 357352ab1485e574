"""Social cards and codes: the right size, drawn once, and leading where they should."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from lxml import etree

from handbook.model.labels import DEFAULT_COLOURS
from handbook.site import THEME, theme_file
from handbook.site.social_cards import qr, write_cards
from handbook.store import Store
from handbook.text.languages import language
from tests.helpers import handbook_of
from tests.helpers.processes import apart

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


def written(root: Path, cards: dict[str, dict[str, object]], folder: str = "site") -> int:
    """Write cards and return how many were drawn."""
    return apart(write_cards, cards, DEFAULT_COLOURS, root, root / folder, Store(root))


def test_a_card_is_1200_by_630_in_its_place(root: Path) -> None:
    """Each page's card is a PNG of the size that chat programs ask for, in its language's folder."""
    english = {**CARD, "language": language("en").tags, "title": "Night Watch " * 20}
    cards = {A: CARD, "cards/en/safety/a.png": english}
    assert 2 == written(root, cards)
    for path in cards:
        data = (root / "site" / path).read_bytes()
        assert (1200, 630) == struct.unpack(">II", data[16:24])


def test_only_changed_cards_are_drawn_again(root: Path) -> None:
    """A second build draws nothing and writes the same, and a changed title one card."""
    cards = {A: CARD, B: {**CARD, "title": "乙"}}
    written(root, cards)
    assert 0 == written(root, cards, "again")
    assert (root / "again" / B).read_bytes() == (root / "site" / B).read_bytes()
    assert 1 == written(root, {**cards, B: {**CARD, "title": "丙"}})


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
