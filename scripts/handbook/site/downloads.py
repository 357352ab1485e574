"""What the page of downloads tells of each PDF: its length, size and checksum, which are known only once it is made.

The pages and the PDFs are made at the same time, so the page is made with a blank for each fact, and the blanks are filled afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what reads PDFs is not loaded with the pages
    from handbook.book.typst.metadata import Download

FACTS: dict[str, Callable[[Download], object]] = {
    "pages": lambda file: file.pages,
    "size": lambda file: round(file.size / 1000),
    "sha256": lambda file: file.sha256,
}
#: What the page's template writes for a fact of the file at a path in the site: `⟦pages pdf/handbook.zh.pdf⟧`.
_BLANK = re.compile(r"⟦(?P<fact>\w+) (?P<path>[^⟧]+)⟧")


def fill(page: Path, downloads: Iterable[Download]) -> None:
    """Write the facts of the finished files into a finished page; raises KeyError for a blank of a file that was not made."""
    files = {file.path: file for file in downloads}
    text = page.read_text(encoding="utf-8")
    page.write_text(_BLANK.sub(lambda found: str(FACTS[found["fact"]](files[found["path"]])), text), encoding="utf-8", newline="\n")
