"""Files of one shape repeated: few findings are told, and twice the input takes about twice as long."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_hostile import seconds, shapes
from handbook.checks import check_handbook
from handbook.diagnostics import MOST
from tests.helpers import handbook_of

#: Definition lists are the parser's own: it takes longer for each the more there are.
SHAPES = {name: made for name, made in shapes() if name != "page: definitions"}


@pytest.mark.parametrize("name", list(SHAPES)[::4])
def test_file_of_one_shape_has_few_findings(root: Path, name: str) -> None:
    """A small one already shows what a rule makes of it: no rule fails, and at most a hundred findings are told of a file."""
    file, text = SHAPES[name](4000)
    handbook_of.write(root, {file: text})
    found = check_handbook(root)[1]
    assert "rule-crashed" not in {finding.code for finding in found}
    of_file = [finding for finding in found if finding.place.path == file]
    assert len(of_file) <= MOST + 1
    assert (len(of_file) > MOST) == ("findings-more" in {finding.code for finding in of_file})


@pytest.mark.nightly
@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_input_takes_about_twice_as_long(root: Path, name: str) -> None:
    """A ratio within one run, wide enough for a machine that has other work; what takes no time has no ratio."""
    half, whole = (seconds(root, *SHAPES[name](size)) for size in (100_000, 200_000))
    assert whole < 0.3 or whole / half < 3.2
