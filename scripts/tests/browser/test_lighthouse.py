"""What Lighthouse says of five pages, time left aside."""

from __future__ import annotations

import pytest

from handbook.model.dataset import Dataset
from tests.helpers.lighthouse import pages, scores

WANTED = ("accessibility", "best-practices", "seo")


#: The home page and a practice on every change; each night the others, too.
PLACES = [0, 2, *(pytest.param(place, marks=pytest.mark.nightly) for place in (1, 3, 4))]


@pytest.mark.parametrize("place", PLACES)
def test_lighthouse_gives_full_marks(served: str, real: Dataset, place: int) -> None:
    """Accessibility, best practices and search engine hints each score 100."""
    found, failed = scores(served + pages(real)[place], *WANTED)
    assert dict.fromkeys(WANTED, 100) == found, failed
