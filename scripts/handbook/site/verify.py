"""Checks of the finished site, as a reader's browser meets it: every link and anchor, headings, languages, twins, third parties.

They read the built files only, so they find what no check of the data can: a template's slip, a theme's, a plugin's.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from handbook.diagnostics import Diagnostic, Location, Message

BROKEN_LINK = Message(
    "site-broken-link",
    "链接“$found”没有去处。", "The link '$found' leads nowhere.",
    "请改正链到它的文字或模板。", "Mend the text or template that links there.",
)  # fmt: skip
BROKEN_ANCHOR = Message(
    "site-broken-anchor",
    "链接“$found”指向的页面里没有这个锚点。", "The page that '$found' leads to has no such anchor.",
    "请改正锚点或标题的标识。", "Mend the anchor or the heading's id.",
)  # fmt: skip
SAME_ID = Message(
    "site-id-twice",
    "这一页有两处用了标识“$found”。", "The id '$found' stands twice on the page.",
    "请给其中一处换个标识：记录、小标题，或者模板。", "Give one of them another: a record, a heading, or the template.",
)  # fmt: skip
HEADING = Message(
    "site-heading",
    "这一页有 $found 个一级标题，应当恰好一个。", "The page has $found first-level headings; it must have one.",
    "请检查这一页的模板或正文。", "Look at the page's template or text.",
)  # fmt: skip
LANGUAGE = Message(
    "site-language",
    "这一页的语言标成了“$found”，应当是“$expected”。", "The page says its language is '$found'; it must be '$expected'.",
    "请检查主题的语言设置。", "Look at the theme's language.",
)  # fmt: skip
DESCRIPTION = Message(
    "site-description",
    "这一页没有说明（description）。", "The page has no description.",
    "请在它的记录或正文开头补上。", "Add it to its record or front matter.",
)  # fmt: skip
TWIN = Message(
    "site-twin",
    "这一页没有 $lang 版本。", "The page has no $lang twin.",
    "每一页都要有各种语言的版本，没译好的也要有说明页。", "Every page exists in every language, if only as a stub.",
)  # fmt: skip
DIRECTIVE = Message(
    "site-directive",
    "这一页把“$found”原样显示了出来。", "The page shows '$found' as it was typed.",
    "指令只有 :::cards、:::facets 和 :::diagram，以单独一行 ::: 结束；:::diagram 里写有图的条目的标识。",
    "Directives are :::cards, :::facets and :::diagram, each ended by ::: on a line of its own; :::diagram names a record that has a diagram.",
)  # fmt: skip
THIRD_PARTY = Message(
    "site-third-party",
    "这一页会从别的网站取东西：$found", "The page fetches from elsewhere: $found",
    "请把文件放进本站，或删去。", "Serve it from this site, or remove it.",
)  # fmt: skip

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


def check_site(directory: Path, languages: tuple[str, ...], site_url: str = "") -> list[Diagnostic]:
    """Return all that is wrong with a built site."""
    pages = read_site(directory)
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
        yield Diagnostic(HEADING, place, {"found": headings})
    if not "".join(page.tree.xpath("//meta[@name='description']/@content")).strip():
        yield Diagnostic(DESCRIPTION, place)
    for text in page.tree.xpath("//p//text()[contains(., ':::')]"):
        yield Diagnostic(DIRECTIVE, place, {"found": text.strip().split("\n")[0]})
    ids = Counter(page.tree.xpath("//@id"))
    yield from (Diagnostic(SAME_ID, place, {"found": found}) for found, count in ids.items() if count > 1)
    if page.path == "404.html":
        return
    first, *others = languages
    top, _, rest = page.path.partition("/")
    lang, common = (top, rest) if top in others else (first, page.path)
    if page.tree.get("lang") != lang:
        yield Diagnostic(LANGUAGE, place, {"found": page.tree.get("lang") or "", "expected": lang})
    for other in languages:
        if (common if other == first else f"{other}/{common}") not in pages:
            yield Diagnostic(TWIN, place, {"lang": other})


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
                    yield Diagnostic(THIRD_PARTY, place, {"found": address})
                continue
            # The page for missing addresses is served at any depth, so its links alone start from the root.
            rooted = page.path == "404.html"
            path = parts.path.removeprefix(urlsplit(site_url).path.rstrip("/")).lstrip("/") if rooted else parts.path
            base = "" if own or rooted else posixpath.dirname(page.path)
            target = _target(base, unquote(path), page.path)
            if target not in files:
                yield Diagnostic(BROKEN_LINK, place, {"found": address})
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield Diagnostic(BROKEN_ANCHOR, place, {"found": address})


def _target(base: str, path: str, page: str) -> str:
    """Return the file that a static host serves for a path as seen from a page; a path from the root leads out of a sub-path's site."""
    if not path and base:
        return page
    joined = posixpath.normpath(posixpath.join(base, path))
    if not path or path.endswith(("/", "/..", "/.")) or path in {".", ".."}:
        joined = posixpath.join(joined, "index.html")
    return posixpath.normpath(joined)
