"""Turn the tree of a page into a part of one document.

Headings are moved to the depth of their chapter. Links to pages outside the document lead to the
web, but the mark of a citation leads to no other document.
"""

from collections.abc import Mapping
from typing import Any

from handbook.book.inline_text import Node


def place(blocks: list[Node], level: int, pages: Mapping[str, int]) -> list[Node]:
    """Return a copy of a page's blocks for one document.

    Args:
        blocks: The blocks of the page's tree.
        level: How deep the page's title stands.
        pages: The estimated page of each label in the document; a link that tells the page to turn
            to begins with it.
    """

    def placed(node: Any) -> Any:
        if isinstance(node, list):
            return [placed(item) for item in node]
        if not isinstance(node, dict):
            return node
        # no template reads the id
        copy = {key: placed(value) for key, value in node.items() if key != "id"}
        kind = node.get("t")
        if kind == "h":
            copy["level"] += level - 1
            if node["level"] == 1:
                copy["outlined"] = True
        elif kind == "a" and node.get("to") in pages:
            del copy["url"]
            if "page" in node:
                copy["page"] = pages[node["to"]]
        elif kind == "a":
            copy = {key: copy[key] for key in ("t", "c", "mark") if key in copy}
            if node["url"] and "mark" not in node:
                copy["url"] = node["url"]
        return copy

    return [placed(block) for block in blocks]
