"""The one browser of the tests and benchmarks: the Chromium that `$CHROMIUM` names, or Debian's."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

#: It fetches nothing of its own accord; as root Chromium needs no sandbox to start.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


def program() -> str:
    """Return the path of the browser."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    assert found, "no Chromium: install Debian's chromium, or name one in $CHROMIUM"
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give the browser; two at once in one process are refused by Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a script gives true on a page, 20 s at most.

    Playwright's own way evaluates a string in the page, which the handbook's content policy forbids.
    """
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(20)
