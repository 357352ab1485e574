"""Rules of a record's style."""

from __future__ import annotations

from pathlib import Path

from handbook.checks import check_handbook
from tests.helpers import handbook_of


def test_missing_end_of_the_last_line_is_reported_on_that_line(root: Path) -> None:
    """No finding stands below the end of its file."""
    file = "data/platforms/river-line.yml"
    handbook_of.write(root, {file: handbook_of.PLATFORM.removesuffix("\n")})
    (finding,) = check_handbook(root)[1]
    assert ("record-style", file, handbook_of.PLATFORM.count("\n")) == (
        finding.code,
        finding.place.path,
        finding.place.line,
    )
