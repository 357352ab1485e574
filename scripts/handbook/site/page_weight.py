"""What a reader's first view of each page costs over the wire, and the budget for it.

A first view is the page itself and what it names for fetching at once: style sheets, scripts, icons
and pictures, each as gzip sends it. What scripts fetch later, as the search does, is not part of it.
"""

from __future__ import annotations

import gzip
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from handbook.diagnostics import Diagnostic, Location
from handbook.site.verify import SitePage

#: What the first view of any page may cost.
BYTES, REQUESTS = 80 * 1024, 8

_FETCHED = (
    "//link[contains(concat(' ', @rel, ' '), ' stylesheet ') or contains(concat(' ', @rel, ' '), ' icon ')]/@href"
    " | //script/@src | //img/@src"
)


@dataclass(frozen=True, slots=True)
class Weight:
    """What the first view of a page costs."""

    path: str
    bytes: int
    requests: int


def weigh(directory: Path, pages: Mapping[str, SitePage]) -> list[Weight]:
    """Return the weight of every page of a built site, the heaviest first."""

    @cache
    def sent(file: Path) -> int:
        return len(gzip.compress(file.read_bytes(), 6)) if file.is_file() else 0

    weights = []
    for path, page in pages.items():
        fetched = {directory / path}
        for address in page.tree.xpath(_FETCHED):
            name = posixpath.join(posixpath.dirname(path), urlsplit(address).path)
            fetched.add(directory / posixpath.normpath(name).lstrip("/"))
        weights.append(Weight(path, sum(map(sent, fetched)), len(fetched)))
    return sorted(weights, key=lambda weight: (-weight.bytes, weight.path))


def check_weight(weights: list[Weight]) -> Iterator[Diagnostic]:
    """Yield the pages over the budget."""
    for weight in weights:
        if weight.bytes > BYTES or weight.requests > REQUESTS:
            values = {"found": in_words(weight.bytes, weight.requests), "most": in_words(BYTES, REQUESTS)}
            yield Diagnostic("site-heavy", Location(f"site/{weight.path}"), values)


def in_words(size: int, requests: int) -> str:
    """Return a weight as both message languages write it: `15.2 KB / 4`."""
    return f"{size / 1024:.1f} KB / {requests}"
