"""Texts as the book takes them: what has no shape shown, white space as a browser shows it, and how wide a text is."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

Node = dict[str, Any]
Inline = list["str | Node"]

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_SOFT_BREAK = re.compile(rf"(?<={_HAN})[ \t]*\n[ \t]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n]+")
#: A number stays with what it counts off.
_NUMBERED = re.compile(r"\b(No\.|[Pp]aragraph) (?=\d)")


def shown(text: str, keep: str = "") -> str:
    """Return a text with characters that have no shape (controls, bidirectional overrides) made visible by their code points."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in keep or c == "\xa0" or unicodedata.category(c) == "Zs" else f"\\u{ord(c):04x}" for c in text
    )


def wide(character: str) -> int:
    """Return how wide a character is, in halves of a Chinese one."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def tidy(nodes: Inline) -> Inline:
    """Return inline contents with white space as a browser shows it: runs are one space, none at either end or between Han characters."""
    made: Inline = []
    text = ""
    for node in [*nodes, None]:
        if isinstance(node, str):
            text += node
            continue
        run = shown(_NUMBERED.sub("\\1\xa0", _SPACE.sub(" ", _SOFT_BREAK.sub("", text))))
        text = ""
        if not made or (isinstance(made[-1], dict) and made[-1]["t"] == "br"):
            run = run.lstrip(" ")
        if node is None or node["t"] == "br":
            run = run.rstrip(" ")
        if run:
            made.append(run)
        if node is not None:
            made.append(node)
    return made
