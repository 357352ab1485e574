"""The real handbook served, and readers of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.helpers.built_site import Built
from tests.helpers.chromium import new_reader
from tests.helpers.search_box import Reader, Site, readers, serving


@pytest.fixture(scope="session")
def folder(built: Built) -> Path:
    """Return the directory of the real handbook with its search."""
    return built.directory


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """Return the site, served."""
    with serving(folder) as (address, sent):
        yield Site(folder, address, sent)


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> BrowserContext:
    """Return a desktop screen."""
    return browser.new_context(viewport={"width": 1280, "height": 800})


@pytest.fixture
def reader(desktop: BrowserContext, site: Site) -> Iterator[Reader]:
    """Return a new reader, whose browser must not have complained at the end."""
    with new_reader(desktop, site.address) as page:
        yield (reader := Reader(page).watch())
    assert [] == reader.complaints


@pytest.fixture(scope="module")
def asked(browser: Browser, site: Site) -> Iterator[Callable[[str], Reader]]:
    """Return a function that gives a reader in a language."""
    yield from readers(browser, site)
