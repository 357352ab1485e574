"""What axe-core finds: on few pages that have every shape of all, and each night on all."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LANGUAGES, in_language, visiting
from tests.helpers.axe import AXE, EVERY_MODE, MODES, violations, violations_in
from tests.helpers.built_site import Built


def faults(
    browser: Browser, served: str, paths: Iterable[str], modes: Iterable[tuple[int, str, str]]
) -> list[str]:
    """Return what axe-core finds on pages in each mode, and in the menus of the last when they are open."""
    context = browser.new_context(reduced_motion="reduce")  # the mode's own colours at once
    context.add_init_script(path=AXE)
    page, found = visiting(context.new_page(), served).page, []
    for path in paths:
        page.goto(served + path)
        found += violations_in(page, modes)
    for menu in (".hb-menu:not(.hb-comfort)", ".hb-comfort"):
        page.locator(f"{menu} > summary").click()
        found += violations_in(page, modes)
    context.close()
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_shape_is_accessible(
    browser: Browser, served: str, cover: dict[str, list[str]], lang: str
) -> None:
    """Axe-core finds nothing on pages that have every shape, nor with the menus open."""
    assert [] == faults(browser, served, cover[lang], MODES[lang])


@pytest.mark.nightly
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_accessible_in_every_mode(
    browser: Browser, built: Built, served: str, lang: str
) -> None:
    """The same on all pages, in each width, colours and size of text together."""
    assert [] == faults(browser, served, in_language(built, lang), EVERY_MODE)


def test_the_page_for_missing_addresses_is_accessible(browser: Browser, served: str) -> None:
    """Axe-core finds nothing on the page for missing addresses, in either colours or language."""
    for scheme, root in (("light", ""), ("dark", "en/")):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.add_init_script(path=AXE)
        page.goto(f"{served}{root}404.html")
        assert [] == violations(page)
        page.close()
