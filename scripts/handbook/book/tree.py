"""A page's Markdown → the shared parser's HTML → a closed tree of plain data that Typst walks.

    block    h p ul ol dl table note diagram quote code rule back
    inline   a text, or em strong code br lang ruby a fn

Every node is a dict whose `t` names it; texts are plain strings, and Typst shows strings as they are, so nothing an editor types is
evaluated. An element that is none of these raises HandbookError with the page's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from handbook.book.inline_text import Inline, Node, shown, tidy, width
from handbook.book.typst.pdf import internal_link
from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.model.urls import Address, Urls, linked_address
from handbook.pages.build import Page
from handbook.pages.render import RenderedPage
from handbook.text.languages import language

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STYLES = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
_BLOCKS = frozenset({*_HEADINGS, "p", "ul", "ol", "dl", "table", "div", "figure", "blockquote", "pre", "hr"})
#: Boxes that the site lays out its own way and the book as plain blocks.
_PLAIN = frozenset({"cards", "facets", "table"})
#: The sections an entry ends with: what belongs with it, what mentions it, what it rests on, how to use it.
_BACK = frozenset({"related", "mentioned", "sources", "use"})
#: From how many names on a list of names stands in columns.
_MANY = 6
#: Characters on a line of half a page's width, with the number of a page after them, in halves of a Chinese one; and most lines of a name.
_HALF, _HIGH = 28, 2
#: Up to how many lines an entry's end is kept on one page.
_SHORT = 18
#: Up to how many columns a table has few.
_FEW = 4
#: How wide a cell is that holds a sentence, not a name, in halves of a Chinese character.
_SENTENCE = 40
#: How wide and how high a drawing may be, in mm, so that its heading and its words stand with it on a page.
_WIDEST, _HIGHEST = 82, 190
#: In a drawing's labels, quotation marks and dots beside Latin letters are set in the Latin face; those of the Chinese one are as wide as a character.
_LATIN_MARK = re.compile(r"[“”‘’](?=[A-Za-z0-9])|(?<=[A-Za-z0-9.,?!])[“”‘’]|(?<=[A-Za-z] )·(?= [A-Za-z])")
_LABEL = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_IN_LATIN = r'<tspan font-family="Libertinus Serif">\g<0></tspan>'
#: Up to how many facts of an entry, and definitions of other lists, are kept on one page; and how wide such definitions are together at most.
_FACTS, _DEFINED, _TOGETHER = 10, 8, 600
#: Widest term that stands in a column beside its definition, in halves of a Chinese character.
_NARROW = 20


@dataclass(frozen=True, slots=True)
class Tree:
    """A page as a tree.

    Attributes:
        page: The page.
        blocks: Its blocks.
        labels: What links may lead to: the page, and its headings.
    """

    page: Page
    blocks: list[Node]
    labels: set[str]


def read_page(rendered: RenderedPage, records: Mapping[str, str], urls: Urls) -> Tree:
    """Return a page as a tree.

    Args:
        rendered: The page with its HTML.
        records: The ids of records by the labels of their entries.
        urls: The addresses on the web, for links that lead nowhere in a document.

    Raises:
        HandbookError: The page holds an element the book has no form for.
    """
    return _Reader(rendered.page, records, urls).read(rendered.html)


class _Reader:
    """Reads one page."""

    def __init__(self, page: Page, records: Mapping[str, str], urls: Urls) -> None:
        self.page, self.records, self.urls = page, records, urls
        self.notes: dict[str, html.HtmlElement] = {}
        self.noted: set[str] = set()
        self.mentioned: set[str] = {page.path}
        #: Whether the number of a page to turn to would be in the way: in headings and notes.
        self.unmarked = False
        #: Whether the page's title has been read.
        self.titled = False
        #: Whether links count as mentions in the index: in prose and entries, not in lists and ends of entries.
        self.indexed = page.file.startswith("docs/") or (page.record is not None and not page.path.startswith("sources/"))
        #: Whether the end of an entry has begun, which is in columns already.
        self.ending = False
        self.labels: set[str] = {page.path}

    def read(self, fragment: str) -> Tree:
        root = html.fragment_fromstring(fragment, create_parent="div")
        for item in root.xpath("./div[@class='footnote']/ol/li"):
            self.notes[item.get("id").removeprefix("fn-")] = item
        blocks = self.blocks(root)
        back = next((at for at, block in enumerate(blocks) if block["t"] == "h" and block["level"] == 2 and block["id"] in _BACK), None)
        if self.page.record and back is not None:
            blocks[back:] = [_back(blocks[back:])]
        return Tree(self.page, blocks, self.labels)

    # --- blocks ---

    def blocks(self, parent: html.HtmlElement) -> list[Node]:
        """Return the contents of an element as blocks; loose text between them is a `p` with `tight`."""
        blocks: list[Node] = []
        run: Inline = [parent.text or ""]

        def close() -> None:
            if inline := tidy(run):
                blocks.append({"t": "p", "tight": True, "c": inline})
            run.clear()

        for child in parent:
            if child.tag in _BLOCKS:
                close()
                blocks += self.block(child)
            else:
                run += self.element(child)
            run.append(child.tail or "")
        close()
        return blocks

    def block(self, element: html.HtmlElement) -> Iterator[Node]:
        tag, kind = element.tag, element.get("class") or ""
        if tag in _HEADINGS:
            yield self.heading(element)
        elif tag == "p":
            if inline := self.inline(element):
                yield {"t": "p", "c": inline}
        elif tag in {"ul", "ol"}:
            items = [self.blocks(item) for item in self.children(element, "li")]
            loose = any(block["t"] == "p" and "tight" not in block for item in items for block in item)
            names = 0 if self.ending or len(items) < _MANY else _lines_of_names(items)
            yield {"t": tag, "start": int(element.get("start") or 1), "loose": loose, "names": names, "c": items}
        elif tag == "dl":
            yield from self.definitions(element)
        elif tag == "table":
            yield self.table(element)
        elif tag == "div" and kind == "footnote":
            return
        elif tag == "div" and kind.startswith("admonition"):
            yield self.admonition(element)
        elif tag == "div" and kind in _PLAIN:
            for child in element if kind == "facets" else ():
                _part(child)
            for node in self.blocks(element):
                yield node | {"flush": True} if kind == "facets" and node["t"] == "p" else node
        elif tag == "figure" and kind == "diagram":
            yield self.diagram(element)
        elif tag == "blockquote":
            yield {"t": "quote", "c": self.blocks(element)}
        elif tag == "pre":
            yield {"t": "code", "c": shown(element.text_content().rstrip("\n"), keep="\n")}
        elif tag == "hr":
            yield {"t": "rule"}
        else:
            raise self.unknown(element)

    def unknown(self, element: html.HtmlElement) -> HandbookError:
        """Return the error of an element the book has no form for."""
        kind = element.get("class") if isinstance(element.tag, str) else None
        found = f"{element.tag} class={kind}" if kind else str(element.tag)
        return HandbookError([Diagnostic("book-element", Location(self.page.file), {"found": found})])

    def children(self, element: html.HtmlElement, *tags: str) -> list[html.HtmlElement]:
        for child in element:
            if child.tag not in tags:
                raise self.unknown(child)
        return list(element)

    def heading(self, element: html.HtmlElement) -> Node:
        level = _HEADINGS[element.tag]
        anchor = element.get("id") or ""
        name = str(Address(self.page.path, "" if level == 1 and not self.titled else anchor))
        self.titled |= level == 1
        self.labels.add(name)
        if anchor in _BACK or (anchor and name in self.records):
            self.mentioned = {self.page.path}  # a list of what to turn to tells every page, and so does an entry, which is read alone
        if anchor in _BACK:
            self.indexed, self.ending = False, True
        before, self.unmarked = self.unmarked, True
        words = self.inline(element)
        self.unmarked = before
        return {"t": "h", "level": level, "id": anchor, "label": name, "c": words}

    def definitions(self, element: html.HtmlElement) -> Iterator[Node]:
        items: list[dict[str, Any]] = []
        for child in self.children(element, "dt", "dd"):
            if child.tag == "dt":
                if not items or items[-1]["c"]:
                    items.append({"terms": [], "c": []})
                items[-1]["terms"].append(self.inline(child))
            elif items:
                items[-1]["c"] += self.blocks(child)
        widest = max((_width(element) for element in element.iterchildren("dt")), default=0)
        ruled, together = self.page.record is not None, sum(_width(element) for element in element.iterchildren("dd"))
        whole = len(items) <= _FACTS if ruled else len(items) <= _DEFINED and together <= _TOGETHER
        yield {"t": "dl", "columns": widest <= _NARROW, "ruled": ruled, "whole": whole, "width": widest / 2, "c": items}

    def table(self, element: html.HtmlElement) -> Node:
        rows: dict[str, list[list[Node]]] = {"thead": [], "tbody": []}
        for group in self.children(element, "thead", "tbody"):
            for row in self.children(group, "tr"):
                if group.tag == "thead":
                    _unlink(row)
                rows[group.tag].append([self.cell(cell) for cell in self.children(row, "th", "td")])
        widths = [max(map(_width, column)) for column in zip(*(row.iterchildren("th", "td") for row in element.iter("tr")), strict=False)]
        # In a table of many columns, the first, which names the row, has its room, sentences have theirs, and the narrow ones the rest.
        widest = [48] * len(widths) if len(widths) <= _FEW else [34, *(28 if width > _SENTENCE else 18 for width in widths[1:])]
        columns = [min(max(width, 8), most) for width, most in zip(widths, widest, strict=True)]
        return {"t": "table", "columns": columns, "head": rows["thead"], "body": rows["tbody"]}

    def cell(self, element: html.HtmlElement) -> Node:
        align = re.search(r"text-align:\s*(left|center|right)", element.get("style") or "")
        return {"align": align[1] if align else "left", "c": self.blocks(element)}

    def admonition(self, element: html.HtmlElement) -> Node:
        title = next(iter(element.find_class("admonition-title")), None)
        heading = self.inline(title) if title is not None else []
        if title is not None:
            title.drop_tree()
        return {"t": "note", "title": heading, "c": self.blocks(element)}

    def diagram(self, element: html.HtmlElement) -> Node:
        """Return a drawing as SVG, with its title, and what it shows told in words for who cannot see it."""
        drawing, caption = element.find("svg"), element.find("figcaption")
        if drawing is None or caption is None:
            raise self.unknown(element)
        drawing.tail = None
        alternative = drawing.findtext("desc") or ""
        # HTML has no capitals in attributes' names; SVG wants this one.
        svg = shown(html.tostring(drawing, encoding="unicode", method="xml"), keep="\n").replace("viewbox=", "viewBox=", 1)
        svg = _LABEL.sub(lambda words: _LATIN_MARK.sub(_IN_LATIN, words[0]), svg)
        width, height = map(float, drawing.get("viewbox", "").split()[2:])
        return {
            "t": "diagram",
            "svg": svg,
            "width": round(min(_WIDEST, _HIGHEST * width / height), 1),
            "alt": shown(alternative),
            "c": [shown((caption.text or "").strip())],
        }

    # --- inline ---

    def inline(self, element: html.HtmlElement) -> Inline:
        """Return the inline contents of an element."""
        found: Inline = [element.text or ""]
        for child in element:
            found += self.element(child)
            found.append(child.tail or "")
        return tidy(found)

    def element(self, element: html.HtmlElement) -> Iterator[str | Node]:
        tag = element.tag
        if tag in _STYLES:
            yield {"t": _STYLES[tag], "c": self.inline(element)}
        elif tag == "code":
            yield {"t": "code", "c": shown(element.text_content())}
        elif tag == "br":
            yield {"t": "br"}
        elif tag == "span" and element.get("lang"):
            yield {"t": "lang", "language": language(element.get("lang")).tags, "c": self.inline(element)}
        elif tag == "ruby":
            yield {"t": "ruby", "rt": shown("".join(element.xpath("./rt//text()"))), "c": [shown(element.text or "")]}
        elif tag == "a":
            yield from self.link(element)
        elif tag == "sup" and (notes := element.find_class("footnote-ref")):
            yield from self.note(notes[0].get("href").removeprefix("#fn-"))
        else:
            raise self.unknown(element)

    def note(self, key: str) -> Iterator[Node]:
        """Yield a footnote with its text where it is first called, and a call of it again afterwards."""
        name = f"{self.page.path}^{key}"
        if key in self.noted:
            yield {"t": "fn", "k": name}
        elif key in self.notes:
            self.noted.add(key)
            before, self.unmarked = self.unmarked, True
            texts = [self._note_text(paragraph) for paragraph in self.notes[key].iter("p")]
            self.unmarked = before
            yield {"t": "fn", "k": name, "c": [node for text in texts for node in text]}

    def _note_text(self, paragraph: html.HtmlElement) -> Inline:
        for back in paragraph.find_class("footnote-backref"):
            back.drop_tree()
        return [node.rstrip("\xa0") if isinstance(node, str) else node for node in self.inline(paragraph)]

    def link(self, element: html.HtmlElement) -> Iterator[str | Node]:
        """Yield a link: `to` is a label in the book, `url` the same on the web; `page` and `m` mark mentions."""
        words, href = self.inline(element), element.get("href") or ""
        if href.startswith(("https:", "mailto:")):
            yield {"t": "a", "url": href, "c": words}
            return
        if href.startswith("site:"):
            yield {"t": "a", "url": self.urls.absolute(href.removeprefix("site:")), "c": words}
            return
        target = linked_address(self.page.path, href)
        name = str(target)
        node: Node = {
            "t": "a",
            "to": name,
            "way": internal_link(name, shown(element.text_content())),
            "url": self.urls.absolute(self.urls.page(target.page, self.page.lang, target.anchor)),
            "c": words,
        }
        if not self.unmarked and name not in self.mentioned and target.page != self.page.path:
            self.mentioned.add(name)
            node["page"] = 0  # the first mention on a page gives the page to turn to; the document has an estimate
            if self.indexed and name in self.records:
                node["m"] = True
        yield node


def _back(blocks: list[Node]) -> Node:
    """Return the sections of an entry's end in two columns of about one height."""
    starts = [at for at, block in enumerate(blocks) if block["t"] == "h"]
    heights = [sum(len(block["c"]) if block["t"] in {"ul", "ol", "dl"} else 1 for block in blocks[:at]) for at in (*starts, len(blocks))]
    middle = min(zip(heights, starts, strict=False), key=lambda pair: abs(pair[0] - heights[-1] / 2))[1]
    columns = [part for part in (blocks[:middle], blocks[middle:]) if part]
    return {"t": "back", "short": heights[-1] <= _SHORT, "c": columns}


