"""What a reader selects: on lists and among results, as one document to order, print, save and share."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from handbook.site.selection import build_records
from tests.browser.conftest import LANGUAGES, Visit, visiting
from tests.helpers.axe import AXE, MODES, violations, violations_in
from tests.helpers.built_site import SITE_URL, Built
from tests.helpers.chromium import wait_until

#: Two practices, one of which has a drawing, a figure, an organisation, a term and the theme of the second practice.
IDS = (
    "five-joint", "ping-zhi-110", "border-km", "court", "police-incident", "grassroots-governance",
)  # fmt: skip
KEPT = "JSON.parse(localStorage.getItem('hb-selection /pinghu/') || '[]')"
FILES = re.compile(r"/selection/|assets/selection")


def shared(served: str, ids: object = ",".join(IDS), prefix: str = "") -> str:
    """Return the address of a selection."""
    return f"{served}{prefix}selection/?ids={ids}"


def read(page: Page, count: int = len(IDS)) -> None:
    """Wait until every entry of a selection has been read."""
    expect(page.locator(".hb-selection-text section > div > h2")).to_have_count(count)
    wait_until(
        page,
        "() => [...document.querySelectorAll('.hb-selection-text section[id] > div')].every(e => e.children.length > 1 && !/^(正在读取|Loading)/.test(e.children[1].textContent))",
    )


def text_of(page: Page) -> str:
    """Return the text of a selection's document, without its buttons."""
    return str(
        page.evaluate(
            """() => { const text = document.querySelector(".hb-selection-text").cloneNode(true);
              for (const tools of text.querySelectorAll(".hb-entry-tools")) tools.remove();
              return text.textContent.replace(/\\s+/g, ""); }"""
        )
    )


