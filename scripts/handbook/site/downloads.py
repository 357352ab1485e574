"""What pages tell of files that are made beside them: number of pages, size, and whether there is one.

That is known only after the files are made, so the pages' templates leave a blank for each fact
(`size pdf/handbook.zh.pdf` between two private characters, which the check lets no text have). It is
filled in on the built page. A row or item goes whose file was not made.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

#: The pages that have blanks.
PAGES = ("downloads", "data")
#: What returns the `size` of a file in bytes, and of a PDF the `pages`, by its path in the site; None if there is no file.
Facts = Callable[[str], Mapping[str, int | str] | None]

_BLANK = re.compile("\ue000(?P<fact>\\w+) (?P<path>[^\ue001]+)\ue001")
_ITEM = re.compile(r"<(tr|li)>(?:(?!<\1>).)*?</\1>\n?", re.DOTALL)


def filled(html: str, facts: Facts) -> str:
    """Return a page with its blanks filled in.

    Args:
        html: The page.
        facts: What knows the files.

    Raises:
        KeyError: A blank names an unknown fact, or a file that there is not stands outside of rows and items.
    """

    def item(found: re.Match[str]) -> str:
        paths = (blank["path"] for blank in _BLANK.finditer(found[0]))
        return found[0] if all(facts(path) is not None for path in paths) else ""

    def fact(blank: re.Match[str]) -> str:
        value = (facts(blank["path"]) or {})[blank["fact"]]
        return str(max(1, round(int(value) / 1000)) if blank["fact"] == "size" else value)

    return _BLANK.sub(fact, _ITEM.sub(item, html)) if _BLANK.search(html) else html


def fill(page: Path, facts: Facts) -> None:
    """Fill in the blanks of a built page."""
    text = filled(page.read_text(encoding="utf-8"), facts)
    page.write_text(text, encoding="utf-8", newline="\n")
