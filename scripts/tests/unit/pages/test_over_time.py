"""A figure over time: its drawing claims no more than its numbers, and its table has them all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.labels import DEFAULT_COLOURS
from handbook.model.series import changes, drawn
from handbook.pages.build import build_pages
from handbook.pages.diagrams import describe
from handbook.text.languages import language
from handbook.text.svg import figure
from tests.helpers import handbook_of
from tests.unit.model.test_observations import figure as of_figure
from tests.unit.model.test_observations import of

FILE = "data/figures/boat-incidents.yml"


def with_figure(root: Path, text: str) -> Dataset:
    """Return the small handbook with another figure."""
    return load(handbook_of.write(root, {FILE: text}))[0]


@pytest.fixture
def series(root: Path) -> Dataset:
    """Return the small handbook with its figure over time."""
    return with_figure(root, handbook_of.SERIES)


def described(dataset: Dataset, *observations: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return the description of a figure with observations."""
    record = of_figure(*observations, **fields)
    changed = replace(dataset, records={**dataset.records, record.id: record})
    description = describe(changed, record.id, "en")
    assert description
    return description


def shapes(description: dict[str, Any], tag: str, look: str = "") -> list[html.HtmlElement]:
    """Return the elements of the narrow drawing, those of a class alone if one is named."""
    [narrow, wide] = html.fromstring(figure(description, DEFAULT_COLOURS)).findall("svg")
    assert "664" == wide.get("width")
    return [each for each in narrow.iter(tag) if look in (each.get("class") or "")]


def test_bars_begin_at_zero_and_are_as_high_as_their_numbers(dataset: Dataset) -> None:
    """A bar of twice the number is twice as high."""
    bars = shapes(described(dataset, of("2021", "50"), of("2022", "100"), of("2023", "25")), "rect")
    heights = [float(bar.get("height")) for bar in bars]
    assert [2, 4, 1] == [round(height / heights[2]) for height in heights]
    [bottom] = {round(float(bar.get("y")) + float(bar.get("height"))) for bar in bars}
    assert bottom < float(bars[0].getparent().get("height"))


def test_negative_numbers_hang_below_zero(dataset: Dataset) -> None:
    """The line of zero is where bars meet."""
    bars = shapes(described(dataset, of("2021", "-10"), of("2022", "20"), of("2023", "5")), "rect")
    below, above, _ = [float(bar.get("y")) for bar in bars]
    assert below == pytest.approx(above + float(bars[1].get("height")), abs=0.2)


def test_period_without_a_number_is_a_gap(dataset: Dataset) -> None:
    """Numbers stand where their time is, whatever there is between them."""
    years = ("2018", "2019", "2022", "2023")
    bars = shapes(described(dataset, *(of(year, "10") for year in years)), "rect")
    at = [float(bar.get("x")) for bar in bars]
    assert round((at[2] - at[1]) / (at[1] - at[0])) == 3


def lines(description: dict[str, Any]) -> int:
    """Return how many pairs of points a drawing joins."""
    paths = shapes(description, "path", "d-line")
    return sum("L" in path.get("d") for path in paths)


SHARE: dict[str, Any] = {"measure": "share", "unit": {"zh": "%", "en": "%"}}


def test_line_has_no_part_over_a_gap_a_break_or_sources_that_differ(dataset: Dataset) -> None:
    """A line says that the numbers on its way are known to belong together."""
    years = [of(str(year), "90") for year in range(2018, 2023)]
    assert 4 == lines(described(dataset, *years, **SHARE))
    assert 2 == lines(described(dataset, *years[:2], *years[3:], **SHARE))
    changed = {**years[2], "break": {"zh": "口径变了"}}
    broken = described(dataset, *years[:2], changed, *years[3:], **SHARE)
    assert 3 == lines(broken)
    assert 1 == len(shapes(broken, "path", "d-border"))
    other = of("2020", "91", cite=["other#1"])
    assert 2 == lines(described(dataset, *years, other, **SHARE))


