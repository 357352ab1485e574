"""Where pages of prose stand in the navigation, so that an editor who adds one need not touch the configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Menu = list[dict[str, Any]]


def completed(menu: Menu, paths: Iterable[str]) -> Menu:
    """Return a menu (sections, each `{name: [page.md, …]}`) in which every page has a place.

    A page that has none stands at the end of the section its folder is named after, or of the last section.
    """
    made = [{name: list(pages) if isinstance(pages, list) else pages for name, pages in section.items()} for section in menu]
    sections = {name: pages for section in made for name, pages in section.items() if isinstance(pages, list)}
    named = {page for section in made for pages in section.values() for page in (pages if isinstance(pages, list) else [pages])}
    for path in paths:
        if f"{path}.md" not in named:
            sections.get(path.partition("/")[0], list(sections.values())[-1]).append(f"{path}.md")
    return made
