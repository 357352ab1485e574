"""The parts of a long list of names."""

from __future__ import annotations

import pytest

from handbook.search.name_shards import MOST, PART, build_parts, in_digits, number
from handbook.text.languages import folded, language


def test_full_name_is_in_the_part_of_its_number() -> None:
    """A name as it stands, in pinyin, by its initials or in the other language is in the part of its number; what many share tells the first."""
    entries = [
        {
            "h": f"f{n}",
            "k": n % 2,
            "t": f"第{n}号护河110",
            "p": ["共用", f"分{n // 2}甲"],
            "o": {"en": [f"No. {n}: Huhe"]},
        }
        for n in range(300)
    ]
    parts = build_parts(entries, language("zh"))

    def files_of(key: str) -> list[str] | None:
        return parts[number(key) % len(parts)].get(key)

    for key in ("第77号护河110", "di77haohuhe110", "d77hhh110", "no77huhe"):
        assert ["f77"] == files_of(key), key
    assert ["f76", "f77"] == files_of("分38甲")
    assert MOST == len(shared := files_of("共用") or [])
    assert ["f0", "f2", "f4", "f6", "f8", "f10"] == shared[:6]
    assert len(parts) > 10
    assert max(map(len, parts)) < 2 * PART
    assert "yaoer12345" == folded("Yāo’ÈR").replace("’", "") + folded("１2,345")


def test_a_name_in_traditional_characters_is_in_the_part_of_its_simplified_ones() -> None:
    """The browser folds what is typed to those, in either script."""
    entry = {"h": "f", "k": 0, "t": "護河隊"}
    [part] = build_parts([entry], language("zh-Hant"))
    assert {"护河队": ["f"], "huhedui": ["f"], "hhd": ["f"]} == part


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("河安一一〇", "河安110"),
        ("十八连冠", "18连冠"),
        ("二十条", "20条"),
        ("九十九", "99"),
        ("二十十", "二十十"),
        ("百庭进百村", "百庭进百村"),
        ("三联", "三联"),
    ],
)
def test_numerals_are_one_with_digits(key: str, expected: str) -> None:
    """A numeral up to 99 and a row of digits are written alike; a single one is part of a word."""
    assert expected == in_digits(key)
