"""Measure what an editor waits for in a preview: `python -m benchmarks.bench_serve [RECORDS…]` in scripts/. Not a test: machines differ.

From a save of one practice to its new text on the page in Chromium, twenty times, three seconds apart, with the real records and with 2,000: the
median and the 95th percentile, and what the preview's process, which makes that page, computed in that time, whatever else the machine is doing.
Budget: 1 s and 2 s. Beside it stands one save under `mkdocs serve` of the same pages as plain Markdown, with Material and its search.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page

from benchmarks import corpus
from benchmarks.peers import PEERS
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.model.urls import Urls, address_of
from handbook.review.browser import browsing
from tests.helpers.hosting import answers
from tests.helpers.previews import Preview

SAVES = 20
#: How long the editor goes on typing between saves, in seconds.
PAUSE = 3
_TICK = os.sysconf("SC_CLK_TCK")


def main(sizes: list[int]) -> None:
    """Print a row for each number of records; 0 stands for the real ones alone."""
    print("records   median    95 %   computed   mkdocs serve   ratio")
    with browsing() as browser, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = corpus.make(Path(folder) / f"of-{size}", size)
            dataset = load(root)[0]
            practice = max(dataset.of(Practice), key=lambda each: each.id)
            path = address_of(practice, dataset).page
            waits, computed = previewed(browser, root, Path(folder), dataset, practice.id, path)
            plain = plain_mkdocs(browser, Path(folder) / f"plain-{size}", dataset, path)
            row = f"{len(dataset.records):7} {median(waits):6.2f} s {quantiles(waits, n=20)[-1]:5.2f} s"
            print(f"{row} {median(computed):8.2f} s {plain:12.1f} s {median(waits) / plain:7.3f}")


def previewed(
    browser: Browser, root: Path, folder: Path, dataset: Dataset, practice: str, path: str
) -> tuple[list[float], list[float]]:
    """Return how long each save took to be seen, and what the preview computed for it."""
    preview = Preview(root, folder / "said.txt")
    try:
        preview.until(preview.rounds, patience=900)
        page = opened(browser, preview.address, dataset, path)
        file, waits, computed = root / dataset.files[practice], [], []
        before = file.read_text(encoding="utf-8")
        for number in range(SAVES):
            time.sleep(PAUSE)
            head, field, rest = before.partition("\nsummary:\n")
            mark, used = f"（第{number}次改动）", _used(preview.process.pid)
            text = head + field + rest.replace("。", f"{mark}。", 1)
            waits.append(seen(page, file, text, mark))
            computed.append(_used(preview.process.pid) - used)
        page.close()
    finally:
        preview.stop()
    return waits, computed


def plain_mkdocs(browser: Browser, project: Path, dataset: Dataset, path: str) -> float:
    """Return how long one save takes to be seen under plain MkDocs."""
    PEERS[0].lay_out(dataset, project, project)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=project, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    try:
        while not answers(port):
            assert server.poll() is None
            time.sleep(0.2)
        page = opened(browser, f"http://127.0.0.1:{port}/", dataset, path)
        time.sleep(PAUSE)
        file, mark = project / f"docs/{path}.{dataset.languages[0]}.md", "（改动）"
        return seen(page, file, f"{file.read_text(encoding='utf-8')}\n{mark}\n", mark)
    finally:
        server.terminate()
        server.wait()


def opened(browser: Browser, address: str, dataset: Dataset, path: str) -> Page:
    """Return a page with a practice's page in it."""
    page = browser.new_page()
    page.goto(address + Urls(dataset.languages).page(path, dataset.languages[0]))
    return page


def seen(page: Page, file: Path, text: str, mark: str) -> float:
    """Save a file, and return how long it takes until a page has what marks it."""
    began = time.monotonic()
    file.write_text(text, encoding="utf-8")
    page.get_by_text(mark).first.wait_for(state="attached", timeout=900_000)
    return time.monotonic() - began


def _used(process: int) -> float:
    """Return the seconds that a process, without those it started, has computed."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [0, 2000])
