"""What is asked of the data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.queries import backlinks, resting_on


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the small good handbook."""
    return load(root)[0]


def test_backlinks_come_from_fields_texts_and_pages(dataset: Dataset) -> None:
    """What mentions a record is listed once, records before pages."""
    assert ("joint-patrols", "docs/safety/river-safety") == backlinks(dataset)["river-chief"]
    assert ("docs/safety/river-safety",) == backlinks(dataset)["joint-patrols"]


def test_paragraphs_know_what_rests_on_them(dataset: Dataset) -> None:
    """Citations in fields and in texts count alike."""
    assert ("river-safety", "river-town", "docs/safety/river-safety") == resting_on(dataset)["river-report", 1]
