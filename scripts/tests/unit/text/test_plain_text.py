"""Plain text: what a reader reads, in every output that shows no markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html

from handbook.book.notice_sheet import sheet_page
from handbook.checks.context import Context
from handbook.checks.rules import lengths, terminology
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.opendata.feeds import build_feed
from handbook.pages.build import build_pages
from handbook.review.fields import FieldComparison
from handbook.text.markdown import document_tree, parser
from handbook.text.plain_text import in_one_line, plain_text
from tests.helpers import handbook_of
from tests.helpers.open_data import open_data, rows_of

TYPED = (
    "The **police** of *both* banks watch :lang[巡河]{zh} at Hepan with [a **map**](https://example.org/a_b), "
    "`a*b_c`, 5\\*6 &amp; [[river-town|the town]], [[joint-patrols]], [[boat-incidents]].[[river-report#2]]"
)
READ = "The police of both banks watch 巡河 at Hepan with a map, a*b_c, 5*6 & the town, Joint river patrols, 1,728 incidents."
CORRECTION = """\
id: fixed
about: boat-incidents
title:
  zh: 更正一处
  en: A correction
wrong:
  zh: 原来的说法。
  en: {}
now:
  zh: 现在的说法。
  en: {}
corrected:
  date: '2024-05-01'
"""


@pytest.fixture
def marked(tmp_path: Path) -> Dataset:
    """Return the small handbook with every kind of inline markup in a summary and a correction."""
    practice = handbook_of.PRACTICE
    old = practice[
        practice.index("  en: The [[river-police") : practice.index("theme: river-safety")
    ]
    files = {
        "data/practices/joint-patrols.yml": practice.replace(
            old, f"  en: {TYPED.replace('[[joint-patrols]]', '[[clean-river]]')}\n"
        ),
        "data/corrections/fixed.yml": CORRECTION.format(TYPED, TYPED),
    }
    return load(handbook_of.write(handbook_of.good(tmp_path), files))[0]


SUMMARY = READ.replace("Joint river patrols", "Cleanest river")


def csv_cell(dataset: Dataset) -> str:
    """Return the summary in the table of practices."""
    return rows_of(open_data(dataset), "practices")[0]["summary_en"]


def answer(dataset: Dataset) -> str:
    """Return the summary in JSON."""
    files = open_data(dataset)
    return str(json.loads(files["api/v1/practices/joint-patrols.json"])["data"]["summary"]["en"])


def brief(dataset: Dataset) -> str | None:
    """Return the summary as the review reads it."""
    fields = FieldComparison(dataset, dataset).record(None, dataset.records["joint-patrols"])
    return next(field.new.get("en") for field in fields if field.field == "summary" and field.new)


def sheet(dataset: Dataset) -> str:
    """Return the summary on the notice-board sheet, as its reader sees it."""
    practice = dataset.records["joint-patrols"]
    assert isinstance(practice, Practice)
    body = parser().convert(sheet_page(practice, dataset, "en").markdown)
    _names, summary = html.fromstring(f"<div>{body}</div>").findall("p")[:2]
    return str(summary.text_content())


@pytest.mark.parametrize(
    "output",
    [
        lambda dataset: build_pages(dataset, "en")["safety/river-safety/joint-patrols"].description,
        brief,
        answer,
        csv_cell,
        sheet,
    ],
    ids=["description", "brief", "json", "csv", "sheet"],
)
def test_summary_is_clean_in_each_output(marked: Dataset, output: Callable[[Dataset], str]) -> None:
    """Social cards and PDF metadata take a page's description."""
    assert SUMMARY == output(marked)


def test_correction_is_clean_in_the_feed(marked: Dataset) -> None:
    """Both the wrong and the right statement are plain text."""
    content = "".join(etree.fromstring(build_feed(marked, "en")).itertext())
    assert 2 == content.count(READ)


