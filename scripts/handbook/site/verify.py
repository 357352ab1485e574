"""Checks of the built site: links, anchors, headings, languages, twins and third parties.

They read only the built files, so they find errors that no check of the data can: those of
templates and theme, such as links to missing pages.
"""

import gzip
import posixpath
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from handbook.diagnostics import Diagnostic, Location
from handbook.model.urls import NOT_FOUND
from handbook.site.redirects import is_redirect
from handbook.text.addresses import is_allowed, scheme

#: Every attribute that holds an address, in HTML and SVG; scripts load what the last two name.
_ADDRESSES = (
    "//@href | //@src | //@data | //@action | //@formaction | //@*[name()='xlink:href']"
    " | //@data-module | //@data-styles"
)
#: What a first view loads: style sheets, icons, scripts and pictures.
_FETCHED = (
    "//link[contains(concat(' ', @rel, ' '), ' stylesheet ') or contains(concat(' ', @rel, ' '), ' icon ')]/@href"
    " | //script/@src | //img/@src"
)
#: A relative address without a character that stands for another.
_PLAIN = re.compile(
    r"(?P<up>(?:\.\./)*)(?P<path>(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)(?:#(?P<anchor>[\w-]+))?",
    re.ASCII,
)
#: Relations of `<link>` that browsers do not fetch.
_NOT_FETCHED = frozenset({"alternate", "canonical", "prev", "next", "license"})
#: A ::: block that no one has read; a name may have one such mark.
_BLOCK = re.compile(r":::[a-z]+\s(?:.*\s)?:::", re.DOTALL)
#: An example address, in a subfolder of its host, against which links are resolved.
_ROOT = "https://site.invalid/sub/path/"
_HOST, _PATH = urlsplit(_ROOT)[1:3]


class PageFacts(NamedTuple):
    """What the checks need of one built page; JSON can hold it.

    Attributes:
        path: The page's path in the site.
        findings: The code and values of what is wrong with the page by itself.
        ids: The ids of its elements.
        links: Each address of the site that it names: as written, the file it leads to, and the
            anchor in it.
        fetched: The files that its first view loads.
        size: Its size in bytes, compressed with gzip.
        leads_on: Whether it only leads to another, and so need not be a page for readers.
    """

    path: str
    findings: Sequence[tuple[str, Mapping[str, Any]]]
    ids: Sequence[str]
    links: Sequence[tuple[str, str, str]]
    fetched: Sequence[str]
    size: int
    leads_on: bool = False


def facts_of(path: str, content: bytes, lang: str, site_url: str = "") -> PageFacts:
    """Return the facts of a built page.

    Args:
        path: The page's path in the site.
        content: Its HTML.
        lang: The language it is to be in; "" where it is served at any address.
        site_url: The published address; links to it are checked like relative ones.
    """
    tree = html.fromstring(content)
    ids = tree.xpath("//@id")
    links: dict[tuple[str, str, str], None] = {}
    leads_on = is_redirect(content)
    findings = [] if leads_on else [*_faults(tree, ids, lang)]
    for address in tree.xpath(_ADDRESSES):
        element = address.getparent()
        if plain := _beside(address, path):
            links[str(address), *plain] = None
            continue
        url = urlsplit(urljoin(_ROOT, _from_root(address, path, site_url)))
        elsewhere = url.netloc != _HOST or scheme(address) == "//"
        if elsewhere and _is_loaded(element, address):
            findings.append(("site-third-party", {"found": address}))
        elif elsewhere and not is_allowed(address):
            findings.append(("site-unsafe-address", {"found": address}))
        if not elsewhere:
            target = unquote(url.path).removeprefix(_PATH)
            if target.endswith("/") or not target:
                target += "index.html"
            links[str(address), target, unquote(url.fragment)] = None
    names = (urlsplit(address).path for address in tree.xpath(_FETCHED))
    files = (posixpath.join(posixpath.dirname(path), name) for name in names)
    fetched = dict.fromkeys(posixpath.normpath(file).lstrip("/") for file in files)
    size = len(gzip.compress(content, 6))
    ids = [*dict.fromkeys(map(str, ids))]
    return PageFacts(path, findings, ids, [*links], [*fetched], size, leads_on)


def language_of(path: str, languages: Sequence[str]) -> str:
    """Return the language of the page at a path; "" for one that is served at any address."""
    first, *others = languages
    top = path.partition("/")[0]
    if posixpath.basename(path) == NOT_FOUND:
        return ""
    return top if top in others else first


def check_site(
    files: Container[str], pages: Mapping[str, PageFacts], languages: Sequence[str]
) -> Iterator[Diagnostic]:
    """Yield the problems of a built site.

    Args:
        files: The paths of the site's files.
        pages: The facts of its pages by path.
        languages: The languages, the leading one first.
    """
    ids = {path: frozenset(page.ids) for path, page in pages.items()}
    sound: set[tuple[str, str]] = set()
    for page in pages.values():
        place = Location(f"site/{page.path}")
        yield from (Diagnostic(code, place, values) for code, values in page.findings)
        lang, first = language_of(page.path, languages), languages[0]
        common = page.path.removeprefix(f"{lang}/") if lang != first else page.path
        for other in languages if lang and not page.leads_on else ():
            if (common if other == first else f"{other}/{common}") not in pages:
                yield Diagnostic("site-twin", place, {"lang": other})
        for address, target, anchor in page.links:
            if (target, anchor) in sound:
                continue
            if target not in files:
                yield Diagnostic("site-broken-link", place, {"found": address})
            elif anchor and anchor not in ids.get(target, {anchor}):
                yield Diagnostic("site-broken-anchor", place, {"found": address})
            else:
                sound.add((target, anchor))


def _faults(
    tree: html.HtmlElement, ids: Sequence[str], lang: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is wrong with a page by itself, its links apart."""
    if (headings := len(tree.xpath("//h1"))) != 1:
        yield "site-heading", {"found": headings}
    if not "".join(tree.xpath("//meta[@name='description']/@content")).strip():
        yield "site-description", {}
    for text in filter(_BLOCK.search, tree.xpath("//p//text()[contains(., ':::')]")):
        yield "site-directive", {"found": text.strip().split("\n")[0]}
    for found, count in Counter(ids).items():
        if count > 1:
            yield "site-id-twice", {"found": found}
    if lang and (found := tree.get("lang", "")) != lang:
        yield "site-language", {"found": found, "expected": lang}


def _beside(address: str, page: str) -> tuple[str, str] | None:
    """Return the file and anchor that a plain relative address leads to; None for any other.

    Most are plain, and resolving them in full takes five times as long.
    """
    if not (match := _PLAIN.fullmatch(address)) or posixpath.basename(page) == NOT_FOUND:
        return None
    folders = page.split("/")[:-1]
    up = len(match["up"]) // len("../")
    if up > len(folders):
        return None
    target = "/".join([*folders[: len(folders) - up], match["path"]])
    return target + "index.html" * (not target or target.endswith("/")), match["anchor"] or ""


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
