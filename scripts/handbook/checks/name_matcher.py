"""The names a language has agreed on – titles, short titles and aliases of all records – and where they stand in a text.

All of them are looked for at once, in time that grows with the text and not with the number of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import ahocorasick

from handbook.model.dataset import Dataset
from handbook.model.records import Term
from handbook.text.languages import BLANK, language


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: where, and the owner it was entered with."""

    start: int
    end: int
    owner: str


class Names:
    """Many names, found in a text wherever they stand as words of their own."""

    def __init__(self, names: Iterable[tuple[str, str]], prefix: bool = False) -> None:
        """Take (name, owner) pairs; with `prefix`, letters may follow a name, as the s of a plural does."""
        self._prefix = prefix
        self._automaton = ahocorasick.Automaton()
        owners: dict[str, dict[str, None]] = {}
        for name, owner in names:
            owners.setdefault(fold(name), {})[owner] = None
        for folded, held in owners.items():
            if folded:
                self._automaton.add_word(folded, (len(folded), tuple(held)))
        self._empty = len(self._automaton) == 0
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Found]:
        """Yield every name in a text, overlapping ones too."""
        if self._empty:
            return
        folded = fold(text)
        for last, (length, owners) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if self._is_word(folded, start, end):
                for owner in owners:
                    yield Found(start, end, owner)

    def _is_word(self, text: str, start: int, end: int) -> bool:
        if start and _latin(text[start]) and _latin(text[start - 1]):
            return False
        if end == len(text) or not (_latin(text[end - 1]) and _latin(text[end])):
            return True
        return self._prefix and not text[end - 1].isdigit()


def _latin(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"


def fold(text: str) -> str:
    """Return a text in lower case, every character at its old offset."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def longest(found: Iterable[Found]) -> list[Found]:
    """Return the names that do not stand inside a longer one."""
    kept: list[Found] = []
    reach = -1
    for name in sorted(found, key=lambda f: (f.start, -f.end)):
        if name.end > reach or (kept and (name.start, name.end) == (kept[-1].start, kept[-1].end)):
            kept.append(name)
            reach = max(reach, name.end)
    return kept


class Agreed:
    """The agreed names of every language of a data set; a term's is found with the term's id, any other with an empty one."""

    def __init__(self, dataset: Dataset) -> None:
        """Collect the names from all records; they are prepared when first looked for."""
        self._dataset = dataset

    @cached_property
    def _names(self) -> dict[str, Names]:
        found: dict[str, list[tuple[str, str]]] = {lang: [] for lang in self._dataset.languages}
        for record in self._dataset.records.values():
            owner = record.id if isinstance(record, Term) else ""
            parts = (*getattr(record, "components", ()), *getattr(record, "steps", ()))
            titles = [record.title, getattr(record, "short_title", None), *(part.title for part in parts)]
            for title in filter(None, titles):
                for lang, name in title.items():
                    found[lang].append((name, owner))
            for lang, names in record.aliases.items() if hasattr(record, "aliases") else ():
                found[lang] += [(name, owner) for name in names]
        return {lang: Names(names, prefix=True) for lang, names in found.items()}

    def find(self, text: str, lang: str) -> Iterator[Found]:
        """Yield every agreed name in a text."""
        return self._names[lang].find(text)

    def masked(self, text: str, lang: str, but: str = "") -> str:
        """Return a text with agreed names and quoted ones blanked out; a name that is the whole of `but` stays."""
        spans = [(name.start, name.end) for name in self.find(text, lang) if not (but and name.end - name.start == len(but))]
        spans += [match.span() for match in language(lang).quoted.finditer(text)]
        if not spans:
            return text
        chars = list(text)
        for start, end in spans:
            chars[start:end] = BLANK * (end - start)
        return "".join(chars)
