"""Rules of a page's sections."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import check_handbook
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE


def test_translated_headings_in_another_order_are_reported(root: Path) -> None:
    """The same sections in another order are told as such."""
    head, first, second = handbook_of.PAGE_EN.split("## ")
    handbook_of.write(root, {PAGE.replace(".zh.", ".en."): f"{head}## {second}\n## {first}"})
    (found,) = check_handbook(root)[1]
    assert "another order" in found.text("en")
