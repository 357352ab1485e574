"""The menu of every page: its sections, and each page's place in one of them.

The configuration need not list them all: a page that it does not list gets a place all the same.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.labels import Labels

Menu = list[dict[str, Any]]
#: How many pages of a section have a shortcut.
_SHORTCUTS = 3


def menu_of(dataset: Dataset) -> Menu:
    """Return the menu's sections, each `{name: page.md}` or `{name: [page.md, …]}`."""
    prose = dict.fromkeys(path for path, _ in dataset.prose)
    return completed(dataset.menu, [*prose], index_pages())


def completed(menu: Sequence[dict[str, Any]], paths: Sequence[str], indexes: Sequence[str]) -> Menu:
    """Return a menu that lists every page.

    Args:
        menu: The configured sections, each `{name: [page.md, …]}`.
        paths: The hand-written pages. A page that the menu does not list is added to the end of the
            section named like its folder, or of the last section.
        indexes: The index pages. A page that the menu does not list is added to the section that
            lists the others, or to the last section.

    A menu without sections gets one for all of them.
    """
    completed = deepcopy([*menu])
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


def paths_in(menu: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Return each section's pages by its name; a page alone is its own section."""
    paths: dict[str, list[str]] = {}
    for section in menu:
        for name, pages in section.items():
            files = [pages] if isinstance(pages, str) else pages
            paths.setdefault(name, []).extend(file.removesuffix(".md") for file in files)
    return paths


def shortcuts(menu: Menu) -> list[str]:
    """Return the paths of the pages that the head of each page leads to.

    They are the first of each section; not its overview, nor those of the last section, which are at the foot.
    """
    return [
        path
        for section in menu[:-1]
        for name, paths in paths_in([section]).items()
        if isinstance(section[name], list)
        for path in [each for each in paths if each.rpartition("/")[2] != "index"][:_SHORTCUTS]
    ]


def short_word(path: str) -> str:
    """Return the key of the word for a page where there is little room."""
    return f"section_{path.rpartition('/')[2]}"


def short_title(labels: Labels, path: str, title: str, lang: str) -> str:
    """Return what a page is called where there is little room."""
    name = short_word(path)
    return labels.word(name, lang) if name in labels.words else title