def order(page: Page) -> list[str]:
    """Return the ids of the entries, as they stand."""
    return [
        str(id_).removeprefix("entry-")
        for id_ in page.locator(".hb-selection-text section[id]").evaluate_all(
            "all => all.map(e => e.id)"
        )
    ]


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """Return another reader's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


def test_nothing_is_fetched_before_a_reader_selects(visit: Visit, served: str) -> None:
    """A list that is only read asks for no file of selecting, and has no boxes."""
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.page.goto(f"{served}practices/")
    visit.page.wait_for_load_state("networkidle")
    assert [] == [address for address in asked if FILES.search(address)]
    assert 0 == visit.page.locator(".hb-box").count()


@pytest.mark.parametrize(
    ("prefix", "path", "ids"),
    [
        ("", "practices/", ["five-joint", "joint-duty-linkage"]),
        ("en/", "practices/", ["five-joint", "joint-duty-linkage"]),
        ("", "figures/", ["border-km", "coastline-km"]),
        ("", "organisations/", ["court", "justice-bureau"]),
        ("", "timeline/", ["ping-zhi-110", "fengqiao-excellent-case"]),
        ("en/", "timeline/", ["ping-zhi-110", "fengqiao-excellent-case"]),
        ("", "safety/grassroots-governance/", ["ping-zhi-110", "safety-wins"]),
        ("", "", ["five-joint", "rule-of-law"]),
    ],
)
def test_entries_are_selected_on_lists(
    visit: Visit,
    served: str,
    real_titles: dict[str, dict[str, str]],
    path: str,
    ids: list[str],
    prefix: str,
) -> None:
    """A button on top shows a box beside each entry; what is ticked is counted, kept and known on the next page."""
    page, titles = visit.page, real_titles[prefix]
    page.goto(served + prefix + path)
    page.locator(".hb-select").click()
    bar = page.locator(".hb-selected-bar")
    for number, id_ in enumerate(ids, 1):
        page.get_by_label(re.compile(f"[：:] ?{re.escape(titles[id_])}$")).first.check()
        expect(bar.get_by_role("status")).to_have_text(re.compile(rf"{number}"))
    assert {*ids} == {*page.evaluate(KEPT)}
    page.reload()
    for id_ in ids:
        expect(
            page.get_by_label(re.compile(f"[：:] ?{re.escape(titles[id_])}$")).first
        ).to_be_checked()
    bar.get_by_role("link").click()
    read(page, len(ids))
    assert {*ids} == {*order(page)}
    assert [] == visit.complaints
    assert [] == visit.strangers


@pytest.fixture(scope="session")
def real_titles(built: Built) -> dict[str, dict[str, str]]:
    """Return the title of each record by id, for the pages of each language."""
    return {
        prefix: {
            id_: title
            for _, titles in build_records(built.dataset, lang)["places"]
            for id_, title in titles
        }
        for lang, prefix in LANGUAGES.items()
    }


def test_entries_are_selected_among_results(visit: Visit, served: str) -> None:
    """The search box has the button and the bar, too; pages that are no entries have no box."""
    page = visit.page
    page.goto(served)
    page.keyboard.press("/")
    page.locator("input[type=search]").fill("平治110")
    results = page.locator(".hb-search__result")
    expect(results.first).to_be_visible()
    page.locator("dialog .hb-select").click()
    results.first.locator(".hb-box input").check()
    bar = page.locator("dialog .hb-selected-bar")
    expect(bar.get_by_role("status")).to_have_text("已选1条")
    assert ["ping-zhi-110"] == page.evaluate(KEPT)
    page.locator("input[type=search]").fill("五联")
    expect(results.first.locator(".hb-box input")).not_to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("body > .hb-selected-bar").get_by_role("status")).to_have_text("已选1条")
    assert [] == visit.complaints


def test_a_page_is_selected_at_its_foot_and_a_selection_is_cleared(
    visit: Visit, served: str
) -> None:
    """The foot of an entry's page puts it in and takes it out; what was cleared can be brought back, by keyboard too."""
    page = visit.page
    page.goto(f"{served}safety/border-co-governance/five-joint/")
    button, bar = page.locator(".hb-keep"), page.locator(".hb-selected-bar")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("移出选编")
    expect(button).to_be_focused()
    assert ["five-joint"] == page.evaluate(KEPT)
    bar.get_by_role("button").click()
    expect(bar.get_by_role("status")).to_have_text("已选0条")
    expect(button).to_have_text("收入选编")
    bar.get_by_role("button").click()
    assert ["five-joint"] == page.evaluate(KEPT)
    button.click()
    assert [] == page.evaluate(KEPT)


def test_the_document_has_what_the_pages_say(visit: Visit, served: str, built: Built) -> None:
    """Entries stand whole, with marks, drawings and sources; headings follow one another, ids are unique, links lead to the site."""
    page = visit.page
    page.goto(shared(served))
    read(page)
    text = text_of(page)
    for words in (
        built.pages["safety/border-co-governance/five-joint/index.html"]
        .tree.find(".//article")
        .text_content(),
        *(
            said
            for path, id_ in (("figures", "border-km"), ("organisations", "court"))
            for said in built.pages[f"{path}/index.html"]
            .tree.get_element_by_id(id_)
            .xpath("descendant-or-self::dt | td")[0]
            .itertext()
        ),
    ):
        assert re.sub(r"\s+", "", words) in text, words
    assert "58公里" in text
    assert "第5段：与金山共治边界" in text
    assert page.locator(".hb-selection-text svg").count() >= 1
    levels = page.evaluate(
        "[...document.querySelectorAll('.hb-article :is(h1,h2,h3,h4,h5,h6)')].map(e => +e.tagName[1])"
    )
    assert [1] == [level for level in levels if level == 1]
    assert all(next_ - level <= 1 for level, next_ in pairwise(levels))
    assert [] == page.evaluate(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, n) => ids.indexOf(id) !== n); })()"
    )
    assert [] == page.evaluate(
        "[...document.querySelectorAll('.hb-selection-text [aria-labelledby]')].flatMap(e => e.getAttribute('aria-labelledby').split(' ')).filter(id => !document.getElementById(id))"
    )
    hrefs = page.locator(".hb-selection-text a").evaluate_all(
        "all => all.map(e => e.getAttribute('href'))"
    )
    assert all(href.startswith((served, SITE_URL, "#")) for href in hrefs)
    assert [] == [
        href
        for href in hrefs
        if href.startswith("#") and not page.evaluate("id => document.getElementById(id)", href[1:])
    ]
    assert [] == visit.complaints
    assert [] == visit.strangers


