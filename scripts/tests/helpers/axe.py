"""What axe-core, which a page's context has brought, finds on an open page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from playwright.sync_api import Page

from tests.helpers import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

#: Width, colours and size of text, by language: each is seen narrow and wide, the dark and the largest text in one of both.
#: What of a shape depends on two of them is the same in the other language; contrast is asked in all of them by test_every_page.
MODES = {
    "zh": ((320, "light", "normal"), (1280, "dark", "largest")),
    "en": ((320, "light", "largest"), (1280, "light", "normal")),
}
EVERY_MODE = (*product((320, 1280), ("light", "dark"), ("normal", "largest")),)


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe-core finds on the open page once it has been painted.

    Only then has the page's script been told which tables are wider than their place.
    """
    # A field named by its title alone is no violation of WCAG, only of a habit; Pagefind names its field so.
    options = {
        "runOnly": [*rules],
        "resultTypes": ["violations"],
        "rules": {"label-title-only": {"enabled": False}},
    }
    painted = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    found = page.evaluate(
        f"options => {painted}.then(() => axe.run(options)).then(results => results.violations)",
        options,
    )
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def violations_in(page: Page, modes: Iterable[tuple[int, str, str]]) -> list[str]:
    """Return what axe-core finds on the open page in each mode, and where it is wider than the window.

    The page's context has reduced motion, so that the colours of a mode are there at once.
    """
    found = []
    for width, scheme, size in modes:
        page.set_viewport_size({"width": width, "height": 700})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wide = page.evaluate(
            "size => { document.documentElement.dataset.size = size; return document.documentElement.scrollWidth; }",
            size,
        )
        where = f"{page.url} at {width} px, {scheme}, {size}"
        found += [f"{where}: {each}" for each in violations(page)]
        found += [f"{where}: {wide} px wide"] if wide > width else []
    return found
