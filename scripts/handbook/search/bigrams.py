"""Chinese text as words that an index can hold: each character with the next, so that any phrase is a run of words that follow each other.

    息事无讼 → 息事 事无 无讼 讼          27公里 → 27 27公 公里 里          Exit–Entry → Exit– Entry

No dictionary is asked, so no phrase is missed and none is made up; and pairs are rare, so that a query downloads short lists however large
the handbook grows, where single characters would bring lists of nearly every page. The last of a run stands alone: whoever looks for one
character looks for all words that begin with it. A number or Latin word also stands with the character that follows, for 27公 and 8部.
`search-index.js` cuts queries alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from handbook.text.languages import HAN

_HAN = f"[{HAN}]"
_LETTER = rf"[^\W_{HAN}]"
_CUT = re.compile(
    rf"([A-Za-z0-9]{{0,64}})({_HAN})(?=\s*({_HAN})|)|([\u3000-\u303f\uff01-\uff0f\uff1a-\uff20“”])|(?<={_LETTER})([-‐‑−–—/])(?={_LETTER})"
)
_PAIR = re.compile(rf"(?<!\S){_HAN}{{2}}(?!\S)")
_AFTER_WORD = re.compile(rf"(?<!\S)[A-Za-z0-9]+{_HAN}(?!\S)")
#: What shows nothing: it stands for a word that only the index needs, which keeps the count of words, and before a gap that only the index has.
NOTHING = "\u2060"


def paired(pieces: Sequence[str]) -> list[str]:
    """Return the pieces of one run of text cut into words, each in its own piece, with the pairs reaching across their borders."""
    text = "".join(pieces)
    cut = list(text)
    for found in _CUT.finditer(text):
        before, character, following, mark, joint = found.groups(default="")
        words = f"{before}{character} {character}{following}" if before else mark or f"{character}{following}"
        cut[found.end() - 1] = f"{joint}{NOTHING} " if joint else f" {words} "
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    return ["".join(cut[start:end]) for start, end in pairwise(ends)]


def restored(text: str) -> str:
    """Return an indexed text as it is to be read, word for word: the first character of each pair."""
    return _AFTER_WORD.sub(NOTHING, _PAIR.sub(lambda found: found[0][0], text))
