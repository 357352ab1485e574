"""A reader at the search box: a built site on loopback that counts what it sends, and a real browser that types."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.helpers.chromium import wait_until

#: What readers type and what they must find, by sort of query.
CONTRACT: dict[str, list[dict[str, Any]]] = yaml.load(
    Path(__file__)
    .parents[1]
    .joinpath("content", "search_contract.yml")
    .read_text(encoding="utf-8"),
    yaml.CSafeLoader,
)
_TEXT = (".html", ".js", ".css", ".json", ".svg", ".xml")
#: The browser itself writes this for an answer that is no answer; no page can keep it from doing so.
_BY_BROWSER = "Failed to load resource"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as hosts do, text compressed, and counts the bytes of each answer."""

    sent: dict[str, int]

    def do_GET(self) -> None:
        """Send a file, an index.html for a folder, or 404."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Cache-Control", "max-age=600")
        if file.suffix in _TEXT:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.sent[self.path.partition("?")[0]] = len(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Serve a folder; give its address and what is sent, by path."""
    sent: dict[str, int] = {}
    handler = type("Counting", (Handler,), {"sent": sent})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        server.server_close()


def ids_of(addresses: list[str]) -> list[str]:
    """Return the ids that addresses lead to: the last part of each."""
    return [address.rstrip("/").replace("#", "/").rpartition("/")[2] for address in addresses]


_TYPE = """
  answered.length = 0;
  const input = document.querySelector("input[type=search]");
  input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (let time = 0; !answered.includes(query); time++) {
    if (time > 4000) throw Error(`never answered: ${query}`);
    await new Promise((later) => setTimeout(later, 5));
  }"""
_SHOWN = """
  const hrefs = (name) => [...document.querySelectorAll(`a[data-${name}]`)].map((link) => link.href);
  return {
    results: hrefs("result"), sections: hrefs("subresult"), suggestions: hrefs("suggestion"),
    offered: [...document.querySelectorAll(".hb-search__group:has(h2) a")].map((link) => link.href),
    status: document.querySelector(".hb-searchbox [role=status]").textContent,
    milliseconds: performance.getEntriesByType("measure").at(-1).duration,
  };"""


@dataclass
class Answer:
    """What the box shows for a query."""

    results: list[str]
    sections: list[str]
    suggestions: list[str]
    offered: list[str]
    status: str
    milliseconds: float

    @property
    def ids(self) -> list[str]:
        """Return the ids that the results lead to, in order."""
        return ids_of(self.results)


@dataclass
class Reader:
    """A page with the box open on it, and what the browser complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> Reader:
        """Note what the browser complains about from now on, and when the box has answered."""

        def heard(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not message.text.startswith(_BY_BROWSER):
                self.complaints.append(message.text)

        self.page.on("console", heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(
            """window.answered = [];
            new PerformanceObserver((list) => answered.push(...list.getEntries().map((each) => each.detail)))
              .observe({ type: "measure" });"""
        )
        return self

    def open(self, address: str) -> Reader:
        """Go to a page and open the box with the keyboard."""
        self.page.goto(address)
        self.page.keyboard.press("/")
        wait_until(self.page, "answered.length > 0")
        return self

    def ask(self, query: str) -> Answer:
        """Type a query and return what is shown for it, in one step, because it is asked so often."""
        return Answer(**self.page.evaluate(f"async (query) => {{ {_TYPE} {_SHOWN} }}", query))

    def shown(self) -> Answer:
        """Return what is shown now."""
        return Answer(**self.page.evaluate(f"() => {{ {_SHOWN} }}"))


@dataclass(frozen=True)
class Site:
    """A built site and where it is served."""

    folder: Path
    address: str
    sent: dict[str, int]


def readers(browser: Browser, site: Site) -> Iterator[Callable[[str], Reader]]:
    """Give a function that returns a reader with the box open in a language, one for all queries of it."""
    open_in: dict[str, Reader] = {}

    def of(lang: str) -> Reader:
        if lang not in open_in:
            open_in[lang] = (
                Reader(browser.new_page())
                .watch()
                .open(site.address + ("" if lang == "zh" else f"{lang}/"))
            )
        return open_in[lang]

    yield of
    assert [] == [complaint for reader in open_in.values() for complaint in reader.complaints]
