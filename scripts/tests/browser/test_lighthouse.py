"""What Lighthouse says of five pages, time left aside."""

from __future__ import annotations

import pytest

from tests.helpers.lighthouse import PAGES, scores

WANTED = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("path", PAGES)
def test_lighthouse_gives_full_marks(served: str, path: str) -> None:
    """Accessibility, best practices and search engine hints each score 100."""
    found, failed = scores(served + path, *WANTED)
    assert dict.fromkeys(WANTED, 100) == found, failed
