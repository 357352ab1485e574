"""A page's tree in a document."""

from __future__ import annotations

from typing import Any

import pytest

from handbook.book.placement import place


def test_place_puts_headings_below_their_chapter() -> None:
    """A page's title is in the contents, whatever its level."""
    blocks = [
        {"t": "h", "level": 1, "id": "title", "label": "here", "c": []},
        {"t": "h", "level": 2, "label": "here#a", "c": []},
    ]
    title, below = place(blocks, 2, {}, {})
    assert {"t": "h", "level": 2, "label": "here", "c": [], "outlined": True} == title
    assert {"t": "h", "level": 3, "label": "here#a", "c": []} == below


@pytest.mark.parametrize(
    ("pages", "url", "expected"),
    [
        (
            {"there": 7},
            "https://example.org/there/",
            {"to": "there", "way": "place:there x", "page": 7, "m": True},
        ),
        ({"other": 7}, "https://example.org/there/", {"url": "https://example.org/there/"}),
        ({"other": 7}, "", {}),
    ],
)
def test_place_leads_a_link_inside_or_to_the_web_or_nowhere(
    pages: dict[str, int], url: str, expected: dict[str, Any]
) -> None:
    """Inside the document, a link tells the estimated page."""
    link = {
        "t": "a",
        "to": "there",
        "way": "place:there x",
        "url": url,
        "c": ["x"],
        "page": 0,
        "m": True,
    }
    assert [{"t": "a", "c": ["x"], **expected}] == place([link], 1, pages, {})


def test_place_numbers_notes_in_their_order_and_goes_on_with_the_next_page() -> None:
    """A further call of a note has its number; the tree itself stays as it is."""
    blocks = [
        {"t": "ul", "c": [[{"t": "p", "c": [{"t": "fn", "k": key}]}]]} for key in ("a", "b", "a")
    ]
    notes: dict[str, int] = {}
    placed = [
        block["c"][0][0]["c"][0]["n"]
        for page in (blocks, [{"t": "p", "c": [{"t": "fn", "k": "c"}]}])
        for block in place(page, 1, {}, notes)
        if block["t"] == "ul"
    ]
    assert ["1", "2", "1"] == placed
    assert {"a": 1, "b": 2, "c": 3} == notes
    assert "n" not in blocks[0]["c"][0][0]["c"][0]
