"""On which page each heading will about stand, before anything is typeset.

Typst lays a book out again until the page numbers in it are right; where a number as wide as the right one stands from the first, few
lines have to be set anew. A wrong guess costs time and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handbook.book.inline_text import Node, wide

#: A page's lines, and a line's width in halves of a Chinese character.
_PAGE, _LINE = 40.5, 78
#: Pages before the first run, and headings on a page of the contents.
_BEFORE, _LISTED = 2, 48
#: Lines that a block takes besides its text.
_ROOM = {"h": 2.6, "diagram": 15.0, "note": 2.5, "table": 1.5, "dl": 0.8, "p": 0.1, "ul": 0.2}


def guess_contents(runs: Sequence[dict[str, Any]]) -> int:
    """Return how many pages the contents take."""
    listed = [block for run in runs for block in run["blocks"] if "outlined" in block]
    return 1 + len(listed) // _LISTED


def guess_pages(runs: Sequence[dict[str, Any]], whole: bool) -> dict[str, int]:
    """Return the page of each heading's label; a handbook has its cover before the first run, and the contents after it."""
    found: dict[str, int] = {}
    page = _BEFORE if whole else 0
    for number, run in enumerate(runs):
        page, line = page + 1, 2.0
        for block in run["blocks"]:
            for node in block["c"] if block["t"] == "back" else ():
                found.update((heading["label"], page + int(line / _PAGE)) for heading in node if heading["t"] == "h")
            if block["t"] == "h":
                found[block["label"]] = page + int((line + _ROOM["h"]) / _PAGE)
            line += _lines(block)
        page += int(line / _PAGE)
        if whole and number == 0:
            page += guess_contents(runs)
    return found


def _lines(node: Any) -> float:
    """Return about how many lines a block, or several, take."""
    if isinstance(node, list):
        return sum(map(_lines, node))
    if "t" not in node:  # an item of a list of definitions
        return _lines(node["c"])
    kind, parts = node["t"], node.get("c", ())
    if kind in {"p", "h"}:
        text = 1.0 + _width(parts) // _LINE
    elif kind == "back":
        text = 0.75 * max(map(_lines, parts))
    elif kind == "table":
        text = 2.2 * len(node["body"])
    elif kind == "ul" and node["names"] > 0:
        text = len(parts) / 2
    else:
        text = 1.0 if kind in {"diagram", "code", "rule"} else _lines(parts)
    return text + _ROOM.get(kind, 0.0)


def _width(nodes: Sequence[str | Node]) -> int:
    return sum(sum(map(wide, node)) if isinstance(node, str) else 0 if node["t"] == "fn" else _width(node.get("c", ())) for node in nodes)
