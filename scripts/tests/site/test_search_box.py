"""The search box on the real handbook, in a real browser: what it downloads, how it is used, and what it says when something is wrong."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lxml import html
from playwright.sync_api import Browser, Dialog, expect

from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.text.quotes import typed
from tests.helpers.built_site import SITE_URL
from tests.helpers.chromium import wait_until
from tests.helpers.search_box import CONTRACT, Reader, Site, serving

#: A passage as an English page shows it, too long to be looked up by its words alone.
PASSAGE = (
    "Those at work are the Public Security Bureau, the People’s Procuratorate, the People’s Court"
)
#: Everything whose address has one of these is search's own.
SEARCH_FILES = re.compile(r"/(pagefind|search)/|/assets/search")


def test_opening_a_page_downloads_nothing_of_search(reader: Reader, site: Site) -> None:
    """A page that is only read asks for no file of the search."""
    asked_for: list[str] = []
    reader.page.on("request", lambda request: asked_for.append(request.url))
    reader.page.goto(site.address)
    reader.page.wait_for_load_state("networkidle")
    assert [] == [address for address in asked_for if SEARCH_FILES.search(address)]


#: What readers paste: the longest title of each language, and whole sentences.
PASTED = {
    "zh": (
        "“法院+司法局+工商联+社会治理中心涉企矛盾纠纷多元化解”服务机制",
        "我是一家小企业的老板，最近因为买卖合同的质量问题被客户起诉到法院，不知道应该找哪个部门咨询，也不知道能不能调解，请问怎么办",
        "新时代枫桥经验与平安建设优秀案例毗邻治理广陈模式是怎样形成的，百庭进百村巡回审判普法活动的首场审判在哪里举行",
    ),
    "en": (
        "Sixteen procuratorial measures for the No. 1 reform project on the business environment",
        "my company has been sued by a customer over the quality of down jackets, which office can advise us and is mediation possible before the trial",
    ),
}
FIRST_QUERIES = {
    **{
        group: [(query.get("lang", "zh"), query["q"]) for query in items]
        for group, items in CONTRACT.items()
    },
    "pasted": [(lang, query) for lang, queries in PASTED.items() for query in queries],
}


def test_first_queries_stay_in_their_budget(reader: Reader, site: Site) -> None:
    """Whatever sort of query is the first, all that search downloads for it has at most 120 KB, what comes into view included."""
    one_of_each = [queries[0] for queries in FIRST_QUERIES.values()]
    assert {} == over_budget(reader, site, [*one_of_each, *FIRST_QUERIES["pasted"][1:]])


@pytest.mark.nightly
@pytest.mark.parametrize("group", FIRST_QUERIES)
def test_every_first_query_stays_in_its_budget(reader: Reader, site: Site, group: str) -> None:
    """The same, of all that the search contract asks."""
    assert {} == over_budget(reader, site, FIRST_QUERIES[group])


def over_budget(reader: Reader, site: Site, queries: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return what search downloads for queries that are each a new reader's first, where it is too much."""
    over = {}
    cache = reader.page.context.new_cdp_session(reader.page)
    for lang, query in queries:
        cache.send("Network.clearBrowserCache")  # as good as a new reader, in half the time
        site.sent.clear()
        reader.page.goto(
            f"{site.address}{'' if lang == 'zh' else 'en/'}search/?{urlencode({'q': query})}"
        )
        wait_until(reader.page, "answered.length > 0")
        reader.page.wait_for_timeout(100)
        sent = {
            path: size
            for path, size in site.sent.items()
            if SEARCH_FILES.search(path) and not path.endswith("/search/")
        }
        assert any("wasm" in path for path in sent)
        if sum(sent.values()) > 120_000:
            over[query] = sum(sent.values())
    return over


