"""How high, how wide and how heavy the pages are: the limits that the handbook keeps to, printed by the run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook.site import page_weight
from tests.browser.conftest import LANGUAGES
from tests.helpers.built_site import Built
from tests.helpers.mkdocs_site import read_facts

#: The right edge of what is read: 40 characters of the text's size.
MEASURE = 680
TABLE = 918
HEIGHT = "document.documentElement.scrollHeight"


def top(selector: str) -> str:
    """Return the script that gives where the first match begins, from the page's top."""
    return f"document.querySelector({selector!r}).getBoundingClientRect().top + scrollY"


#: The page, the width of the window, what is measured, and the most it may be.
LIMITS = {
    "practice": ("safety/grassroots-governance/min-sheng-one-click/", 1440, HEIGHT, 1400),
    "theme-first-practice": (
        "safety/border-co-governance/",
        1440,
        top("article :is(li, dt, td, th, h3) a[href]"),
        900,
    ),
    "figures": ("figures/", 1440, HEIGHT, 2800),
    "figures-english-phone": ("en/figures/", 360, HEIGHT, 5500),
    "home-tasks-english-phone": ("en/", 360, top("#tasks"), 1170),
    "glossary": ("glossary/", 1440, HEIGHT, 3600),
    "glossary-english": ("en/glossary/", 1440, HEIGHT, 3600),
}
#: What a practice and a theme leave unsaid may be told so often on all Chinese pages together.
SILENCES = 120


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of its own."""
    page = browser.new_page()
    yield page
    page.close()


def paths_of(built: Built, lang: str) -> list[str]:
    """Return the address of each page of a language."""
    return [
        path.removesuffix("index.html")
        for path, page in built.pages.items()
        if page.tree.get("lang") == lang and not path.endswith("404.html")
    ]


def told(capsys: pytest.CaptureFixture[str], what: str, measured: float, most: float) -> None:
    """Print a measure beside its limit, whether or not the test passes."""
    with capsys.disabled():
        print(f"\n{what}: {measured:g} (at most {most:g})", end=" ")


@pytest.mark.parametrize("name", LIMITS)
def test_page_is_no_longer_than_what_it_tells(
    page: Page, served: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The height of a page, or where its substance begins, in pixels."""
    path, width, script, most = LIMITS[name]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(served + path)
    measured = page.evaluate(script)
    told(capsys, f"{name} at {width} px", measured, most)
    assert measured <= most


def test_silence_is_told_of_once(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    """How often all Chinese pages together say that the source does not say."""
    mains = [built.pages[path] for path in map("{}index.html".format, paths_of(built, "zh"))]
    count = sum(page.tree.find(".//main").text_content().count("原文没有") for page in mains)
    told(capsys, "原文没有", count, SILENCES)
    assert count <= SILENCES


def test_no_heading_has_nothing_but_a_negative_line(built: Built) -> None:
    """Where a section holds one short paragraph, this says more than that something is not said."""
    negative = re.compile(r"^(原文(只|没有|未)|The source (does not|gives no|names no)|Not stated)")
    found = []
    for path, page in built.pages.items():
        for heading in page.tree.xpath("//article//*[self::h2 or self::h3]"):
            section = []
            for element in heading.itersiblings():
                if element.tag in {"h1", "h2", "h3"}:
                    break
                section.append(element)
            text = section[0].text_content().strip() if len(section) == 1 else ""
            if section and not section[0].xpath(".//li[2]") and negative.match(text):
                found.append((path, heading.text_content(), text))
    assert [] == found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_title_stands_at_the_top_of_a_phone(
    page: Page, built: Built, served: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On every page the title begins within the first 150 pixels."""
    page.set_viewport_size({"width": 360, "height": 780})
    tops = {}
    for path in paths_of(built, lang):
        page.goto(served + path)
        tops[path] = page.evaluate(top("h1"))
    told(capsys, f"h1 at 360 px, {lang}", max(tops.values()), 150)
    assert {} == {path: each for path, each in tops.items() if each > 150}


#: What of the header goes beyond the window or is wider than its own place.
CLIPPED = """() => [...document.querySelectorAll(".hb-header *")].filter(e => e.checkVisibility({visibilityProperty: true})
  && !e.closest(".hb-said, .hb-panel, svg") && getComputedStyle(e).clipPath === "none"
  && (e.getBoundingClientRect().right > innerWidth || (e.clientWidth && e.scrollWidth > e.clientWidth + 1)))
  .map(e => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_header_is_never_clipped(page: Page, served: str, types: list[str], width: int) -> None:
    """Whatever the header holds can be seen without scrolling it, in both languages."""
    page.set_viewport_size({"width": width, "height": 900})
    for prefix in LANGUAGES.values():
        for path in types:
            page.goto(served + prefix + path)
            assert [] == page.evaluate(CLIPPED), prefix + path


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1440, 2400)])
def test_foot_stands_at_the_foot(
    page: Page, served: str, types: list[str], width: int, height: int
) -> None:
    """On a page shorter than the window the foot ends where the window does."""
    page.set_viewport_size({"width": width, "height": height})
    short = 0
    for prefix in LANGUAGES.values():
        for path in types:
            page.goto(served + prefix + path)
            foot = page.evaluate(
                "document.querySelector('footer').getBoundingClientRect().bottom + scrollY"
            )
            short += foot == height
            assert foot >= height, prefix + path
    assert short or height < 1000


