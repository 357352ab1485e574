"""What passes the check is built, and reads in every output as it was written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from tests.helpers.drawn_handbook import Drawing
from tests.helpers.outputs import faults

#: An example takes some seconds; shrinking tries hundreds.
SETTINGS = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    print_blob=True,
)


def reads_as_written(random: Random) -> None:
    """Draw a handbook, and hold each output against what was written."""
    with tempfile.TemporaryDirectory() as name:
        drawing = Drawing(random)
        dataset = drawing.settle(Path(name))
        assume(dataset is not None)
        assert dataset
        note(f"{len(dataset.records)} records, {drawing.texts} texts, {drawing.replaced} replaced")
        assert [] == list(faults(dataset, Path(name)))


@settings(SETTINGS, max_examples=12, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_a_handbook_that_passes_the_check_reads_as_written(random: Random) -> None:
    """Whatever the check accepts is built and published as it was written."""
    reads_as_written(random)


@pytest.mark.nightly
@settings(SETTINGS, max_examples=1000)
@given(st.randoms(use_true_random=False))
def test_a_thousand_handbooks_read_as_written(random: Random) -> None:
    """The same of many more."""
    reads_as_written(random)
