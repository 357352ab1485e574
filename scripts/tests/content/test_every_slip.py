"""Slips of every kind at every line of every record: the first message stands at the line that is wrong."""

from __future__ import annotations

import pytest

from handbook.model.dataset import Dataset
from tests.helpers.slip_kinds import misplaced

#: The share of slips that may be told more than a line off.
MOST = 0.005


@pytest.mark.nightly
def test_slips_are_told_at_their_line(real: Dataset) -> None:
    """Over a hundred thousand slips; those told elsewhere are listed by kind."""
    told, elsewhere = misplaced(real)
    assert told > 100_000
    assert len(elsewhere) <= MOST * told, "\n".join(elsewhere[:100])