def test_first_rank_is_at_the_top(dataset: Dataset) -> None:
    """To be first is to be highest."""
    ranks = (of("2021", "3"), of("2022", "2"), of("2023", "1"))
    points = shapes(described(dataset, *ranks, measure="rank"), "circle")
    heights = [float(point.get("cy")) for point in points]
    assert heights == sorted(heights, reverse=True)


def test_provisional_numbers_are_hollow(dataset: Dataset) -> None:
    """And the caption says what hollow means."""
    description = described(
        dataset, of("2021", "3"), of("2022", "2"), of("2023", "1", status="provisional")
    )
    assert 1 == len(shapes(description, "rect", "d-box"))
    assert 2 == len(shapes(description, "rect", "d-bar"))
    assert "Hollow marks are provisional." in description["title"]


def test_only_numbers_of_periods_as_long_as_most_are_drawn(dataset: Dataset) -> None:
    """Five years beside one would look five times as much; the caption says what is left out."""
    years = [of(str(year), "10") for year in (2021, 2022, 2023)]
    description = described(dataset, of("2016/2020", "50"), *years)
    assert 3 == len(shapes(description, "rect"))
    assert "Not drawn: 2016–2020 (" in description["title"]
    assert [] == drawn(of_figure(*years[:2]))
    assert [] == drawn(of_figure(value="1"))


def test_words_of_a_drawing_never_meet(dataset: Dataset) -> None:
    """Where numbers have no room for their words, there is a scale; fewer periods are named."""
    months = [
        of(f"{year}-{month:02}", str(10_000 + month))
        for year in (2022, 2023)
        for month in range(1, 13)
    ]
    words = shapes(described(dataset, *months), "text")
    rows: dict[str, list[tuple[float, float]]] = {}
    for each in words:
        width, x = len(each.text) * 14 * 0.58, float(each.get("x"))
        start = x - width * {"middle": 0.5, "end": 1}[each.get("text-anchor")]
        rows.setdefault(each.get("y"), []).append((start, start + width))
    for row in rows.values():
        assert all(one[1] <= other[0] for one, other in pairwise(row))
        assert min(start for start, _ in row) >= -0.1
        assert max(end for _, end in row) <= 360


def test_description_says_every_number_in_words(series: Dataset) -> None:
    """Whoever cannot see the drawing reads what it shows, the reason of a break included."""
    description = describe(series, "boat-incidents", "en")
    assert description
    assert (
        "1,200 incidents (2020); 1,500 incidents (2021); 900 incidents (2023) (not comparable with the"
        " numbers before: boats adrift are no longer counted); 1,728 incidents (provisional) (2024)."
    ) == description["says"]
    [drawing, _] = html.fromstring(figure(description, DEFAULT_COLOURS)).findall("svg")
    assert description["says"] == drawing.findtext("desc")


def test_figures_page_has_the_drawing_and_each_number_with_its_mark(series: Dataset) -> None:
    """Numbers that were not reported are marked as worked out."""
    page = build_pages(series, "en")["figures"].markdown
    [directive] = re.findall(r":::diagram\n(.*)\n:::", page)
    assert "words" not in json.loads(directive)
    rows = [line for line in page.split("\n") if line.startswith("|")]
    assert [
        "| Period | Figure | Change (worked out here) | Note |",
        "|---|---|---|---|",
        "| 2020 {#boat-incidents_2020} | __1,200 incidents__[[river-report#3]] |  |  |",
        "| 2021 {#boat-incidents_2021} | __1,500 incidents__[[river-report#3]] | \\+300 incidents (+25.0%) |  |",
        "| 2023 {#boat-incidents_2023} | __900 incidents__[[river-report#3]] |  | Not comparable with the numbers before: boats adrift are no longer counted |",
        "| 2024 {#boat-incidents_2024} | __1,728 incidents__ (provisional)[[river-report#3]] | \\+828 incidents (+92.0%) |  |",
    ] == rows[-6:]


def test_texts_cards_and_lists_show_the_newest_number_with_its_period(series: Dataset) -> None:
    """Wherever a number stands, readers see of which period it is."""
    pages = build_pages(series, "en")
    theme, practice = pages["safety/river-safety"].markdown, pages["practices"].markdown
    card = next(line for line in theme.split("\n") if "1,728 *incidents*" in line)
    assert card.endswith("[[river-report#3]] (2024; provisional)")
    assert "1,728 incidents (provisional, 2024)[[river-report#3]]" in theme
    assert "1,500" not in theme + practice


