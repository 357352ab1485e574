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
    title, below = place(blocks, 2, {})
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
    assert [{"t": "a", "c": ["x"], **expected}] == place([link], 1, pages)


def test_the_mark_of_a_citation_leads_inside_or_nowhere() -> None:
    """A mark in a document without the source's page is its words, and no link to the web."""
    mark = {"t": "a", "mark": True, "to": "there", "way": "place:there x", "url": "https://a.example/", "c": ["[¶5]"]}  # fmt: skip
    inside = {"t": "a", "mark": True, "to": "there", "way": "place:there x", "c": ["[¶5]"]}
    assert [inside] == place([mark], 1, {"there": 7})
    assert [{"t": "a", "mark": True, "c": ["[¶5]"]}] == place([mark], 1, {})
