"""What passes the check is built, and reads in every output as it was written."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.helpers.drawn_handbook import Drawing
from tests.helpers.outputs import faults, faults_of_edit
from tests.helpers.values_on_pages import untyped

#: An example takes some seconds, and a smaller seed is no smaller handbook.
SETTINGS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
#: Three that found something, and few that with them have each form of text and block that a dozen have.
SEEDS = (56, 232, 8685, 7, 20, 35, 0, 2)


def faults_of_drawing(seed: int) -> list[str]:
    """Draw a handbook and an edit of it, and return what of their outputs is not as it was written."""
    drawing = Drawing(Random(seed))
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        if not (dataset := drawing.settle(Path(first))):
            return [f"never passes the check: {drawing.errors}"]
        found = list(faults(dataset, Path(first)))
        drawing.edit()
        if edited := drawing.settle(Path(second)):
            found += faults_of_edit(dataset, edited)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_handbook_that_passes_the_check_reads_as_written(seed: int) -> None:
    """Whatever the check accepts is built and published as it was written; always the same ones."""
    assert [] == faults_of_drawing(seed)


@pytest.mark.parametrize(
    ("typed", "separator", "shown"),
    [
        ("a\n\n+ 1. b", "", "a\n\nb"),
        ("- + b - c", "", "b - c"),
        ("| a | b |\n|---|:-:|\n| c | d |", "", "a  b \n\nc  d "),
        ("| a | b |\n|---|:-:|\n| c | d |", ",", "a , b \n\nc , d "),
        ("| a\n|---\n| b", "", "a\n\nb"),
        ("\ue000| a", "", "\ue000| a"),
        ("a | b, -c, 1.5", ",", "a | b, -c, 1.5"),
    ],
)
def test_marks_of_blocks_alone_are_not_sought(typed: str, separator: str, shown: str) -> None:
    """What pages show as a list or a table is compared without its marks, and nothing else is left out."""
    assert shown == untyped(typed, separator)


@pytest.mark.nightly
@settings(SETTINGS, max_examples=1000)
@given(st.integers(0, 2**32 - 1))
def test_a_thousand_handbooks_read_as_written(seed: int) -> None:
    """The same of many more, each night others."""
    assert [] == faults_of_drawing(seed)
