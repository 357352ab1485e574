"""Figures over time: one view of what was reported, whether it was written flat or period by period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Figure, Period
from handbook.text.languages import language
from handbook.text.plain_text import date_in_words, number, plain_text
from tests.helpers import handbook_of


def figure(*observations: dict[str, Any], **fields: Any) -> Figure:
    """Return a figure with observations."""
    given = [{"cite": ["river-report#3"], **each} for each in observations]
    record = {
        "id": "boat-incidents",
        "title": {"zh": "纠纷"},
        "summary": {"zh": "处理的纠纷。"},
        "measure": "count",
        "unit": {"zh": "起", "en": "incidents"},
        "reported_by": "river-police",
        "cite": ["river-report#3"],
        **({"observations": given} if given else {}),
    }
    return Figure.model_validate(record | fields)


def of(date: str, value: str, **fields: Any) -> dict[str, Any]:
    """Return an observation."""
    return {"period": {"date": date}, "value": value, **fields}


def test_flat_figure_is_seen_as_one_observation() -> None:
    """Its number, unit, period and citations are those of the figure."""
    flat = figure(value="12", period={"date": "2023"}, scope={"zh": "全河"})
    [observed] = flat.observed
    assert (12, "2023", flat.unit, flat.scope, flat.cite) == (
        observed.value,
        observed.period and observed.period.date,
        observed.unit,
        observed.scope,
        observed.cite,
    )
    assert not flat.is_series


def test_observations_stand_oldest_first_and_take_what_they_lack_from_the_figure() -> None:
    """Editors may write them in any order; unit, scope and reporter need not be repeated."""
    series = figure(
        of("2024", "3", unit={"zh": "件"}),
        of("2022", "1"),
        of("2023-Q4", "2", reported_by="river-court"),
    )
    assert ["2022", "2023-Q4", "2024"] == [
        each.period.date for each in series.observed if each.period
    ]
    assert ["起", "起", "件"] == [each.unit.root["zh"] for each in series.observed if each.unit]
    assert ["river-police", "river-court", "river-police"] == [
        each.reported_by for each in series.observed
    ]
    assert "2024" == (series.latest and series.latest.date)


def test_period_stands_after_those_that_end_before_it_does() -> None:
    """A year ends after its months and quarters, and a month after its days."""
    dates = ("2023", "2023-06", "2023-Q4", "2023-06-30", "2022/2023", "2024-01-01")
    series = figure(*(of(date, "1") for date in dates))
    assert ("2023-06-30", "2023-06", "2023-Q4", "2022/2023", "2023", "2024-01-01") == series.dates


def test_sources_that_agree_are_one_account_and_those_that_differ_are_two() -> None:
    """An equal number has the marks of both; a revised one stands before what it revises."""
    series = figure(
        of("2023", "5", cite=["a#1"]),
        of("2023", "5", cite=["b#1"]),
        of("2024", "6", cite=["a#2"]),
        of("2024", "7", cite=["b#2"], status="revised"),
    )
    assert [[(5, ("a#1", "b#1"))], [(7, ("b#2",)), (6, ("a#2",))]] == [
        [(each.value, each.cite) for each in accounts] for accounts in series.periods
    ]


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("2024", ("2024", "2024")),
        ("2024-03-05", ("2024-03-05", "2024-03-05")),
        ("2024-Q3", ("2024-07", "2024-09")),
        ("2019/2023", ("2019", "2023")),
    ],
)
def test_period_has_a_first_and_a_last_date(date: str, span: tuple[str, str]) -> None:
    """A quarter is its months."""
    assert span == Period(date=date).span


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"observations": [of("2024-Q5", "1")]}, "string_pattern_mismatch"),
        ({"observations": [of("2024-02-30", "1")]}, "date-form"),
        ({"observations": [of("2023/2019", "1")]}, "period-order"),
        ({"observations": [of("2023/2024-05", "1")]}, "period-order"),
        ({"observations": [{"period": {"date": "2024"}}]}, "figure-value"),
        ({"observations": [of("2024", "1", statement={"zh": "多了"})]}, "figure-value"),
        ({"observations": [of("2024", "1")], "value": "1"}, "figure-twice"),
        ({"observations": [of("2024", "1")], "period": {"date": "2024"}}, "figure-twice"),
        ({"observations": [of("2024", "1")], "unit": None}, "figure-unit"),
        ({}, "figure-value"),
    ],
)
def test_what_no_figure_can_mean_is_refused(fields: dict[str, Any], code: str) -> None:
    """A number stands once, with a unit and a period that exists."""
    for each in fields.get("observations", ()):
        each["cite"] = ["river-report#3"]
    with pytest.raises(ValidationError) as caught:
        figure(**fields)
    assert code in [error["type"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("date", "zh", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-Q3", "2024年第3季度", "3rd quarter 2024"),
        ("2019/2023", "2019–2023年", "2019–2023"),
        ("2023-11/2024-02", "2023年11月至2024年2月", "November 2023 – February 2024"),
        ("2024-03-05/2024-04-01", "2024年3月5日至4月1日", "5 Mar – 1 Apr 2024"),
    ],
)
def test_period_in_words(dataset: Dataset, date: str, zh: str, en: str) -> None:
    """Each language says a period as it does."""
    said = [language(lang, dataset.labels).date(Period(date=date)) for lang in ("zh", "en")]
    assert [zh, en] == said


def test_total_says_as_of_when_it_is(dataset: Dataset) -> None:
    """A number that grows from period to period is not one of the period."""
    period = Period(date="2024-06", cumulative=True)
    assert "截至2024年6月" == date_in_words(dataset.labels, period, "zh")
    assert "as of June 2024" == date_in_words(dataset.labels, period, "en")


@pytest.fixture
def series(root: Path) -> Dataset:
    """Return the small handbook with its figure over time."""
    handbook_of.write(root, {"data/figures/boat-incidents.yml": handbook_of.SERIES})
    return load(root)[0]


@pytest.mark.parametrize(
    ("link", "zh", "en"),
    [
        ("[[boat-incidents]]", "2024年1728起（暂定）", "1,728 incidents (provisional, 2024)"),
        ("[[boat-incidents@2021]]", "1500起", "1,500 incidents"),
        ("[[boat-incidents@2021|前年]]", "前年", "前年"),
    ],
)
def test_text_shows_the_newest_number_with_its_period_or_the_one_asked_for(
    series: Dataset, link: str, zh: str, en: str
) -> None:
    """What a text asks for by itself it also names by itself."""
    assert [zh, en] == [plain_text(series, link, lang) for lang in ("zh", "en")]


def test_newest_number_has_its_period_beside_it_where_sources_differ(series: Dataset) -> None:
    """What else is told of it comes after."""
    two = figure(of("2023", "5"), of("2024", "6", cite=["a#1"]), of("2024", "7", cite=["b#1"]))
    assert "2024年6起（来源说法不一，另作7起）" == number(series, two, "zh")
    assert "6 incidents (2024, sources differ; another has 7 incidents)" == number(
        series, two, "en"
    )


def test_numbers_that_differ_both_stand(series: Dataset) -> None:
    """No source is chosen in silence; a revision says what stood there before."""
    two = figure(of("2024", "6", cite=["a#1"]), of("2024", "7", cite=["b#1"]))
    revised = figure(of("2024", "6", cite=["a#1"]), of("2024", "7", cite=["b#1"], status="revised"))
    assert "6起（来源说法不一，另作7起）" == number(series, two, "zh")
    assert "6 incidents (sources differ; another has 7 incidents)" == number(series, two, "en")
    assert "7起（修订后），此前为6起" == number(series, revised, "zh")
    assert "7 incidents (revised), 6 incidents before" == number(series, revised, "en")
