"""The preview without a browser: what it sends, what makes a round, how it begins and ends."""

from __future__ import annotations

import json
import signal
import socket
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError

import pytest

from handbook.build import Built
from handbook.build import preview as preview_module
from handbook.build.preview import Preview, Server, watching
from tests.helpers import handbook_of, previews
from tests.helpers.commands import run
from tests.helpers.repository import edit

pytestmark = pytest.mark.usefixtures("fast")

PRACTICE = "data/practices/joint-patrols.yml"


def asked(server: Server, path: str) -> tuple[int, str]:
    """Return the status and text of what stands at an address."""
    try:
        with urllib.request.urlopen(server.address + path) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def said() -> list[str]:
    """Return what is said in the terminal."""
    return []


@pytest.fixture
def preview(installed: Path, said: list[str]) -> Preview:
    """Return a preview of the small handbook in which nothing is made yet."""
    return Preview(installed, "zh", said.append)


@pytest.fixture
def server(preview: Preview) -> Iterator[Server]:
    """Return its server."""
    with Server(preview, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_page_made_by_itself_is_that_of_the_build(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, every page in every language, where titles have changed too."""
    preview.do_round()
    pages = {path.relative_to(preview.site).as_posix() for path in preview.site.rglob("*.html")}
    pages = {page for page in pages if not page.startswith(("admin/", "id/"))}  # lead elsewhere
    before = {name: preview.page(name)[0] for name in pages}
    for old, new in (("河岸平安", "河边平安"), ("联合巡河", "携手巡河")):
        edit(
            preview.root, "data/themes/river-safety.yml" if "平安" in old else PRACTICE, (old, new)
        )
    made: dict[str, bytes] = {}
    start = preview_module.start

    def look(*arguments: Any) -> Any:
        made.update({name: preview.page(name)[0] for name in pages})
        return start(*arguments)

    monkeypatch.setattr(preview_module, "start", look)
    preview.do_round()
    after = {name: (preview.site / name).read_bytes() for name in pages}
    assert made == after
    assert before != after


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rounds build nothing."""
    nothing = Built([], [], (0, 0), False, {})
    monkeypatch.setattr(preview_module, "build_all", lambda *_, **options: nothing)


def test_pages_have_their_policy_and_a_script_that_no_site_has(
    preview: Preview, server: Server
) -> None:
    """The script and its style come from the preview itself; the form editor, which is not asked for again, has none."""
    assert "网页正在生成" in asked(server, "")[1]
    preview.do_round()
    status, page = asked(server, "figures/")
    assert 200 == status
    assert "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'" in page
    assert 'src="/_preview.js"' in page
    assert "EventSource" in asked(server, "_preview.js")[1]
    assert "#preview" in asked(server, "_preview.css")[1]
    assert "_preview" not in asked(server, "admin/")[1]
    assert (404, True) == (
        asked(server, "nothing/")[0],
        "_preview.js" in asked(server, "en/nothing/")[1],
    )
    assert [] == [each for each in preview.site.rglob("*.*") if b"_preview." in each.read_bytes()]
    assert not (preview.root / "site").exists()
    # a link to a PDF leads to that of the last build, or to a word
    status, page = asked(server, "pdf/handbook.zh.pdf")
    assert (404, True) == (status, "预览不做 PDF" in page)
    handbook_of.write(preview.root, {"site/pdf/handbook.zh.pdf": "%PDF"})
    assert (200, "%PDF") == asked(server, "pdf/handbook.zh.pdf")


@pytest.mark.usefixtures("unbuilt")
def test_problems_are_told_in_the_editors_language(preview: Preview, said: list[str]) -> None:
    """To every page that listens, and in the terminal; the next round that finds none clears them."""
    news = preview.news("figures/index.html")
    assert [] == json.loads(next(news))["problems"]
    edit(preview.root, PRACTICE, ("kind: mechanism", "kind: mechanics"))
    preview.do_round()
    told = json.loads(next(news))
    assert ("zh", "关闭") == (told["lang"], told["close"])
    (problem,) = told["problems"]
    assert problem.startswith(f"{PRACTICE}:15:7: ")
    assert "mechanics" in problem
    assert problem in said[-1]
    edit(preview.root, PRACTICE, ("kind: mechanics", "kind: mechanism"))
    preview.do_round()
    assert [] == json.loads(next(news))["problems"]


@pytest.mark.usefixtures("unbuilt")
def test_a_fault_of_the_program_is_told_like_any_problem(
    preview: Preview, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a traceback in the browser, and the preview goes on."""

    def fail(root: Path) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(preview_module, "check_handbook", fail)
    preview.do_round()
    (problem,) = json.loads(next(preview.news("index.html")))["problems"]
    assert "ValueError: no such thing" in problem
    assert "Traceback" not in problem
    monkeypatch.undo()
    preview.do_round()
    assert [] == json.loads(next(preview.news("index.html")))["problems"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("data/terms/river-chief.yml", True),
        ("docs/safety/river-safety.zh.md", True),
        ("mkdocs.yml", True),
        ("custom/pages/glossary.md.jinja", True),
        ("data/terms/.river-chief.yml.swp", False),
        ("data/terms/river-chief.yml~", False),
        ("data/terms/river-chief.yml.tmp", False),
        ("data/terms/4913", False),
        ("docs/.obsidian/workspace.json", False),
        ("site/index.html", False),
        (".cache/store.sqlite", False),
    ],
)
def test_what_a_handbook_is_made_of_makes_a_round(root: Path, name: str, counts: bool) -> None:
    """A file that is written, and one that takes its place; not what editors keep beside it, and not reading."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    changed = Event()
    with watching(root, changed):
        (root / "data/terms/river-chief.yml").read_text()
        assert not changed.wait(0.1)
        handbook_of.write(root, {name: "new"})
        assert counts == changed.wait(20 if counts else 0.2)


def test_a_folder_that_comes_later_is_watched(root: Path) -> None:
    """Such as that of the first template of the handbook's own, or data that stood elsewhere for a moment."""
    changed = Event()
    with watching(root, changed):
        (root / "custom").mkdir()
        (root / "data").rename(root / "gone")
        (root / "gone").rename(root / "data")
        for name in ("custom/first.txt", "data/terms/river-chief.yml"):
            time.sleep(0.3)
            changed.clear()
            (root / name).touch()
            assert changed.wait(20)


def test_port_that_is_taken_is_told_with_another(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is built."""
    monkeypatch.chdir(root)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--lang", "en", "serve", "--port", str(port))
    assert 1 == done.exit_code
    assert f"Port {port} cannot be used" in done.output
    assert f"--port {port + 1}" in done.output


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds children in /proc")
@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_ended_preview_leaves_nothing_running(
    installed: Path, tmp_path_factory: pytest.TempPathFactory, order: signal.Signals
) -> None:
    """While it builds; it says one line, and no program that it started goes on."""
    mark = f"MARK={uuid.uuid4()}".encode()
    log = tmp_path_factory.mktemp("log") / "said.txt"
    preview = previews.Preview(installed, log, MARK=mark.partition(b"=")[2].decode())
    preview.until(lambda: [*installed.glob(".cache/.preview-new/site/*")])
    assert preview.stop(order) in (-order, 128 + order)

    def left() -> list[Path]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                found += [process] if mark in (process / "environ").read_bytes() else []
            except OSError:
                continue  # it ended meanwhile, or is another's
        return found

    deadline = time.monotonic() + 5
    while left() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [] == left()
    lines = preview.said().splitlines()
    assert ["The preview has ended."] * (order != signal.SIGKILL) == lines[1:]
