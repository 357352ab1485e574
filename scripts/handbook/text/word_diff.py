"""Compare two wordings of a text: which words were taken away, and which were put in.

Chinese is compared by characters, other scripts by words. A lone character kept between two
changes counts as changed, because nobody reads it as kept.
"""

from __future__ import annotations

import re
import string
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.DOTALL)
#: Texts that have a smaller share in common are shown as changed whole.
_ALIKE = 0.35

_LETTERS = string.ascii_letters + string.digits
#: How many characters are shown before and after a change.
_CONTEXT = 40

#: A text in runs: (words, whether they differ from the other text).
Runs = list[tuple[str, bool]]


def changed_words(old: str, new: str) -> tuple[Runs, Runs]:
    """Return both texts in runs, those marked that stand in one of them alone."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [(old, True)], [(new, True)]
    left: Runs = []
    right: Runs = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        same = tag == "equal" and not (a2 - a1 == 1 and left and a2 < len(before) and b2 < len(after))
        _add(left, "".join(before[a1:a2]), not same)
        _add(right, "".join(after[b1:b2]), not same)
    return left, right


def _add(runs: Runs, text: str, changed: bool) -> None:
    if not text:
        return
    if runs and runs[-1][1] == changed:
        runs[-1] = (runs[-1][0] + text, changed)
    else:
        runs.append((text, changed))


def elided(runs: Runs) -> Runs:
    """Return a text with its unchanged runs cut to what it takes to see where the changes stand."""
    last = len(runs) - 1
    return [(text if changed else _cut(text, index > 0, index < last), changed) for index, (text, changed) in enumerate(runs)]


def _cut(text: str, after_change: bool, before_change: bool) -> str:
    head, tail = (_CONTEXT if after_change else 0), (_CONTEXT if before_change else 0)
    if not head + tail or len(text) <= head + tail + 10:
        return text
    left, right = text[:head], text[-tail:] if tail else ""
    if _is_word(text[head : head + 1]):  # no word is cut in two
        left = left.rstrip(_LETTERS)
    if _is_word(text[-tail - 1 : -tail]):
        right = right.lstrip(_LETTERS)
    return f"{left.rstrip()}…{right.lstrip()}"


def _is_word(char: str) -> bool:
    return bool(char) and char in _LETTERS
