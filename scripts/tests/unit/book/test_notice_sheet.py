"""The notice-board sheet: what a practice says, in plain sentences."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from handbook.book.notice_sheet import sheet_page
from handbook.checks import check_handbook
from handbook.model.records import Practice
from tests.helpers.repository import edit
from tests.helpers.slips import PRACTICE

HOW = "  zh: 巡河由12人分三组进行，属于河长制的一部分。[[river-report#2]]\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("夜里：\n\n- 轮流\n- 值守\n\n收队。", "夜里： 轮流 值守 收队。"),
        ("- 轮流\n- 值守", "轮流 值守"),
        ("夜里。\n\n---\n\n值守。", "夜里。 值守。"),
        ("夜里：\n\n| 甲 | 乙 |\n|:---|---|\n| 一 | 二 |\n\n收队。", "夜里： 甲、乙 一、二 收队。"),
    ],
)
def test_lists_tables_and_rules_are_sentences_on_a_sheet(
    root: Path, typed: str, shown: str
) -> None:
    """No mark of Markdown is printed on it."""
    edit(root, PRACTICE, (HOW, f"  zh: |-\n{indent(typed, '    ')}[[river-report#2]]\n"))
    dataset, findings = check_handbook(root)
    assert [] == [each.text("en") for each in findings]
    [practice] = dataset.of(Practice)
    assert f"\n\n{shown}" in sheet_page(practice, dataset, "zh").markdown
