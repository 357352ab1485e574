"""Tables by which a browser folds what readers type: Traditional characters into Simplified ones, and characters into pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import opencc
from pypinyin import Style, lazy_pinyin

#: Traditional Chinese in general, as Taiwan writes it, as Hong Kong writes it.
_FOLDINGS = ("t2s", "tw2s", "hk2s")
_HAN = re.compile(r"[\u3400-\u9fff]")


def han(text: str) -> list[str]:
    """Return the Chinese characters of a text in their order."""
    return _HAN.findall(text)


def traditional_table(text: str) -> str:
    """Return pairs (Traditional, Simplified), strung together, for the characters of a text.

    A character that the text itself uses is never folded away, so 著 stays 著 where it is written so.
    """
    used = set(han(text))
    pairs: dict[str, str] = {}
    for traditional, simplified in _foldings():
        if simplified in used and traditional not in used:
            pairs.setdefault(traditional, simplified)
    return "".join(f"{traditional}{simplified}" for traditional, simplified in sorted(pairs.items()))


@cache
def _foldings() -> tuple[tuple[str, str], ...]:
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    found: list[tuple[str, str]] = []
    for folding in _FOLDINGS:
        converter = opencc.OpenCC(folding)
        found += [(c, to) for c in characters if len(to := converter.convert(c)) == 1 and to != c]
    return tuple(found)


@cache
def pinyin_table() -> str:
    """Return the readings of the 3,755 most common characters as `syllable+count` runs.

    The characters themselves are not in it: they are the first level of GB 2312, which stands in the order of pinyin and which every browser
    can decode, so 2 KB do instead of 11.
    """
    runs: list[tuple[str, int]] = []
    for character in common_characters():
        syllable = reading(character)[0]
        if runs and runs[-1][0] == syllable:
            runs[-1] = (syllable, runs[-1][1] + 1)
        else:
            runs.append((syllable, 1))
    return "".join(f"{syllable}{count if count > 1 else ''} " for syllable, count in runs).strip()


@cache
def common_characters() -> str:
    """Return the first level of GB 2312 in its order."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return b"".join(codes).decode("gb2312", errors="ignore")


def reading(name: str) -> list[str]:
    """Return the pinyin of each Chinese character of a name, read in its context, without tones and with u for ü."""
    syllables: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+", name):
        syllables += (syllable.replace("v", "u") for syllable in lazy_pinyin(run, style=Style.NORMAL))
    return syllables


def readings(names: Iterable[str]) -> dict[str, str]:
    """Return the pinyin of those names whose characters do not read as the table alone says: 调解 tiao jie, 行政 xing zheng."""
    found = {}
    for name in names:
        characters, syllables = han(name), reading(name)
        if len(characters) == len(syllables) and any(_alone().get(c) != s for c, s in zip(characters, syllables, strict=True)):
            found[name] = " ".join(syllables)
    return found


@cache
def _alone() -> dict[str, str]:
    return {character: reading(character)[0] for character in common_characters()}


def folded(name: str) -> str:
    """Return a name as it is compared: without accents, width and case."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"(\d),(?=\d{3}(?!\d))", r"\1", unicodedata.normalize("NFKC", letters).lower())