def test_pagefinds_script_is_trimmed(folder: Path) -> None:
    """What is taken out of Pagefind's script was there: the pinned release has it where the build looks for it."""
    script = (folder / "pagefind/pagefind.js").read_text(encoding="utf-8")
    assert "var gz_default;" in script
    assert "if(false){const wordSegmenter" in script
    assert "gunzipSync" not in script


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_names_stays_small(folder: Path, lang: str) -> None:
    """The list of names has at most 15 KB."""
    assert 15_000 >= (folder / f"search/names.{lang}.json.gz").stat().st_size


def test_search_box_is_used_by_keyboard_alone(reader: Reader, site: Site) -> None:
    """Slash opens, arrows choose, Enter follows, Escape closes and gives the focus back."""
    page = reader.open(site.address).page
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()
    page.keyboard.press("Control+k")
    wait_until(page, "document.activeElement.type === 'search'")
    page.keyboard.insert_text("五联")
    page.wait_for_selector("a[data-result]")
    focused = "document.activeElement.matches('a[data-result], a[data-subresult]') && document.activeElement.href"
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).endswith("/five-joint/")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Enter")
    page.wait_for_url("**/five-joint/")


def test_search_waits_for_a_chinese_input_method(reader: Reader, site: Site) -> None:
    """While characters are composed nothing is searched and no key is taken; what was composed is searched once."""
    page = reader.open(site.address).page
    keyboard = page.context.new_cdp_session(page)
    page.evaluate("answered.length = 0")
    for letters in ("w", "wu", "wu'l", "wu'lian"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    for key in ("Enter", "ArrowDown", "Escape"):
        page.evaluate(
            """(key) => document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", { key, isComposing: true, keyCode: 229, bubbles: true, cancelable: true }))""",
            key,
        )
    page.wait_for_timeout(100)
    assert [] == page.evaluate("answered")
    assert page.locator("dialog[open]").count()
    assert "search" == page.evaluate("document.activeElement.type")
    keyboard.send("Input.insertText", {"text": "五联"})
    wait_until(page, "answered.includes('五联')")
    assert ["五联"] == page.evaluate("answered")
    assert "five-joint" == reader.shown().ids[0]


def test_recent_queries_are_offered_again(reader: Reader, site: Site) -> None:
    """The empty box offers what was searched before, and what many records mention."""
    page = reader.open(site.address).page
    suggested = reader.shown().suggestions
    assert suggested
    reader.ask("五联")
    page.keyboard.press("Enter")
    page.wait_for_url("**/five-joint/")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] a[data-suggestion]")
    assert page.locator("a[data-suggestion]").first.text_content() == "五联"


def test_results_are_announced_marked_and_grouped(asked: Callable[[str], Reader]) -> None:
    """The count is said, matches are marked, and sections of a page stand under it."""
    reader = asked("zh")
    answer = reader.ask("边界")
    status = reader.page.locator(".hb-searchbox [role=status]")
    assert status.get_attribute("aria-live") == "polite"
    assert str(len(answer.results)) in answer.status
    assert "边界" in reader.page.locator("mark").all_text_contents()
    assert answer.sections
    assert all("#" in address for address in answer.sections)


@pytest.mark.parametrize(
    "query",
    [
        "People's Court",
        "People’s Court",
        '"five joint"',
        "“five joint”",
        "legal check-ups",
        PASSAGE,
    ],
)
def test_english_is_typed_with_any_marks_and_shown_with_curly_ones(
    asked: Callable[[str], Reader], query: str
) -> None:
    """Straight or curly, a query finds the same; what is found is set like the pages."""
    reader = asked("en")
    answer = reader.ask(query)
    assert answer.results == reader.ask(typed(query, "“”‘’")).results
    reader.page.locator(".hb-searchbox .hb-search__excerpt").first.wait_for()
    shown = reader.page.locator(".hb-searchbox .hb-search__result").all_text_contents()
    assert len(shown) >= 1
    assert any("“" in words or "’" in words for words in shown)
    assert [] == [words for words in shown if re.search("[\"']", words)]
    assert [] == [words for words in shown if re.search("(^|…)[”’]|“ ", words)]


