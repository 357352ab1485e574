"""What was probably meant by what was typed."""

from __future__ import annotations

import pytest

from handbook.load.normal_forms import located_in, meant_source

NAMES = {
    "river-report": ["护河报告", "https://example.org/2024/report"],
    "town-almanac": ["年鉴", "https://example.org/2025"],
}
CITED = "town-almanac#12 town-almanac#3 river-report#5"


@pytest.mark.parametrize(
    ("typed", "citation"),
    [
        ("[5]", "river-report#5"),
        ("[12]", "town-almanac#12"),
        ("[9]", "town-almanac#9"),
        ("年鉴第5页", "town-almanac#5"),
        ("https://example.org/2024/report", "river-report#…"),
        ("https://example.org/2024/report 第7段", "river-report#7"),
        ("https://example.org/2024/report#7", "river-report#7"),
    ],
)
def test_citation_is_of_the_source_that_was_meant(typed: str, citation: str) -> None:
    """That is the one named, or of which the text cites the place; the numbers of an address are those of no place."""
    assert citation == located_in(meant_source(NAMES, typed, CITED), typed)
