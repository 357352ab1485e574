"""Estimates of pages, made before a book is typeset."""

from __future__ import annotations

from handbook.book.page_estimates import guess_pages


def test_guess_counts_on() -> None:
    """A guess of pages never goes back, starts each run on a new page, and leaves room for cover and contents."""
    heading = {"t": "h", "level": 1, "c": ["Title"], "outlined": True}
    text = {"t": "p", "c": ["字" * 400]}
    runs = [{"blocks": [{**heading, "label": f"{run}-{part}"} if not part % 9 else text for part in range(27)]} for run in range(3)]
    for whole, first in ((True, 3), (False, 1)):
        pages = list(guess_pages(runs, whole).values())
        assert first == pages[0]
        assert pages == sorted(pages)
        assert pages[3] > pages[2]