def test_a_shared_selection_leaves_the_reader_s_own(
    visit: Visit, served: str, other: BrowserContext
) -> None:
    """The copied address shows the same entries in the same order to others, whose own changes only when they ask."""
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served}selection/")
    page.evaluate("localStorage.setItem('hb-selection /pinghu/', '[\"court\", \"five-joint\"]')")
    page.reload()
    read(page, 2)
    page.get_by_role("button", name="复制网址").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert f"{SITE_URL}selection/?ids=court,five-joint" == address
    reader = visiting(other.new_page(), served).page
    reader.goto(f"{served}selection/")
    reader.evaluate("localStorage.setItem('hb-selection /pinghu/', '[\"border-km\"]')")
    reader.goto(address.replace(SITE_URL, served))
    read(reader, 2)
    assert ["court", "five-joint"] == order(reader)
    assert ["border-km"] == reader.evaluate(KEPT)
    reader.get_by_role("button", name="移出：省域平安边界").click()
    assert ["court"] == order(reader)
    assert ["border-km"] == reader.evaluate(KEPT)
    reader.locator("header a.hb-language").click()
    expect(reader).to_have_url(shared(served, "court", "en/"))
    read(reader, 1)
    reader.get_by_role("button", name="Add these to mine").click()
    read(reader, 2)
    assert ["border-km", "court"] == reader.evaluate(KEPT)
    expect(reader).to_have_url(f"{served}en/selection/")


def test_entries_are_moved_and_taken_out_by_keyboard(visit: Visit, served: str) -> None:
    """The handbook's order is where they begin; a move is said, keeps the focus, and is kept."""
    page = visit.page
    page.goto(f"{served}selection/")
    page.evaluate(
        'localStorage.setItem(\'hb-selection /pinghu/\', \'["five-joint", "border-km", "court"]\')'
    )
    page.reload()
    read(page, 3)
    down = page.locator("#entry-five-joint").get_by_role("button").nth(1)
    down.focus()
    page.keyboard.press("Enter")
    assert ["border-km", "five-joint", "court"] == order(page) == page.evaluate(KEPT)
    expect(page.locator(".hb-selection [role=status]")).to_have_text(re.compile("现在排第2"))
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    assert ["border-km", "court", "five-joint"] == order(page)
    assert page.evaluate("document.activeElement.closest('section').id") == "entry-five-joint"
    page.locator("#entry-court").get_by_role("button").last.click()
    assert ["border-km", "five-joint"] == order(page) == page.evaluate(KEPT)
    assert page.evaluate("document.activeElement.closest('section').id") == "entry-five-joint"


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_a_saved_selection_stands_alone(
    visit: Visit, served: str, browser: Browser, tmp_path: Path, prefix: str
) -> None:
    """The file says the same without a network, asks for nothing, has no scripts, and leads to the published pages."""
    page = visit.page
    page.goto(shared(served, prefix=prefix))
    read(page)
    with page.expect_download() as download:
        page.locator(".hb-selection-tools button").nth(1).click()
    assert download.value.suggested_filename.endswith(".html")
    file = tmp_path / "saved.html"
    download.value.save_as(file)
    content = file.read_text("utf-8")
    assert "<script" not in content
    assert "127.0.0.1" not in content
    context = browser.new_context(offline=True)
    context.add_init_script(path=AXE)
    saved, asked = context.new_page(), list[str]()
    saved.on("request", lambda request: asked.append(request.url))
    saved.goto(file.as_uri())
    assert text_of(page) == text_of(saved)
    assert [file.as_uri()] == asked
    assert "0px" != saved.evaluate("getComputedStyle(document.querySelector('h2')).borderTopWidth")
    assert 0 == saved.locator("button").count()
    assert [] == violations(saved)
    first = saved.locator(".hb-address").get_attribute("href")
    assert f"{SITE_URL}{prefix}selection/?ids={','.join(IDS)}" == first
    context.close()
    assert [] == visit.complaints


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_a_printed_selection_is_its_document_alone(
    visit: Visit, served: str, tmp_path: Path
) -> None:
    """On paper stand the entries, the handbook's name, edition and address, and nothing to press."""
    page = visit.page
    page.goto(shared(served))
    read(page)
    page.pdf(path=str(tmp_path / "selection.pdf"), format="A4")
    command = ["pdftotext", "-enc", "UTF-8", str(tmp_path / "selection.pdf"), "-"]
    printed = re.sub(
        r"\s+",
        "",
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout,
    )
    for words in (
        "平安平湖",
        "版本",
        "handbook.example/pinghu/selection/?ids=five-joint",
        "58公里",
        "未经独立核实",
    ):
        assert words in printed, words
    for words in ("上移", "移出", "保存为文件", "打印", "这份选编是", "已选"):
        assert words not in printed, words
    assert 1 == printed.count("未经独立核实。")


