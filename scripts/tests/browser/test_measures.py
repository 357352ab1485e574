"""How high, how wide and how heavy the pages are: the limits that the handbook keeps to, printed by the run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from handbook.site import page_weight
from tests.browser.conftest import LANGUAGES, in_language, told
from tests.helpers.built_site import Built
from tests.helpers.mkdocs_site import read_facts

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


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """Return a page."""
    return browser.new_page()


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
    pages = in_language(built, "zh").values()
    count = sum(page.find(".//main").text_content().count("原文没有") for page in pages)
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


def test_printed_page_is_its_content_alone(page: Page, served: str, tmp_path: Path) -> None:
    """No tools on paper, and no sheet for the foot alone."""
    import pikepdf

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
    page.emulate_media(media="screen")


def test_first_view_is_light(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    """What a page and all it loads weigh, as they are sent."""
    weights = page_weight.weigh(built.directory, read_facts(built.directory, LANGUAGES))
    told(capsys, f"first view of {weights[0].path}, KB", weights[0].bytes / 1024, 25)
    assert weights[0].bytes <= page_weight.BYTES <= 25 * 1024
