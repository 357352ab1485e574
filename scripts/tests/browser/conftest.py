"""A browser on the built handbook, served from loopback under a sub-path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

#: One page of every type, by its path without language.
TYPES = (
    "",
    "safety/",
    "safety/border-co-governance/",
    "business-environment/rule-of-law/",
    "safety/border-co-governance/five-joint/",
    "safety/grassroots-governance/ping-zhi-110/",
    "practices/",
    "practices/mechanism/",
    "figures/",
    "honours/",
    "organisations/",
    "organisations/court/",
    "places/",
    "places/guangchen/",
    "platforms/",
    "platforms/platform-12345/",
    "glossary/",
    "timeline/",
    "sources/",
    "sources/pinghu-safety-2024/",
    "search/",
    "downloads/",
    "data/",
    "changes/",
    "about/",
    "about/reading-figures/",
)
LANGUAGES = {"zh": "", "en": "en/"}


@dataclass
class Visit:
    """A page open in the browser, with what it complained of and what it asked of other hosts."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def visiting(context: BrowserContext, served: str) -> Visit:
    """Return an empty page that notes complaints and strangers."""
    context.set_default_timeout(20_000)
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: visit.complaints.append(message.text) if message.type in {"error", "warning"} else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("request", lambda request: visit.strangers.append(request.url) if not request.url.startswith((served, "data:")) else None)
    return visit


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Visit]:
    """Return a page on a desktop screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield visiting(context, served)
    context.close()


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Visit]:
    """Return a page on a phone with a touch screen."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    yield visiting(context, served)
    context.close()
