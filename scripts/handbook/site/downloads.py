"""The facts about each PDF on the downloads page: number of pages and size.

They are known only after the PDFs are made, so the page's template leaves a blank for each
(`size pdf/handbook.zh.pdf` between two private characters, which the check lets no text have). It is
filled in on the built page.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

_BLANK = re.compile("\ue000(?P<fact>\\w+) (?P<path>[^\ue001]+)\ue001")


def fill(page: Path, facts: Callable[[str], Mapping[str, int | str]]) -> None:
    """Fill in the blanks of a built page.

    Args:
        page: The page's file.
        facts: What returns the `pages` and `size` in bytes of a PDF by its path in the site.

    Raises:
        KeyError: A blank names an unknown fact.
    """

    def fact(blank: re.Match[str]) -> str:
        value = facts(blank["path"])[blank["fact"]]
        return str(round(int(value) / 1000) if blank["fact"] == "size" else value)

    text = _BLANK.sub(fact, page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8", newline="\n")
