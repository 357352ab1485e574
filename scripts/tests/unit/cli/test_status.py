"""`handbook status`: what waits for editors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import handbook_of
from tests.helpers.commands import run
from tests.helpers.repository import edit

FIGURE = "data/figures/boat-incidents.yml"


@pytest.fixture(autouse=True)
def _here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def status(*arguments: str, today: str = "2026-03-01") -> str:
    """Return the report in English."""
    done = run("status", "--today", today, "--lang", "en", *arguments)
    assert 0 == done.exit_code, done.output
    return done.stdout


def test_report_tells_what_waits(root: Path) -> None:
    """Counts of records, what nobody looked at, what is unanswered and what lags in translation, and no more."""
    told = status()
    kinds = "Themes 1, Practices 1, Organisations 1, Places 1, Platforms 1, Figures 1, Honours 1, Terms 1, Sources 1"
    assert told.startswith(
        f"## How the handbook stands (2026-03-01)\n\n9 records: {kinds}.\n\n"
        "### Not looked at against their sources for 365 days (9)\n\n- 9 without a date"
    )
    assert (
        "### What the sources do not say (1)\n\n- Joint river patrols (joint-patrols): what it costs\n"
        in told
    )
    assert 0 == run("translations", "record").exit_code
    edit(
        root,
        handbook_of.PRACTICE_FILE,
        ("夜里轮流值守", "夜里轮班值守"),
        ("      en: Night watch\n", ""),
    )
    lag = "### Translations that do not keep up with their originals (2)\n\n- English: missing 1, stale 1\n"
    assert lag in status()


def test_nothing_empty_is_told(root: Path) -> None:
    """A handbook in which nothing waits is counted, and that is all."""
    assert 0 == run("translations", "record").exit_code
    edit(root, handbook_of.PRACTICE_FILE, ("gaps:\n  - zh: 经费\n    en: what it costs\n", ""))
    for file in root.glob("data/*/*.yml"):
        file.write_text(
            file.read_text(encoding="utf-8") + "checked: 2026-02-28\n", encoding="utf-8"
        )
    assert "#" not in status()[2:]


@pytest.mark.parametrize(("today", "days", "is_told"), [("2026-03-01", 365, False), ("2026-03-02", 365, True), ("2026-03-02", 366, False)])  # fmt: skip
def test_record_is_listed_once_nobody_looked_at_it_for_so_long(
    root: Path, today: str, days: int, is_told: bool
) -> None:
    """It is the day given that counts, and not the clock."""
    edit(root, FIGURE, ("cite:\n", "checked: 2025-03-01\ncite:\n"))
    told = status("--days", str(days), today=today)
    assert is_told == ("- Boat incidents handled (boat-incidents): 2025-03-01\n" in told)


def test_all_lists_what_has_no_date(root: Path) -> None:
    """The longest unseen come first, and what nobody ever looked at last."""
    edit(root, FIGURE, ("cite:\n", "checked: 2024-03-01\ncite:\n"))
    edit(root, "data/places/river-town.yml", ("cite:\n", "checked: 2023-03-01\ncite:\n"))
    lines = status("--all").split("### What")[0].split("\n- ")[1:]
    assert [
        "Riverside (river-town): 2023-03-01",
        "Boat incidents handled (boat-incidents): 2024-03-01",
    ] == lines[:2]
    assert 7 == sum("no date (`checked`)" in line for line in lines)


def test_runner_gets_every_language(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not know its reader's."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert status().index("## 手册现状（2026-03-01）") < status().index(
        "## How the handbook stands"
    )


def test_day_that_does_not_exist_is_wrong_usage() -> None:
    """So is what is no date."""
    assert 2 == run("status", "--today", "2026-02-30").exit_code


def test_day_to_come_is_an_error_of_the_check_and_of_no_build(root: Path) -> None:
    """The check knows the day; what builds makes is the same whatever the clock says."""
    edit(root, FIGURE, ("cite:\n", "checked: 2099-03-01\ncite:\n"))
    assert "[error checked-in-future]" in run("check", "--lang", "en").stdout
    from handbook.checks import check_handbook

    assert [] == [f for f in check_handbook(root)[1] if f.code == "checked-in-future"]