def test_markup_does_not_count_as_length(tmp_path: Path) -> None:
    """A summary of four hundred characters is short enough however it is marked."""
    words = "**a b** " * 60
    practice = handbook_of.PRACTICE.replace(
        "en: The [[river-police|police]]", f'en: "{words.replace(" b", ". B")}"\n#'
    )
    dataset = load(
        handbook_of.write(
            handbook_of.good(tmp_path), {"data/practices/joint-patrols.yml": practice}
        )
    )[0]
    assert 400 < len(dataset.records["joint-patrols"].summary.get("en"))  # type: ignore[attr-defined]
    assert [] == list(lengths.check(Context(dataset)))


@pytest.mark.parametrize(
    "named",
    [
        "the **river-chief** system",
        "[river-chief](https://a.b) system",
    ],
)
def test_term_in_markup_is_found(tmp_path: Path, named: str) -> None:
    """An agreed name counts however it is marked."""
    practice = handbook_of.PRACTICE.replace("the river-chief system", named)
    dataset = load(
        handbook_of.write(
            handbook_of.good(tmp_path), {"data/practices/joint-patrols.yml": practice}
        )
    )[0]
    assert [] == list(terminology.check(Context(dataset)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (TYPED, READ),
        ("- **a**\n- 5*3\n- 4*2\n\n| `b` | c |", "- a\n- 5*3\n- 4*2\n\n| b | c |"),
        ("```\n**a**\n[[b]]\n```\n\n**c**", "```\n**a**\n[[b]]\n```\n\nc"),
        ("<https://a.b> \\[x\\] ``a ` b`` &lt;", "https://a.b [x] a ` b <"),
        ("`&amp;` 2 < 3 & 4", "&amp; 2 < 3 & 4"),
        ("[[no-such|words]] [[no-such]]", "words no-such"),
        ("one  \ntwo", "one  \ntwo"),
        ("**one**  \ntwo", "one\ntwo"),
    ],
)
def test_markup_gives_its_words(marked: Dataset, typed: str, read: str) -> None:
    """The layout in lines stays as typed."""
    assert read == plain_text(marked, typed, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &amp; b", "a & b"),
        ("<https://example.org>", "https://example.org"),
        ("[a][b]", "[a][b]"),
        ("_a_[[river-town|b]], _a_[[river-report#1]]", "ab, a"),
        ("[[river-town|R&D]] [[river-town|a*b*]]", "R&D a*b*"),
    ],
)
def test_text_with_any_markup_is_parsed(marked: Dataset, text: str, expected: str) -> None:
    """Entities, addresses and brackets beside wiki links are markup; the words of a wiki link are not."""
    assert expected == plain_text(marked, text, "en")


def test_text_is_read_without_the_definitions_of_another(marked: Dataset) -> None:
    """What was parsed before has no say in what a text means."""
    document_tree("[b]: https://example.org")
    assert "[seen][b]" == plain_text(marked, "[seen][b]", "en")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Two kinds:\n\n- boats\n- nets", "Two kinds: boats nets"),
        ("+ 1. boats\n+ 2. nets", "boats nets"),
        ("\\- boats", "- boats"),
        ("in\n1986. Then", "in 1986. Then"),
        ("before\n\n--\n\nafter", "before -- after"),
        ("before\n\n---\n\nafter", "before after"),
        ("```\n- a | **b**\n---\n```\n\nafter", "- a | **b** --- after"),
        ("\\`\\`\\` after", "``` after"),
        ("| a\\|b | `c` |\n|---|:-:|\n| 1 | [[river-town]] |", "a|b, c 1, Riverside"),
        ("\\| a \\|", "| a |"),
        ("5 < 6 &amp; [[boat-incidents]][[river-report#2]].", "5 < 6 & 1,728 incidents."),
    ],
)
def test_blocks_are_read_in_one_line(dataset: Dataset, typed: str, read: str) -> None:
    """What shows the blocks is left out, and what looks like it but is text stays."""
    assert read == in_one_line(dataset, typed, "en")
