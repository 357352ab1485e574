"""Waiting for what a page's scripts do, in the tests and benchmarks."""

from __future__ import annotations

import time

from playwright.sync_api import Page


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a script gives true on a page, 20 s at most.

    Playwright's own way evaluates a string in the page, which the handbook's content policy forbids.
    """
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(20)
