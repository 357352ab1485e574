"""Numbers as they are written in Chinese and English."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.text.languages import language
from handbook.text.languages.chinese import chinese_value, numerals


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("十", 10), ("十八", 18), ("二十七", 27), ("一百零五", 105), ("一百五十", 150), ("两千", 2000), ("一万七千二百八十二", 17282),
        ("三亿零五万", 300_050_000), ("二〇二三", 2023), ("一二三", 123), ("九", 9), ("〇", 0), ("两", 2), ("三点五", Decimal("3.5")),
    ],
)  # fmt: skip
def test_chinese_numerals_have_their_value(typed: str, value: int) -> None:
    """Numerals with and without 十, 百, 千, 万 and 亿, years digit by digit, and decimals."""
    assert value == chinese_value(typed)


@pytest.mark.parametrize("typed", ["百", "千", "千万", "三四", "一两"])
def test_words_and_guesses_have_none(typed: str) -> None:
    """A hundred without a count is a word, and three or four is no number."""
    assert chinese_value(typed) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("十八连冠", [18]), ("1.7万起", [17000]), ("17282起", [17282]), ("17,282起", [17282]), ("2023年8月", [2023, 8]), ("百分之五", [5]),
        ("两项", [2]), ("第二批", [2]), ("十余家", [10]), ("办结率100%", [100]), ("五大领域", [5]), ("三级", [3]),
        ("G15高速", []), ("A4纸", []), ("3A级", [3]), ("14:30", [14, 30]), ("9点半", [9]), ("比例为3：1", [3, 1]),
    ],
)  # fmt: skip
def test_chinese_numbers_count(text: str, values: list[int]) -> None:
    """Digits always count, numerals where a measure word follows."""
    assert values == [number.value for number in language("zh").numbers(text) if number.counts]


@pytest.mark.parametrize(
    "text",
    [
        "一体化",
        "百庭进百村",
        "第一",
        "十分",
        "统一",
        "万一",
        "数十个",
        "几十年",
        "三四个",
        "千家万户",
        "十几个",
        "四下降",
        "三分之一",
        "两地",
        "两镇",
        "四大班子",
        "八小时以外",
        "九点半",
        "九点三四分",
        "三四点半",
    ],
)
def test_chinese_words_do_not_count(text: str) -> None:
    """Words that hold a numeral, and numbers nobody could check, are left alone; 一 is an article for those who ask."""
    assert [] == [
        number.value
        for number in language("zh").numbers(text)
        if number.counts and number.value != 1
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("eighteen awards", [18]), ("twenty-seven km", [27]), ("one hundred and five", [105]), ("two thousand three hundred", [2300]),
        ("17,282 incidents", [17282]), ("1.7 million", [1_700_000]), ("two three", [2, 3]), ("the 2nd and 3rd", [2, 3]), ("both sides", [2]),
        ("in August 2023", [8, 2023]), ("the eighteenth", [18]), ("a twentieth", [20]), ("One-third", [1, 3]), ("the Riverside one", [1]), ("WCAG 2.2", [Decimal("2.2")]),
        ("9.30 a.m.", [9, 30, 21]), ("at 14:00", [14, 2]), ("from 9.30 to 10", [Decimal("9.30"), 10]), ("round the clock", [24]),
        ("someone often tends", []), ("H2O", []), ("seventeen thousand two hundred and eighty-two", [17282]),
    ],
)  # fmt: skip
def test_english_numbers(text: str, values: list[int]) -> None:
    """Digits, words, ordinals, and months, which stand for their number in a date."""
    assert values == [number.value for number in language("en").numbers(text)]


def test_a_rounded_number_tells_how_coarse_it_is() -> None:
    """1.7万 is told to the nearest thousand, 1.72万 to the nearest hundred."""
    assert [1000, 100, 1] == [
        number.step for number in language("zh").numbers("1.7万 1.72万 17200")
    ]
    assert [100_000] == [number.step for number in language("en").numbers("1.7 million")]


@given(st.integers(0, 10**8))
def test_digits_are_read_with_and_without_separators(value: int) -> None:
    """17282 and 17,282 are the same number in both languages."""
    for lang in ("zh", "en"):
        for text in (f"{value}起", f"{value:,} x"):
            assert [value] == [number.value for number in language(lang).numbers(text)] or (
                lang == "en" and "起" in text
            )


@given(
    st.text()
    | st.text(
        "〇零一二两三四五六七八九十百千万亿第几点分之0123456789.,% one two hundred thousand and-"
    )
)
def test_reading_numbers_never_fails(text: str) -> None:
    """Any text has numbers or none, each within the text."""
    for lang in ("zh", "en", "fr"):
        assert all(
            text[number.start : number.end] == number.typed
            for number in language(lang).numbers(text)
        )


@given(st.integers(1, 9999))
def test_a_number_written_in_numerals_is_read_as_it_was(value: int) -> None:
    """Whatever is written in Chinese numerals is that number."""
    assert value == chinese_value(numerals(value))


@pytest.mark.parametrize(
    ("lang", "value", "unit", "shown"),
    [
        ("zh", "18", "连冠", "十八连冠"),
        ("zh", "5", "连降", "五连降"),
        ("zh", "105", "连增", "一百零五连增"),
        ("zh", "24", "年", "24年"),
        ("zh", "2.5", "连增", "2.5连增"),
        ("en", "18", "consecutive awards", "18 consecutive awards"),
    ],
)
def test_a_run_is_said_as_the_language_says_it(
    lang: str, value: str, unit: str, shown: str
) -> None:
    """A fixed expression has numerals in Chinese; what only counts has digits."""
    assert shown == language(lang).run(Decimal(value), unit)
