"""What a reader does: walks by keyboard, switches language, sizes text, follows citations, copies, prints, goes without scripts."""

from __future__ import annotations

import functools
import http.server
import random
import re
import threading
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Route, expect

from handbook.text.addresses import decoded, is_allowed
from tests.browser.conftest import LANGUAGES, Visit
from tests.browser.test_every_page import QUESTIONS
from tests.helpers.built_site import Built

PRACTICE = "safety/border-co-governance/five-joint/"
FOCUS = "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; }"


def test_the_keyboard_reaches_header_text_and_notes_in_order(visit: Visit, served: str) -> None:
    """Tab leads from the skip link through brand, search, language, settings and menu to the text, each with a visible focus."""
    page = visit.page
    page.goto(served + PRACTICE)
    reached: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(FOCUS), focused.evaluate("e => e.outerHTML")
        reached.append(focused.evaluate("e => e.className || e.parentElement.className"))
    wanted = [
        "hb-skip",
        "hb-brand",
        "hb-tool hb-to-search hb-search-open",
        "hb-tool hb-language",
        "hb-menu hb-comfort",
        "hb-menu",
    ]
    assert wanted == reached[: len(wanted)]


def test_the_skip_link_leads_to_the_text(visit: Visit, served: str) -> None:
    """After the skip link, Tab goes on inside the main part."""
    page = visit.page
    page.goto(served + PRACTICE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("path", ["", "figures/", "practices/"])
def test_every_focusable_thing_can_be_reached(visit: Visit, served: str, path: str) -> None:
    """Tabbing through a page meets every link, button and field that can be seen, and never gets stuck."""
    page = visit.page
    page.goto(served + path)
    page.evaluate("document.activeElement.blur()")
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, summary')].filter(e => e.checkVisibility({visibilityProperty: true})).length"
    )
    seen: set[int] = set()
    page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, summary')].forEach((e, i) => e.dataset.n = i)"
    )
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        number = page.evaluate("document.activeElement.dataset.n")
        if number is not None:
            seen.add(int(number))
    assert wanted == len(seen)


def test_escape_closes_the_menu_and_gives_the_focus_back(visit: Visit, served: str) -> None:
    """The menu opens by keyboard, holds the whole navigation, and Escape closes it."""
    page = visit.page
    page.goto(served)
    summary = page.locator(".hb-menu:not(.hb-comfort) > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hb-nav")).to_be_visible()
    assert page.locator(".hb-nav a").count() > 20
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".hb-nav")).to_be_hidden()
    expect(summary).to_be_focused()


def test_switching_the_language_keeps_the_page(visit: Visit, built: Built, served: str) -> None:
    """The switcher of every page leads to the same page in the other language, and so it does when it is pressed."""
    for path, page in built.pages.items():
        if not path.endswith("404.html"):
            here, (link,) = f"{served}{path}", page.tree.xpath("//a[contains(@class, 'hb-language')]")  # fmt: skip
            other = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
            there = urljoin(here.removesuffix("index.html"), link.get("href"))
            assert served + other.removesuffix("index.html") == there
            assert (
                built.pages[other].tree.get("lang") == link.get("hreflang") != page.tree.get("lang")
            )
    page = visit.page
    page.goto(served + PRACTICE)
    for lang, path in (("en", f"en/{PRACTICE}"), ("zh", PRACTICE)):
        page.locator("a.hb-language").click()
        expect(page).to_have_url(served + path)
        expect(page.locator("html")).to_have_attribute("lang", lang)


def test_the_text_size_has_three_steps_and_is_remembered(visit: Visit, served: str) -> None:
    """Each step makes the text larger, the next page keeps it, and nothing becomes wider than the screen."""
    page = visit.page
    page.goto(served)
    sizes = []
    for step in ("normal", "large", "largest"):
        page.locator(".hb-comfort > summary").click()
        page.locator(f"input[value={step}]").check()
        page.keyboard.press("Escape")
        sizes.append(
            page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
            )
        )
    assert sizes == sorted(set(sizes))
    page.goto(served + PRACTICE)
    assert "largest" == page.evaluate("document.documentElement.dataset.size")
    assert page.locator("input[value=largest]").is_checked()


