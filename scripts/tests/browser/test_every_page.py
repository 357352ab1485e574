"""Every page in both languages, opened once: quiet, from this host alone, and what it shows at every width, in every colours and size of text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import LANGUAGES, in_language, told, visiting
from tests.helpers.built_site import Built

#: The right edge of what is read: 40 characters of the text's size.
MEASURE = 680
TABLE = 918

#: What is asked of a page, by name: scripts that return what is wrong with it, or a measure.
QUESTIONS = {
    "top": "document.querySelector('h1').getBoundingClientRect().top + scrollY",
    # What has moved on the open page, and whence whither.
    "moved": """new Promise(done => new PerformanceObserver(list => done(list.getEntries().flatMap(e => e.sources.map(s =>
      [e.value, s.node?.outerHTML?.slice(0, 80) ?? s.node?.textContent, s.previousRect.toJSON(), s.currentRect.toJSON()]))))
      .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done([]), 200))""",
    "sideways": "document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth] : []",
    # What of the header goes beyond the window or is wider than its own place.
    "clipped": """[...document.querySelectorAll(".hb-header *")].filter(e => e.checkVisibility({visibilityProperty: true})
      && !e.closest(".hb-said, .hb-panel, svg") && getComputedStyle(e).clipPath === "none"
      && (e.getBoundingClientRect().right > innerWidth || (e.clientWidth && e.scrollWidth > e.clientWidth + 1)))
      .map(e => e.outerHTML.slice(0, 100))""",
    "foot": "document.querySelector('footer').getBoundingClientRect().bottom + scrollY - innerHeight",
    "beyond the edge": f"""[...document.querySelectorAll(".hb-article > *")].filter(e => e.checkVisibility()
      && !e.closest(".hb-home") && !(e.matches(".table, .entries, .numbers, h2") && document.querySelector(".hb-article table"))
      && !e.matches(".hb-of-glossary .entries") && e.getBoundingClientRect().width > {MEASURE + 1})
      .map(e => e.outerHTML.slice(0, 100)).concat([...document.querySelectorAll(".table")]
      .filter(e => e.getBoundingClientRect().width > {TABLE}).map(e => e.outerHTML.slice(0, 100)))""",
    "leads": "document.querySelectorAll('.hb-lead').length",
    "broken leads": "[...document.querySelectorAll('.hb-lead')].filter(e => e.getClientRects().length > 1).map(e => e.textContent)",
    "broken words": """(() => { const found = [], range = document.createRange();
      for (const cell of document.querySelectorAll(".table :is(th, td)")) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          if (walker.currentNode.parentElement.closest("code")) continue;
          for (const word of walker.currentNode.data.matchAll(/[A-Za-z’]{2,}/g)) {
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) found.push(word[0]);
          } } }
      return found; })()""",
    "cut": """[...document.querySelectorAll('h1, h2, h3, p, li, dd, dt, summary')].filter(e => e.checkVisibility()
      && getComputedStyle(e).overflow === 'hidden' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1).map(e => e.outerHTML)""",
    # Each visible text whose contrast with its ground is less than 7:1.
    "faint": """(() => {
      const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; } return "rgb(255,255,255)"; };
      const low = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const e = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || e.closest("svg, script, style") || !e.checkVisibility()) continue;
        const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 7) low.push(`${((a + 0.05) / (b + 0.05)).toFixed(2)} ${e.outerHTML.slice(0, 90)}`);
      }
      return low; })()""",
}


class Look(NamedTuple):
    """A window, the colours and the size of text in it, and what is asked of a page there."""

    width: int
    height: int
    questions: tuple[str, ...]
    scheme: str = "light"
    size: str = "normal"
    scale: int = 1  # of the browser's zoom


#: These are for all pages, because the words of each decide; the others are for shapes alone.
ALL = (
    Look(360, 780, ("moved", "top", "sideways")),
    Look(320, 640, ("sideways", "broken leads")),
    Look(320, 640, ("sideways",), size="largest"),
)
SHAPES = (
    Look(320, 640, ("leads",)),
    Look(360, 780, ("clipped", "foot", "broken words", "faint")),
    Look(360, 780, ("faint",), scheme="dark"),
    Look(640, 450, ("sideways", "cut"), size="largest", scale=2),
    Look(768, 900, ("clipped",)),
    Look(1024, 900, ("clipped",)),
    Look(1280, 900, ("faint",)),
    Look(1280, 900, ("faint",), scheme="dark"),
    Look(1280, 900, ("sideways",), size="largest"),
    Look(1440, 900, ("clipped", "beyond the edge")),
    Look(1440, 2400, ("foot",)),
)


@dataclass
class Tour:
    """What was seen on a tour of all pages."""

    answers: dict[tuple[str, Look], dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    complaints: list[str] = field(default_factory=list)

    def faults(self, question: str) -> list[str]:
        """Return what a question found, and where."""
        looks = {look for asked, look in self.answers if asked == question}
        assert looks, f"nobody asked: {question}"
        return [
            f"{path} at {look.width} px, {look.scheme}, {look.size}: {fault}"
            for look in looks
            for path, found in self.answers[question, look].items()
            for fault in found
        ]


@pytest.fixture(scope="module")
def tour(browser: Browser, built: Built, served: str, cover: dict[str, list[str]]) -> Tour:
    """Open each page, look at it in every way, and return what was seen."""
    tour = Tour()
    context = browser.new_context(reduced_motion="reduce")  # a look's own colours at once
    visit = visiting(context.new_page(), served)
    window = context.new_cdp_session(visit.page)

    def take(look: Look) -> None:
        window.send(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": look.width,
                "height": look.height,
                "deviceScaleFactor": look.scale,
                "mobile": False,
            },
        )
        visit.page.emulate_media(color_scheme=look.scheme)  # type: ignore[arg-type]

    for lang in LANGUAGES:
        for path in in_language(built, lang):
            take(ALL[0])
            visit.page.goto(served + path)
            for look in (*ALL, *(SHAPES if path in cover[lang] else ())):
                take(look)
                asked = ", ".join(f"{name!r}: await {QUESTIONS[name]}" for name in look.questions)
                answers = visit.page.evaluate(
                    f"async size => {{ document.documentElement.dataset.size = size; return {{ {asked} }}; }}",
                    look.size,
                )
                for question, answer in answers.items():
                    tour.answers[question, look][path] = answer
    context.close()
    tour.complaints = [*visit.complaints, *visit.strangers]
    return tour


def test_every_page_keeps_to_itself(tour: Tour) -> None:
    """The console stays empty, and no request leaves the host."""
    [(_, look), *_] = tour.answers
    assert len(tour.answers["top", look]) > 80
    assert [] == tour.complaints


def test_nothing_scrolls_sideways(tour: Tour) -> None:
    """No page is wider than the narrowest phone, with the largest text either; nor is one then wider than a desktop, or one at 200 %."""
    assert [] == tour.faults("sideways")


def test_nothing_shifts_while_a_page_loads(tour: Tour) -> None:
    """The layout shift of every page is nought."""
    assert [] == tour.faults("moved")


def test_title_stands_at_the_top_of_a_phone(tour: Tour, capsys: pytest.CaptureFixture[str]) -> None:
    """On every page the title begins within the first 150 pixels."""
    tops = tour.answers["top", ALL[0]]
    told(capsys, "h1 at 360 px", max(tops.values()), 150)
    assert {} == {path: each for path, each in tops.items() if each > 150}


def test_header_is_never_clipped(tour: Tour) -> None:
    """Whatever the header holds can be seen without scrolling it, at every width."""
    assert [] == tour.faults("clipped")


def test_foot_stands_at_the_foot(tour: Tour) -> None:
    """On a page shorter than the window the foot ends where the window does."""
    below = {
        look.height: [*found.values()]
        for (question, look), found in tour.answers.items()
        if question == "foot"
    }
    assert {780, 2400} == {*below}
    assert min(map(min, below.values())) >= 0
    assert 0 in below[2400]


def test_what_is_read_has_one_right_edge(tour: Tour) -> None:
    """On a wide screen only tables, what stands above them and the glossary are wider than the measure, and what home lists; they keep to one edge, too."""
    assert [] == tour.faults("beyond the edge")


def test_lead_words_stand_in_one_line(tour: Tour) -> None:
    """On the narrowest phone no line ends within a lead word, nor in a hyphenated word of a title."""
    assert sum(tour.answers["leads", SHAPES[0]].values()) > 10
    assert [] == tour.faults("broken leads")


def test_words_of_tables_stay_whole(tour: Tour) -> None:
    """On a phone no Latin word in a table begins on one line and ends on the next."""
    assert [] == tour.faults("broken words")


def test_no_word_is_cut_at_twice_the_size(tour: Tour) -> None:
    """At 200 % zoom with the largest text, on a screen of 1280 pixels, nothing is cut."""
    assert [] == tour.faults("cut")


def test_text_stands_out_at_least_seven_to_one(tour: Tour) -> None:
    """In either colours, on phone and desktop, every visible text has a contrast of 7:1 with its ground."""
    assert [] == tour.faults("faint")