def _part(paragraph: html.HtmlElement) -> None:
    """Put breaks between links that fill a paragraph: buttons on the web, they would run together on paper."""
    links = list(paragraph.iterchildren("a")) if paragraph.tag == "p" else []
    if len(links) == len(paragraph) and not "".join((paragraph.text or "", *(link.tail or "" for link in links))).strip():
        for link in links[:-1]:
            link.tail = ""
            link.addnext(html.Element("br"))


def _lines_of_names(items: list[list[Node]]) -> int:
    """Return how many half lines the longest link of a list takes; 0 for other lists and long links."""
    widest = 0
    for item in items:
        nodes = item[0]["c"] if len(item) == 1 and item[0]["t"] == "p" else []
        only = nodes[0] if len(nodes) == 1 else ""
        if not isinstance(only, dict) or only["t"] != "a":
            return 0
        widest = max(widest, sum(width(text) for text in only["c"] if isinstance(text, str)))
    lines = -(-widest // _HALF)
    return lines if lines <= _HIGH else 0


def _unlink(row: html.HtmlElement) -> None:
    """Replace the links of a table's head by their words.

    A head repeated on the next page is an artifact, in which PDF/UA-1 allows no links.
    """
    for link in list(row.iter("a")):
        link.drop_tag()


def _width(element: html.HtmlElement) -> int:
    """Return how wide a text is, in halves of a Chinese character."""
    return width(element.text_content().strip())
