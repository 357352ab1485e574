"""A page's tree → the same tree as it stands in one document.

Headings go as deep as their chapter, links that lead nowhere in the document lead to the web, and
footnotes have numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from handbook.book.inline_text import Node


def place(
    blocks: list[Node],
    level: int = 1,
    *,
    inside: Collection[str] = (),
    pages: Mapping[str, int] | None = None,
    notes: dict[str, int] | None = None,
) -> list[Node]:
    """Return a copy of a page's blocks for one document.

    Args:
        blocks: The blocks of the page's tree.
        level: How deep the page's title stands.
        inside: The labels in the document.
        pages: The estimated page of each label; a link that tells the page to turn to begins with it.
        notes: The numbers of the footnotes so far; the page's own are added to it.
    """
    numbers, guesses = {} if notes is None else notes, pages or {}

    def placed(node: Any) -> Any:
        if isinstance(node, list):
            return [placed(item) for item in node]
        if not isinstance(node, dict):
            return node
        copy = {key: placed(value) for key, value in node.items() if key != "id"}  # which no template reads
        kind = node.get("t")
        if kind == "h":
            copy["level"] = node["level"] + level - 1
            if node["level"] == 1:
                copy["outlined"] = True
        elif kind == "fn":
            copy["n"] = str(numbers.setdefault(node["k"], len(numbers) + 1))
        elif kind == "a":
            if "page" in node:
                copy["page"] = guesses.get(node["to"], 1)
            for key in ("url",) if node.get("to") in inside else ("to", "way", "page", "m"):
                copy.pop(key, None)
            if not copy.get("url"):
                copy.pop("url", None)
        return copy

    return [placed(block) for block in blocks]
