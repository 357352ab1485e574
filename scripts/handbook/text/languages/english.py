"""English, as it is written in Britain."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from handbook.model.resources import yaml_data
from handbook.text.languages.base import ARABIC, HAN, Language, Number, clock_numbers

_LISTS = yaml_data("handbook.text.languages", "english.yml", typed=True)

# --- punctuation ---

_SLIPS = re.compile(
    rf"(?P<quotes_curly>[“”‘’])|(?P<chinese_in_english>[{HAN}\u3001-\u303f\uff01-\uff5e]+)"
    r"|(?P<space_before_punctuation>(?<=[\w)\"]) +[,;:!?.](?=\s|$))"
    r"|(?P<space_missing>(?<=[a-z]{2}),(?=[a-z]{2}))"
    r"|(?P<dash_typed>(?<=\w)(?: -{2,} |-{2,})(?=\w))"
    r"|(?P<word_twice>(?i:\b(?P<word>the|an?|of|to|and|for|is|are|at|by|with|from|was|were|be) +(?P=word)\b))",
    re.MULTILINE,
)

# --- numerals ---

_NUMERALS: dict[str, int] = _LISTS["numerals"]
_OTHERS: dict[str, int] = _LISTS["other_words"]


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, by first letter: three times as fast."""
    ordered = sorted(words, key=lambda word: (word[0], -len(word)))
    groups = groupby(ordered, key=itemgetter(0))
    return "|".join(f"{first}(?:{'|'.join(word[1:] for word in group)})" for first, group in groups)


_NUMERAL = _any_of(_NUMERALS)
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<arabic>{ARABIC})(?:st|nd|rd|th)?(?: (?P<scale>{_any_of(_LISTS['scales'])})\b)?"
    rf"|\b(?P<row>(?:{_NUMERAL})(?:(?:[- ]| and )(?:{_NUMERAL}))*)\b"
    rf"|\b(?P<other>{_any_of(_OTHERS)})(?:es|s)?\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(_LISTS["clock"], re.IGNORECASE)
_PART = re.compile(r"[a-z]+|[0-9]")
#: A text without a digit and without any of these has no number.
_HINTS = frozenset("0123456789") | {
    form for word in (*_NUMERALS, *_OTHERS) for form in (word.split()[0], word + "s", word + "es")
}


class English(Language, attributes=_LISTS["attributes"]):
    """English: straight quotation marks are typed and curly ones set."""

    slips = _SLIPS

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text: 17,282 and 1.7 million, eighteen and both, 2.30 p.m."""
        if _HINTS.isdisjoint(_PART.findall(text.lower())):
            return
        clocks = [*_CLOCK.finditer(text)]
        for clock in clocks:
            yield from clock_numbers(clock, Decimal)
        for match in _NUMBER.finditer(text):
            if any(clock.start() <= match.start() < clock.end() for clock in clocks):
                continue
            start, typed, digits = match.start(), match[0], match["arabic"]
            if match["row"]:
                yield from _row(start, typed)
            elif match["other"]:
                value = Decimal(_OTHERS[match["other"].lower()])
                yield Number(start, typed, value, arabic=False, counts=False)
            elif len(digits) <= self.longest_number:
                scale = _LISTS["scales"].get((match["scale"] or "").lower(), 1)
                yield Number.in_digits(start, typed, digits, scale)


def _row(start: int, typed: str) -> Iterator[Number]:
    """Yield the number that numerals make together, or else the number of each."""
    words = [*re.finditer(r"\b(?!and\b)[a-z]+", typed, re.IGNORECASE)]
    values = [_NUMERALS[word[0].lower()] for word in words]
    total = _sum(values)
    if total is not None:
        yield Number(start, typed, Decimal(total), arabic=False, counts=True)
        return
    for word, value in zip(words, values, strict=True):
        yield Number(start + word.start(), word[0], Decimal(value), arabic=False, counts=True)


def _sum(values: list[int]) -> int | None:
    """Return the number that numerals make together, or None if they make none."""
    total = section = 0
    below = 10**9
    for value in values:
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
