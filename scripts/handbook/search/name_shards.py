"""Say of each full name which records have it, in parts of which a query needs one or two.

Every way to write a full name (as it is, in pinyin, by initials) is a key, and the number of the
key says which part has it. A query that only begins like a name, or nearly matches one, needs the
whole list. `search-names.js` numbers keys alike.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any

from handbook.text.languages import HAN, Language, folded, is_han

#: How many keys a part has on average.
PART = 100
#: How many records with the same name a part tells at most.
MOST = 100
#: A quotation within a name; the pattern is also the browser's.
QUOTATION = r"[“\"「『《]([^”\"」』》]+)[”\"」』》]"

_VALUES = {character: value % 10 for value, character in enumerate("零一二三四五六七八九〇")}
_NUMERALS = re.compile(f"[{''.join(_VALUES)}十]{{2,}}")
_UNIT = re.compile(rf"[{HAN}]|[a-z]+|\d+")


def build_parts(
    entries: Sequence[Mapping[str, Any]], romanised: Language
) -> list[dict[str, list[str]]]:
    """Return the parts of a list of names, in each the text files of its keys.

    Args:
        entries: The entries of the list.
        romanised: The language whose names are also typed in Latin letters.
    """
    files: dict[str, dict[str, None]] = {}
    for entry in sorted(entries, key=lambda entry: (entry["k"], len(entry["t"]))):
        for key in _keys(entry, romanised):
            files.setdefault(key, {})[entry["h"]] = None
    files.pop("", None)
    parts: list[dict[str, list[str]]] = [{} for _ in range(1 + len(files) // PART)]
    for key, names in files.items():
        parts[number(key) % len(parts)][key] = [*names][:MOST]
    return parts


def number(key: str) -> int:
    """Return the number of a key."""
    return reduce(lambda value, character: (value * 31 + ord(character)) % 2**32, key, 0)


def in_digits(key: str) -> str:
    """Return a key with numerals up to 99, and rows of them, in digits: 十二连冠, 一一〇."""
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
            text = romanised.indexed(folded(form))
            yield in_digits("".join(c for c in text if c.isalnum()))
            syllables = iter(romanised.reading(form))
            units = [next(syllables, "") if is_han(unit) else unit for unit in _UNIT.findall(text)]
            yield "".join(units)
            yield "".join(unit if unit.isdigit() else unit[:1] for unit in units)
