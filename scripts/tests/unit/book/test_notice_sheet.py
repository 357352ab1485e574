"""The notice-board sheet: what a practice says, in plain sentences."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from handbook.book.notice_sheet import cited_line, reported_by, sheet_page
from handbook.checks import check_handbook
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from tests.helpers.repository import edit
from tests.helpers.slips import PRACTICE

HOW = "  zh: 巡河由12人分三组进行，属于河长制的一部分[[river-report#2]]。\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("夜里：\n\n- 轮流\n- 值守\n\n收队。", "夜里： 轮流 值守 收队。"),
        ("- 轮流\n- 值守", "轮流 值守"),
        ("夜里。\n\n---\n\n值守。", "夜里。 值守。"),
        ("夜里：\n\n| 甲 | 乙 |\n|:---|---|\n| 一 | 二 |\n\n收队。", "夜里： 甲、乙 一、二 收队。"),
        ("\\- 轮流。\n\n值守。", "\\- 轮流。 值守。"),
        ("夜里：\n\n- + 轮流\n- \\- 值守\n\n收队。", "夜里： 轮流 - 值守 收队。"),
        ("夜里：\n\n```\n- 甲 | 乙\n---\n```\n\n收队。", "夜里： - 甲 \\| 乙 --- 收队。"),
        (
            "夜里：\n\n| 甲 | 乙 |\n|---|---|\n| 一\\|二 | `三` |\n\n收队。",
            "夜里： 甲、乙 一\\|二、三 收队。",
        ),
    ],
)
def test_lists_tables_and_rules_are_sentences_on_a_sheet(
    root: Path, typed: str, shown: str
) -> None:
    """No mark of Markdown is printed on it, and none is lost that is text."""
    edit(
        root,
        PRACTICE,
        (HOW, f"  zh: |-\n{indent(typed[:-1], '    ')}[[river-report#2]]{typed[-1]}\n"),
    )
    dataset, findings = check_handbook(root)
    assert [] == [each.text("en") for each in findings]
    [practice] = dataset.of(Practice)
    assert f"\n\n{shown}" in sheet_page(practice, dataset, "zh").markdown


def sheet(dataset: Dataset, lang: str) -> str:
    """Return the sheet of the small handbook's practice, as Markdown."""
    [practice] = dataset.of(Practice)
    return sheet_page(practice, dataset, lang).markdown


def test_sheet_has_the_names_in_both_languages(dataset: Dataset) -> None:
    """On a wall, readers of either language find the name that they know."""
    assert sheet(dataset, "zh").startswith("# 两岸联合巡河\n\n:lang[Joint river patrols]{en}\n\n")
    assert sheet(dataset, "en").startswith("# Joint river patrols\n\n:lang[两岸联合巡河]{zh}")
    assert "Liǎng’àn Liánhé Xúnhé" in sheet(dataset, "en").split("\n\n")[1]


def test_sheet_tells_what_is_not_stated(root: Path) -> None:
    """What the source leaves out stands on the sheet as on the page; without gaps there is no such heading."""
    told = "\n\n## Not stated\n\nIts cost; who pays."
    gaps = "gaps:\n  - zh: 经费\n    en: what it costs\n"
    edit(
        root,
        PRACTICE,
        (gaps, "gaps:\n  - {zh: 经费, en: its cost}\n  - {zh: 由谁付, en: who pays}\n"),
    )
    assert sheet(load(root)[0], "en").endswith(told)
    edit(
        root,
        PRACTICE,
        ("gaps:\n  - {zh: 经费, en: its cost}\n  - {zh: 由谁付, en: who pays}\n", ""),
    )
    assert "Not stated" not in sheet(load(root)[0], "en")


def test_place_alone_is_no_answer_to_who_does_it(root: Path) -> None:
    """A practice of which no organisation is named has a heading of its own for where it is."""
    assert "## Who does it\n\nRiverside Police Station (lead). Where: Riverside.\n" in sheet(
        load(root)[0], "en"
    )
    edit(root, PRACTICE, ("actors:\n  - organisation: river-police\n    role: lead\n", ""))
    told = sheet(load(root)[0], "en")
    assert "## Where\n\nRiverside.\n" in told
    assert "Who does it" not in told


def test_line_of_sources_names_each_place_once_in_order(dataset: Dataset) -> None:
    """Paragraphs stand in the order of the source, each once, and no line parts one from its number."""
    cited = ["river-report#10", "river-report#2", "river-report#head", "river-report#2"]
    line = cited_line("book_marks", cited, dataset, "en")
    assert line.startswith("Numbers after ¶ are paragraphs of the source: ")
    assert "Riverside report on the river" in line
    assert line.endswith("title\xa0and\xa0by-line, paragraph\xa02, paragraph\xa010.")
    line = cited_line("book_sheet_source", ["river-report#2"], dataset, "zh")
    assert "“原文”指《河畔镇护河报告》" in line
    assert line.endswith("第\u20602\u2060段。")


def test_sheet_names_who_reports(dataset: Dataset) -> None:
    """Who published what the practice rests on, once, by name."""
    [practice] = dataset.of(Practice)
    assert "Reported by Riverside Police Station" == reported_by(practice, dataset, "en")


def test_sheet_names_the_steps_after_how_it_works(dataset: Dataset) -> None:
    """Where the page has a drawing of them, a sheet has their names."""
    how = "Twelve people patrol in three groups, as part of the river-chief system."
    assert f"## How it works\n\n{how} Night watch.\n" in sheet(dataset, "en")
