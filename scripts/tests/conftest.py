"""Fixtures: a small good handbook on disk and the means to break it; a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect

from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic
from tests.helpers import handbook_of
from tests.helpers.chromium import browsing

# A slow machine is no failure; and a test's folder may be the same for all its examples, because each writes what it needs.
settings.register_profile("handbook", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("handbook")
expect.set_options(timeout=20_000)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root of a small good handbook."""
    return handbook_of.good(tmp_path)


@pytest.fixture
def check(root: Path) -> Callable[..., list[Diagnostic]]:
    """Return a function that replaces text in a file of the small good handbook and returns what the check then finds."""

    def broken(path: str, old: str, new: str) -> list[Diagnostic]:
        file = root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return check_handbook(root)[1]

    return broken


@pytest.fixture(scope="module")  # no longer: a process can have only one at a time
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with browsing() as browser:
        yield browser
