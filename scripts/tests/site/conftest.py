"""The real handbook, built once for the tests of this folder."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.build import build_all
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.site.verify import SitePage, read_site
from tests.helpers import ROOT
from tests.helpers.search_box import Reader, Site, readers, serving
from tests.helpers.shared import made_once

#: A published address with a sub-path, as GitHub Pages gives projects.
SITE_URL = "https://handbook.example/pinghu/"


@dataclass(frozen=True)
class Built:
    """A built site: where it lies, its pages, and the data it was made from."""

    directory: Path
    pages: dict[str, SitePage]
    dataset: Dataset


def build_real(folder: Path, site_url: str) -> None:
    """Build the real handbook into `folder`/site under a published address, or without one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_SITE_URL", site_url)
        build_all(load(ROOT)[0], folder / "site", lambda step, done: None)


def _built(tmp_path_factory: pytest.TempPathFactory, name: str, site_url: str) -> Built:
    directory = made_once(tmp_path_factory, name, lambda folder: build_real(folder, site_url)) / "site"
    return Built(directory, dict(read_site(directory)), load(ROOT)[0])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real handbook built under a published address."""
    return _built(tmp_path_factory, "published", SITE_URL)


@pytest.fixture(scope="session")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real handbook built without an address."""
    return _built(tmp_path_factory, "unpublished", "")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the site served under /pinghu/ on loopback."""
    root = tmp_path_factory.mktemp("served")
    (root / "pinghu").symlink_to(built.directory)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/pinghu/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def folder(built: Built) -> Path:
    """Return the directory of the real handbook with its search."""
    return built.directory


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """Return the site, served."""
    with serving(folder) as (address, sent):
        yield Site(folder, address, sent)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Return a new reader, whose browser must not have complained at the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page()).watch()
    yield reader
    context.close()
    assert [] == reader.complaints


@pytest.fixture(scope="module")
def asked(browser: Browser, site: Site) -> Iterator[Callable[[str], Reader]]:
    """Return a function that gives a reader in a language."""
    yield from readers(browser, site)
