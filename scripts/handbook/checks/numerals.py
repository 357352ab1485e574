"""Numbers as they are written: 17,282 and 1.7万, 十八 and eighteen.

A number is worth reporting only where it counts something, so Chinese numerals tell whether a measure word follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

#: What numerals count, longest first. A character that more often belongs to a word of its own is not here: 分 (十分), 里, 方.
MEASURES = (
    "平方公里", "平方米", "个百分点", "百分点", "公里", "千米", "公顷", "公斤", "连冠", "连降", "连增", "个", "名", "位", "条", "项", "次", "起", "件",
    "年", "月", "日", "天", "号", "岁", "周", "小时", "分钟", "秒", "家", "户", "人", "口", "所", "村", "镇", "市", "县", "区", "省", "国", "地",
    "元", "米", "吨", "亩", "%", "％", "届", "批", "类", "种", "级", "场", "支", "套", "部", "座", "段", "份", "期", "轮", "倍", "大", "侧",
    "张", "本", "篇", "幅", "张", "台", "辆", "艘", "栋", "层", "道", "门", "把", "样", "步", "组", "队", "批次", "人次", "季度", "字", "页", "星",
)  # fmt: skip
#: Words that begin with a numeral and a measure and yet count nothing: 两地 is "the two" or their names.
_WORDS = ("十分", "两地", "两侧", "两国", "两省", "两市", "两县", "两区", "两镇", "两村", "两口子")

_HAN = "〇零一二两三四五六七八九十百千万亿"
_ZH = re.compile(
    rf"(?P<approximate>[数几上])?(?P<ordinal>第)?(?P<percent>百分之)?"
    rf"(?P<number>(?P<arabic>(?<![A-Za-z0-9.])\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<group>万亿|[万亿])?|[{_HAN}]+(?:点[〇零一二三四五六七八九]+)?)"
)
_MEASURE = re.compile(rf"[多余来]?[ \t]?(?:{'|'.join(sorted(MEASURES, key=len, reverse=True))})")

#: A longer row of digits or numerals is an identifier or a joke.
_LONGEST = 30

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_VALUES = (
    {word: n for n, word in enumerate(_ONES, 1)} | {word: n * 10 for n, word in enumerate(_TENS, 2)} | {"hundred": 100, "thousand": 1000}
)
#: Words that say a number without being one in a row of number words; months stand for their number in a date.
_SAID = {
    "zero": 0, "once": 1, "single": 1, "both": 2, "twice": 2, "double": 2, "pair": 2, "either": 2, "neither": 2, "each other": 2,
    "thrice": 3, "triple": 3, "dozen": 12, "decade": 10,
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{f"{word}th": n for word, n in _VALUES.items() if 13 <= n < 20}, **{f"{word[:-1]}ieth": n for word, n in _VALUES.items() if word[-2:] == "ty"},
    **{word: n for n, word in enumerate(_MONTHS, 1)},
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, parted by first letter: a third of the time a plain row of alternatives takes."""
    ordered = sorted(words, key=lambda word: (word[0], -len(word)))
    return "|".join(f"{first}(?:{'|'.join(word[1:] for word in group)})" for first, group in groupby(ordered, key=lambda word: word[0]))


_ROW_WORD = _any_of(_VALUES)
_EN = re.compile(
    rf"(?<![\w.])(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?(?: (?P<scale>thousand|million|billion)\b)?"
    rf"|\b(?P<words>(?:{_ROW_WORD})(?:(?:[- ]| and )(?:{_ROW_WORD}))*)\b"
    rf"|\b(?P<said>{_any_of(_SAID)})(?:es|s)?\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[a-z]+|[0-9]")
