"""What the page of downloads says of each PDF: its length, size and checksum.

They are known only once the PDF is made, so the page's template leaves a blank for each
(`⟦size pdf/handbook.zh.pdf⟧`), and the finished page is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_BLANK = re.compile(r"⟦(?P<fact>\w+) (?P<path>[^⟧]+)⟧")


def fill(page: Path, facts: Mapping[str, Mapping[str, int | str]]) -> None:
    """Fill in the blanks of a finished page.

    Args:
        page: The page's file.
        facts: For each file's path in the site, its `pages`, `size` in bytes and `sha256`.

    Raises:
        KeyError: A blank is of a file that was not made, or of no fact.
    """

    def fact(blank: re.Match[str]) -> str:
        value = facts[blank["path"]][blank["fact"]]
        return str(round(int(value) / 1000) if blank["fact"] == "size" else value)

    page.write_text(_BLANK.sub(fact, page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
