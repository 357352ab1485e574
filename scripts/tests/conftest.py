"""Fixtures: a small good handbook on disk and the means to break it; a browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect

from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from handbook.model.dataset import Dataset
from handbook.review.browser import browsing, serving
from tests.helpers import ROOT, handbook_of
from tests.helpers.built_site import SITE_URL, Built, built_site
from tests.helpers.repository import committed
from tests.helpers.shared import packed_fast

# What is compiled is kept, whatever the shell says: hundreds of processes of the engine are started here.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A slow machine is no failure; and a test's folder may be the same for all its examples, because each writes what it needs.
settings.register_profile(
    "handbook",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("handbook")
expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True, scope="session")
def type_is_set_apart() -> Iterator[None]:
    """Refuse to set type in this process, because the builds that it starts afterwards would never end."""
    here = os.getpid()

    def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            assert here != os.getpid(), "set type by tests.helpers.processes.apart"
            return function(*args, **kwargs)

        return called

    with pytest.MonkeyPatch.context() as patch:
        for name in ("Compiler", "compile"):
            patch.setattr(typst, name, refusing(getattr(typst, name)))
        yield


@pytest.fixture
def fast() -> Iterator[None]:
    """Build in less time, where it does not matter how small the search is packed."""
    with packed_fast():
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the root of a small good handbook."""
    return handbook_of.good(tmp_path)


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the data of the small good handbook."""
    return load(root)[0]


@pytest.fixture
def installed(root: Path) -> Path:
    """Return the root of the small good handbook, with npm's packages, its configuration and a home page."""
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    return handbook_of.write(root, handbook_of.SITE)


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


@pytest.fixture
def repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small good handbook as a git repository, its first state committed on main."""
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    committed(root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(scope="module")  # no longer: a process can have only one at a time
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def real() -> Dataset:
    """Return the real handbook's data."""
    return load(ROOT)[0]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real handbook built under a published address."""
    return built_site(tmp_path_factory, "published", SITE_URL)


@pytest.fixture(scope="session")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real handbook built without an address."""
    return built_site(tmp_path_factory, "unpublished", "")


@pytest.fixture(scope="session")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the site served under /pinghu/ on loopback."""
    root = tmp_path_factory.mktemp("served")
    (root / "pinghu").symlink_to(built.directory)
    with serving(root) as address:
        yield f"{address}pinghu/"
