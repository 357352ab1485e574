"""What readers are told of a finished PDF before they download it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file: its path in the site, its size in bytes, its number of pages and its SHA-256."""

    path: str
    size: int
    pages: int
    sha256: str


def describe(path: Path) -> Download:
    """Return a PDF's size, number of pages and checksum; its path in the site starts at its folder (`pdf/…`)."""
    content = path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = len(document.pages)
    return Download(f"{path.parent.name}/{path.name}", len(content), pages, hashlib.sha256(content).hexdigest())