def test_the_reader_s_choices_are_there_before_anything_is_painted(
    visit: Visit, served: str
) -> None:
    """When the page's body begins, the remembered size and colours are set already, so that nothing flashes."""
    page = visit.page
    page.add_init_script(
        "localStorage.setItem('hb-size', 'largest'); localStorage.setItem('hb-theme', 'dark');"
        "new MutationObserver((_, watch) => { if (!document.body) return; watch.disconnect();"
        " window.seen = {...document.documentElement.dataset}; }).observe(document, {childList: true, subtree: true})"
    )
    page.goto(served + PRACTICE)
    seen = page.evaluate("window.seen")
    assert ("largest", "dark") == (seen["size"], seen["theme"])


@pytest.mark.parametrize(
    ("system", "chosen", "dark"),
    [("light", "dark", True), ("dark", "light", False), ("dark", "system", True)],
)
def test_colours_follow_the_reader_before_the_system(
    visit: Visit, served: str, system: str, chosen: str, dark: bool
) -> None:
    """A choice of colours is applied, remembered, and goes before the system's."""
    page = visit.page
    page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
    page.goto(served)
    page.locator(".hb-comfort > summary").click()
    page.locator(f"input[value={chosen}]").check()
    page.goto(served + PRACTICE)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == (sum(map(float, re.findall(r"[\d.]+", ground)[:3])) < 200)


def test_a_citation_is_previewed_by_pointer_and_by_keyboard(visit: Visit, served: str) -> None:
    """Hover and focus show what a mark leads to; that can be pointed at; Escape and leaving hide it; Enter goes there."""
    page = visit.page
    page.goto(served + PRACTICE)
    preview, mark = page.locator("#hb-preview"), page.locator("a.mark").first
    mark.hover()
    expect(preview).to_have_text(re.compile(r"^第\d+段：."))
    assert mark.get_attribute("aria-label") == preview.inner_text()
    preview.hover()
    page.wait_for_timeout(400)
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.mouse.move(0, 0)
    mark.focus()
    expect(preview).to_be_visible()
    page.locator("a.hb-brand").focus()
    expect(preview).to_be_hidden()
    mark.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sources/[a-z0-9-]+/#p\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_citation_is_previewed_by_the_first_tap(phone: Visit, served: str) -> None:
    """The first tap shows inside the screen what a mark leads to, as a link; that link, and a second tap, go there."""
    page = phone.page
    preview = page.locator("#hb-preview")
    for second in ("a.mark", "#hb-preview a"):
        page.goto(served + PRACTICE)
        page.locator("a.mark").first.tap()
        expect(preview).to_be_visible()
        box = preview.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert "#" not in page.url
        page.locator(second).first.tap()
        expect(page).to_have_url(re.compile(r"/sources/[a-z0-9-]+/#p\d+$"))


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_marks_have_room_for_a_finger_and_are_not_copied(
    visit: Visit, served: str, prefix: str
) -> None:
    """Each mark is at least 24 pixels high, begins no line of its own, and a text that is copied has none."""
    page = visit.page
    page.goto(served + prefix + PRACTICE)
    heights = page.eval_on_selector_all("a.mark", "all => all.map(e => e.getBoundingClientRect().height)")  # fmt: skip
    assert heights
    assert min(heights) >= 24
    paragraph = page.locator("article p:has(a.mark)").first
    shown = paragraph.evaluate("e => e.textContent")
    copied = paragraph.evaluate("e => { getSelection().selectAllChildren(e); return String(getSelection()); }")  # fmt: skip
    assert re.search(r"〔\d+〕|\[¶\d+\]", shown)
    assert not re.search(r"[〔〕¶]", copied)


