"""Where everything is read: the address of each record, page and paragraph."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.kinds import PAGE_OF_KIND
from handbook.model.records import Practice, Record, Theme


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is read: a page's path from the root without language and ending, and an anchor on it."""

    page: str
    anchor: str = ""

    def from_page(self, page: str) -> str:
        """Return the link to this address from a page, as Markdown files link to each other."""
        if page == self.page and self.anchor:
            return f"#{self.anchor}"
        path = posixpath.relpath(f"{self.page}.md", posixpath.dirname(page) or ".")
        return f"{path}#{self.anchor}" if self.anchor else path


def address_of(record: Record, dataset: Dataset) -> Address:
    """Return where a record is read: on a page of its own, or at its anchor on the page of its kind."""
    if isinstance(record, Theme):
        return Address(f"{record.section.value}/{record.id}")
    if isinstance(record, Practice):
        return Address(f"{address_of(dataset.records[record.theme], dataset).page}/{record.id}")
    if page := PAGE_OF_KIND.get(type(record)):
        return Address(page, record.id)
    return Address(f"{record.folder}/{record.id}")


def site_path(path: str, anchor: str = "") -> str:
    """Return the `site:` link to a page in the leading language, which stands at the site's root."""
    url = "" if path == "index" else f"{path.removesuffix('/index')}/"
    return f"site:{url}#{anchor}" if anchor else f"site:{url}"


def place_address(source: str, place: int) -> Address:
    """Return where all that rests on a paragraph of a source, or on its head, is listed."""
    return Address(f"sources/{source}", f"p{place}")
