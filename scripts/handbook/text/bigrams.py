"""Cut text into the words that the index holds: each Han character with the next.

    联合巡河 → 联合 合巡 巡河 河     27公里 → 27 27公 公里 里     Exit–Entry → Exit– Entry

Any phrase is then a run of adjacent words. There is no dictionary, so no phrase is missed and none
is made up. Pairs are rare, so a query downloads short lists however large the handbook grows.

The last character of a run also stands alone; a query of one character looks for all words that
begin with it. A number or Latin word also stands with the character that follows it.
`search-text.js` cuts queries alike, with the same character classes.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from handbook.text.languages import HAN

#: What joins two words, as the inside of a character class: hyphens, dashes, a stroke.
JOINTS = "-‐‑−–—/"

_HAN = f"[{HAN}]"
_LETTER = rf"[^\W_{HAN}]"
_MARKS = r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20“”"
_CUT = re.compile(
    rf"([A-Za-z0-9]{{0,64}})({_HAN}+)(?=\s*({_HAN})|)|([{_MARKS}])"
    rf"|(?<={_LETTER})([{JOINTS}])(?={_LETTER})"
)
#: Gaps that are none: of a language with spaces between its words, and of one without.
_MARK_GAP = re.compile(rf"(?<={_HAN}) (?={_HAN})|(?<=[“（《「]) | (?=[”）》」，。：；、])")
_WIDE_GAP = re.compile(rf"(?<=[{_MARKS}{HAN}]) | (?=[{_MARKS}{HAN}])")


def paired(pieces: Sequence[str]) -> list[str]:
    """Cut a run of text into words.

    Args:
        pieces: The run, in the pieces in which inline markup parts it.

    Returns:
        The pieces with spaces between their words; pairs reach across the pieces' borders.
    """
    text = "".join(pieces)
    cut = list(text)
    for match in _CUT.finditer(text):
        before, run, following, mark, joint = match.groups(default="")
        start, end = match.span()
        if run:
            start += len(before)
            cut[start:end] = [
                f" {each}{next_} " for each, next_ in zip(run, (*run[1:], following), strict=True)
            ]
            if before:
                cut[start] = f" {before}{run[0]}{cut[start]}"
        else:
            cut[start] = f" {mark} " if mark else f"{joint} "
    ends = accumulate(map(len, pieces), initial=0)
    return ["".join(cut[start:end]) for start, end in pairwise(ends)]


def closed(text: str, spaced: bool) -> str:
    """Return a text without the gaps between its lines that no reader would write.

    Args:
        text: The text.
        spaced: Whether spaces part the words of its language.
    """
    return (_MARK_GAP if spaced else _WIDE_GAP).sub("", " ".join(text.split()))
