"""Pages of new readers, and waiting for what a page's scripts do, in the tests and benchmarks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page


@contextmanager
def new_reader(context: BrowserContext, site: str) -> Iterator[Page]:
    """Give a page of a site as somebody has it who was never there.

    A context of its own would be as good, and costs Chromium half a second.
    """
    page = context.new_page()
    chromium = context.new_cdp_session(page)
    origin = {"origin": "/".join(site.split("/")[:3]), "storageTypes": "all"}
    chromium.send("Storage.clearDataForOrigin", origin)
    chromium.detach()
    yield page
    for each in context.pages:
        each.close()


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a script gives true on a page, 20 s at most.

    Playwright's own way evaluates a string in the page, which the handbook's content policy forbids.
    """
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(20)