def test_a_citation_can_be_copied(visit: Visit, served: str) -> None:
    """The button puts the citation with the page's address on the clipboard and says so."""
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(served + PRACTICE)
    page.locator(".hb-cite summary").click()
    begins = [
        "《省域平安边界“五联”》，平安平湖·",
        "平安平湖手册编者. 省域平安边界“五联”[EB/OL]//平安平湖·",
    ]
    for place, begin in enumerate(begins):
        button = page.locator(".hb-copy").nth(place)
        button.click()
        expect(button).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(begin)
        assert copied.endswith(f" https://handbook.example/pinghu/{PRACTICE}")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert re.search(rf"\. (\([0-9-]{{10}}\))?\[{today}\]\. https", copied)


def test_the_list_of_practices_is_narrowed_in_place(visit: Visit, served: str) -> None:
    """One value of each line counts; what has no practice left is hidden, how many are left is said, and pressing again shows all."""
    page = visit.page
    page.goto(served + "practices/")
    rows, lists = page.locator(".entries tbody tr:visible"), page.locator(".entries:visible")
    everything = rows.count()
    kind = page.get_by_role("button", name=re.compile("^审判工作"))
    kind.click()
    expect(rows).to_have_count(2)
    expect(lists).to_have_count(1)
    expect(page.locator(".filter [role=status]")).to_have_text(f"{everything}项中的2项")
    page.get_by_role("button", name=re.compile("^边界共治")).click()
    expect(rows).to_have_count(0)
    page.get_by_role("button", name=re.compile("^边界共治")).click()
    page.get_by_role("button", name=re.compile("^公安局")).click()
    kind.click()
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="取消筛选").click()
    expect(rows).to_have_count(everything)
    assert [] == visit.complaints


def test_a_link_to_a_kind_arrives_at_the_list_narrowed_to_it(phone: Visit, served: str) -> None:
    """The practice's way to its kind has the filter pressed, in sight, and folded on a phone; clearing shows all."""
    page = phone.page
    page.goto(served + "safety/grassroots-governance/ping-zhi-110/")
    page.locator(".facts a").first.click()
    expect(page).to_have_url(re.compile("#kind-service$"))
    expect(page.locator(".filter summary")).to_be_in_viewport()  # once the list is narrowed
    rows = page.locator(".entries tbody tr:visible")
    assert {"服务"} == {*rows.locator("td:nth-of-type(1)").all_inner_texts()}
    expect(page.locator(".filter dl")).to_be_hidden()
    page.get_by_role("button", name="取消筛选").click()
    assert rows.count() > 20


def test_a_strict_content_security_policy_breaks_nothing(
    visit: Visit, served: str, cover: dict[str, list[str]]
) -> None:
    """Where a host allows nothing but the site's own files, pages, previews and search work without a complaint."""
    policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"

    def guarded(route: Route) -> None:
        if route.request.resource_type != "document":  # a page's own header rules all that it loads
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": policy}
        )

    visit.page.route("**/*", guarded)
    for path in cover["zh"]:
        visit.page.goto(served + path)
    visit.page.goto(served + "figures/")
    visit.page.locator("a.mark").first.hover()
    expect(visit.page.locator("#hb-preview")).to_be_visible()
    visit.page.keyboard.press("/")
    expect(visit.page.locator(".hb-search__input")).to_be_focused()
    visit.page.keyboard.type("平治")
    expect(visit.page.locator(".hb-search__result").first).to_contain_text("平治")
    visit.page.unroute_all(behavior="ignoreErrors")
    assert [] == visit.complaints


