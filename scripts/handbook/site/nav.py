"""Placement of pages in the navigation, so that the configuration need not list them all."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

Menu = list[dict[str, Any]]


def completed(menu: Menu, paths: Iterable[str], indexes: Sequence[str] = ()) -> Menu:
    """Return a menu that lists every page.

    Args:
        menu: The configured sections, each `{name: [page.md, …]}`.
        paths: The hand-written pages. A page that the menu does not list is added to the end of the
            section named like its folder, or of the last section.
        indexes: The index pages. A page that the menu does not list is added to the section that
            lists the others, or to the last section.

    A menu without sections gets one for all of them.
    """
    completed = deepcopy(menu)
    if not any(isinstance(pages, list) for section in menu for pages in section.values()):
        completed.append({"look-up": []})
    items = [item for section in completed for item in section.items()]
    sections = {name: pages for name, pages in items if isinstance(pages, list)}
    placed = {
        page for _, pages in items for page in (pages if isinstance(pages, list) else [pages])
    }
    last = list(sections.values())[-1]
    beside = next((p for p in sections.values() if {f"{path}.md" for path in indexes} & {*p}), last)
    for path in paths:
        if f"{path}.md" not in placed:
            sections.get(path.partition("/")[0], last).append(f"{path}.md")
    beside += [f"{path}.md" for path in indexes if f"{path}.md" not in placed]
    return completed
