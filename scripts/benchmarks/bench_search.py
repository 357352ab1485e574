"""What a reader waits for in a built site, in a browser with pages served on loopback; `bench_builds` asks it of each generator.

Byte counts are of compressed transfers, as hosts send them. Latency is the browser's own clock: each query is typed into the field of the
generator's own search box, after a first one that is not counted.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.peers import SearchBox
from tests.helpers.chromium import wait_until
from tests.helpers.search_box import Reader, serving

QUERIES = (
    "平治110", "五联", "息事无讼", "法院", "知识产权", "企业合规", "志愿者服务队", "营商环境", "矛盾纠纷", "治安巡逻", "枫桥经验", "边界", "联席会议",
    "调解", "17282", "外资", "羽绒服", "山塘村", "平安金鼎", "公安局", "信息共享", "反诈", "巡回审判", "法律顾问", "一站式", "长三角", "政法", "廊陈",
    "wulian", "pz110",
)  # fmt: skip


@dataclass(frozen=True)
class Search:
    """What a reader waits for: transferred bytes, and milliseconds.

    Attributes:
        view: What opening the first page fetches.
        query: What is fetched from then on until the first results stand there.
        taken: From the last key to the results, for each query that changes them.
    """

    view: int
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
        view = sum(sent.values())
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
        view = sum(sent.values())
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
