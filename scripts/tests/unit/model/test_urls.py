"""Addresses of records and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.urls import Address, address_of


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the small good handbook."""
    return load(root)[0]


def test_each_record_has_an_address(dataset: Dataset) -> None:
    """Each kind of record is read at an address of its own, or at its anchor on its kind's page."""
    addresses = {record.id: address_of(record, dataset) for record in dataset.records.values()}
    assert {
        "river-safety": Address("safety/river-safety"),
        "joint-patrols": Address("safety/river-safety/joint-patrols"),
        "river-police": Address("organisations/river-police"),
        "river-town": Address("places/river-town"),
        "river-line": Address("platforms/river-line"),
        "boat-incidents": Address("figures", "boat-incidents"),
        "clean-river": Address("honours", "clean-river"),
        "river-chief": Address("glossary", "river-chief"),
        "river-report": Address("sources/river-report"),
    } == addresses


def test_links_between_pages_are_relative() -> None:
    """A link is written as Markdown files link to each other."""
    assert "../figures.md#a" == Address("figures", "a").from_page("safety/river")
    assert "#a" == Address("figures", "a").from_page("figures")
    assert "river/patrols.md" == Address("safety/river/patrols").from_page("safety/river")
    assert "sources/x.md" == Address("sources/x").from_page("index")
