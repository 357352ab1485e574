"""Every hand-written page has an address of its own: none that the handbook makes a page for, nor another page's."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location
from handbook.load.folders import CONFIG, pages_of_nav
from handbook.model.urls import Address


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield pages that another page would stand in for, and those that the menu misses."""
    made = {Address(path).path: origin for path, origin in subject.generated.items()}
    holders: dict[tuple[str, str], str] = {}
    for (path, lang), page in subject.dataset.prose.items():
        holder = holders.setdefault((Address(path).path, lang), page.file)
        if origin := made.get(Address(path).path):
            yield Diagnostic("page-path-generated", Location(page.file), {"other": origin})
        elif holder != page.file:
            yield Diagnostic("page-path-taken", Location(page.file), {"other": holder})
    leading = subject.dataset.languages[0]
    try:
        nav = pages_of_nav(subject.dataset.root)
    except yaml.YAMLError as error:
        yield Diagnostic("site-config", Location(CONFIG), {"found": str(error)})
        return
    for path in nav:
        if path not in subject.generated and not subject.has_page(path, leading):
            yield Diagnostic("page-of-menu-missing", Location(f"docs/{path}.{leading}.md"))
