"""Checks of the built site: links, anchors, headings, languages, twins and third parties.

They read only the built files, so they find errors that no check of the data can: those of
templates and theme, such as links to missing pages.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from handbook.diagnostics import Diagnostic, Location
from handbook.model.urls import NOT_FOUND
from handbook.site.redirects import is_redirect
from handbook.text.addresses import is_allowed, scheme

#: Every attribute that holds an address, in HTML and SVG.
_ADDRESSES = "//@href | //@src | //@data | //@action | //@formaction | //@*[name()='xlink:href']"
#: Relations of `<link>` that browsers do not fetch.
_NOT_FETCHED = frozenset({"alternate", "canonical", "prev", "next", "license"})
#: A ::: block that no one has read; a name may have one such mark.
_BLOCK = re.compile(r":::[a-z]+\s(?:.*\s)?:::", re.DOTALL)
#: An example address, in a subfolder of its host, against which links are resolved.
_ROOT = "https://site.invalid/sub/path/"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A built page: its path in the site, parsed tree, and how often it has each element id."""

    path: str
    tree: html.HtmlElement
    ids: Counter[str]


def read_site(directory: Path, redirects: bool = False) -> Mapping[str, SitePage]:
    """Return the pages of a built site by path, without Pagefind's and the form editor's.

    Args:
        directory: The site.
        redirects: Return the pages that only lead to others instead of those with content.
    """
    pages: dict[str, SitePage] = {}
    for file in sorted(directory.rglob("*.html")):
        path = file.relative_to(directory).as_posix()
        content = file.read_bytes()
        if not path.startswith(("pagefind/", "admin/")) and is_redirect(content) == redirects:
            tree = html.fromstring(content)
            pages[path] = SitePage(path, tree, Counter(tree.xpath("//@id")))
    return pages


def check_site(
    directory: Path, pages: Mapping[str, SitePage], languages: tuple[str, ...], site_url: str = ""
) -> Iterator[Diagnostic]:
    """Yield the problems of a built site.

    Args:
        directory: The site.
        pages: The parsed pages by path.
        languages: The languages, the leading one first.
        site_url: The published address; links to it are checked like relative ones.
    """
    files = {
        file.relative_to(directory).as_posix() for file in directory.rglob("*") if file.is_file()
    }
    for page in pages.values():
        yield from _page(page, pages, languages)
    for page in (*pages.values(), *read_site(directory, redirects=True).values()):
        yield from _links(page, pages, files, site_url)


def _page(
    page: SitePage, pages: Mapping[str, SitePage], languages: tuple[str, ...]
) -> Iterator[Diagnostic]:
    place = Location(f"site/{page.path}")
    if (headings := len(page.tree.xpath("//h1"))) != 1:
        yield Diagnostic("site-heading", place, {"found": headings})
    if not "".join(page.tree.xpath("//meta[@name='description']/@content")).strip():
        yield Diagnostic("site-description", place)
    for text in filter(_BLOCK.search, page.tree.xpath("//p//text()[contains(., ':::')]")):
        yield Diagnostic("site-directive", place, {"found": text.strip().split("\n")[0]})
    for found, count in page.ids.items():
        if count > 1:
            yield Diagnostic("site-id-twice", place, {"found": found})
    if posixpath.basename(page.path) == NOT_FOUND:
        return
    first, *others = languages
    top, _, rest = page.path.partition("/")
    lang, common = (top, rest) if top in others else (first, page.path)
    if (found := page.tree.get("lang", "")) != lang:
        yield Diagnostic("site-language", place, {"found": found, "expected": lang})
    for other in languages:
        if (common if other == first else f"{other}/{common}") not in pages:
            yield Diagnostic("site-twin", place, {"lang": other})


def _links(
    page: SitePage, pages: Mapping[str, SitePage], files: set[str], site_url: str
) -> Iterator[Diagnostic]:
    place = Location(f"site/{page.path}")
    for address in page.tree.xpath(_ADDRESSES):
        element = address.getparent()
        url = urlsplit(urljoin(_ROOT, _from_root(address, page.path, site_url)))
        elsewhere = url.netloc != urlsplit(_ROOT).netloc or scheme(address) == "//"
        if elsewhere and _is_loaded(element, address):
            yield Diagnostic("site-third-party", place, {"found": address})
        elif elsewhere and not is_allowed(address):
            yield Diagnostic("site-unsafe-address", place, {"found": address})
        if elsewhere:
            continue
        target = unquote(url.path).removeprefix(urlsplit(_ROOT).path)
        if target.endswith("/") or not target:
            target += "index.html"
        if target not in files:
            yield Diagnostic("site-broken-link", place, {"found": address})
        elif url.fragment and target in pages and unquote(url.fragment) not in pages[target].ids:
            yield Diagnostic("site-broken-anchor", place, {"found": address})


def _is_loaded(element: html.HtmlElement, address: str) -> bool:
    """Return whether a browser asks for an address of an element without being told to."""
    if element.tag == "img" and scheme(address) == "data":
        return False
    followed = element.tag in {"a", "area", "form"}
    return not (followed or (element.tag == "link" and element.get("rel") in _NOT_FETCHED))


def _from_root(address: str, page: str, site_url: str) -> str:
    """Return an address relative to the root of the site."""
    if site_url and address.startswith(site_url):
        return address.removeprefix(site_url)
    if posixpath.basename(page) == NOT_FOUND and not urlsplit(address).netloc:
        # served at any depth, so its links start from the root of the host
        return address.removeprefix(urlsplit(site_url).path.rstrip("/")).lstrip("/")
    return urljoin(_ROOT + page, address)
