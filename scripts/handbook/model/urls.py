"""Every address: of records, pages and paragraphs, in the site, in Markdown and in a repository.

    Record ── address_of ──▶ Address(page, anchor) ─┬─ link_from ──▶ ../figures.md#border-km
                                                    ├─ path ───────▶ figures/#border-km
                                                    └─ Urls ───────▶ en/figures/#border-km, https://…

A page is named by its path below the language's root without an ending: `about/index`. An index is
served under the address of its folder, every other page under a folder of its own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.kinds import kind_of
from handbook.model.records import Practice, Record, Source

#: The version of the data's paths and envelope; a change that breaks readers takes a new one.
API_VERSION = "v1"


@dataclass(frozen=True, slots=True)
class Address:
    """A page, or an anchor on it, in whatever language."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        """Return page and anchor as one name."""
        return self.page + self._fragment

    @property
    def path(self) -> str:
        """Return the path below the root of a language: `figures/#border-km`."""
        folder = "" if self.page == "index" else f"{self.page.removesuffix('/index')}/"
        return folder + self._fragment

    @property
    def site_link(self) -> str:
        """Return the `site:` link to the page in the leading language, whose root is the site's."""
        return f"site:{self.path}"

    def link_from(self, page: str) -> str:
        """Return the link from a page, as Markdown files link to each other."""
        if page == self.page and self.anchor:
            return self._fragment
        return posixpath.relpath(f"{self.page}.md", posixpath.dirname(page) or ".") + self._fragment

    @property
    def _fragment(self) -> str:
        return f"#{self.anchor}" if self.anchor else ""


class Urls:
    """The addresses of pages in the finished site."""

    def __init__(self, languages: Sequence[str], site_url: str = "") -> None:
        """Take the languages, the leading one first, and the published address where it is known."""
        self._leading = languages[0]
        self._site_url = site_url

    def root(self, lang: str) -> str:
        """Return the path of a language's pages: `en/`; empty for the leading language."""
        return "" if lang == self._leading else f"{lang}/"

    def page(self, page: str, lang: str, anchor: str = "") -> str:
        """Return the path of a page from the root of the site."""
        return self.root(lang) + Address(page, anchor).path

    def absolute(self, path: str) -> str:
        """Return the published address of a path in the site; empty where it is not known."""
        return absolute_url(path, self._site_url)


def absolute_url(path: str, site_url: str) -> str:
    """Return the address of a path in the site published at `site_url`; empty where that is empty."""
    return f"{site_url.rstrip('/')}/{path}" if site_url else ""


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


def practice_list_address(kind: str) -> Address:
    """Return where the practices of a kind are listed."""
    return Address(f"{Practice.folder}/{kind}")


def paragraph_address(source: str, paragraph: int) -> Address:
    """Return where all that rests on a paragraph of a source, or on its head, is listed."""
    return Address(f"{Source.folder}/{source}", f"p{paragraph}")


def linked_address(page: str, link: str) -> Address:
    """Return the address that a page's link to a Markdown file, or within the page, leads to."""
    path, _, anchor = unquote(link).partition("#")
    file = path.partition("?")[0]
    if not file:
        return Address(page, anchor)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file))
    return Address(target.removesuffix(".md"), anchor)


def edit_url(file: str, repo_url: str) -> str:
    """Return where a file, or a folder, is edited in a repository."""
    action = "edit" if posixpath.splitext(file)[1] else "tree"
    return f"{repo_url.rstrip('/')}/{action}/main/{file}"


# --- files of the site ---


def pdf_path(name: str, lang: str) -> str:
    """Return the path of a PDF: `handbook`, a record's id, or `<id>.sheet`."""
    return f"pdf/{name}.{lang}.pdf"


def sheet_name(record: str) -> str:
    """Return the name of the PDF of a record's notice-board sheet."""
    return f"{record}.sheet"


def card_path(page: str, lang: str) -> str:
    """Return the path of a page's social card."""
    return f"cards/{lang}/{page}.png"


def feed_path(lang: str) -> str:
    """Return the path of a language's feed."""
    return f"feed.{lang}.xml"


def names_path(lang: str, part: str = "") -> str:
    """Return the path of a language's list of names for the search box, or of a part of it."""
    return f"search/names.{lang}{part}.json.gz"


def opensearch_path(lang: str) -> str:
    """Return the path of the description by which browsers search the site."""
    return f"search/opensearch.{lang}.xml"


def api_path(folder: str = "index", record: str = "") -> str:
    """Return the path of the JSON of a kind, of one of its records, or of the index of all."""
    return f"api/{API_VERSION}/{folder}/{record}.json" if record else f"api/{API_VERSION}/{folder}.json"


def table_path(folder: str) -> str:
    """Return the path of a kind's table."""
    return f"data/{folder}.csv"
