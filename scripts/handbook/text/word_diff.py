"""Compare two wordings of a text: which words were taken away, and which were put in.

Chinese is compared by characters, other scripts by words; long texts are compared by sentences. A lone character kept between two
changes counts as changed, because nobody reads it as kept.
"""

import re
import string
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

#: A word, a number, the mark of a citation, a gap, or any other character.
_TOKEN = re.compile(
    r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*|\[[^][\n]{0,60}\]|〔[^〔〕]*〕|\s+|.",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。！？.!?\n]*(?:[。！？.!?\n]+|$)")
#: Texts of more words than this are compared by sentences: the time grows with the square.
_LONG = 5000
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
    long = max(len(before), len(after)) > _LONG
    if long:
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    # a sentence that comes again and again is no place to compare from
    matcher = SequenceMatcher(None, before, after, autojunk=long)
    if matcher.ratio() < _ALIKE:
        return [(old, True)], [(new, True)]
    left: Runs = []
    right: Runs = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        alone = not long and a2 - a1 == 1 and a1 > 0 and a2 < len(before) and b2 < len(after)
        changed = tag != "equal" or alone
        left.append(("".join(before[a1:a2]), changed))
        right.append(("".join(after[b1:b2]), changed))
    return _merged(left), _merged(right)


def _merged(runs: Runs) -> Runs:
    """Return runs without empty ones, each as long as it can be."""
    groups = groupby(filter(itemgetter(0), runs), itemgetter(1))
    return [("".join(text for text, _ in group), changed) for changed, group in groups]


def elided(runs: Runs) -> Runs:
    """Return a text with unchanged runs cut to the words next to a change."""
    last = len(runs) - 1
    return [
        (text if changed else _cut(text, index > 0, index < last), changed)
        for index, (text, changed) in enumerate(runs)
    ]


def _cut(text: str, after_change: bool, before_change: bool) -> str:
    head, tail = _CONTEXT * after_change, _CONTEXT * before_change
    if not head + tail or len(text) <= head + tail + 10:
        return text
    left, right = text[:head], text[-tail:] if tail else ""
    if text[head] in _LETTERS:  # no word is cut in two
        left = left.rstrip(_LETTERS)
    if text[-tail - 1] in _LETTERS:
        right = right.lstrip(_LETTERS)
    return f"{left.rstrip()}…{right.lstrip()}"