def test_site_works_without_scripts(browser: Browser, served: str) -> None:
    """Without scripts the menu opens, ways into a list lead on, marks can be followed, and no dead control shows."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "practices/")
    page.locator(".hb-menu:not(.hb-comfort) > summary").click()
    expect(page.locator(".hb-nav a").first).to_be_visible()
    page.locator(".hb-menu:not(.hb-comfort) > summary").click()
    expect(page.locator(".hb-comfort")).to_be_hidden()
    page.locator(".filter a", has_text="机制").first.click()
    expect(page).to_have_url(re.compile("/practices/#kind-mechanism$"))
    page.locator(".entries th a").first.click()
    expect(page).not_to_have_url(re.compile("/practices/"))
    page.locator("a.mark").first.click()
    expect(page).to_have_url(re.compile("/sources/.*#p"))
    context.close()


def test_nothing_shifts_where_a_page_comes_in_pieces(phone: Visit, built: Built) -> None:
    """A network that stops in the middle of the header makes nothing in it move."""

    class Halting(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.endswith("/"):
                super().do_GET()
                return
            whole = (built.directory / self.path.strip("/") / "index.html").read_bytes()
            half = whole.index(b'class="hb-tool hb-language"')
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            for part in (whole[: half - 3], whole[half - 3 :]):
                self.wfile.write(part)
                self.wfile.flush()
                time.sleep(0.6)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Halting, directory=str(built.directory))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    phone.page.goto(f"http://127.0.0.1:{server.server_port}/{PRACTICE}")
    assert [] == phone.page.evaluate(QUESTIONS["moved"])
    server.shutdown()


def test_reduced_motion_moves_nothing(visit: Visit, served: str) -> None:
    """With reduced motion asked for, nothing has a transition or an animation."""
    page = visit.page
    page.emulate_media(reduced_motion="reduce")
    page.goto(served)
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none'; }).length"
    )
    assert 0 == moving


def test_printed_page_has_text_sources_and_address(
    visit: Visit, served: str, tmp_path: Path
) -> None:
    """Printed, a page shows its text, marks, address and code, and none of the screen's controls."""
    page = visit.page
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(served + PRACTICE)
    for shown in ("article h1", ".mark", ".hb-printed", ".hb-qr"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (
        ".hb-header",
        ".hb-way",
        ".hb-foot",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("[data-address]")).to_have_text(
        f"https://handbook.example/pinghu/{PRACTICE}"
    )
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_diagrams_can_be_read_by_eye_and_by_ear(phone: Visit, served: str) -> None:
    """On a phone a diagram's words are at least 12 pixels high, and it has a title, a description and the same in words."""
    page = phone.page
    for path in (PRACTICE, "safety/grassroots-governance/ping-zhi-110/", "en/safety/"):
        page.goto(served + path)
        for figure in page.locator("figure.diagram").all():
            drawing = figure.locator("svg:visible")
            scale = drawing.evaluate(
                "e => e.getBoundingClientRect().width / e.viewBox.baseVal.width"
            )
            assert scale * 16 >= 12
            assert drawing.locator("title").text_content()
            in_words = figure.locator("details p").text_content()
            assert drawing.locator("desc").text_content() == in_words
            figure.locator("summary").tap()
            expect(figure.locator("details p")).to_be_visible()
    assert [] == phone.complaints


def test_schemes_are_those_that_the_browser_finds(visit: Visit) -> None:
    """Addresses put together from what hides a scheme mean the same to us and to the browser."""
    pieces = [
        "javascript",
        "Java",
        "script",
        "https",
        "data",
        ":",
        "/",
        "\\",
        "\t",
        "\n",
        "\r",
        " ",
    ]
    pieces += [
        "\x00",
        "\x01",
        "\x1f",
        "&#58;",
        "&colon;",
        "&#x9;",
        "&Tab;",
        "&NewLine;",
        "a",
        "1",
        "+",
        "：",
        "\u00a0",
    ]
    draw = random.Random(14)
    addresses = ["".join(draw.choices(pieces, k=draw.randint(1, 6))) for _ in range(4000)]
    page = visit.page
    page.set_content("<base href='https://own.invalid/a/b/'>")
    found = page.evaluate(
        """addresses => addresses.map(address => {
            const holder = document.createElement("div");
            holder.innerHTML = `<a href="${address}">x</a>`;
            try {
                const url = new URL(holder.firstChild.getAttribute("href"), document.baseURI);
                return [url.protocol.slice(0, -1), url.host];
            } catch { return null }
        })""",
        addresses,
    )
    wrong = [
        (address, url)
        for address, url in zip(addresses, found, strict=True)
        if url and is_allowed(address)
        if url != ["https", "own.invalid"]
        and not (url[0] == "https" and decoded(address).startswith("https://"))
    ]
    assert sum(url is not None and url[0] == "javascript" for url in found) > 20
    assert [] == wrong
