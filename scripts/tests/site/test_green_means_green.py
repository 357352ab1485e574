"""What passes the check is built, and reads in every output as it was written."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from tests.helpers.drawn_handbook import Drawing
from tests.helpers.outputs import faults, faults_of_edit

#: An example takes some seconds, and a smaller seed is no smaller handbook.
SETTINGS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SEEDS = st.integers(0, 2**32 - 1)


def reads_as_written(seed: int) -> None:
    """Draw a handbook and an edit of it, and hold each output against what was written."""
    drawing = Drawing(Random(seed))
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        dataset = drawing.settle(Path(first))
        assume(dataset is not None)
        assert dataset
        note(f"{len(dataset.records)} records, {drawing.texts} texts, {drawing.replaced} replaced")
        found = list(faults(dataset, Path(first)))
        drawing.edit()
        if edited := drawing.settle(Path(second)):
            found += faults_of_edit(dataset, edited)
        assert [] == found


@settings(SETTINGS, max_examples=12, derandomize=True)
@given(SEEDS)
def test_a_handbook_that_passes_the_check_reads_as_written(seed: int) -> None:
    """Whatever the check accepts is built and published as it was written."""
    reads_as_written(seed)


@pytest.mark.nightly
@settings(SETTINGS, max_examples=1000)
@given(SEEDS)
def test_a_thousand_handbooks_read_as_written(seed: int) -> None:
    """The same of many more, each night others."""
    reads_as_written(seed)
