"""A browser on the built handbook, served from loopback under a sub-path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as OpenPage

from tests.helpers.built_site import Built
from tests.helpers.chromium import new_reader
from tests.helpers.shapes import covering

#: Where the pages of each language lie.
LANGUAGES = {"zh": "", "en": "en/"}


def in_language(built: Built, lang: str) -> dict[str, HtmlElement]:
    """Return the tree of each page of a language by its address, without the page for missing addresses."""
    return {
        path.removesuffix("index.html"): page.tree
        for path, page in built.pages.items()
        if page.tree.get("lang") == lang and not path.endswith("404.html")
    }


@pytest.fixture(scope="session")
def cover(built: Built) -> dict[str, list[str]]:
    """Return for each language the addresses of few pages that have every shape of all."""
    return {lang: covering(in_language(built, lang)) for lang in LANGUAGES}


def told(capsys: pytest.CaptureFixture[str], what: str, measured: float, most: float) -> None:
    """Print a measure beside its limit, whether or not the test passes."""
    with capsys.disabled():
        print(f"\n{what}: {measured:g} (at most {most:g})", end=" ")


@dataclass
class Visit:
    """A page open in the browser, with what it complained of and what it asked of other hosts."""

    page: OpenPage
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def visiting(page: OpenPage, served: str) -> Visit:
    """Return a page that notes complaints and strangers."""
    page.set_default_timeout(20_000)
    visit = Visit(page)
    page.on(
        "console",
        lambda message: (
            visit.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            visit.strangers.append(request.url)
            if not request.url.startswith((served, "data:"))
            else None
        ),
    )
    return visit


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> BrowserContext:
    """Return a desktop screen."""
    return browser.new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def small(browser: Browser) -> BrowserContext:
    """Return a phone with a touch screen."""
    return browser.new_context(
        viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True
    )


@pytest.fixture
def visit(desktop: BrowserContext, served: str) -> Iterator[Visit]:
    """Return a page on a desktop screen."""
    with new_reader(desktop, served) as page:
        yield visiting(page, served)


@pytest.fixture
def phone(small: BrowserContext, served: str) -> Iterator[Visit]:
    """Return a page on a phone."""
    with new_reader(small, served) as page:
        yield visiting(page, served)
