"""Rules of what is not translated."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import check_handbook
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE

EN_PAGE = PAGE.replace(".zh.", ".en.")


def test_page_without_its_translation_is_reported(root: Path) -> None:
    """A page in Chinese alone is a warning; in English alone it would not be published."""
    (root / EN_PAGE).unlink()
    assert ["page-translation-missing"] == [finding.code for finding in check_handbook(root)[1]]
    handbook_of.good(root)
    (root / PAGE).unlink()
    assert ["theme-page-missing", "page-first-missing"] == [
        finding.code for finding in check_handbook(root)[1]
    ]
