"""Which pages together have every shape that pages have, so that what follows from shapes need not be tried on all of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from lxml.html import HtmlElement

#: The attributes whose values are a matter of shape; those of the others are a page's own words and addresses.
_VALUES = ("class", "role", "type", "scope", "hidden", "aria-hidden", "aria-live", "aria-current")


def _own(element: HtmlElement | None) -> Hashable:
    if element is None:
        return None
    values = (" ".join(sorted((element.get(name) or "").split())) for name in _VALUES)
    return element.tag, *values, frozenset(element.attrib)


def shapes(page: HtmlElement) -> set[Hashable]:
    """Return each element of a page as what it and its parent are, whether it has words, and which headings follow each other."""
    found: set[Hashable] = set()
    last = ""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        words = bool("".join(element.itertext()).strip())
        found.add((_own(element), _own(element.getparent()), words))
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            found.add((last, last := element.tag))
    return found


def covering(pages: Mapping[str, HtmlElement]) -> list[str]:
    """Return the paths of few pages that have the shapes of all: each time the page with most of those that are left."""
    shapes_of = {path: shapes(page) for path, page in pages.items()}
    left = set[Hashable]().union(*shapes_of.values())
    chosen: list[str] = []
    while left:
        best = max(shapes_of, key=lambda path: len(shapes_of[path] & left))
        chosen.append(best)
        left -= shapes_of[best]
    return chosen