EDGES = f"""() => [...document.querySelectorAll(".hb-article > *")].filter(e => e.checkVisibility()
  && !e.closest(".hb-home") && !(e.matches(".table, .entries, .numbers, h2") && document.querySelector(".hb-article table")) && !e.matches(".hb-of-glossary .entries") && e.getBoundingClientRect().width > {MEASURE + 1})
  .map(e => e.outerHTML.slice(0, 100))"""


def test_what_is_read_has_one_right_edge(page: Page, served: str, types: list[str]) -> None:
    """On a wide screen only tables, what stands above them and the glossary are wider than the measure, and what home lists; they keep to one edge, too."""
    page.set_viewport_size({"width": 1440, "height": 900})
    for prefix in LANGUAGES.values():
        for path in types:
            page.goto(served + prefix + path)
            assert [] == page.evaluate(EDGES), prefix + path
            widths = page.eval_on_selector_all(".table", "all => all.map(e => e.getBoundingClientRect().width)")  # fmt: skip
            assert max(widths, default=0) <= TABLE, prefix + path


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_cells_below_one_another_say_what_they_are(page: Page, served: str, prefix: str) -> None:
    """On a phone a cell of the last column begins with its column's head, and takes the whole width; an empty one takes none."""
    page.set_viewport_size({"width": 360, "height": 780})
    for path in ("figures/", "honours/", "practices/", "about/licence/"):
        page.goto(served + prefix + path)
        table = page.locator("table:has(th:nth-child(3))").last
        if path == "about/licence/":
            table = page.locator("table:has(th:nth-child(4))")
        head = table.locator("thead th").last.text_content()
        empty = table.locator("tbody tr > :last-child:empty")
        assert {False} >= {cell.is_visible() for cell in empty.all()}, path
        filled = table.locator("tbody tr > :last-child:not(:empty)").all()
        assert filled, path
        for cell in filled:
            label, width = cell.evaluate("e => [getComputedStyle(e, '::before').content + e.dataset.label, e.offsetWidth]")  # fmt: skip
            assert label.endswith(str(head)), path
            assert label.startswith('"'), path
            assert width > 300, path


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_lead_words_stand_in_one_line(
    page: Page, served: str, types: list[str], prefix: str
) -> None:
    """On the narrowest phone no line ends within a lead word, nor in a hyphenated word of a title."""
    page.set_viewport_size({"width": 320, "height": 780})
    count = 0
    for path in types:
        page.goto(served + prefix + path)
        broken = page.eval_on_selector_all(".hb-lead", "all => all.filter(e => e.getClientRects().length > 1).map(e => e.textContent)")  # fmt: skip
        count += page.locator(".hb-lead").count()
        assert [] == broken, prefix + path
    assert count > 5


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_words_of_tables_stay_whole(page: Page, served: str, types: list[str], prefix: str) -> None:
    """On a phone no Latin word in a table begins on one line and ends on the next."""
    page.set_viewport_size({"width": 360, "height": 780})
    broken = """() => { const found = [], range = document.createRange();
      for (const cell of document.querySelectorAll(".table :is(th, td)")) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          if (walker.currentNode.parentElement.closest("code")) continue;
          for (const word of walker.currentNode.data.matchAll(/[A-Za-z’]{2,}/g)) {
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) found.push(word[0]);
          } } }
      return found; }"""
    for path in types:
        page.goto(served + prefix + path)
        assert [] == page.evaluate(broken), prefix + path


def test_long_pages_have_their_contents(page: Page, served: str) -> None:
    """On a page of over three screens the disclosure opens over the text on a phone, closes when it has led on, and is open beside it on a wide screen."""
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{served}business-environment/rule-of-law/")
    contents = page.locator(".hb-toc nav")
    assert not contents.is_visible()
    page.locator(".hb-toc summary").click()
    assert contents.is_visible()
    contents.locator("a").last.click()
    assert "#" in page.url
    assert not contents.is_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    assert contents.is_visible()
    page.goto(served + LIMITS["practice"][0])
    assert 0 == page.locator(".hb-toc").count()


def test_printed_page_is_its_content_alone(browser: Browser, served: str, tmp_path: Path) -> None:
    """No tools on paper, and no sheet for the foot alone."""
    import pikepdf

    page = browser.new_page()
    for path in ("", LIMITS["practice"][0], "safety/border-co-governance/", "en/figures/"):
        page.goto(served + path)
        page.emulate_media(media="print")
        assert 0 == page.locator(".hb-header :visible, .hb-way :visible, .hb-foot :visible").count()
        page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
        with pikepdf.open(tmp_path / "page.pdf") as pdf:
            last = pdf.pages[-1]
            words = sum(
                str(operator) in {"Tj", "TJ"} for _, operator in pikepdf.parse_content_stream(last)
            )
        assert words > 5, path
    page.close()


def test_first_view_is_light(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    """What a page and all it loads weigh, as they are sent."""
    weights = page_weight.weigh(built.directory, read_facts(built.directory, LANGUAGES))
    told(capsys, f"first view of {weights[0].path}, KB", weights[0].bytes / 1024, 25)
    assert weights[0].bytes <= page_weight.BYTES <= 25 * 1024
