"""Text cut into the words of the index."""

from __future__ import annotations

import pytest

from handbook.text.bigrams import closed, paired


def test_pairs_end_at_the_end_of_a_phrase() -> None:
    """A space between characters is none; a block's end, a mark or a Latin word is an end, after which a character stands alone."""
    assert ["息事", "事无", "无讼", "讼"] == "".join(paired(["息事", " 无讼"])).split()
    assert ["护河", "河", "110", "110警", "警情", "情"] == "".join(paired(["护河110警情"])).split()
    assert ["mp3", "mp3播", "播"] == "".join(paired(["mp3播"])).split()
    assert ["无讼 ", " 讼"] == [
        piece[-3:] if "无" in piece else piece[:2] for piece in paired(["无", "讼"])
    ]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (["Riverside–Millside"], ["Riverside–", "Millside"]),
        (["the Exit", "–Entry"], ["the", "Exit–", "Entry"]),
        (["a co-owner, and/or Pínghú—so"], ["a", "co-", "owner,", "and/", "or", "Pínghú—", "so"]),
        (["A‐B C‑D E−F"], ["A‐", "B", "C‑", "D", "E−", "F"]),
        (["2018–2024年"], ["2018–", "2024", "2024年", "年"]),
        (["village – well, -5, 3-"], ["village", "–", "well,", "-5,", "3-"]),
    ],
)
def test_dash_between_letters_parts_words(pieces: list[str], words: list[str]) -> None:
    """A hyphen, dash or stroke between letters or digits ends a word, across inline markup too; elsewhere it does not."""
    assert words == "".join(paired(pieces)).split()


def test_every_character_begins_a_word_in_its_place() -> None:
    """A text can be read off its words: of each the first character, but for a word that repeats the number before it."""
    words = "".join(paired(["护河110警情，27公", "里 mp3播。"])).split()
    assert [
        *("护河", "河", "110", "110警", "警情", "情", "，"),
        *("27", "27公", "公里", "里", "mp3", "mp3播", "播", "。"),
    ] == words


@pytest.mark.parametrize(
    ("text", "spaced", "read"),
    [
        ("护河110警情，\n27公里。 100%。", False, "护河110警情，27公里。100%。"),
        ("“联巡” 机制 AA 级", False, "“联巡”机制AA级"),
        ("A “联巡”\n(lián xún) is  58 km", True, "A “联巡” (lián xún) is 58 km"),
        ("A “ 联巡 ” 机 制", True, "A “联巡” 机制"),
    ],
)
def test_lines_are_joined_as_their_language_writes(text: str, spaced: bool, read: str) -> None:
    """Gaps around Han characters and full-width marks go, those between words of a spaced language stay."""
    assert read == closed(text, spaced)
