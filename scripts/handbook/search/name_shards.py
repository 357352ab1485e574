"""Cut a long list of names into parts, of which a query needs one or two.

Every way to write a full name (as it is, in pinyin, by initials) is a key, and the number of the
key says which part has the name. A query that only begins like a name, or nearly matches one,
needs the whole list. `search-names.js` numbers keys alike.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any

from handbook.text.languages import HAN, Language, folded, is_han

#: How many entries a part holds on average.
PART = 60
#: A name of more records than this is in no part: the text finds it.
SHARED = 20
#: A quotation within a name; the pattern is also the browser's.
QUOTATION = r"[“\"「『《]([^”\"」』》]+)[”\"」』》]"

_VALUES = {character: value % 10 for value, character in enumerate("零一二三四五六七八九〇")}
_NUMERALS = re.compile(f"[{''.join(_VALUES)}十]{{2,}}")
_UNIT = re.compile(rf"[{HAN}]|[a-z]+|\d+")


def build_parts(
    entries: Sequence[Mapping[str, Any]], romanised: Language
) -> list[list[Mapping[str, Any]]]:
    """Cut a list of names.

    Args:
        entries: The entries of the list.
        romanised: The language whose names are also typed in Latin letters.

    Returns:
        The parts, each with the entries that a query for one of its keys may mean.
    """
    entries_by_key: dict[str, dict[str, Mapping[str, Any]]] = {}
    for entry in entries:
        for key in _keys(entry, romanised):
            entries_by_key.setdefault(key, {})[entry["a"]] = entry
    rare = {key: meant for key, meant in entries_by_key.items() if len(meant) <= SHARED}
    count = max(1, sum(map(len, rare.values())) // PART)
    parts: list[dict[str, Mapping[str, Any]]] = [{} for _ in range(count)]
    for key, meant in rare.items():
        parts[number(key) % count].update(meant)
    return [[*part.values()] for part in parts]


def number(key: str) -> int:
    """Return the number of a key."""
    return reduce(lambda value, character: (value * 31 + ord(character)) % 2**32, key, 0)


def in_digits(key: str) -> str:
    """Return a key with numerals up to 99, and rows of them, in digits: 十八连冠, 一一〇."""
    return _NUMERALS.sub(lambda match: _digits(match[0]), key)


def _digits(numeral: str) -> str:
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(str(_VALUES[character]) for character in numeral)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return f"{_VALUES[tens] if tens else 1}{_VALUES[ones] if ones else 0}"


def _keys(entry: Mapping[str, Any], romanised: Language) -> Iterator[str]:
    others = chain(*entry.get("o", {}).values(), *entry.get("op", {}).values())
    for name in (entry["t"], *(each for key in "nsp" for each in entry.get(key, ())), *others):
        for form in (name, *re.findall(QUOTATION, name)):
            text = folded(form)
            yield in_digits("".join(c for c in text if c.isalnum()))
            syllables = iter(romanised.reading(form))
            units = [next(syllables, "") if is_han(unit) else unit for unit in _UNIT.findall(text)]
            yield "".join(units)
            yield "".join(unit if unit.isdigit() else unit[:1] for unit in units)
