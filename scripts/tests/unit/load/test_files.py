"""A file's bytes become its text, or one message says what is wrong with all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load import Unloadable, load
from handbook.load.files import decode
from handbook.load.translation_lock import LOCK
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE, PRACTICE

CONFLICT = "<<<<<<< HEAD\n\n一段。\n\n=======\n\n另一段。\n\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    "text",
    [
        CONFLICT,
        CONFLICT.replace("\n", "\r\n"),
        "a\n<<<<<<<\n",
        "a\n>>>>>>> 1a2b3c4 (say more)\n",
        "一段。\n\n=======\n\n另一段。\n",
        "一段。\r\n\r\n=======\r\n另一段。\r\n",
    ],
)
def test_merge_conflict_is_reported_at_either_mark(text: str) -> None:
    """Either mark is enough, at the beginning of a line."""
    with pytest.raises(Unloadable) as stopped:
        decode(text.encode(), PRACTICE)
    assert ["file-merge-conflict"] == [f.code for f in stopped.value.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n",
        "a\n\n========\n",
        "a <<<<<<< HEAD\n",
        "<<<<<<<< HEAD\n",
        ">>>>>>>more\n",
        "    >>>>>>> code\n",
    ],
)
def test_underlines_and_marks_inside_lines_are_no_conflict(text: str) -> None:
    """Seven equals signs may underline a heading, and marks within a line are words."""
    assert text == decode(text.encode(), PRACTICE)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (PRACTICE, "file-merge-conflict"),
        (PAGE, "file-merge-conflict"),
        (LOCK, "translations-lock-form"),
    ],
)
def test_conflict_is_reported_once_in_every_kind_of_file(root: Path, name: str, code: str) -> None:
    """Records and pages have the one message, at the first mark; the lock, which nobody mends by hand, has its own."""
    before = handbook_of.FILES.get(name, "a: []\n")
    handbook_of.write(root, {name: f"{before}\n{CONFLICT}"})
    findings = check_handbook(root, [(root / name).resolve()])[1]
    found = [(finding.code, finding.place.line) for finding in findings]
    assert [(code, before.count("\n") + 2)] == found


def test_a_conflict_in_the_words_stops_the_check(root: Path) -> None:
    """The interface's words are read as records are."""
    handbook_of.write(root, {"data/labels.yml": handbook_of.LABELS + CONFLICT})
    with pytest.raises(Unloadable) as stopped:
        load(root)
    assert ["file-merge-conflict"] == [f.code for f in stopped.value.diagnostics]


def test_what_commands_write_may_be_larger_than_what_editors_write(root: Path) -> None:
    """An edition holds all that a change replaced."""
    for name in ("data/editions/2030-01-01.yml", "data/terms/river-chief.yml"):
        handbook_of.write(root, {name: "date: '2030-01-01'\n" + "# \n" * 100_000})
    large = [f.place.path for f in check_handbook(root)[1] if f.code == "file-too-large"]
    assert ["data/terms/river-chief.yml"] == large