@pytest.mark.parametrize(
    ("lang", "query", "status"),
    [
        ("zh", "火灾", r"没有“火灾”，以下是意思相近的：消防安全。\d+条结果"),
        ("zh", "签证", r"也包括意思相近的：出入境。\d+条结果"),
        ("zh", "诈骗", r"也包括意思相近的：反诈。\d+条结果"),
        (
            "zh",
            "诈骗案件",
            r"没有整句相符的，以下包含其中的词：案件。也包括意思相近的：反诈。\d+条结果",
        ),
        ("zh", "经营者证件", r"没有整句相符的，以下包含其中的词：经营者。\d+条结果"),
        (
            "en",
            "trademark",
            r"Nothing for “trademark”; showing related words: intellectual-property\. +\d+ results",
        ),
        ("en", "legal advice", r"Also showing related words: legal advisers\. +\d+ results"),
    ],
)
def test_results_without_the_typed_words_are_called_related(
    asked: Callable[[str], Reader], lang: str, query: str, status: str
) -> None:
    """The words of the handbook that stand for what was typed are told apart from the words typed, each sentence with its stop."""
    assert re.fullmatch(status, asked(lang).ask(query).status)


def test_a_name_in_the_other_language_leads_to_both_pages(asked: Callable[[str], Reader]) -> None:
    """A Chinese page found by its English name links to its English twin too, whose title is set as English is."""
    reader = asked("zh")
    reader.ask("settle without suing")
    twin = reader.page.locator("li:has(a[data-result]) a[hreflang=en]").first
    assert twin.get_attribute("href").endswith("/en/safety/grassroots-governance/xi-shi-wu-song/")
    assert twin.text_content() == "英文版：“Settle without suing” dispute-resolution method"


@pytest.mark.parametrize(
    ("lang", "name", "twin", "other"),
    [
        ("zh", "governance centre", "英文版：", "改用英文搜索“xqzjvw”"),
        ("en", "社会治理中心", "Chinese page: ", "Search for “量子纠缠” in Chinese"),
    ],
)
def test_languages_are_called_what_readers_call_them(
    asked: Callable[[str], Reader], lang: str, name: str, twin: str, other: str
) -> None:
    """The other language has its name in the language of the page."""
    reader = asked(lang)
    reader.ask(name)
    assert reader.page.locator(".hb-search__twin").first.text_content().startswith(twin)
    reader.ask(re.search("“(.+)”", other)[1])
    assert other in reader.page.locator("a[data-suggestion]").all_text_contents()


@pytest.mark.parametrize(("lang", "query"), [("zh", "一键办"), ("en", "volunteer")])
def test_results_quote_content_only(asked: Callable[[str], Reader], lang: str, query: str) -> None:
    """No excerpt tells how to cite an entry or what the checksum of a file is."""
    reader = asked(lang)
    reader.ask(query)
    results = reader.page.locator(".hb-searchbox .hb-search__result")
    for result in results.all():
        result.scroll_into_view_if_needed()
    wait_until(
        reader.page,
        "[...document.querySelectorAll('.hb-search__result')].every((one) => one.querySelector('.hb-search__excerpt'))",
    )
    assert [] == [
        words
        for words in results.all_text_contents()
        if re.search("引用格式|Cite as|[0-9a-f]{16}", words)
    ]


