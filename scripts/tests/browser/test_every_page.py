"""Every page in both languages: accessible, quiet, from this host alone, and no wider than a narrow phone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LANGUAGES, visiting
from tests.helpers import ROOT
from tests.helpers.built_site import Built

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe-core, which the page's context has brought, finds on the open page once it has been painted.

    Only then has the page's script been told which tables are wider than their place.
    """
    # A field named by its title alone is no violation of WCAG, only of a habit; Pagefind names its field so.
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],
        "rules": {"label-title-only": {"enabled": False}},
    }
    painted = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    found = page.evaluate(
        f"options => {painted}.then(() => axe.run(options)).then(results => results.violations)",
        options,
    )
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_accessible_and_keeps_to_itself(
    browser: Browser, built: Built, served: str, lang: str
) -> None:
    """Axe-core finds nothing, the console stays empty, no request leaves the host, and at 320 px nothing scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(path=AXE)
    visit = visiting(context, served)
    faults: list[str] = []
    paths = [
        path
        for path in built.pages
        if not path.endswith("404.html") and path.startswith("en/") == (lang == "en")
    ]
    assert len(paths) > 40
    for path in paths:
        visit.page.goto(served + path.removesuffix("index.html"))
        faults += [f"{path}: {fault}" for fault in violations(visit.page)]
        if (width := visit.page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults.append(f"{path}: {width} px wide")
    context.close()
    assert [] == [*faults, *visit.complaints, *visit.strangers]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_one_page_of_every_type_is_accessible_in_every_mode(
    browser: Browser, served: str, scheme: str, width: int, types: list[str]
) -> None:
    """Axe-core finds nothing in either colours on phone and desktop, menus open, at the largest text too."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('hb-size', 'largest')")
    context.add_init_script(path=AXE)
    rules = RULES if scheme == "light" else COLOURS  # all else is the same in the dark
    visit = visiting(context, served)
    faults: list[str] = []
    for prefix in LANGUAGES.values():
        for path in types:
            visit.page.goto(f"{served}{prefix}{path}")
            faults += [f"{prefix}{path}: {fault}" for fault in violations(visit.page, rules)]
            if (wide := visit.page.evaluate("document.documentElement.scrollWidth")) > width:
                faults.append(f"{prefix}{path}: {wide} px wide")
        visit.page.locator(".hb-menu:not(.hb-comfort) > summary").click()
        faults += [f"{prefix}menu: {fault}" for fault in violations(visit.page, rules)]
        visit.page.locator(".hb-comfort > summary").click()
        faults += [f"{prefix}comfort: {fault}" for fault in violations(visit.page, rules)]
    context.close()
    assert [] == faults


def test_the_page_for_missing_addresses_is_accessible(browser: Browser, served: str) -> None:
    """Axe-core finds nothing on the page for missing addresses, in either colours or language."""
    for scheme, root in (("light", ""), ("dark", "en/")):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.add_init_script(path=AXE)
        page.goto(f"{served}{root}404.html")
        assert [] == violations(page)
        page.close()


CONTRAST = """() => {
  const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; } return "rgb(255,255,255)"; };
  const low = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || e.closest("svg, script, style") || !e.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 7) low.push(`${((a + 0.05) / (b + 0.05)).toFixed(2)} ${e.outerHTML.slice(0, 90)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_at_least_seven_to_one(
    browser: Browser, served: str, scheme: str, types: list[str]
) -> None:
    """On a page of every type, every visible text has a contrast of 7:1 with its ground."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    low: list[str] = []
    for path in types:
        page.goto(served + path)
        low += [f"{path}: {each}" for each in page.evaluate(CONTRAST)]
    page.close()
    assert [] == low