#: A text without a digit and without any of these has no number.
_HINTS = frozenset("0123456789") | {word for said in (*_VALUES, *_SAID) for word in (said.split()[0], said + "s", said + "es")}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where, as typed, its value, and how coarse it is (1.7万 is 17,000 to the nearest 1,000).

    `counts` tells that it counts something and is no part of a word, `arabic` that it is typed in digits.
    """

    start: int
    end: int
    typed: str
    value: Decimal
    arabic: bool
    counts: bool
    step: int = 1


#: The languages whose numbers can be read.
LANGUAGES = ("zh", "en")


def numbers(text: str, lang: str) -> Iterator[Number]:
    """Yield the numbers of a text in a language that this module reads; none in another."""
    if lang == "zh":
        yield from _chinese(text)
    elif lang == "en":
        yield from _english(text)


def _chinese(text: str) -> Iterator[Number]:
    for match in _ZH.finditer(text):
        start, end = match.span("number")
        typed = match["number"]
        step = 1
        value: Decimal | None
        if end - start > _LONGEST:
            continue
        if match["arabic"]:
            value = Decimal(match["arabic"].replace(",", ""))
            for group in match["group"] or "":
                value *= _GROUPS[group]
            if match["group"]:
                step = _step(match["arabic"], int(value / Decimal(match["arabic"].replace(",", "") or 1)) if value else 1)
            counts = True
        else:
            value = chinese_value(typed)
            measured = _MEASURE.match(text, end) is not None or match["percent"] is not None
            words = any(text.startswith(word, start) for word in _WORDS)
            counts = measured and not words and match["approximate"] is None
        if value is not None:
            yield Number(start, end, typed, value, match["arabic"] is not None, counts, step)


def chinese_value(typed: str) -> Decimal | None:
    """Return what a Chinese numeral says; None for a word (百, 千万) and for an approximate number (三四)."""
    whole, _, fraction = typed.partition("点")
    if all(char in _DIGITS for char in whole):
        if len(whole) == 2 and "〇" not in whole and "零" not in whole and not fraction:
            return None
        value = Decimal("".join(str(_DIGITS[char]) for char in whole) or "0")
    else:
        if whole[0] in "百千万亿":
            return None
        counted = _counted(whole)
        if counted is None:
            return None
        value = Decimal(counted)
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction)) if fraction else value


def _counted(whole: str) -> int | None:
    """Return the value of a numeral with 十, 百, 千, 万 or 亿 in it, or None where it is none."""
    total = section = digit = 0
    waiting = False
    for char in whole:
        if char in _DIGITS:
            if waiting and digit:
                return None
            digit, waiting = _DIGITS[char], True
        elif char in _POWERS:
            section += (digit if waiting else 1) * _POWERS[char]
            digit, waiting = 0, False
        elif char == "万":
            total += (section + digit) * _GROUPS[char]
            section, digit, waiting = 0, 0, False
        else:  # 亿 takes all before it: 三万亿
            total = (total + section + digit) * _GROUPS[char]
            section, digit, waiting = 0, 0, False
    return total + section + digit


def _step(typed: str, scale: int) -> int:
    """Return how coarse a number is: 1.7 of a scale of 10,000 is told to the nearest 1,000."""
    _, _, fraction = typed.partition(".")
    return max(1, scale // int(10 ** len(fraction)))


def _english(text: str) -> Iterator[Number]:
    if _HINTS.isdisjoint(_PART.findall(text.lower())):
        return
    for match in _EN.finditer(text):
        if match["arabic"]:
            if len(match["arabic"]) > _LONGEST:
                continue
            scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
            value = Decimal(match["arabic"].replace(",", "")) * scale
            step = _step(match["arabic"], scale) if scale > 1 else 1
            yield Number(match.start(), match.end(), match[0], value, True, True, step)
        elif match["said"]:
            yield Number(match.start(), match.end(), match[0], Decimal(_SAID[match["said"].lower()]), False, False)
        else:
            yield from _words(match["words"], match.start("words"))


def _words(words: str, start: int) -> Iterator[Number]:
    """Yield the number a row of number words says, or each of them where they make no number together."""
    parts = [part for part in re.finditer(r"[a-z]+", words, re.IGNORECASE) if part[0].lower() != "and"]
    value = _row([part[0].lower() for part in parts])
    if value is not None:
        yield Number(start, start + len(words), words, Decimal(value), False, True)
        return
    for part in parts:
        yield Number(start + part.start(), start + part.end(), part[0], Decimal(_VALUES[part[0].lower()]), False, True)


def _row(words: list[str]) -> int | None:
    total = section = 0
    below = 10**9
    for word in words:
        value = _VALUES[word]
        if value == 1000:
            total, section, below = total + (section or 1) * 1000, 0, 1000
        elif value == 100:
            if section >= 10:
                return None
            section, below = (section or 1) * 100, 100
        elif value >= below or (section % 100 and (value >= 10 or section % 10)):
            return None
        else:
            section += value
            below = 10 if value >= 20 else 1
    return total + section
