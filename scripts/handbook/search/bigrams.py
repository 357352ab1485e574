"""Cut text into the words that the index holds: each Han character with the next.

    息事无讼 → 息事 事无 无讼 讼     27公里 → 27 27公 公里 里     Exit–Entry → Exit– Entry

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
#: Shows nothing. It keeps the place of a word that only the index has, and marks the gap after a
#: joint.
NOTHING = "\u2060"

_HAN = f"[{HAN}]"
_LETTER = rf"[^\W_{HAN}]"
_MARKS = r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20“”"
_CUT = re.compile(
    rf"([A-Za-z0-9]{{0,64}})({_HAN})(?=\s*({_HAN})|)|([{_MARKS}])"
    rf"|(?<={_LETTER})([{JOINTS}])(?={_LETTER})"
)
_PAIR = re.compile(rf"(?<!\S){_HAN}{{2}}(?!\S)")
_AFTER_WORD = re.compile(rf"(?<!\S)[A-Za-z0-9]+{_HAN}(?!\S)")
_HAN_GAP = re.compile(rf"(?<={_HAN}) (?={_HAN})")
#: Gaps at marks: those of a language with spaces between its words, and of one without.
_MARK_GAP = re.compile(r"(?<=[“（《「]) | (?=[”）》」，。：；、])")
_WIDE_GAP = re.compile(rf" ?([{_MARKS}{HAN}]) ?")


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
        before, character, following, mark, joint = match.groups(default="")
        pair = mark or f"{character}{following}"
        words = f"{before}{character} {pair}" if before else pair
        cut[match.end() - 1] = f"{joint}{NOTHING} " if joint else f" {words} "
    ends = accumulate(map(len, pieces), initial=0)
    return ["".join(cut[start:end]) for start, end in pairwise(ends)]


def restored(text: str) -> str:
    """Return a cut text as it is shown: only the first character of each pair is left.

    The number of words stays the same.
    """
    return _AFTER_WORD.sub(NOTHING, _PAIR.sub(lambda pair: pair[0][0], text))


def closed(text: str, spaced: bool) -> str:
    """Return a restored text without the gaps that only the index has.

    Args:
        text: The restored text.
        spaced: Whether spaces part the words of its language.
    """
    words = re.sub(f"{NOTHING} ?", "", text).split()
    plain = _HAN_GAP.sub("", " ".join(words))
    return _MARK_GAP.sub("", plain) if spaced else _WIDE_GAP.sub(r"\1", plain)
