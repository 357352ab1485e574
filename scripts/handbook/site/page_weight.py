"""How much a reader's first view of each page weighs over the wire, and whether that is within the budget.

A first view is the page itself and what it names for fetching at once: style sheets, scripts, icons, pictures, all as gzip sends
them. What a script fetches later, when search is opened, is not part of it.
"""

from __future__ import annotations

import gzip
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

from handbook.diagnostics import Diagnostic, Location

#: What the first view of any page may cost.
BYTES, REQUESTS = 80 * 1024, 8

_FETCHED = "//link[contains(concat(' ', @rel, ' '), ' stylesheet ') or contains(concat(' ', @rel, ' '), ' icon ')]/@href | //script/@src | //img/@src"


@dataclass(frozen=True, slots=True)
class Weight:
    """What the first view of a page costs."""

    path: str
    bytes: int
    requests: int


def weigh(directory: Path) -> list[Weight]:
    """Return the weight of every page of a built site, the heaviest first."""

    @cache
    def sent(file: Path) -> int:
        return len(gzip.compress(file.read_bytes(), 6))

    weights = []
    for file in directory.rglob("*.html"):
        path = file.relative_to(directory).as_posix()
        if path.split("/", 1)[0] in {"pagefind", "admin"}:
            continue
        fetched = {file} | {_file(directory, path, address) for address in html.fromstring(file.read_bytes()).xpath(_FETCHED)}
        weights.append(Weight(path, sum(sent(each) for each in fetched if each.is_file()), len(fetched)))
    return sorted(weights, key=lambda weight: (-weight.bytes, weight.path))


def _file(directory: Path, page: str, address: str) -> Path:
    path = urlsplit(address).path
    return directory / (path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(page), path)))


def check_weight(weights: list[Weight]) -> Iterator[Diagnostic]:
    """Yield the pages over the budget."""
    for weight in weights:
        if weight.bytes > BYTES or weight.requests > REQUESTS:
            values = {"found": said(weight.bytes, weight.requests), "most": said(BYTES, REQUESTS)}
            yield Diagnostic("site-heavy", Location(f"site/{weight.path}"), values)


def said(size: int, requests: int) -> str:
    """Return a weight in words that both languages share."""
    return f"{size / 1024:.1f} KB / {requests}"
