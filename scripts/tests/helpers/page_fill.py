"""How full the pages of a PDF are: rendered, and measured from the top of the text down to the last ink."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: Where the text begins and ends on a page, as shares of its height; heads and feet stand outside.
_TOP, _BOTTOM = 29 / 297, 272 / 297


def page_fills(path: Path) -> list[float]:
    """Return for each page which share of the height of its text is taken; 0 for a blank one."""
    command = ["pdftoppm", "-r", "30", "-gray", path]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return [*_fills(raw)]


def _fills(raw: bytes) -> Iterator[float]:
    head = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")
    at = 0
    while found := head.match(raw, at):
        width, height = map(int, found.groups())
        rows = range(int(height * _TOP), int(height * _BOTTOM))
        starts = (found.end() + row * width for row in rows)
        inked = [n for n, start in enumerate(starts, 1) if min(raw[start : start + width]) < 200]
        yield max(inked, default=0) / len(rows)
        at = found.end() + width * height
