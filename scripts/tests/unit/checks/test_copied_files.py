"""Files outside data/ and docs/ that the site carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.checks.context import Context
from handbook.checks.rules import copied_files
from handbook.load import load
from tests.helpers import handbook_of

QUESTIONS = ".github/PULL_REQUEST_TEMPLATE.md"


@pytest.mark.parametrize("path", ["LICENSE-env", QUESTIONS, "custom/theme/assets/env.css"])
def test_link_is_reported(root: Path, path: str) -> None:
    """The site would carry what it leads to."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to("/proc/self/environ")
    assert [("file-symlink", path)] == [(f.code, f.place.path) for f in check_handbook(root)[1]]


def test_what_is_no_text_is_reported(root: Path) -> None:
    """A folder, and bytes that are none; texts and files of the handbook's own theme are left alone."""
    (root / "LICENSE-folder").mkdir()
    own = {
        "LICENSE": "Free.\n",
        "LICENSE-bytes": b"\xff",
        QUESTIONS: "",
        "custom/theme/a.png": b"\xff",
    }
    handbook_of.write(root, own)
    found = {f.place.path: f.code for f in copied_files.check(Context(load(root)[0]))}
    expected = {"LICENSE-folder": "file-unreadable", "LICENSE-bytes": "file-not-utf8"}
    assert {**expected, QUESTIONS: "file-empty"} == found
