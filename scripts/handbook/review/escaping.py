"""Texts as Markdown that shows them as they are, and of which GitHub makes nothing; long ones shortened.

Most take `more`, which tells how many characters are left out.
"""

import html
import re
from collections.abc import Callable
from itertools import groupby

from handbook.diagnostics import printable
from handbook.text.word_diff import Runs, changed_words, elided

#: The longest a text is shown, and a title.
TEXT, TITLE = 2000, 300
#: The fewest characters of a run of words that are shown.
_SHARE = 40
_More = Callable[..., str]

#: What a block of Markdown begins with: a directive, a heading, or an item of a list.
_BLOCK_MARK = re.compile(r"^[ \t]*(?::::[^\n]*|#{1,6} +|(?P<item>[-*+] +))", re.MULTILINE)
_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
#: What GitHub makes something of by itself: mentions, references, addresses, mathematics, emoji.
_LIVE = re.compile(r"[@#$]|:(?=//|[\w+-]+:)|(?<=www)\.|(?<=GH)-(?=\d)", re.IGNORECASE)
#: Characters that nobody sees, beside those that Python calls unprintable.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def escaped(text: str) -> str:
    """Return a text on one line."""
    line = html.escape(re.sub(r"\s+", " ", text), quote=False)
    line = _LIVE.sub(r"<span>\g<0></span>", _SPECIAL.sub(r"\\\1", line))
    groups = groupby(line, lambda char: char.isprintable() and not _UNSEEN.match(char))
    return "".join(
        "".join(chars if seen else (f"<code>U+{ord(char):04X}</code>" for char in chars))
        for seen, chars in groups
    )


def title(text: str) -> str:
    """Return a title; of a longer one, its beginning."""
    return escaped(text if len(text) <= TITLE else f"{text[:TITLE]}…")


def code(text: str) -> str:
    """Return a file's name as code, its backticks replaced."""
    name = printable(text).replace("`", "'")
    return f"`{name}`"


def shortened(text: str, limit: int, more: _More) -> str:
    """Return a text; of a longer one, its beginning and how much is left out."""
    if len(text) <= limit + _SHARE:
        return escaped(text)
    return escaped(text[:limit]) + more(count=len(text) - limit)


def message(text: str, more: _More) -> str:
    """Return a message, with what stands in backticks as code."""
    parts = enumerate(re.split("`([^`]+)`", text))
    return "".join(
        f"<code>{escaped(part)}</code>" if at % 2 else shortened(part, TEXT, more)
        for at, part in parts
    )


def readable(text: str) -> str:
    """Return a plain text without the marks that blocks of Markdown begin with."""
    return _BLOCK_MARK.sub(lambda mark: "• " if mark["item"] else "", text)


def old_new(old: str, new: str, more: _More) -> str:
    """Return two texts with what differs marked; one, where that says all."""
    if readable(old) != readable(new):
        old, new = readable(old), readable(new)
    if not old or not new:
        return marked_runs([(new or old, True)], "ins" if new else "del", more)
    left, right = changed_words(old, new)
    if not any(changed for _, changed in right):
        return marked_runs(left, "del", more)
    told = marked_runs(right, "ins", more)
    if any(changed for _, changed in left):
        told = f"{marked_runs(left, 'del', more)} → {told}"
    return told


def marked_runs(runs: Runs, tag: str, more: _More) -> str:
    """Return a text in runs, each of them shortened where those before it leave no room."""
    told, room = "", TEXT
    for text, changed in elided(runs):
        words = shortened(text, max(room, _SHARE), more)
        told += f"<{tag}>{words}</{tag}>" if changed else words
        room -= len(text)
    return told
