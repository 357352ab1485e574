"""Measure the search: `python -m benchmarks.bench_search [RECORDS …]` in scripts/. Not a test: machines differ; it prints a table.

The real handbook is made as large as that (`corpus`). The same texts are then searched twice, with the same queries, in the same browser: with
the handbook's box, and with Material's own pages, search and jieba.

first view     what search adds to opening a page       first query    what it adds until the first results stand there
median, p95    from the last key to the results, over the queries, each typed into the field after a warm-up

Byte counts are of compressed transfers, as hosts send them. Latency is the browser's own clock, with pages served on loopback.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import make
from benchmarks.peers import PEERS, SearchBox
from handbook.load import load
from handbook.pages.render import render
from handbook.search import SHARED
from handbook.site.browser_scripts import bundle_scripts
from handbook.site.plugin import build_site
from tests.helpers.chromium import browsing, wait_until
from tests.helpers.search_box import Reader, serving
from tests.helpers.search_index import write_index

QUERIES = (
    "平治110", "五联", "息事无讼", "法院", "知识产权", "企业合规", "志愿者服务队", "营商环境", "矛盾纠纷", "治安巡逻", "枫桥经验", "边界", "联席会议",
    "调解", "17282", "外资", "羽绒服", "山塘村", "平安金鼎", "公安局", "信息共享", "反诈", "巡回审判", "法律顾问", "一站式", "长三角", "政法", "廊陈",
    "wulian", "pz110",
)  # fmt: skip


@contextmanager
def material(root: Path) -> Iterator[None]:
    """Let a handbook be built with Material's own pages and search."""
    config = root / "mkdocs.yml"
    before = config.read_text(encoding="utf-8")
    stock = "".join(
        line
        for line in before.splitlines(keepends=True)
        if not re.match(r"  (custom_dir|logo|favicon):|extra_css:", line)
    )
    config.write_text(
        stock.replace("plugins:\n", "plugins:\n  - search:\n      lang: [zh, en]\n", 1),
        encoding="utf-8",
    )
    try:
        yield
    finally:
        config.write_text(before, encoding="utf-8")


def of_search(path: str) -> bool:
    """Say whether an address is a file of either search."""
    return bool(
        re.search(r"/(pagefind|search)/|/assets/search|workers/search|lunr|wordcut|tinyseg", path)
    ) and not path.endswith("/")


@dataclass(frozen=True)
class Search:
    """What a reader waits for: transferred bytes by path, and milliseconds.

    Attributes:
        view: What opening the first page fetches.
        query: What is fetched from then on until the first results stand there.
        taken: From the last key to the results, for each query that changes them.
    """

    view: Mapping[str, int]
    query: int
    taken: Sequence[float]

    @property
    def median(self) -> float:
        """Return the median."""
        return statistics.median(self.taken) if self.taken else 0

    @property
    def p95(self) -> float:
        """Return the 95th percentile."""
        return statistics.quantiles(self.taken, n=20)[-1] if len(self.taken) > 1 else 0


def measure_box(browser: Browser, site: Path, queries: Sequence[str] = QUERIES) -> Search:
    """Measure the handbook's box, which says itself when it has answered."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with serving(site) as (address, sent):
        reader = Reader(context.new_page()).watch()
        reader.page.goto(address)
        reader.page.wait_for_load_state("networkidle")
        view = dict(sent)
        sent.clear()
        reader.page.keyboard.press("/")
        wait_until(reader.page, "answered.length > 0")
        reader.ask(queries[0])
        reader.page.wait_for_load_state("networkidle")
        query = sum(sent.values())
        taken = [reader.ask(text).milliseconds for text in queries[1:]]
    context.close()
    return Search(view, query, taken)


#: Types a query and gives the milliseconds until nothing changed for a while, or 0 where nothing changed at all.
_TYPED = """([input, results, query, patience]) => new Promise((resolve) => {
  const start = performance.now();
  let last = start;
  const seen = new MutationObserver(() => { last = performance.now(); });
  seen.observe(results, { childList: true, subtree: true, characterData: true });
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  const wait = setInterval(() => {
    const now = performance.now();
    if ((last > start && now - last > 400) || now - start > patience) { clearInterval(wait); seen.disconnect(); resolve(last - start); }
  }, 20);
})"""


def measure_page(
    browser: Browser, site: Path, search: SearchBox, queries: Sequence[str] = QUERIES
) -> Search:
    """Measure the search of any other page: it has answered when its results change no more."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    with serving(site) as (address, sent):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        view = dict(sent)
        sent.clear()
        if search.opened_by:
            page.click(search.opened_by)
        page.wait_for_selector(search.field, timeout=20_000)
        page.focus(search.field)
        page.wait_for_timeout(500)
        field, results = (
            page.locator(selector).first.element_handle()
            for selector in (search.field, search.results)
        )
        page.wait_for_load_state("networkidle")
        page.evaluate(_TYPED, [field, results, queries[0], 60_000])
        page.wait_for_load_state("networkidle")
        query = sum(sent.values())
        taken = [page.evaluate(_TYPED, [field, results, text, 4_000]) for text in queries[1:]]
    context.close()
    return Search(view, query, [each for each in taken if each])


def main(sizes: Sequence[int]) -> None:
    """Print the table."""
    os.environ.pop("HANDBOOK_SITE_URL", None)
    table = Table(
        "records", "search", "first view", "first query", "median", "p95", "pages", "index"
    )
    with browsing() as browser:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                root = make(Path(folder) / "handbook", size)
                dataset, _ = load(root)
                started = time.perf_counter()
                build_site(render(dataset), root / "box")
                built = time.perf_counter()
                write_index(dataset, root / "box")
                bundle_scripts(root, root / "box/assets", SHARED)
                indexed = time.perf_counter()
                row(
                    table,
                    len(dataset.records),
                    "this box",
                    measure_box(browser, root / "box"),
                    built - started,
                    indexed - built,
                )
                with material(root):
                    started = time.perf_counter()
                    build_site(render(dataset), root / "material")
                    built = time.perf_counter()
                row(
                    table,
                    len(dataset.records),
                    "Material + jieba",
                    measure_page(browser, root / "material", PEERS[0].search),
                    built - started,
                    None,
                )
    Console(width=110).print(table)


def row(
    table: Table,
    records: int,
    name: str,
    measured: Search,
    pages: float,
    index: float | None,
) -> None:
    """Add one measurement to the table."""
    view = sum(size for path, size in measured.view.items() if of_search(path))
    numbers = (
        f"{view / 1000:,.0f} KB",
        f"{measured.query / 1000:,.0f} KB",
        f"{measured.median:.0f} ms",
        f"{measured.p95:.0f} ms",
    )
    table.add_row(
        f"{records:,}",
        name,
        *numbers,
        f"{pages:.0f} s",
        "in pages" if index is None else f"{index:.0f} s",
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [60, 500, 2000])
