"""Checks of the finished site: links and anchors, headings, languages, twins, third parties.

They read the built files alone, so they find what no check of the data can: a slip of a template or
of the theme, and a link that one of them writes to a page that is not there.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from handbook.diagnostics import Diagnostic, Location

_LINKS = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src"), ("object", "data"))
#: Links to these are to ourselves under the published address, or tell search engines something; nothing is fetched for them.
_NOT_FETCHED = frozenset({"alternate", "canonical", "prev", "next", "license"})


@dataclass(frozen=True, slots=True)
class SitePage:
    """One built page: its path in the site and its parsed tree."""

    path: str
    tree: html.HtmlElement
    ids: frozenset[str]


def read_site(directory: Path) -> Mapping[str, SitePage]:
    """Return every page of a built site by its path; what is not the handbook's own page (Pagefind's, the form editor's) is left out."""
    pages: dict[str, SitePage] = {}
    for file in sorted(directory.rglob("*.html")):
        path = file.relative_to(directory).as_posix()
        if path.split("/", 1)[0] in {"pagefind", "admin"}:
            continue
        tree = html.fromstring(file.read_bytes())
        pages[path] = SitePage(path, tree, frozenset(tree.xpath("//@id")))
    return pages


def check_site(directory: Path, pages: Mapping[str, SitePage], languages: tuple[str, ...], site_url: str = "") -> list[Diagnostic]:
    """Return all that is wrong with a built site."""
    files = {file.relative_to(directory).as_posix() for file in directory.rglob("*") if file.is_file()}
    findings: list[Diagnostic] = []
    for page in pages.values():
        findings += _page(page, pages, languages)
        findings += _links(page, pages, files, site_url)
    return findings


def _page(page: SitePage, pages: Mapping[str, SitePage], languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    place = Location(f"site/{page.path}")
    headings = len(page.tree.xpath("//h1"))
    if headings != 1:
        yield Diagnostic("site-heading", place, {"found": headings})
    if not "".join(page.tree.xpath("//meta[@name='description']/@content")).strip():
        yield Diagnostic("site-description", place)
    for text in page.tree.xpath("//p//text()[contains(., ':::')]"):
        yield Diagnostic("site-directive", place, {"found": text.strip().split("\n")[0]})
    ids = Counter(page.tree.xpath("//@id"))
    yield from (Diagnostic("site-id-twice", place, {"found": found}) for found, count in ids.items() if count > 1)
    if page.path == "404.html":
        return
    first, *others = languages
    top, _, rest = page.path.partition("/")
    lang, common = (top, rest) if top in others else (first, page.path)
    if page.tree.get("lang") != lang:
        yield Diagnostic("site-language", place, {"found": page.tree.get("lang") or "", "expected": lang})
    for other in languages:
        if (common if other == first else f"{other}/{common}") not in pages:
            yield Diagnostic("site-twin", place, {"lang": other})


def _links(page: SitePage, pages: Mapping[str, SitePage], files: set[str], site_url: str) -> Iterator[Diagnostic]:
    place = Location(f"site/{page.path}")
    for tag, attribute in _LINKS:
        for element in page.tree.iter(tag):
            address = element.get(attribute)
            if address is None:
                continue
            own = bool(site_url) and address.startswith(site_url)
            parts = urlsplit(address[len(site_url) :] if own else address)
            if parts.scheme or parts.netloc:
                fetched = tag != "a" and not (tag == "link" and element.get("rel") in _NOT_FETCHED)
                if fetched and parts.scheme != "data":
                    yield Diagnostic("site-third-party", place, {"found": address})
                continue
            # The page for missing addresses is served at any depth, so its links alone start from the root.
            rooted = page.path == "404.html"
            path = parts.path.removeprefix(urlsplit(site_url).path.rstrip("/")).lstrip("/") if rooted else parts.path
            base = "" if own or rooted else posixpath.dirname(page.path)
            target = _target(base, unquote(path), page.path)
            if target not in files:
                yield Diagnostic("site-broken-link", place, {"found": address})
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield Diagnostic("site-broken-anchor", place, {"found": address})


def _target(base: str, path: str, page: str) -> str:
    """Return the file that a static host serves for a path as seen from a page; a path from the root leads out of a sub-path's site."""
    if not path and base:
        return page
    joined = posixpath.normpath(posixpath.join(base, path))
    if not path or path.endswith(("/", "/..", "/.")) or path in {".", ".."}:
        joined = posixpath.join(joined, "index.html")
    return posixpath.normpath(joined)
