"""Where pages stand in the navigation, so that none needs a line in the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

Menu = list[dict[str, Any]]


def completed(menu: Menu, paths: Iterable[str], indexes: Sequence[str] = ()) -> Menu:
    """Return a menu (sections, each `{name: [page.md, …]}`) in which every page has a place.

    Args:
        menu: The sections as they are configured.
        paths: The hand-written pages. One without a place stands at the end of the section its
            folder is named after, or of the last section.
        indexes: The pages that list a kind. One without a place stands beside the others.
    """
    completed = deepcopy(menu)
    items = [item for section in completed for item in section.items()]
    sections = {name: pages for name, pages in items if isinstance(pages, list)}
    placed = {page for _, pages in items for page in (pages if isinstance(pages, list) else [pages])}
    last = list(sections.values())[-1]
    beside = next((p for p in sections.values() if {f"{path}.md" for path in indexes} & {*p}), last)
    for path in paths:
        if f"{path}.md" not in placed:
            sections.get(path.partition("/")[0], last).append(f"{path}.md")
    beside += [f"{path}.md" for path in indexes if f"{path}.md" not in placed]
    return completed