def test_link_that_asks_for_a_period_leads_to_its_number(root: Path) -> None:
    """What a text says of a year can be looked up where that year stands."""
    practice = handbook_of.PRACTICE.replace("[[boat-incidents]]", "[[boat-incidents@2021|1500]]")
    handbook_of.write(root, {"data/practices/joint-patrols.yml": practice})
    page = build_pages(with_figure(root, handbook_of.SERIES), "en")["safety/river-safety"].markdown
    assert "[1500](../figures.md#boat-incidents_2021)" in page


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (of("2022", "100"), of("2023", "125"), (25, "0.25")),
        (of("2022", "0"), of("2023", "125"), (125, "None")),
        (of("2022", "100"), of("2023", "125", unit={"zh": "件"}), None),
        (of("2022", "100"), of("2023", "125", scope={"zh": "夜间"}), None),
        (of("2022", "100"), {**of("2023", "125"), "break": {"zh": "口径变了"}}, None),
        (of("2022", "100"), of("2023-Q1", "125"), None),
        (of("2022", "100"), {"period": {"date": "2023"}, "statement": {"zh": "多了"}}, None),
    ],
)
def test_change_is_worked_out_only_between_numbers_that_can_be_compared(
    before: dict[str, Any], after: dict[str, Any], expected: tuple[int, str] | None
) -> None:
    """Unit, scope, definition and length of the period are the same, and both are numbers."""
    first, change = changes(of_figure(before, after))
    assert first is None
    assert expected == (change and (change.difference, str(change.share)))


def test_change_is_not_worked_out_where_sources_differ() -> None:
    """Nobody chooses one of them in silence."""
    figures = of_figure(
        of("2022", "1"), of("2023", "2", cite=["a#1"]), of("2023", "3", cite=["b#1"])
    )
    assert [None, None] == [*changes(figures)]


@pytest.mark.parametrize(
    ("lang", "points"), [("zh", "+1.5个百分点"), ("en", "+1.5 percentage points")]
)
def test_change_of_a_share_is_told_in_points(root: Path, lang: str, points: str) -> None:
    """From 90% to 91.5% is no change of 1.7%."""
    text = handbook_of.SERIES.replace("measure: count", "measure: share").replace(
        "  zh: 起\n  en: incidents", "  zh: '%'\n  en: '%'"
    )
    text = text.replace("value: 1200", "value: 90").replace("value: 1500", "value: 91.5")
    page = build_pages(with_figure(root, text), lang)["figures"].markdown
    assert f"\\{points}" in page


@pytest.mark.parametrize(
    ("date", "tick"),
    [
        ("2024", ("2024", "")),
        ("2024-Q3", ("Q3", "2024")),
        ("2024-03", ("Mar", "2024")),
        ("2024-03-05", ("5 Mar", "2024")),
        ("2019/2023", ("2019–2023", "")),
    ],
)
def test_tick_names_the_part_of_a_year_and_the_year_below(
    dataset: Dataset, date: str, tick: tuple[str, str]
) -> None:
    """There is little room below a bar."""
    period = of_figure(of(date, "1")).latest
    assert period
    assert tick == language("en", dataset.labels).tick(period)


def test_timeline_has_the_newest_period_with_its_mark(root: Path) -> None:
    """What older numbers rest on is told where they stand."""
    text = handbook_of.SERIES.replace("value: 1728\n    status: provisional\n    cite:\n      - river-report#3", "value: 1728\n    cite:\n      - river-report#4")  # fmt: skip
    text = text.replace(
        "\ncite:\n  - river-report#3", "\ncite:\n  - river-report#3\n  - river-report#4"
    )
    page = build_pages(with_figure(root, text), "en")["timeline"].markdown
    line = next(each for each in page.split("\n") if "#boat-incidents)" in each)
    assert "[[river-report#4]]" in line
    assert "[[river-report#3]]" not in line
    assert line in page.partition("## 2024 ")[2]
