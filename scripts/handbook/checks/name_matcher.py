"""Find many names in a text at once.

The time grows with the length of the text, not with the number of names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text: its span, and the owner it was entered with."""

    start: int
    end: int
    owner: str


class NameMatcher:
    """Many names, found in a text wherever they stand as words of their own."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Prepare pairs of name and owner."""
        owners: dict[str, dict[str, None]] = {}
        for name, owner in names:
            owners.setdefault(fold(name), {})[owner] = None
        self._automaton = ahocorasick.Automaton()
        for folded, name_owners in owners.items():
            if folded:
                self._automaton.add_word(folded, (len(folded), tuple(name_owners)))
        if self._automaton:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Match]:
        """Yield every name in a text, overlapping ones too."""
        folded = fold(text)
        for last, (length, owners) in self._automaton.iter(folded) if self._automaton else ():
            start, end = last - length + 1, last + 1
            if _is_word(folded, start, end):
                yield from (Match(start, end, owner) for owner in owners)


@lru_cache(maxsize=16)
def matcher_of(names: tuple[tuple[str, str], ...]) -> NameMatcher:
    """Return the matcher of pairs of name and owner, the same one for the same names."""
    return NameMatcher(names)


def _is_word(text: str, start: int, end: int) -> bool:
    """Return whether a word begins at the start and no number goes on at the end.

    Letters may follow, as the s of a plural does.
    """
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    return end == len(text) or not (text[end - 1].isdigit() and _is_latin(text[end]))


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"


def fold(text: str) -> str:
    """Return a text in lower case, every character at its old offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def longest(names: Iterable[Match]) -> list[Match]:
    """Return the names that do not stand inside a longer one."""
    kept: list[Match] = []
    reach = -1
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if name.end > reach or (kept and (name.start, name.end) == (kept[-1].start, kept[-1].end)):
            kept.append(name)
            reach = max(reach, name.end)
    return kept
