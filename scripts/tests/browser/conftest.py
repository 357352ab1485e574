"""A browser on the built handbook, served from loopback under a sub-path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as OpenPage

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import Address
from handbook.pages.build import Page, build_pages
from handbook.pages.diagrams import describe

#: Where the pages of each language lie.
LANGUAGES = {"zh": "", "en": "en/"}


def type_of(page: Page, dataset: Dataset) -> tuple[str, ...]:
    """Return what pages have in common with others of their layout: kind and drawing, or place."""
    if record := dataset.records.get(page.record):
        drawing = describe(dataset, record.id, page.lang) or {}
        return (record.folder, drawing.get("kind", ""), str(getattr(record, "section", "")))
    folder, _, name = page.path.rpartition("/")
    if page.path in index_pages():
        return (page.path,)
    return (
        folder if folder in index_pages() else folder and "prose",
        name if name == "index" else "",
    )


@pytest.fixture(scope="session")
def types(real: Dataset) -> list[str]:
    """Return the path of one page of every type, without the language."""
    pages = {
        type_of(page, real): page.path for page in reversed([*build_pages(real, "zh").values()])
    }
    return [Address(path).path for path in reversed(pages.values())]


@dataclass
class Visit:
    """A page open in the browser, with what it complained of and what it asked of other hosts."""

    page: OpenPage
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def visiting(context: BrowserContext, served: str) -> Visit:
    """Return an empty page that notes complaints and strangers."""
    context.set_default_timeout(20_000)
    visit = Visit(context.new_page())
    visit.page.on(
        "console",
        lambda message: (
            visit.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on(
        "request",
        lambda request: (
            visit.strangers.append(request.url)
            if not request.url.startswith((served, "data:"))
            else None
        ),
    )
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
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True
    )
    yield visiting(context, served)
    context.close()