@pytest.mark.parametrize(
    "ids",
    [
        "<img src=x onerror=alert(1)>", "javascript:alert(1)", "__proto__,constructor,toString", "../../etc/passwd", "//evil.example/",
        "court#x", "a" * 5000, "%E0%A4%A", ",,,", "five-joint\u202e",
    ],
)  # fmt: skip
def test_a_hostile_address_does_nothing(visit: Visit, served: str, ids: str) -> None:
    """What is no id is shown as text at most, asks for nothing, and leaves the reader's own selection."""
    page, asked = visit.page, list[str]()
    page.goto(f"{served}selection/")
    page.evaluate("localStorage.setItem('hb-selection /pinghu/', '[\"court\"]')")
    page.on("dialog", lambda dialog: asked.append("dialog"))
    page.goto(f"{served}selection/")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("ids => location.assign('?ids=' + ids)", ids)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".hb-selection p:visible").first).to_be_visible()
    assert 0 == page.locator(".hb-selection img, .hb-selection script").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert all(
        address.startswith(served) and "etc" not in address.partition("?")[0] for address in asked
    )
    assert ["court"] == page.evaluate(KEPT)
    assert [] == visit.complaints
    assert [] == visit.strangers


def test_unknown_ids_are_told_and_former_ones_lead_on(visit: Visit, served: str) -> None:
    """An id that was renamed shows its record; one that never was is said to be none."""

    def renamed(route: Route) -> None:
        records = json.loads(gzip.decompress(route.fetch().body()))
        records["was"] = {"five-unions": "five-joint"}
        route.fulfill(body=gzip.compress(json.dumps(records).encode()))

    page = visit.page
    page.route("**/selection/records.*", renamed)
    page.goto(shared(served, "five-unions,never-was,five-joint"))
    read(page, 1)
    assert ["five-joint"] == order(page)
    expect(page.locator(".hb-entry-missing")).to_have_text("手册里没有编号为“never-was”的条目。")
    page.get_by_role("button", name="移出：never-was").click()
    assert 0 == page.locator(".hb-entry-missing").count()
    expect(page).to_have_url(shared(served, "five-joint"))


