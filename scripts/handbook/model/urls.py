"""Where everything is read: the address of each record, page and paragraph."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from dataclasses import dataclass

from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.kinds import kind_of
from handbook.model.records import Record


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is read: a page's path from the root without language and ending, and an anchor on it."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        """Return page and anchor as one name."""
        return f"{self.page}#{self.anchor}" if self.anchor else self.page

    def from_page(self, page: str) -> str:
        """Return the link to this address from a page, as Markdown files link to each other."""
        if page == self.page and self.anchor:
            return f"#{self.anchor}"
        path = posixpath.relpath(f"{self.page}.md", posixpath.dirname(page) or ".")
        return f"{path}#{self.anchor}" if self.anchor else path


def address_of(record: Record, dataset: Dataset) -> Address:
    """Return where a record is read: on a page of its own, or at its anchor on its kind's page.

    Raises:
        KeyError: the record that its page lies below is not in the data set.
    """
    kind = kind_of(record)
    if kind.anchored:
        return Address(kind.index, record.id)
    below = str(getattr(record, kind.below)) if kind.below else record.folder
    if kind.below and (to := fields_of(kind.record)[kind.below].refers_to):
        if dataset.records[below].folder not in to.folders:
            raise KeyError(below)
        below = address_of(dataset.records[below], dataset).page
    return Address(f"{below}/{record.id}")


def addresses(dataset: Dataset) -> dict[str, Address]:
    """Return the address of each record by its id, but for those below a record that is not there."""
    found: dict[str, Address] = {}
    for record in dataset.records.values():
        with suppress(KeyError):
            found[record.id] = address_of(record, dataset)
    return found


def site_path(path: str, anchor: str = "") -> str:
    """Return the `site:` link to a page in the leading language, which stands at the site's root."""
    url = "" if path == "index" else f"{path.removesuffix('/index')}/"
    return f"site:{url}#{anchor}" if anchor else f"site:{url}"


def place_address(source: str, place: int) -> Address:
    """Return where all that rests on a paragraph of a source, or on its head, is listed."""
    return Address(f"sources/{source}", f"p{place}")
