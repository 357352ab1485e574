"""The search box on the real handbook, in a real browser: the contract of search_contract.yml and what surrounds it."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser

from handbook.load import load
from handbook.model import Practice
from handbook.plugin import build_site
from handbook.search import build_index
from handbook.search.staging import EXCLUDED
from tests.site.conftest import ROOT, SITE_URL
from tests.site.search_box import Reader, browsing, serving

CONTRACT: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "scripts/tests/search_contract.yml").read_text(encoding="utf-8"))
#: Everything whose address has one of these is search's own.
SEARCH_FILES = re.compile(r"/(pagefind|search)/|/assets/search")


@dataclass(frozen=True)
class Site:
    """A built site and where it is served."""

    folder: Path
    address: str
    sent: dict[str, int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real handbook's pages with their search, built once."""
    folder = tmp_path_factory.mktemp("search") / "site"
    dataset, _ = load(ROOT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDBOOK_SITE_URL", SITE_URL)
        build_site(dataset, folder)
    build_index(dataset, folder, SITE_URL)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """Return the site, served."""
    with serving(folder) as (address, sent):
        yield Site(folder, address, sent)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser."""
    with browsing() as browser:
        yield browser


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
    """Return a function that gives a reader with the box open in a language, one for all queries of it."""
    readers: dict[str, Reader] = {}

    def of(lang: str) -> Reader:
        if lang not in readers:
            readers[lang] = Reader(browser.new_page()).watch().open(site.address + ("" if lang == "zh" else f"{lang}/"))
        return readers[lang]

    yield of
    assert [] == [complaint for reader in readers.values() for complaint in reader.complaints]


def test_the_contract_asks_enough() -> None:
    """The contract has at least 120 queries of every sort, each asked once in its language."""
    queries = [(group, query.get("lang", "zh"), query["q"]) for group, items in CONTRACT.items() for query in items]
    assert 120 <= len(queries)
    assert 20 <= len(CONTRACT)
    assert len(queries) == len(set(queries))
    assert all({"first", "found", "none"} & set(query) for items in CONTRACT.values() for query in items)


@pytest.mark.parametrize("group", CONTRACT)
def test_the_contract_is_kept(asked: Callable[[str], Reader], group: str) -> None:
    """Each query finds what it must, in its place, and nothing where there is nothing."""
    broken = []
    for query in CONTRACT[group]:
        found = asked(query.get("lang", "zh")).ask(query["q"]).ids
        if query.get("none") and found:
            broken.append((query["q"], "must find nothing", found[:3]))
        if "first" in query and found[:1] != [query["first"]]:
            broken.append((query["q"], query["first"], found[:3]))
        broken += [(query["q"], wanted, found[:3]) for wanted in query.get("found", ()) if wanted not in found]
    assert [] == broken


def _texts(folder: Path) -> dict[str, list[str]]:
    """Return the runs of text on each Chinese page, read apart from all code of the search."""
    texts = {}
    for file in sorted(folder.rglob("index.html")):
        path = file.parent.relative_to(folder).as_posix()
        article = html.fromstring(file.read_bytes()).find(".//article")
        if article is None or path.split("/")[0] == "en" or path == "search":
            continue
        for name in EXCLUDED:
            for element in article.find_class(name):
                element.drop_tree()
        for element in article.xpath(".//script | .//style"):
            element.drop_tree()
        texts["" if path == "." else f"{path}/"] = [re.sub(r"\s+", "", text) for text in article.itertext() if text.strip()]
    return texts


def test_no_phrase_of_the_text_is_missed(asked: Callable[[str], Reader], site: Site) -> None:
    """Of 500 phrases of two to four characters cut from the pages at random, each is found on every page that has it."""
    texts = _texts(site.folder)
    chosen = random.Random(4)
    phrases: list[str] = []
    while len(phrases) < 500:
        text = chosen.choice(texts[chosen.choice(sorted(texts))])
        length = chosen.choice((2, 3, 4))
        start = chosen.randrange(max(1, len(text) - length + 1))
        phrase = text[start : start + length]
        if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", phrase):
            phrases.append(phrase)
    missed = {}
    for phrase in phrases:
        found = {address.partition("#")[0].removeprefix(site.address) for address in asked("zh").ask(phrase).results}
        wanted = {page for page, runs in texts.items() if any(phrase in run for run in runs)}
        if wanted - found:
            missed[phrase] = sorted(wanted - found)
    assert {} == missed


def test_a_quoted_phrase_is_found_word_for_word(asked: Callable[[str], Reader], site: Site) -> None:
    """A quoted phrase leads only to pages that hold it."""
    texts = _texts(site.folder)
    pages = {address.removeprefix(site.address) for address in asked("zh").ask("“买卖合同”").results if "#" not in address}
    assert pages
    assert all("买卖合同" in "".join(texts[page]) for page in pages)


def test_opening_a_page_downloads_nothing_of_search(reader: Reader, site: Site) -> None:
    """A page that is only read asks for no file of the search."""
    asked_for: list[str] = []
    reader.page.on("request", lambda request: asked_for.append(request.url))
    reader.page.goto(site.address)
    reader.page.wait_for_load_state("networkidle")
    assert [] == [address for address in asked_for if SEARCH_FILES.search(address)]


@pytest.mark.parametrize(
    ("lang", "query"), [("zh", "平治110"), ("zh", "息事无讼"), ("zh", "wulian"), ("en", "mediation"), ("en", "border patrol")]
)
def test_the_first_query_stays_in_its_budget(reader: Reader, site: Site, lang: str, query: str) -> None:
    """The first query downloads at most 120 KB on top of the page."""
    reader.page.goto(site.address + ("" if lang == "zh" else f"{lang}/"))
    reader.page.wait_for_load_state("networkidle")
    site.sent.clear()
    reader.page.keyboard.press("Control+k")
    reader.page.wait_for_function("answered.length > 0")
    reader.ask(query)
    reader.page.wait_for_load_state("networkidle")
    assert any("wasm" in path for path in site.sent)
    assert 120_000 >= sum(site.sent.values()), site.sent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_of_names_stays_small(folder: Path, lang: str) -> None:
    """The list of names has at most 15 KB."""
    assert 15_000 >= (folder / f"search/names.{lang}.json.gz").stat().st_size


def test_the_keyboard_is_enough(reader: Reader, site: Site) -> None:
    """Slash opens, arrows choose, Enter follows, Escape closes and gives the focus back."""
    page = reader.open(site.address).page
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()
    page.keyboard.press("Control+k")
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


def test_what_was_searched_is_offered_again(reader: Reader, site: Site) -> None:
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
    answer = reader.ask("调解")
    status = reader.page.locator(".hb-searchbox [role=status]")
    assert status.get_attribute("aria-live") == "polite"
    assert str(len(answer.results)) in answer.status
    assert "调解" in reader.page.locator("mark").all_text_contents()
    assert answer.sections
    assert all("#" in address for address in answer.sections)


def test_a_name_in_the_other_language_leads_to_both_pages(asked: Callable[[str], Reader]) -> None:
    """A Chinese page found by its English name links to its English twin too."""
    reader = asked("zh")
    reader.ask("settle without suing")
    twin = reader.page.locator("li:has(a[data-result]) a[hreflang=en]").first
    assert twin.get_attribute("href").endswith("/en/safety/grassroots-governance/xi-shi-wu-song/")


def test_on_a_phone_the_box_fills_the_screen(browser: Browser, site: Site) -> None:
    """The dialog is as large as a small screen, and nothing runs over its side."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    reader = Reader(context.new_page()).watch().open(site.address)
    reader.ask("平湖市人民法院")
    assert reader.page.locator("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert reader.page.evaluate("document.querySelector('.hb-search__body').scrollWidth") <= 360
    context.close()


@pytest.mark.parametrize(("path", "query", "first"), [("search/", "息事无讼", "xi-shi-wu-song"), ("en/search/", "mediation", "mediation")])
def test_the_search_page_can_be_shared(reader: Reader, site: Site, path: str, query: str, first: str) -> None:
    """The page of a query's address shows the query's results."""
    reader.page.goto(f"{site.address}{path}?q={query}")
    reader.page.wait_for_selector("a[data-result]")
    assert first == reader.shown().ids[0]
    assert query == reader.page.input_value("input[type=search]")


def test_facets_narrow_with_and_without_a_query(reader: Reader, site: Site) -> None:
    """Facets stand in the address, work together and alone, and their counts come true."""
    page = reader.page
    page.goto(f"{site.address}search/?kind=practices&theme=rule-of-law")
    page.wait_for_selector("a[data-result]")
    alone = reader.shown().results
    dataset, _ = load(ROOT)
    assert sum(practice.theme == "rule-of-law" for practice in dataset.of(Practice)) == len(alone)
    assert all("/business-environment/rule-of-law/" in address for address in alone)
    box = page.locator("input[data-facet='lead:court']")
    count = int(box.locator("xpath=..").locator(".hb-search__number").text_content())
    page.evaluate("answered.length = 0")
    box.check()
    page.wait_for_function("answered.length > 0")
    assert count == len(reader.shown().results)
    assert "lead=court" in page.url
    narrowed = reader.ask("调解").results
    assert narrowed
    assert set(narrowed) < set(alone)


def test_every_facet_has_values(reader: Reader, site: Site) -> None:
    """Theme, kind, lead organisation, place, level and year are there without any query."""
    reader.page.goto(f"{site.address}search/")
    reader.page.wait_for_selector("input[data-facet]", state="attached")
    facets = reader.page.eval_on_selector_all("input[data-facet]", "(boxes) => boxes.map((box) => box.dataset.facet.split(':')[0])")
    assert {"kind", "theme", "lead", "place", "level", "year"} == set(facets)


def test_nothing_found_offers_ways_on(asked: Callable[[str], Reader]) -> None:
    """Without results the box names the nearest titles, the other language and the glossary."""
    answer = asked("zh").ask("息事宁人")
    assert [] == answer.results
    assert "息事宁人" in answer.status
    assert any(address.endswith("/xi-shi-wu-song/") for address in answer.suggestions)
    assert any("/en/search/?q=" in address for address in answer.suggestions)
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
def test_a_hostile_query_gets_a_clear_answer(reader: Reader, site: Site, name: str) -> None:
    """Whatever is typed is answered in words and starts nothing."""
    reader.open(site.address)
    alerts: list[str] = []
    reader.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    reader.page.evaluate(
        """(query) => { answered.length = 0; const input = document.querySelector("dialog input[type=search]");
          input.value = query; input.dispatchEvent(new InputEvent("input", { bubbles: true })); }""",
        HOSTILE[name],
    )
    reader.page.wait_for_function("answered.length > 0")
    answer = reader.shown()
    assert answer.status
    assert [] == alerts
    assert not reader.page.locator("dialog img, dialog script").count()
    assert "five-joint" in reader.ask("五联").ids


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
def test_broken_files_are_told_kindly(browser: Browser, folder: Path, tmp_path: Path, name: str) -> None:
    """With files missing or broken the box says so, still knows the names where it can, and the console stays clean."""
    copy = tmp_path / "site"
    shutil.copytree(folder, copy)
    pattern, data = BROKEN[name]
    for path in copy.glob(pattern):
        if data is not None:
            path.write_bytes(data)
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    context = browser.new_context()
    with serving(copy) as (address, _):
        reader = Reader(context.new_page()).watch()
        reader.page.goto(address)
        reader.page.keyboard.press("/")
        if "names" in name:
            said = reader.page.wait_for_selector("dialog [role=alert]").text_content()
            assert "读不到" in said
        else:
            reader.page.wait_for_function("answered.length > 0")
            answer = reader.ask("息事无讼")
            assert "xi-shi-wu-song" == answer.ids[0]
            assert "texts" in name or "读不到" in answer.status
    context.close()
    assert [] == reader.complaints


def test_without_a_network_the_box_says_so(browser: Browser, site: Site) -> None:
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
def test_without_scripts_the_search_page_lists_everything(browser: Browser, site: Site, lang: str) -> None:
    """Without JavaScript the way into search leads to lists of all records."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + ("" if lang == "zh" else "en/"))
    page.click("#hb-search-open")
    page.wait_for_url("**/search/")
    links = {link.get_attribute("href").strip("./") for link in page.locator("article a").all()}
    assert {"practices", "figures", "honours", "organisations", "places", "platforms", "glossary", "timeline", "sources"} <= links
    context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_browser_can_search_the_site(folder: Path, lang: str) -> None:
    """Each page names a description by which a browser offers the site's search, and it leads to the search page."""
    page = html.fromstring((folder / ("" if lang == "zh" else lang) / "practices/index.html").read_bytes())
    [link] = page.xpath("//link[@rel='search']/@href")
    description = (folder / "search" / link.rpartition("/")[2]).read_text(encoding="utf-8")
    assert f'template="{SITE_URL}{"" if lang == "zh" else "en/"}search/?q={{searchTerms}}"' in description
