"""The rules of the check: each passes on the good handbook, and finds what it is there for when one thing is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from handbook import checks
from handbook.checks import RULES, check_handbook
from handbook.checks.context import Context
from handbook.diagnostics import Diagnostic
from handbook.load import load
from tests.helpers import several_sources
from tests.helpers.slips import PAGE, PRACTICE

#: For each rule what breaks it: a file, the text replaced, what replaces it, and the codes that the rule then finds.
CASES = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for file in Path(__file__).parent.glob("rules/*.yml")
}
BY_NAME = {rule.__name__.rpartition(".")[2]: rule for rule in RULES}
BROKEN = [
    pytest.param(BY_NAME[name], case, id=f"{name}-{number}")
    for name, cases in CASES.items()
    for number, case in enumerate(cases)
]

#: The cases that also say what an editor writes in the place who follows the remedy to the letter.
REMEDIED = [
    pytest.param(each.values[1], id=each.id) for each in BROKEN if "fixed" in each.values[1]
]


@pytest.mark.parametrize("rule", BY_NAME.values(), ids=BY_NAME)
def test_rule_finds_nothing_in_the_good_handbook(rule: ModuleType, root: Path) -> None:
    """What is right is left alone."""
    assert [] == list(rule.check(Context(load(root)[0])))


@pytest.mark.parametrize(("rule", "case"), BROKEN)
def test_rule_finds_what_is_broken(rule: ModuleType, case: dict[str, Any], root: Path) -> None:
    """What is wrong is found by the rule that is there for it, as often as it stands there."""
    if "several" in case:
        several_sources.several(root)
    file = root / case["file"]
    text = file.read_text(encoding="utf-8")
    assert case["replace"] in text
    file.write_text(text.replace(case["replace"], case["by"], 1), encoding="utf-8")
    dataset, _ = load(root)
    found = [*rule.check(Context(dataset, today="2026-03-01"))]
    assert case["finds"] == [finding.code for finding in found]
    assert not found or case.get("says", "") in found[0].text("zh")


@pytest.mark.parametrize("case", CASES["repeated_numbers"])
def test_file_alone_is_compared_with_all_figures(case: dict[str, Any], root: Path) -> None:
    """What a text repeats is found where its file alone is checked, and the figure stands in another."""
    if "several" in case:
        several_sources.several(root)
    file = root / case["file"]
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(case["replace"], case["by"], 1), encoding="utf-8")
    codes = [finding.code for finding in check_handbook(root, only=[file], today="2026-03-01")[1]]
    assert {*case["finds"]} <= {*codes}


def test_every_case_says_what_its_remedy_leads_to() -> None:
    """Whatever is found can be mended as the message says; a translation left for later still waits then."""
    found = [each.values[1] for each in BROKEN if each.values[1]["finds"]]
    assert all(case["finds"] == ["translation-unfilled"] for case in found if "fixed" not in case)


@pytest.mark.parametrize("case", REMEDIED)
def test_remedy_followed_to_the_letter_leads_to_green(case: dict[str, Any], root: Path) -> None:
    """What the messages say to do leaves nothing to be found, by this rule or another."""
    if "several" in case:
        several_sources.several(root)
    for path, old, new in [(case["file"], case["replace"], case["fixed"]), *case.get("also", ())]:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [] == [finding.text("en") for finding in check_handbook(root, today="2026-03-01")[1]]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PRACTICE, "夜里轮流", "夜里（“轮流‘一’”）轮流"),
        (PRACTICE, "夜里轮流", "夜里轮流……"),
        (PRACTICE, "夜里轮流", "夜里运行`x < y [[z]] \"q\"`轮流"),
        (PRACTICE, "[[river-police|派出所]]", "[[river-police|警察]]"),
        (PRACTICE, "夜里轮流", "夜里[轮流](https://example.org/a?b=c)"),
        (PRACTICE, "夜里轮流", "夜里:lang[by night, \"yes\"]{en}轮流"),
        (PRACTICE, "take turns", "take turns or :lang[轮流，“值守”]{zh}"),
        (PRACTICE, "take turns", 'take "turns" (both of them), one, two or many; all do'),
        (PRACTICE, "夜里轮流", "“夜里1728起”，《1728起》轮流"),
        (PRACTICE, "夜里轮流", "一起、统一、一体化、十分、万一，一个个轮流"),
        (PRACTICE, "夜里轮流", "两岸夜里轮流"),
        (PAGE, "临河，", "临河。  \n".rstrip() + "\n\n> 引文。\n\n"),
        (PAGE, "临河，", "临河，见[来源](../sources/river-report.md)和[本页](#who)，"),
        (PAGE, "## 谁", "- 一\n- 二\n\n1. 三\n2. 四\n\n---\n\n## 谁"),
        (PAGE, "## 谁", '!!! note "请注意"\n    说明。\n\n词\n:   释义。\n\n| 甲 | 乙 |\n| --- | :-- |\n| 一 | 二   |\n\n## 谁'),
        (PAGE, "## 谁", "```yaml\n# 注\nzh: \"<b>\" {x}  [[y]]\n```\n\n## 谁"),
    ],
)  # fmt: skip
def test_correct_text_has_no_findings(
    check: Callable[..., list[Diagnostic]], path: str, old: str, new: str
) -> None:
    """Ordinary ways of writing raise no false alarm."""
    assert [] == [finding.text("en") for finding in check(path, old, new)]


# --- what rules share --------------------------------------------------------------------------------------------------


def test_registry_runs_every_rule_and_each_has_cases(root: Path) -> None:
    """What the rules find one by one is what a run finds."""
    dataset, _ = load(root)
    assert [] == checks.run(dataset)
    with_tests_of_their_own = {
        "copied_files",
        "editions",
        "page_urls",
        "site_config",
        "stale_translations",
    }
    assert set(BY_NAME) - with_tests_of_their_own == set(CASES)
