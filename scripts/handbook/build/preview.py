"""A preview of the site in the browser, which follows the files.

    a save ─ check ─┬─▶ problems, told over the page that is shown
                    └─▶ the pages that are shown ─▶ the whole site but the PDFs, into .cache/preview/

The pages that browsers show are made first, each by itself, and so is a page that is asked for before
another process has built the whole. Every page is what a build makes of it; the preview adds a script,
which no site has. It hears the version of its page, and asks for the page again when it is another.
"""

import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from io import BytesIO
from pathlib import Path
from threading import Condition, Event
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from handbook.book.build import FOLDER
from handbook.build import Built, build_all, read_environment
from handbook.build.pages import Surroundings, facts_of_file, finish_pages, site_file
from handbook.build.steps import Step, answer, end, start
from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic, HandbookError, Severity, message, report
from handbook.diagnostics.crashes import crashes_reported
from handbook.load.build_version import edition_of, read_history
from handbook.load.folders import CONFIG
from handbook.model.dataset import Dataset
from handbook.model.urls import NOT_FOUND
from handbook.pages.build import build_heads
from handbook.pages.render import Handbook, RenderedPage, render_pages
from handbook.site.downloads import filled
from handbook.store import Store
from handbook.text.conversion import converted

#: What is watched, beside the configuration.
_FOLDERS = ("data", "docs", "custom")
#: In seconds: how long no file changes before a round begins, how often a build looks whether one has, and how long
#: a browser hears nothing before the server looks whether it is still there.
_QUIET, _OFTEN, _SILENCE = 0.05, 0.02, 10
#: Where pages listen; with an ending, what the preview adds to them.
_LISTEN = "/_preview"
_ADDED = '<link rel="stylesheet" href="{0}.css"><script src="{0}.js" data-version="{1}" defer></script></head>'
_KINDS = {f"{_LISTEN}.css": "text/css", f"{_LISTEN}.js": "text/javascript"}
_SHORT = (
    '<!doctype html><html lang="{0}"><head><meta charset="utf-8"><title>{1}</title></head><p>{1}'
)


class Preview:
    """The site as it is made of the files, round after round.

    Attributes:
        site: The folder of the last build.
        changed: Set by whoever sees that a file has changed.
    """

    def __init__(self, root: Path, lang: str, say: Callable[[str], None]) -> None:
        """Begin with nothing made.

        Args:
            root: The handbook's root.
            lang: The editor's language.
            say: Called with what the editor is told in the terminal.
        """
        self.root, self.lang, self.say = root, lang, say
        self.site, self.changed = root / ".cache" / "preview", Event()
        self._news = Condition()  # guards what follows
        self._round = 0
        self._problems: list[Diagnostic] = []
        self._shown = Counter[str]()
        self._assets: Mapping[str, str] = {}  # of the last build
        self._pages: dict[str, dict[str, RenderedPage]] = {}
        self._handbook: Handbook | None = None  # until it is built
        self._places: Mapping[str, tuple[str, str]] = {}
        self._made: dict[str, bytes] = {}
        self._count = 0

    def follow(self) -> None:
        """Do a round, and another after each change, until the process is told to end."""
        self.changed.set()
        while self.changed.wait():
            while self.changed.is_set():  # several saves at once are one change
                self.changed.clear()
                self.changed.wait(_QUIET)
            self.do_round()

    def do_round(self) -> None:
        """Check what is there now, and build it unless it has errors."""
        try:
            with crashes_reported():
                self._check_and_build()
        except HandbookError as error:
            self._tell(error)

    def _check_and_build(self) -> None:
        began = time.monotonic()
        with self._news:  # whoever asks for a page meanwhile waits, and gets what was saved
            dataset, findings = check_handbook(self.root)
            if errors := [each for each in findings if each.severity is Severity.ERROR]:
                raise HandbookError(errors)
            self._problems = []
            self._take(converted(dataset))
            self._notify()
            if self._problems:
                return
            shown = time.monotonic() - began
            receiving, process = start(Step("site", partial(_build, dataset, self.site)), {})
        try:
            while not receiving.poll(_OFTEN):
                if self.changed.is_set():
                    return
            built = answer(receiving, process)
        finally:
            end(process)
        with self._news:
            self._assets, self._handbook, self._made = built.assets, None, {}
            self._notify()
        kept, count = built.kept
        values = {"count": self._count + count - kept, "shown": f"{shown:.1f}"}
        values["seconds"] = f"{time.monotonic() - began:.1f}"
        self.say(message("says-remade", self.lang, values))

    def _take(self, dataset: Dataset) -> None:
        """Have pages made of a data set, and first those that browsers show."""
        self._made, self._count = {}, 0
        if not self._assets:
            return
        history = read_history(self.root)
        self._pages = {
            lang: {
                path: RenderedPage(head, "", [], "")
                for path, head in build_heads(dataset, lang).items()
            }
            for lang in dataset.languages
        }
        self._handbook = Handbook(dataset, history, edition_of(dataset, history), self._pages)
        self._places = {
            site_file(dataset, lang, path): (lang, path)
            for lang, pages in self._pages.items()
            for path in (*pages, NOT_FOUND)
        }
        for file in self._shown:
            self._page(file)

    def _page(self, file: str) -> bytes | None:
        """Return a page by its path in the site; None where there is none."""
        if self._handbook and file in self._places and file not in self._made:
            try:
                with crashes_reported():
                    self._made[file] = self._make(self._handbook, *self._places[file])
            except HandbookError as error:
                self._handbook = None  # until the next save pages stay as they were
                self._tell(error)
        path = self.site / file
        return self._made.get(file) or (path.read_bytes() if path.is_file() else None)

    def _make(self, handbook: Handbook, lang: str, path: str) -> bytes:
        store = Store(self.root)
        self._pages[lang] |= render_pages(handbook.dataset, lang, only=[path], store=store)
        surroundings = Surroundings("", read_environment(), self._assets)
        ((html, page),) = finish_pages(handbook, lang, [path], surroundings, store).values()
        self._count += not page.kept
        return filled(html, partial(facts_of_file, self.site)).encode()

    def _tell(self, error: HandbookError) -> None:
        with self._news:
            self._problems = error.diagnostics
            self._notify()
        if error.details:
            self.say(error.details)
        self.say(report(error.diagnostics, "text", self.lang))

    def _notify(self) -> None:
        """Have the pages that are shown hear what may be new."""
        self._round += 1
        self._news.notify_all()

    def page(self, file: str) -> tuple[bytes, HTTPStatus]:
        """Return the page at an address, as a path in the site, or what says that there is none."""
        with self._news:
            top = file.partition("/")[0]
            for each in (file, f"{top}/{NOT_FOUND}", NOT_FOUND):
                if page := self._page(each):
                    return page, HTTPStatus.OK if each == file else HTTPStatus.NOT_FOUND
        return self.short("preview-begins"), HTTPStatus.SERVICE_UNAVAILABLE

    def short(self, name: str) -> bytes:
        """Return a page with one sentence in the editor's language."""
        return _SHORT.format(self.lang, escape(message(f"says-{name}", self.lang))).encode()

    def news(self, file: str) -> Iterator[str]:
        """Yield what the page at an address has to know whenever that may have changed.

        Without a change for some time, "" is yielded.
        """
        seen = -1
        with self._showing(file):
            while True:
                with self._news:
                    new = seen != self._round or self._news.wait(_SILENCE)
                    seen = self._round
                    told = {
                        "version": version(self.page(file)[0]),
                        "lang": self.lang,
                        "title": message("says-preview-wrong", self.lang),
                        "close": message("says-preview-close", self.lang),
                        "problems": [each.text(self.lang) for each in self._problems],
                    }
                yield json.dumps(told) if new else ""

    @contextmanager
    def _showing(self, file: str) -> Iterator[None]:
        with self._news:
            self._shown[file] += 1
        try:
            yield
        finally:
            with self._news:
                self._shown = self._shown - Counter([file])


