"""Estimates of the page each heading will be on, made before anything is typeset.

Typst lays a book out again until its page numbers are right. With nearly right numbers from the
start, it lays out less again: a handbook takes 1.8 s of processor time instead of 2.3 s.
A wrong estimate costs time and changes nothing.
"""

from collections.abc import Sequence
from typing import Any

from handbook.book.inline_text import Node, width

#: A page's lines, and a line's width in halves of a Chinese character.
_PAGE, _LINE = 37.5, 78
#: Pages before the first run of a handbook, and headings on a page of its contents.
_BEFORE, _LISTED = 2, 48
#: Lines that a block takes besides its text.
_ROOM = {"h": 2.6, "diagram": 15.0, "note": 2.5, "table": 1.5, "dl": 0.8, "p": 0.1, "ul": 0.2}


def estimate_contents(headings: int) -> int:
    """Return how many pages the contents take."""
    return 1 + headings // _LISTED


def estimate_pages(runs: Sequence[Sequence[Node]], contents: int = 0) -> dict[str, int]:
    """Return the page of each heading by its label.

    Args:
        runs: The blocks of each run of pages, as their pages' trees have them.
        contents: How many pages of contents come after the first run; there is a cover with them.
    """
    pages: dict[str, int] = {}
    page = _BEFORE if contents else 0
    for number, run in enumerate(runs):
        page, line = page + 1, 2.0
        for block in run:
            if block["t"] == "h":
                pages[block["label"]] = page + int((line + _ROOM["h"]) / _PAGE)
            line += _lines(block)
        page += int(line / _PAGE) + (contents if number == 0 else 0)
    return pages


def _lines(node: Any) -> float:
    """Return about how many lines a block, or several, take."""
    if isinstance(node, list):
        return sum(map(_lines, node))
    if "t" not in node:  # an item of a list of definitions
        return _lines(node["c"])
    kind, parts = node["t"], node.get("c", ())
    if kind in {"p", "h"}:
        text = 1.0 + sum(map(_width, parts)) // _LINE
    elif kind == "table":
        text = 2.2 * len(node["body"])
    elif kind == "ul" and node["names"] > 0:
        text = len(parts) / 2
    else:
        text = 1.0 if kind in {"diagram", "code", "rule"} else _lines(parts)
    return text + _ROOM.get(kind, 0.0)


def _width(node: str | Node) -> int:
    if isinstance(node, str):
        return width(node)
    return sum(map(_width, node.get("c", ())))
