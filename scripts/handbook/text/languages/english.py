"""English, as it is written in Britain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from handbook.text.languages.base import BLANK, HAN, Language, Number, Problem, step_of

# --- punctuation ---

_SLIP = re.compile(
    rf"(?P<curly>[“”‘’])|(?P<chinese>[{HAN}\u3001-\u303f\uff01-\uff5e]+)|(?P<gap>(?<=[\w)\"]) +[,;:!?.](?=\s|$))", re.MULTILINE
)

# --- numerals ---

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

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
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th)?(?: (?P<scale>thousand|million|billion)\b)?"
    rf"|\b(?P<words>(?:{_ROW_WORD})(?:(?:[- ]| and )(?:{_ROW_WORD}))*)\b"
    rf"|\b(?P<said>{_any_of(_SAID)})(?:es|s)?\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[a-z]+|[0-9]")
#: A text without a digit and without any of these has no number.
_HINTS = frozenset("0123456789") | {word for said in (*_VALUES, *_SAID) for word in (said.split()[0], said + "s", said + "es")}


#: Other ways of writing a unit.
_UNITS = {"%": (" per cent", " percent"), "km": ("kilometres", "kilometre", "kilometers", "kilometer")}


class English(Language):
    """English: straight quotation marks are typed and curly ones set."""

    locale = "en_GB"
    group = ","
    quotes = "“”‘’"
    reads_numbers = True
    unit_joint = r"[ \u00a0]?-?(?:consecutive )?"

    def problems(self, text: str, published: bool) -> Iterator[Problem]:
        """Yield what is wrong with a text's punctuation."""
        for match in _SLIP.finditer(text):
            if match["curly"]:
                yield "quotes-curly", match.start(), {"found": match[0], "better": "'" if match[0] in "‘’" else '"'}
            elif match["chinese"]:
                yield "chinese-in-english", match.start(), {"found": match[0]}
            else:
                around = text[max(0, match.start() - 8) : match.end()].replace(BLANK, "")
                yield "space-before-punctuation", match.start(), {"found": around}

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text: 17,282 and 1.7 million, eighteen and both."""
        if _HINTS.isdisjoint(_PART.findall(text.lower())):
            return
        for match in _NUMBER.finditer(text):
            if match["arabic"]:
                if len(match["arabic"]) > _LONGEST:
                    continue
                scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
                value = Decimal(match["arabic"].replace(",", "")) * scale
                step = step_of(match["arabic"], scale) if scale > 1 else 1
                yield Number(match.start(), match.end(), match[0], value, True, True, step)
            elif match["said"]:
                yield Number(match.start(), match.end(), match[0], Decimal(_SAID[match["said"].lower()]), False, False)
            else:
                yield from _words(match["words"], match.start("words"))

    def unit_forms(self, unit: str) -> set[str]:
        """Return a unit and its other names."""
        return {unit, *_UNITS.get(unit, ())}


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