def version(page: bytes) -> str:
    """Return what tells a page from what it was before."""
    return hashlib.sha256(page).hexdigest()[:16]


def _build(dataset: Dataset, site: Path, _: Mapping[str, Any]) -> Built:
    os.nice(10)  # browsers go first
    site.parent.mkdir(exist_ok=True)
    return build_all(dataset, site, lambda step: None, pdfs=False)


class Server(ThreadingHTTPServer):
    """Sends a preview to browsers on this machine."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        """Listen at a port; at any that is free where it is 0."""
        self.preview = preview
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """Return the address for browsers."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that have gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path != _LISTEN:
            return super().do_GET()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for news in self.server.preview.news(_file(url.query)):
            self.wfile.write(f"data: {news}\n\n".encode() if news else b":\n\n")
        return None

    def send_head(self) -> Any:
        preview, path = self.server.preview, urlsplit(self.path).path
        if path in _KINDS:
            added = resources.files("handbook.build") / path.replace("/_", "")
            return self._send(added.read_bytes(), HTTPStatus.OK, _KINDS[path])
        file, pdf = _file(path), path.startswith(f"/{FOLDER}/")
        self.directory = str(preview.root / "site" if pdf else preview.site)
        if Path(self.translate_path(self.path)).exists() and not file.endswith("index.html"):
            return super().send_head()
        if pdf:
            return self._send(preview.short("preview-no-pdf"), HTTPStatus.NOT_FOUND)
        page, status = preview.page(file)
        if not file.startswith("admin/"):  # whose forms are not to be asked for again
            page = page.replace(b"</head>", _ADDED.format(_LISTEN, version(page)).encode(), 1)
        return self._send(page, status)

    def _send(self, content: bytes, status: HTTPStatus, kind: str = "text/html") -> BinaryIO:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Leave the terminal to what the editor is told."""


def _file(path: str) -> str:
    """Return the path in the site of what an address leads to."""
    path = unquote(path).lstrip("/")
    return path if path and not path.endswith("/") else f"{path}index.html"


@contextmanager
def watching(root: Path, changed: Event) -> Iterator[None]:
    """Set `changed` whenever a file that a handbook is made of has changed."""
    observer = Observer()
    watch = _Watch(root, observer, changed)
    observer.schedule(watch, str(root))
    for folder in _FOLDERS:
        watch.begin(folder)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()


class _Watch(FileSystemEventHandler):
    def __init__(self, root: Path, observer: Any, changed: Event) -> None:
        self._root, self._observer, self._changed = root, observer, changed
        self._watches: dict[str, Any] = {}

    def begin(self, folder: str) -> None:
        """Watch a folder if there is one, which may be another than before."""
        if folder in self._watches:
            self._observer.unschedule(self._watches.pop(folder))
        if (path := self._root / folder).is_dir():
            self._watches[folder] = self._observer.schedule(self, str(path), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell a change from what editors and readers do beside."""
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        names = [path.relative_to(self._root) for path in paths if path != self._root]
        read = event.event_type in {"opened", "closed", "closed_no_write"}
        if read or (event.is_directory and event.event_type == "modified"):
            return
        for name in names:
            if event.is_directory and str(name) in _FOLDERS:
                self.begin(str(name))
            if name.parts[0] in (*_FOLDERS, CONFIG) and not any(map(_temporary, name.parts)):
                self._changed.set()


def _temporary(name: str) -> bool:
    """Return whether a file is an editor's own."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913"
