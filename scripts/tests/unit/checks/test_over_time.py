"""Figures over time in texts: what is asked for exists, and is typed nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.checks import check_handbook
from handbook.cli import main
from handbook.load import load
from handbook.load.yaml_style import in_style
from tests.helpers import handbook_of

FIGURE, PRACTICE = "data/figures/boat-incidents.yml", "data/practices/joint-patrols.yml"


@pytest.fixture
def series(root: Path) -> Path:
    """Return the root of the small handbook with its figure over time."""
    return handbook_of.write(root, {FIGURE: handbook_of.SERIES})


def found(root: Path, old: str, new: str) -> list[tuple[str, str]]:
    """Return the code and text of each finding about a text of the practice that has other words."""
    text = handbook_of.PRACTICE.replace(old, new)
    assert text != handbook_of.PRACTICE
    _, findings = check_handbook(handbook_of.write(root, {PRACTICE: text}))
    return [(finding.code, finding.text("en")) for finding in findings]


def test_figure_over_time_is_right_as_it_is(series: Path) -> None:
    """And stays as it was written when it is put into the style of files."""
    dataset, findings = check_handbook(series)
    assert [] == [finding.text("en") for finding in findings]
    record = dataset.records["boat-incidents"]
    assert handbook_of.SERIES == in_style(record, dataset.languages)


def test_period_that_there_is_not_is_told_with_those_that_there_are(series: Path) -> None:
    """An editor need not look them up."""
    (code, told), *_ = found(series, "[[boat-incidents]]", "[[boat-incidents@2022]]")
    assert "period-unknown" == code
    assert "2020, 2021, 2023, 2024" in told


def test_period_without_its_mark_is_told_with_it(series: Path) -> None:
    """The newest number would otherwise stand for that of another year."""
    for link in ("[[boat-incidents 2021]]", "[[boat-incidents（2021年）]]"):
        (code, told), *_ = found(series, "[[boat-incidents]]", link)
        assert "reference-unknown" == code
        assert "write [[boat-incidents@2021]]." in told


def test_text_names_the_period_that_it_asks_for(series: Path) -> None:
    """A number without its year would be read as that of today."""
    codes = [code for code, _ in found(series, "[[boat-incidents]]", "[[boat-incidents@2021]]")]
    assert ["period-untold"] * 2 == codes
    text = handbook_of.PRACTICE.replace(
        "已处理[[boat-incidents]]", "2021年处理[[boat-incidents@2021]]"
    )
    text = text.replace(
        "have handled [[boat-incidents]]", "handled [[boat-incidents@2021]] in 2021"
    )
    _, findings = check_handbook(handbook_of.write(series, {PRACTICE: text}))
    assert [] == [finding.text("en") for finding in findings]


def test_languages_ask_for_the_same_period(series: Path) -> None:
    """The number of another year is another number."""
    codes = [
        code
        for code, _ in found(
            series, "handled [[boat-incidents]]", "handled [[boat-incidents@2021]]"
        )
    ]
    assert "figure-differs" in codes


def test_number_of_any_period_is_typed_once(series: Path) -> None:
    """The message says what to write for it."""
    (code, told), *_ = found(series, "夜里轮流值守。", "夜里轮流值守，2021年处理了1500起。")
    assert "number-typed" == code
    assert "[[boat-incidents@2021]]" in told


@pytest.mark.parametrize(("words", "codes"), [("1500起", []), ("1728起", ["number-in-link"] * 2)])
def test_words_of_a_link_tell_the_number_of_its_period(
    series: Path, words: str, codes: list[str]
) -> None:
    """Not that of another."""
    link = f"[[boat-incidents@2021|{words}]]"
    told = [code for code, _ in found(series, "[[boat-incidents]]", link)]
    assert codes == [code for code in told if code == "number-in-link"]


def test_links_that_ask_for_a_period_follow_a_new_id(
    series: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And become its number when the figure goes."""
    text = handbook_of.PRACTICE.replace("[[boat-incidents]]", "[[boat-incidents@2021]]")
    handbook_of.write(series, {PRACTICE: text})
    monkeypatch.chdir(series)
    run = CliRunner().invoke
    assert 0 == run(main, ["rename", "boat-incidents", "river-incidents", "--yes"]).exit_code
    assert "[[river-incidents@2021]]" in (series / PRACTICE).read_text(encoding="utf-8")
    assert "river-incidents" in load(series)[0].records
    assert 0 == run(main, ["remove", "river-incidents", "--yes"]).exit_code
    assert "已处理1500起[[river-report#3]]纠纷" in (series / PRACTICE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("year", "asks", "codes"),
    [
        ("2024", "", ["period-twice"] * 2),
        ("2024", "@2024", []),
        ("2025", "", []),
    ],
)
def test_a_period_that_is_shown_is_not_typed_as_well(
    series: Path, year: str, asks: str, codes: list[str]
) -> None:
    """A series is shown with its newest period; where the text tells that, the link asks for it."""
    text = handbook_of.PRACTICE.replace("已处理[[", f"{year}年处理[[")
    text = text.replace("have handled [[", f"in {year} handled [[")
    text = text.replace("[[boat-incidents]]", f"[[boat-incidents{asks}]]")
    findings = check_handbook(handbook_of.write(series, {PRACTICE: text}))[1]
    assert codes == [finding.code for finding in findings]
    if codes:
        assert "Write [[boat-incidents@2024]]" in findings[0].text("en")


def test_a_period_of_another_clause_is_not_twice(series: Path) -> None:
    """It tells of something else."""
    text = handbook_of.PRACTICE.replace("，已处理[[", "，2024年起每月两次，已处理[[")
    text = text.replace("and have handled [[", "since 2024 twice a month, and have handled [[")
    findings = check_handbook(handbook_of.write(series, {PRACTICE: text}))[1]
    assert [] == [finding.text("en") for finding in findings]
