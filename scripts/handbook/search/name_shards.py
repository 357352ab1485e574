"""A long list of names → parts of it, of which a query needs one or two however long the list is.

Every way to write a name in full – as it stands, in pinyin, by initials – is a key, a key's number says in which part the name is, and
whoever types it loads that part alone. What only begins like a name or comes close to one needs the whole list.
`search-names.js` numbers the keys alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from handbook.text.languages import HAN, Language, folded

#: How many entries a part holds on average.
PART = 60
#: What more records than this are called is no name of any: the text finds it.
SHARED = 20
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]+)[”\"」』》]")


def build_parts(entries: Sequence[Mapping[str, Any]], romanised: Language) -> list[list[Mapping[str, Any]]]:
    """Return the parts, each with the entries that a query for one of its keys may mean."""
    having: dict[str, dict[str, Mapping[str, Any]]] = {}
    for entry in entries:
        for key in _keys(entry, romanised):
            having.setdefault(key, {})[entry["a"]] = entry
    names = {key: found for key, found in having.items() if len(found) <= SHARED}
    count = max(1, sum(map(len, names.values())) // PART)
    parts: list[dict[str, Mapping[str, Any]]] = [{} for _ in range(count)]
    for key, found in names.items():
        parts[number(key) % count].update(found)
    return [[*part.values()] for part in parts]


def number(key: str) -> int:
    """Return the number of a key."""
    found = 0
    for character in key:
        found = (found * 31 + ord(character)) % 2**32
    return found


def _keys(entry: Mapping[str, Any], romanised: Language) -> Iterator[str]:
    others = chain(*entry.get("o", {}).values(), *entry.get("op", {}).values())
    for name in (entry["t"], *entry.get("n", ()), *entry.get("p", ()), *others):
        for form in (name, *_QUOTED.findall(name)):
            text = folded(form)
            yield "".join(c for c in text if c.isalnum())
            syllables = iter(romanised.reading(form))
            units = [
                next(syllables, "") if len(unit) == 1 and not unit.isascii() else unit for unit in re.findall(rf"[{HAN}]|[a-z]+|\d+", text)
            ]
            yield "".join(units)
            yield "".join(unit if unit.isdigit() else unit[:1] for unit in units)
