"""Rules of characters."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import check_handbook
from tests.helpers.repository import edit
from tests.helpers.slips import PRACTICE


def test_null_character_in_a_record_is_reported(root: Path) -> None:
    """The character that stands for blanked-out markup is found where it was typed."""
    edit(root, PRACTICE, ("zh: 夜里轮流值守。", 'zh: "夜里\\0轮流值守。"'))
    assert "character-invisible" in [f.code for f in check_handbook(root)[1]]