def test_what_an_entry_leads_to_on_its_page_comes_with_it(visit: Visit, served: str) -> None:
    """A row's link to a heading below brings what stands there, a drawing and a table too, and leads to it."""

    def over_time(route: Route) -> None:
        html = route.fetch().text()
        link = '<a href="#border-km_series">历年</a>'
        series = '<h2 id="series">历年</h2><h3 id="border-km_series">边界线</h3><p>丈量两次</p><h3 id="x_series">别的</h3><p>不相干</p>'
        html = html.replace("两地相接的长度", f"两地相接的长度{link}").replace(
            "</article>", f"{series}</article>"
        )
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page = visit.page
    page.route("**/figures/", over_time)
    page.goto(shared(served, "border-km,court"))
    read(page, 2)
    entry = page.locator("#entry-border-km")
    expect(entry).to_contain_text("丈量两次")
    assert "不相干" not in entry.inner_text()
    assert ["与上海金山的边界线", "历年"] == entry.locator("h2, h3").all_inner_texts()
    href = entry.get_by_role("link", name="历年").get_attribute("href")
    assert href
    assert 1 == page.locator(f"[id='{href[1:]}']").count()


def test_what_cannot_be_read_can_be_tried_again(visit: Visit, served: str) -> None:
    """A page that fails, or no network, is said where the entry stands; another try shows it."""
    page = visit.page
    page.route("**/figures/", lambda route: route.abort())
    page.goto(shared(served, "border-km,court"))
    entry = page.locator("#entry-border-km")
    expect(entry.get_by_role("alert")).to_contain_text("读不到")
    expect(entry.get_by_role("heading")).to_be_visible()
    expect(page.locator("#entry-court h2")).to_be_visible()
    page.unroute("**/figures/")
    entry.get_by_role("button", name="再试").click()
    expect(entry).to_contain_text("58公里")
    assert 0 == entry.get_by_role("alert").count()


def test_selecting_says_where_its_files_fail(visit: Visit, served: str) -> None:
    """Without a network the button says so; once there is one, it works."""
    page = visit.page
    page.goto(f"{served}practices/")
    page.context.set_offline(True)
    page.locator(".hb-select").click()
    expect(page.get_by_role("alert")).to_contain_text("读不到")
    assert 1 == page.get_by_role("alert").count()
    page.context.set_offline(False)
    page.get_by_role("button", name="再试").click()
    expect(page.locator(".hb-box").first).to_be_visible()
    assert 0 == page.get_by_role("alert").count()


def test_a_browser_that_keeps_nothing_carries_the_selection_in_the_address(
    visit: Visit, served: str
) -> None:
    """Where storage is refused, what is ticked goes to the selection's page all the same."""
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(f"{served}practices/")
    page.locator(".hb-select").click()
    page.locator(".hb-box input").first.check()
    page.locator(".hb-selected-bar a").click()
    read(page, 1)
    assert 1 == len(order(page))
    assert [] == visit.complaints


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_selection_is_accessible_and_fits(browser: Browser, served: str, lang: str) -> None:
    """Boxes, bar and document are in order for axe-core in either colours, and nothing is wider than the screen."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page, prefix = context.new_page(), LANGUAGES[lang]
    for path in ("practices/", "glossary/", "timeline/"):
        page.goto(served + prefix + path)
        page.locator(".hb-select").click()
        page.locator(".hb-box input").first.check()
        for mode in MODES[lang]:
            # at its end the bar lies over nothing
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            assert [] == violations_in(page, [mode])
        page.evaluate("localStorage.clear()")
    page.goto(shared(served, prefix=prefix))
    read(page)
    assert [] == violations_in(page, MODES[lang])
    context.close()


def test_the_page_explains_itself_without_scripts(browser: Browser, served: str) -> None:
    """Without scripts nothing offers to select, and the page of the selection says how it works and where entries are."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for prefix in LANGUAGES.values():
        page.goto(f"{served}{prefix}practices/")
        expect(page.locator(".hb-select")).to_be_hidden()
        page.goto(f"{served}{prefix}safety/border-co-governance/five-joint/")
        expect(page.locator(".hb-keep")).to_be_hidden()
        page.goto(f"{served}{prefix}selection/")
        expect(page.locator("article p").first).to_be_visible()
        assert page.locator("article li a").count() >= 9
    context.close()
