"""Inline texts of the book, and how wide they are.

Hidden characters are shown, and white space is as in a browser.
"""

import re
import unicodedata
from itertools import accumulate
from typing import Any

from handbook.text.languages import HAN

Node = dict[str, Any]
Inline = list["str | Node"]

#: Han characters, kana and full-width marks.
_WIDE = rf"[{HAN}\u2e80-\u33ff\uf900-\ufaff\uff00-\uffef]"
_SOFT_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
_SPACE = re.compile(r"[ \t\r\n]+")
#: After what a long word may be broken.
_BREAK = re.compile(r"(?:[^/._?&=,;:@#%+-]{12}|[/._?&=,;:@#%+-])(?!\Z)")
#: A number stays with what it counts off.
_NUMBERED = re.compile(r"\b(No\.|[Pp]aragraph) (?=\d)")


def shown(text: str, keep: str = "") -> str:
    """Return a text with its hidden characters, such as controls, as escapes of their codes.

    Args:
        text: The text.
        keep: Hidden characters to leave as they are, besides spaces.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in keep or unicodedata.category(c) == "Zs" else f"\\u{ord(c):04x}"
        for c in text
    )


def breakable(text: str, longest: int) -> str:
    """Return a text in which words longer than a number of letters may be broken.

    An address may then be broken after its marks, and other words and code at every twelfth letter;
    so may a row of marks such as `) ) )`, since no line breaks before a closing bracket by itself.
    """
    if len(text) <= longest:
        return text
    text = re.sub(
        rf"(?:[^\w\s] ){{{longest // 2},}}", lambda row: row[0].replace(" ", " \u200b"), text
    )
    return re.sub(
        rf"[^\s{HAN}\xa0]{{{longest + 1},}}", lambda word: _BREAK.sub("\\g<0>\u200b", word[0]), text
    )


def width(text: str) -> int:
    """Return how wide a text is, in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def tidy(nodes: Inline, longest: int) -> Inline:
    """Return inline contents with white space as a browser shows it.

    A run of white space becomes one space. None is left at either end, and a line break between Han
    characters leaves none either.
    """
    tidied: Inline = []
    text = ""
    for node in [*nodes, None]:
        if isinstance(node, str):
            text += node
            continue
        run = shown(_NUMBERED.sub("\\1\xa0", _SPACE.sub(" ", _SOFT_BREAK.sub("", text))))
        text = ""
        if not tidied or (isinstance(tidied[-1], dict) and tidied[-1]["t"] == "br"):
            run = run.lstrip(" ")
        if node is None or node["t"] == "br":
            run = run.rstrip(" ")
        if run:
            tidied.append(breakable(run, longest))
        before = tidied[-1] if tidied else ""
        if node and isinstance(before, dict) and before["t"] == node["t"] == "pages":
            before["to"] += node["to"]
        elif node:
            tidied.append(node)
    return _parted(tidied, longest)


def _parted(nodes: Inline, longest: int) -> Inline:
    """Return inline contents in which words of several nodes may be broken between them, if long."""
    texts = [*map(_text, nodes)]
    ends = [*accumulate(map(len, texts))]
    if len(nodes) < 2 or ends[-1] <= longest:
        return nodes
    words = re.finditer(rf"[^\s{HAN}\xa0\u200b]{{{longest + 1},}}", "".join(texts))
    breaks = {end for word in words for end in range(word.start() + 1, word.end())}
    return [
        each
        for node, end in zip(nodes, ends, strict=True)
        for each in ([node, "\u200b"] if end in breaks else [node])
    ]


def _text(node: "str | Node") -> str:
    """Return the text of a node; that of a break is a blank."""
    if isinstance(node, str):
        return node
    content = node.get("c", " " if node["t"] == "br" else "")
    return "".join(map(_text, content))