def test_on_a_phone_the_box_fills_the_screen(browser: Browser, site: Site) -> None:
    """The dialog is as large as a small screen, and nothing runs over its side."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    reader = Reader(context.new_page()).watch().open(site.address)
    reader.ask("平湖市人民法院")
    assert reader.page.locator("dialog").bounding_box() == {
        "x": 0,
        "y": 0,
        "width": 360,
        "height": 740,
    }
    assert reader.page.evaluate("document.querySelector('.hb-search__body').scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize(
    ("path", "query", "first"),
    [("search/", "息事无讼", "xi-shi-wu-song"), ("en/search/", "mediation", "mediation")],
)
def test_the_search_page_can_be_shared(
    reader: Reader, site: Site, path: str, query: str, first: str
) -> None:
    """The page of a query's address shows the query's results."""
    reader.page.goto(f"{site.address}{path}?q={query}")
    reader.page.wait_for_selector("a[data-result]")
    assert first == reader.shown().ids[0]
    assert query == reader.page.input_value("input[type=search]")


def test_facets_narrow_with_and_without_a_query(reader: Reader, site: Site, real: Dataset) -> None:
    """Facets stand in the address, work together and alone, and their counts come true."""
    page = reader.page
    page.goto(f"{site.address}search/?kind=practices&theme=rule-of-law")
    page.wait_for_selector("a[data-result]")
    alone = reader.shown().results
    assert sum(practice.theme == "rule-of-law" for practice in real.of(Practice)) == len(alone)
    assert all("/business-environment/rule-of-law/" in address for address in alone)
    box = page.locator("input[data-facet='lead:court']")
    assert "平湖市人民法院" in box.locator("xpath=..").text_content()
    count = int(box.locator("xpath=..").locator(".hb-search__number").text_content())
    page.evaluate("answered.length = 0")
    box.check()
    wait_until(page, "answered.length > 0")
    assert count == len(reader.shown().results)
    expect(page).to_have_url(re.compile("lead=court"))
    narrowed = reader.ask("调解").results
    assert narrowed
    assert set(narrowed) < set(alone)


def test_every_facet_has_values(reader: Reader, site: Site) -> None:
    """Theme, kind, lead organisation, place, level and year are there without any query."""
    reader.page.goto(f"{site.address}search/")
    reader.page.wait_for_selector("input[data-facet]", state="attached")
    facets = reader.page.eval_on_selector_all(
        "input[data-facet]", "(boxes) => boxes.map((box) => box.dataset.facet.split(':')[0])"
    )
    assert {"kind", "theme", "lead", "place", "level", "year"} == set(facets)


def test_query_without_results_offers_ways_on(asked: Callable[[str], Reader]) -> None:
    """Without results the box names the nearest titles and the glossary, and the other language only in its script."""
    answer = asked("zh").ask("息事宁人")
    assert [] == answer.results
    assert "息事宁人" in answer.status
    assert any(address.endswith("/xi-shi-wu-song/") for address in answer.suggestions)
    assert not any("/en/search/" in address for address in answer.suggestions)
    assert any("/en/search/?q=" in address for address in asked("zh").ask("xqzjvw").suggestions)
    assert any(address.endswith("/glossary/") for address in answer.suggestions)


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "regular expression": r".*+?^${}()|[\]\\(?<=a)(((",
    "emoji": "🐼🏮👩‍👩‍👧‍👦",
    "quotes": "\"“”'''«»\"",
    "long": "平湖" * 5_000,
    "long Latin": "a" * 10_000,
    "control characters": "\u0000\u200b\u202e\ufeff五\u0007联",
    "half a pair": "\ud83d",
    "words that objects have": "__proto__ constructor toString",
    "nothing but signs": "%%%___---",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_gets_a_clear_answer(asked: Callable[[str], Reader], name: str) -> None:
    """Whatever is typed is answered in words and starts nothing."""
    reader, alerts = asked("zh"), list[str]()

    def alerted(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    reader.page.on("dialog", alerted)
    reader.page.evaluate(
        """(query) => { answered.length = 0; const input = document.querySelector("dialog input[type=search]");
          input.value = query; input.dispatchEvent(new InputEvent("input", { bubbles: true })); }""",
        HOSTILE[name],
    )
    wait_until(reader.page, "answered.length > 0")
    answer = reader.shown()
    assert answer.status
    assert [] == alerts
    assert not reader.page.locator("dialog img, dialog script").count()
    assert "five-joint" in reader.ask("五联").ids
    reader.page.remove_listener("dialog", alerted)


BROKEN = {
    "the list of names is gone": ("search/names.zh.json.gz", None),
    "the list of names is broken": ("search/names.zh.json.gz", b"\x1f\x8b broken"),
    "Pagefind is gone": ("pagefind", None),
    "its entry is gone": ("pagefind/pagefind-entry.json", None),
    "its entry is broken": ("pagefind/pagefind-entry.json", b"{"),
    "its table is gone": ("pagefind/*.pf_meta", None),
    "its table is broken": ("pagefind/*.pf_meta", b"no gzip"),
    "its program is broken": ("pagefind/wasm.*", b"\x1f\x8b"),
    "its words are gone": ("pagefind/index", None),
    "its words are broken": ("pagefind/index/*", b"pagefind_dc"),
    "its texts are gone": ("pagefind/fragment", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_index_files_are_reported_in_the_box(
    reader: Reader, folder: Path, tmp_path: Path, name: str
) -> None:
    """With files missing or broken the box says so, still knows the names where it can, and the console stays clean."""
    copy = tmp_path / "site"
    shutil.copytree(folder, copy, copy_function=os.link)
    pattern, data = BROKEN[name]
    for path in copy.glob(pattern):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        if data is not None:
            path.write_bytes(data)
    with serving(copy) as (address, _):
        reader.page.goto(address)
        reader.page.keyboard.press("/")
        if "names" in name:
            said = reader.page.wait_for_selector("dialog [role=alert]").text_content()
            assert "读不到" in said
        else:
            wait_until(reader.page, "answered.length > 0")
            answer = reader.ask("息事无讼")
            assert "xi-shi-wu-song" == answer.ids[0]
            assert "texts" in name or "读不到" in answer.status


def test_search_box_without_network_says_so(browser: Browser, site: Site) -> None:
    """Offline, a box that was never opened and one that was both say that there is no connection."""
    context = browser.new_context()
    reader = Reader(context.new_page()).watch()
    reader.page.goto(site.address)
    context.set_offline(True)
    reader.page.keyboard.press("/")
    assert "没有网络" in reader.page.wait_for_selector("dialog [role=alert]").text_content()
    context.set_offline(False)
    reader.page.click("dialog button >> nth=0")
    reader.page.wait_for_selector("dialog input[type=search]")
    context.set_offline(True)
    assert "没有网络" in reader.ask("调解").status
    context.set_offline(False)
    assert "four-party-mediation" in reader.ask("调解 ").ids
    context.close()
    assert [] == reader.complaints


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_scripts_the_search_page_lists_everything(
    browser: Browser, site: Site, lang: str
) -> None:
    """Without JavaScript the way into search leads to lists of all records."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + ("" if lang == "zh" else "en/"))
    page.click("#hb-search-open")
    page.wait_for_url("**/search/")
    links = {link.get_attribute("href").strip("./") for link in page.locator("article a").all()}
    assert {
        "practices",
        "figures",
        "honours",
        "organisations",
        "places",
        "platforms",
        "glossary",
        "timeline",
        "sources",
    } <= links
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_browser_can_search_the_site(folder: Path, lang: str) -> None:
    """Each page names a description by which a browser offers the site's search, and it leads to the search page."""
    page = html.fromstring(
        (folder / ("" if lang == "zh" else lang) / "practices/index.html").read_bytes()
    )
    [link] = page.xpath("//link[@rel='search']/@href")
    description = (folder / "search" / link.rpartition("/")[2]).read_text(encoding="utf-8")
    assert (
        f'template="{SITE_URL}{"" if lang == "zh" else "en/"}search/?q={{searchTerms}}"'
        in description
    )
