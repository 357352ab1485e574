"""The form editor in a real browser, against its own test backend: a save changes what was changed, and nothing else."""

from __future__ import annotations

import difflib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from handbook.admin import write_files
from handbook.load import load
from tests.test_project import ROOT

#: Chromium without anything that asks the net by itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Puts files into the browser's private file system, where the test backend looks for them, and reads one again.
SEED = """async files => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", { create: true });
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split("/"), name = parts.pop();
    let folder = root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
    const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""
READ = """async path => {
  let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test");
  const parts = path.split("/"), name = parts.pop();
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  try {
    return await (await (await folder.getFileHandle(name)).getFile()).text();
  } catch {
    return null; // while it is being written
  }
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str, dict[str, str], list[str]]]:
    """Return (page, address, the records' files, what was asked for) of the editor with the real records, signed in."""
    site = tmp_path_factory.mktemp("admin")
    dataset, _ = load(ROOT)
    write_files(dataset, site / "admin", {"name": "test-repo"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/admin/"
    files = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "data").glob("*/*.yml")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + "config.json")
        page.evaluate(SEED, files)
        page.goto(address + "index.html")
        page.get_by_role("button").first.click()  # there is one: work with the test repository
        expect(page.get_by_text("Practices").first).to_be_visible(timeout=20_000)
        yield page, address, files, asked
        browser.close()
    server.shutdown()


@pytest.mark.parametrize(
    "path",
    [
        "practices/ping-zhi-110",
        "figures/border-km",
        "honours/two-star-golden-tripod",
        "terms/compliance",
        "sources/pinghu-safety-2024",
        "platforms/platform-110",
    ],
)
def test_a_save_changes_what_was_changed(editor, path: str, tmp_path: Path) -> None:
    """Open a record, change its English name, save: one line of its file differs, and the check is content with it."""
    page, address, files, _ = editor
    name = f"data/{path}.yml"
    folder, record = path.split("/")
    page.goto(f"{address}index.html#/collections/{folder}/entries/{record}")
    field = page.get_by_role("textbox", name="English").first
    expect(field).to_be_visible(timeout=20_000)
    was = field.input_value()
    field.fill(f"{was} again")
    page.get_by_role("button", name="保存").first.click()
    for _ in range(100):  # until the save has reached the file
        if (saved := page.evaluate(READ, name)) not in {None, files[name]}:
            break
        page.wait_for_timeout(200)
    changed = [line for line in difflib.ndiff(files[name].splitlines(), saved.splitlines()) if line[0] in "+-"]
    assert 2 == len(changed), changed
    assert all(was.strip("'\"") in line.replace("''", "'") for line in changed)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / name).write_text(saved, encoding="utf-8")
    told = [finding.message.code for finding in load(tmp_path)[1] if finding.place.path == name]
    assert set(told) <= {"translation-unrecorded"}


def test_nothing_is_asked_of_any_other_site(editor) -> None:
    """From opening to saving, the browser asked this site alone."""
    _, address, _, asked = editor
    elsewhere = [url for url in asked if url.startswith("http") and not url.startswith(address.removesuffix("admin/"))]
    assert [] == elsewhere
