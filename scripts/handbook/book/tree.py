"""The tree of plain data that Typst walks, made from the HTML of the Markdown parser.

    block    h p ul ol dl table note diagram quote code rule
    inline   a text, or em strong code br lang a

Every node is a dict whose `t` names it. Texts are plain strings, and Typst shows strings as they
are, so nothing an editor types is evaluated. Any other element raises HandbookError with the
page's file. Widths of texts are in halves of a Chinese character.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from handbook.book.inline_text import Inline, Node, breakable, shown, tidy, width
from handbook.book.typst.pdf import internal_link
from handbook.diagnostics import HandbookError
from handbook.model.urls import Address, Urls, linked_address
from handbook.pages.build import Page
from handbook.pages.render import RenderedPage
from handbook.text.languages import HAN, language

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: The parts of a page that only the site lays out.
_LAID_OUT = frozenset({"entries", "facts", "filter", "gaps", "numbers", "table"})
_BLOCKS = frozenset(
    {*_HEADINGS, "ul", "ol", "dl", "p", "table", "div", "figure", "blockquote", "pre", "hr"}
)
#: How many names a list has at least to stand in columns.
_COLUMN_NAMES = 6
#: The width of such a column, with a page number after the name, and the most lines of a name.
_COLUMN_WIDTH, _NAME_LINES = 28, 2
#: How many facts of an entry, or definitions of another list, are kept on one page at most, and how
#: wide those definitions are together.
_FACTS, _DEFINITIONS, _DEFINITIONS_WIDTH = 10, 8, 600
#: The widest term that stands in a column beside its definition.
_TERM_WIDTH = 20
#: The most columns of a table that has room for wide cells, and the least width of a wide one.
_FEW_COLUMNS, _SENTENCE_WIDTH = 4, 40
#: Up to what width Chinese in a cell is not broken, and how wide a cell's margins are together.
_SHORT, _MARGINS = 10, 3
#: The most letters of a word that needs no break: in a line, and in a cell of a table.
_LONGEST, _LONGEST_IN_CELL = 30, 18
#: The width of a text that surely has room on one page, and the most lines of a cell that does.
_ROOM, _CELL_LINES, _LINE_WIDTH = 1500, 25, 90
#: How long a unit of a drawing is in mm, so that its letters are as large as the text's, and how
#: high a drawing may be.
_UNIT, _DRAWING_HEIGHT = 0.218, 190
#: Quotation marks and dots beside Latin letters in a drawing's labels are set in the Latin face:
#: those of the Chinese one are as wide as a character.
_LATIN_MARK = re.compile(
    r"[“”‘’](?=[A-Za-z0-9])|(?<=[A-Za-z0-9.,?!])[“”‘’]|(?<=[A-Za-z] )·(?= [A-Za-z])"
)
_LABEL = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_IN_LATIN = r'<tspan font-family="Libertinus Serif">\g<0></tspan>'


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
    root = html.fragment_fromstring(rendered.html, create_parent="div")
    reader = _Reader(rendered.page, root, records, urls)
    return Tree(rendered.page, reader.blocks(root), reader.labels)


class _Reader:
    """Reads the elements of one page in their order."""

    def __init__(
        self, page: Page, root: html.HtmlElement, records: Mapping[str, str], urls: Urls
    ) -> None:
        self.page, self.records, self.urls = page, records, urls
        self.title = next(root.iter("h1"), None)
        self.labels: set[str] = {page.path}
        self.mentioned: set[str] = {page.path}
        #: Whether links count as mentions in the index: in prose and entries, but not in lists.
        self.indexed = page.file.startswith("docs/") or (
            page.record is not None and not page.path.startswith("sources/")
        )
        #: The most letters of a word that fits into a line.
        self.longest = _LONGEST

    def unknown(self, element: html.HtmlElement) -> HandbookError:
        """Return the error of an element the book has no form for."""
        kind = element.get("class")
        found = f"{element.tag} class={kind}" if kind else element.tag
        return HandbookError.of("book-element", self.page.file, found=found)

    # --- blocks ---

    def blocks(self, parent: html.HtmlElement) -> list[Node]:
        """Return an element's contents as blocks; loose text between them is a tight `p`."""
        blocks: list[Node] = []
        run: Inline = [parent.text or ""]
        for child in (*parent, None):
            if child is not None and child.tag not in _BLOCKS:
                run += self.element(child), child.tail or ""
                continue
            if inline := tidy(run, self.longest):
                blocks.append({"t": "p", "tight": True, "c": inline})
            if child is not None:
                blocks += self.block(child)
                run = [child.tail or ""]
        return blocks

    def block(self, element: html.HtmlElement) -> Iterator[Node]:
        tag, kind = element.tag, element.get("class") or ""
        if tag in _HEADINGS:
            yield self.heading(element)
        elif tag == "p":
            if inline := self.inline(element):
                yield {"t": "p", "c": inline}
        elif tag in {"ul", "ol"}:
            yield self.list_of(element)
        elif tag == "dl":
            yield self.definitions(element)
        elif tag == "table":
            yield self.table(element)
        elif tag == "div" and kind.startswith("admonition"):
            yield self.admonition(element)
        elif tag == "div" and kind in _LAID_OUT:
            if kind == "numbers":
                for unit in element.xpath(".//strong/em"):
                    unit.drop_tag()  # as large as its number
            yield from self.blocks(element)
        elif tag == "figure" and kind == "diagram":
            yield self.diagram(element)
        elif tag == "blockquote":
            yield {"t": "quote", "c": self.blocks(element)}
        elif tag == "pre":
            typed = shown(element.text_content().rstrip("\n"), keep="\n")
            yield {"t": "code", "c": breakable(typed, self.longest)}
        elif tag == "hr":
            yield {"t": "rule"}
        else:
            raise self.unknown(element)

    def heading(self, element: html.HtmlElement) -> Node:
        level, anchor = _HEADINGS[element.tag], element.get("id") or ""
        label = str(Address(self.page.path, "" if element is self.title else anchor))
        self.labels.add(label)
        if anchor and label in self.records:
            self.mentioned = {self.page.path}  # an entry is read alone
        return {"t": "h", "level": level, "id": anchor, "label": label, "c": self.inline(element)}

    def list_of(self, element: html.HtmlElement) -> Node:
        items = [self.blocks(item) for item in element]
        loose = any(block["t"] == "p" and "tight" not in block for item in items for block in item)
        names = 0 if len(items) < _COLUMN_NAMES else _lines_of_names(items)
        start = int(element.get("start") or 1)
        long = {"long": True} if _width(element) > _ROOM else {}
        return {
            "t": element.tag,
            "start": start,
            "loose": loose,
            "names": names,
            **long,
            "c": items,
        }

    def definitions(self, element: html.HtmlElement) -> Node:
        items: list[dict[str, Any]] = []
        for child in element:
            if not items or (child.tag == "dt" and items[-1]["c"]):
                items.append({"terms": [], "c": []})
            if child.tag == "dd":
                items[-1]["c"] += self.blocks(child)
            else:
                items[-1]["terms"].append([*self.anchor(child), *self.inline(child)])
        widest = max(map(_width, element.iterchildren("dt")), default=0)
        width_of_all = sum(map(_width, element.iterchildren("dd")))
        if ruled := self.page.record is not None:
            whole = len(items) <= _FACTS and width_of_all <= _ROOM
        else:
            whole = len(items) <= _DEFINITIONS and width_of_all <= _DEFINITIONS_WIDTH
        form = {"columns": widest <= _TERM_WIDTH, "ruled": ruled, "whole": whole}
        return {"t": "dl", **form, "width": widest / 2, "c": items}

    def table(self, element: html.HtmlElement) -> Node:
        # A head repeated on the next page is an artifact, in which PDF/UA-1 allows no links.
        repeat = element.find("thead").find(".//a") is None
        rows = [list(row) for row in element.iter("tr")]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        # In a table of many columns, the first, which names the row, and sentences have room.
        limits = [34, *(28 if width > _SENTENCE_WIDTH else 18 for width in widths[1:])]
        if len(widths) <= _FEW_COLUMNS:
            limits = [48] * len(widths)
        # No column is narrower than its longest word; what is left is shared out by what each lacks.
        least = [max(map(_least_width, column)) for column in zip(*rows, strict=True)]
        lacks = [
            max(_MARGINS, min(width, limit) - word)
            for width, limit, word in zip(widths, limits, least, strict=True)
        ]
        left = max(0, _LINE_WIDTH - sum(least)) / sum(lacks)
        columns = [round(word + left * lack, 1) for word, lack in zip(least, lacks, strict=True)]
        share = _LINE_WIDTH / sum(columns)
        most = [column * share * _CELL_LINES for column in columns]
        self.longest = _LONGEST_IN_CELL
        head, *body = [self.row(row, most) for row in rows]
        self.longest = _LONGEST
        for row, cells in zip(element.findall("tbody/tr"), body, strict=True):
            if anchor := self.anchor(row):
                match cells[0]["c"]:
                    case [{"t": "p", "c": words}, *_]:
                        words[:0] = anchor
                    case blocks:
                        blocks.insert(0, {"t": "p", "tight": True, "c": anchor})
        return {"t": "table", "columns": columns, "repeat": repeat, "head": head, "body": body}

    def row(self, cells: list[html.HtmlElement], most: list[float]) -> list[Node]:
        """Return a row's cells, which are kept on one page unless one is too long for it."""
        whole = all(_width(cell) <= width for cell, width in zip(cells, most, strict=True))
        return [self.cell(cell) | {"whole": whole} for cell in cells]

    def anchor(self, element: html.HtmlElement) -> Inline:
        """Return what links to an entry that is no heading lead to, if the element is one."""
        if not (name := element.get("id")):
            return []
        label = str(Address(self.page.path, name))
        self.labels.add(label)
        return [{"t": "anchor", "label": label}]

    def cell(self, element: html.HtmlElement) -> Node:
        align = re.search(r"text-align:\s*(left|center|right)", element.get("style") or "")
        head = element.get("scope") == "row"
        return {"align": align[1] if align else "left", "head": head, "c": self.blocks(element)}

    def admonition(self, element: html.HtmlElement) -> Node:
        heading: Inline = []
        for title in element.xpath("./p[@class='admonition-title']"):
            heading = self.inline(title)
            title.drop_tree()
        return {"t": "note", "title": heading, "c": self.blocks(element)}

    def diagram(self, element: html.HtmlElement) -> Node:
        """Return a drawing as SVG, the widest there is, with its title and what it shows in words."""
        drawing, caption = element.findall("svg")[-1], element.find("figcaption")
        written = html.tostring(drawing, encoding="unicode", method="xml", with_tail=False)
        # HTML lowers the case of attribute names; SVG needs this capital.
        svg = shown(written, keep="\n").replace("viewbox=", "viewBox=", 1)
        columns, lines = map(float, drawing.get("viewbox", "").split()[2:])
        return {
            "t": "diagram",
            "svg": _LABEL.sub(lambda label: _LATIN_MARK.sub(_IN_LATIN, label[0]), svg),
            "width": round(min(_UNIT * columns, _DRAWING_HEIGHT * columns / lines), 1),
            "alt": shown(drawing.findtext("desc") or ""),
            "c": [shown((caption.text or "").strip())],
        }

    # --- inline ---

    def inline(self, element: html.HtmlElement) -> Inline:
        """Return the inline contents of an element."""
        nodes: Inline = [element.text or ""]
        for child in element:
            nodes += self.element(child), child.tail or ""
        return tidy(nodes, self.longest)

    def element(self, element: html.HtmlElement) -> Node:
        tag = element.tag
        if tag in {"em", "strong"}:
            return {"t": tag, "c": self.inline(element)}
        if tag == "code":
            return {"t": "code", "c": breakable(shown(element.text_content()), self.longest)}
        if tag == "br":
            return {"t": "br"}
        if tag == "span" and (lang := element.get("lang")):
            return {"t": "lang", "language": language(lang).tags, "c": self.inline(element)}
        if tag == "span":
            return {"t": "run", "c": self.inline(element)}
        if tag == "a":
            return self.link(element)
        raise self.unknown(element)

    def link(self, element: html.HtmlElement) -> Node:
        """Return a link.

        `to` is a label in the book, `url` the same place on the web. `page` marks the first mention
        on a page, `m` a mention that the index of names tells, `mark` the mark of a citation.
        """
        words, href = self.inline(element), element.get("href") or ""
        if href.startswith(("https:", "mailto:", "site:")):
            path = href.removeprefix("site:")
            return {"t": "a", "url": href if path == href else self.urls.absolute(path), "c": words}
        target = linked_address(self.page.path, href)
        label = str(target)
        node: Node = {
            "t": "a",
            "to": label,
            "way": internal_link(label, shown(element.get("aria-label") or element.text_content())),
            "url": self.urls.absolute(self.urls.page(target.page, self.page.lang, target.anchor)),
            "c": words,
        }
        if element.get("class") == "mark":
            return node | {"mark": True}
        # In headings, the number of a page to turn to would be in the way.
        in_heading = any(each.tag in _HEADINGS for each in element.iterancestors())
        if not in_heading and label not in self.mentioned and target.page != self.page.path:
            self.mentioned.add(label)
            node["page"] = 0  # shown at the first mention on a page; the document has an estimate
            if self.indexed and label in self.records:
                node["m"] = True
        return node


def _lines_of_names(items: list[list[Node]]) -> int:
    """Return how many lines a list's longest link takes; 0 for other lists and long links."""
    widest = 0
    for item in items:
        match item:
            case [{"t": "p", "c": [{"t": "a", "c": words}]}]:
                widest = max(widest, sum(width(word) for word in words if isinstance(word, str)))
            case _:
                return 0
    lines = -(-widest // _COLUMN_WIDTH)
    return lines if lines <= _NAME_LINES else 0


def _least_width(cell: html.HtmlElement) -> int:
    """Return the width a cell needs so that none of its words is broken, its margins included."""
    widths = [0]
    for words in re.split(r"[\s-]+", cell.text_content()):
        parts = [words] if width(words) <= _SHORT else re.split(f"[{HAN}]", words)
        widths += [min(width(part), _LONGEST_IN_CELL) for part in parts]
    return max(widths) + _MARGINS


def _width(element: html.HtmlElement) -> int:
    return width(element.text_content().strip())
