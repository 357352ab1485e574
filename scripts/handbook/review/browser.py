"""A browser, and a server on loopback for it: what takes pictures of a built site.

The browser is the Chromium that `$CHROMIUM` names, or that on the path; `browser.sh` installs one.
Playwright is among the packages of requirements-dev.lock alone.
"""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

#: It fetches nothing of its own accord; as root Chromium needs no sandbox to start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str:
    """Return the path of the browser."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    assert found, "no Chromium: install Debian's chromium, or name one in $CHROMIUM"
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give the browser; two at once in one process are refused by Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=[*ARGUMENTS])
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path, handling: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder on loopback; give the address."""
    handler = functools.partial(handling, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
