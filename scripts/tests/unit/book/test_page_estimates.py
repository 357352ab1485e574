"""Estimates of pages, made before a book is typeset."""

from __future__ import annotations

from handbook.book.page_estimates import estimate_pages


def test_estimates_count_on_from_run_to_run() -> None:
    """An estimate never goes back, starts each run on a new page, and leaves room for cover and contents."""
    heading = {"t": "h", "level": 1, "c": ["Title"]}
    text = {"t": "p", "c": ["字" * 400]}
    runs = [
        [{**heading, "label": f"{run}-{part}"} if not part % 9 else text for part in range(27)]
        for run in range(3)
    ]
    for contents, first, later in ((0, 1, 0), (1, 3, 1), (4, 3, 4)):
        pages = list(estimate_pages(runs, contents).values())
        assert first == pages[0]
        assert pages == sorted(pages)
        assert pages[3] > pages[2] + later
