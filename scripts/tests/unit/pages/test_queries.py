"""Queries on the data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.queries import mentions


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the small good handbook."""
    return load(root)[0]


def test_mentions_come_from_fields_texts_and_pages(dataset: Dataset) -> None:
    """What mentions a record is listed once, records before pages."""
    assert ("joint-patrols", "docs/safety/river-safety") == mentions(dataset)["river-chief"]
    assert ("docs/safety/river-safety",) == mentions(dataset)["joint-patrols"]


def test_citations_of_a_paragraph_come_from_fields_and_texts(dataset: Dataset) -> None:
    """Citations in fields and in texts count alike."""
    assert ("river-safety", "river-town", "docs/safety/river-safety") == mentions(dataset)["river-report", 1]
