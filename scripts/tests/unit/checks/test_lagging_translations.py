"""Translations may follow later: what is written in the leading language alone is never an error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.diagnostics import Severity
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE, PRACTICE

EN_PAGE = PAGE.replace(".zh.", ".en.")
REPORT = "data/sources/river-report.yml"

#: New records with nothing but the leading language.
FIGURE = """\
id: patrol-boats
title:
  zh: 巡河的船
summary:
  zh: 两岸用来巡河的船。
measure: count
value: 12
unit:
  zh: 艘
reported_by: river-police
cite:
  - river-report#5
"""
TERM = """\
id: night-shift
title:
  zh: 值守
pinyin: zhíshǒu
definition:
  zh: 夜里留人看守。
cite:
  - river-report#5
"""

#: What an author changes who writes the leading language alone: (file, old, new) or (file, content).
EDITS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "a number": ((PRACTICE, "由12人", "由13人"),),
    "a number in prose": ((PAGE, "临河，", "临河12公里，"),),
    "a paragraph with a figure": ((PAGE, "## 谁", "两岸共处理[[boat-incidents]]。\n\n## 谁"),),
    "a figure for words": ((PRACTICE, "已处理[[boat-incidents]]纠纷", "已处理多起纠纷"),),
    "a figure alone": ((PAGE, "处理了[[boat-incidents]]", "处理了[[boat-incidents]][[patrol-boats]]"),
                       ("data/figures/patrol-boats.yml", FIGURE)),
    "a term": ((PRACTICE, "夜里轮流值守。", "夜里轮流值守，属于河长制。"),),
    "the name of a term": (("data/terms/river-chief.yml", "zh: 河长制", "zh: 巡河"),
                           ("data/terms/river-chief.yml", "pinyin: hé zhǎng zhì", "pinyin: xún hé"),
                           (PRACTICE, "属于河长制", "属于河流管理")),
    "a record": (("data/terms/night-shift.yml", TERM),),
    "a section": ((PAGE, "## 谁", "## 还有什么 {#more}\n\n没有了。\n\n## 谁"),),
    "a section less": ((PAGE, "## 要回答的问题 {#question}\n\n[[river-town|河畔]]临河，[[joint-patrols]]属于[[river-chief|河长制]][[river-report#1]]。\n\n", ""),),
    "the order of sections": ((PAGE, "## 要回答的问题 {#question}\n\n[[river-town|河畔]]临河，[[joint-patrols]]属于[[river-chief|河长制]][[river-report#1]]。\n\n", ""),
                              (PAGE, "(../figures.md)。\n", "(../figures.md)。\n\n## 要回答的问题 {#question}\n\n[[river-town|河畔]]临河，[[joint-patrols]]属于[[river-chief|河长制]][[river-report#1]]。\n")),
    "a heading": ((PAGE, "## 谁做什么 {#who}", "## 分工 {#division}"),),
    "a citation": ((PRACTICE, "夜里轮流值守。", "夜里轮流值守。[[river-report#3]]"),
                   (PRACTICE, "派出所]]每月一起巡河，已处理[[boat-incidents]]纠纷。", "派出所]]每月一起巡河，已处理[[boat-incidents]]纠纷。[[river-report#2]]"),
                   (PRACTICE, "cite:\n  - river-report#2\n", "cite:\n  - river-report#2\n  - river-report#3\n")),
    "another citation": ((PRACTICE, "河长制的一部分[[river-report#2]]。", "河长制的一部分[[river-report#3]]。"),
                         (PRACTICE, "cite:\n        - river-report#2", "cite:\n        - river-report#3"),
                         (PRACTICE, "\ncite:\n  - river-report#2\n", "\ncite:\n  - river-report#3\n")),
    "a number that becomes a figure": ((PRACTICE, "由12人", "由[[patrol-crew]]"),
                                       ("data/figures/patrol-crew.yml", FIGURE.replace("patrol-boats", "patrol-crew").replace("艘\n", "人\n  en: people\n").replace("巡河的船", "巡河的人"))),
}  # fmt: skip


@pytest.fixture
def locked(root: Path) -> Path:
    """Return the small good handbook with a lock of its translations."""
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    return root


def edited(root: Path, *edits: tuple[str, ...]) -> None:
    """Replace texts in files, or write new files."""
    for path, *words in edits:
        if len(words) == 1:
            handbook_of.write(root, {path: words[0]})
            continue
        text = (root / path).read_text(encoding="utf-8")
        assert words[0] in text
        (root / path).write_text(text.replace(words[0], words[1], 1), encoding="utf-8")


def errors(root: Path) -> list[str]:
    """Return the errors of the check."""
    return [f.text("en") for f in check_handbook(root)[1] if f.severity is Severity.ERROR]


def warnings(root: Path) -> set[str]:
    """Return the codes of the warnings of the check."""
    return {f.code for f in check_handbook(root)[1] if f.severity is Severity.WARNING}


@pytest.mark.parametrize("edit", EDITS)
def test_author_of_the_leading_language_alone_is_never_stopped(edit: str, locked: Path) -> None:
    """Whatever changes in the leading language, the translation that lags is told and stops nobody, before `record` and after."""
    edited(locked, *EDITS[edit])
    assert [] == errors(locked)
    assert warnings(locked) & {"translation-stale", "translation-missing", "page-headings-differ"}
    handbook_of.write(locked, {LOCK: recorded(load(locked)[0])})
    assert [] == errors(locked)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Twelve people", "Thirteen people", "number-differs"),
        (" and have handled [[boat-incidents]]", "", "figure-differs"),
        ("the river-chief system", "the river system", "term-not-agreed"),
    ],
)
def test_translation_that_changes_alone_is_still_compared(
    locked: Path, old: str, new: str, code: str
) -> None:
    """Where the original stands as it stood, a difference is the translation's own."""
    edited(locked, (PRACTICE, old, new))
    assert code in {finding.code for finding in check_handbook(locked)[1]}


def test_original_with_an_error_is_mended_before_its_translation_is_compared(locked: Path) -> None:
    """Whoever follows the messages from the top does not confirm a translation of what is still wrong."""
    file = locked / PAGE
    file.write_text(file.read_text("utf-8").replace("临河，", "临河[[nowhere]]，"), "utf-8")
    codes = [finding.code for finding in check_handbook(locked)[1]]
    assert "reference-unknown" in codes
    assert "translation-stale" not in codes
    file.write_text(file.read_text("utf-8").replace("[[nowhere]]，", "而居，"), "utf-8")
    assert "translation-stale" in [finding.code for finding in check_handbook(locked)[1]]
