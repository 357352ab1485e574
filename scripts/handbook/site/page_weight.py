"""The transfer size of each page's first view, and its budget.

A first view is the page and the style sheets, scripts, icons and pictures that it loads, each
compressed with gzip. Later requests of scripts, such as those of the search, do not count.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handbook.diagnostics import Diagnostic, Location
from handbook.site.verify import PageFacts

#: The budget of a first view: bytes, and number of requests.
BYTES, REQUESTS = 25 * 1024, 8


@dataclass(frozen=True, slots=True)
class Weight:
    """The size in bytes and number of requests of a page's first view."""

    path: str
    bytes: int
    requests: int


def weigh(directory: Path, pages: Mapping[str, PageFacts]) -> list[Weight]:
    """Return the weight of every page for readers of a built site, heaviest first."""

    @cache
    def sent(name: str) -> int:
        file = directory / name
        return len(gzip.compress(file.read_bytes(), 6)) if file.is_file() else 0

    weights = [
        Weight(path, page.size + sum(map(sent, page.fetched)), 1 + len(page.fetched))
        for path, page in pages.items()
        if not page.leads_on
    ]
    return sorted(weights, key=lambda weight: (-weight.bytes, weight.path))


def check_weight(weights: list[Weight]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each page over the budget."""
    most = first_view(BYTES, REQUESTS)
    for weight in weights:
        if weight.bytes > BYTES or weight.requests > REQUESTS:
            values = {"found": first_view(weight.bytes, weight.requests), "most": most}
            yield Diagnostic("site-heavy", Location(f"site/{weight.path}"), values)


def first_view(size: int, requests: int) -> str:
    """Return a weight as text for any message language: `15.2 KB / 4`."""
    return f"{size / 1024:.1f} KB / {requests}"
