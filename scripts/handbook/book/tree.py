"""The tree of plain data that Typst walks, made from the HTML of the Markdown parser.

    block    h p ul ol dl entries table note facts gaps numbers status diagram quote code rule
    inline   a text, or em strong code br lang run a anchor pages naming

Every node is a dict whose `t` names it. Texts are plain strings, and Typst shows strings as they
are, so nothing an editor types is evaluated. Any other element raises HandbookError with the
page's file. Widths of texts are in halves of a Chinese character.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
#: Divisions that look like nothing on paper, and those that look like something.
_PLAIN, _SHAPED = (
    frozenset({"entries", "filter", "table"}),
    frozenset({"facts", "gaps", "numbers", "status"}),
)
_BLOCKS = frozenset(
    {*_HEADINGS, "ul", "ol", "dl", "p", "table", "div", "figure", "blockquote", "pre", "hr"}
)
#: Up to what width Chinese in a cell is not broken, and how wide a cell's margins are together.
_SHORT, _MARGINS = 10, 2
#: The most letters of a word that needs no break: in a line, and in a cell of a table.
_LONGEST, _LONGEST_IN_CELL = 30, 18
#: The width of a line, and the most lines of a row that is kept on one page.
_LINE_WIDTH, _ROW_LINES = 78, 14
#: How wide the number of a page is, and those of all pages where something is named.
_NUMBER, _NUMBERS = 4, 24
#: The widest term that stands in a column beside its definition.
_TERM_WIDTH = 20
#: How long a unit of a drawing is in mm, so that its letters are as large as the text, and how
#: high a drawing may be.
_UNIT, _DRAWING_HEIGHT = 0.218, 190
#: Quotation marks and dots beside Latin letters in a drawing's labels are set in the Latin face:
#: those of the Chinese one are as wide as a character.
_LATIN_MARK = re.compile(
    r"[“”‘’](?=[A-Za-z0-9])|(?<=[A-Za-z0-9.,?!])[“”‘’]|(?<=[A-Za-z] )·(?= [A-Za-z])"
)
_LABEL = re.compile(r"(?<=>)[^<>]+(?=</text>)")
_IN_LATIN = r'<tspan font-family="Libertinus Serif">\g<0></tspan>'


#: What may follow a link in brackets where there are only links.
_ROLE = re.compile(r"[(（][^()（）]*[)）]")
#: What ends a sentence.
_STOPS = tuple(".!?。！？")


@dataclass(frozen=True, slots=True)
class Tree:
    """A page as a tree: the page and its blocks."""

    page: Page
    blocks: list[Node]


def read_page(rendered: RenderedPage, entries: Mapping[str, str], urls: Urls) -> Tree:
    """Return a page as a tree.

    Args:
        rendered: The page with its HTML.
        entries: The labels of records' entries by id.
        urls: The addresses on the web, for links that lead nowhere in a document.

    Raises:
        HandbookError: The page holds an element the book has no form for.
    """
    root = html.fragment_fromstring(rendered.paper, create_parent="div")
    reader = _Reader(rendered.page, root, entries, urls)
    return Tree(rendered.page, reader.blocks(root))


class _Reader:
    """Reads the elements of one page in their order."""

    def __init__(
        self, page: Page, root: html.HtmlElement, entries: Mapping[str, str], urls: Urls
    ) -> None:
        self.page, self.entries, self.urls = page, entries, urls
        self.title = next(root.iter("h1"), None)
        self.language = language(page.lang)
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
                for block in self.block(child):
                    if not (blocks and self.runs_on(blocks[-1], block)):
                        blocks.append(block)
                run = [child.tail or ""]
        return blocks

    def block(self, element: html.HtmlElement) -> Iterator[Node]:
        tag, kind = element.tag, element.get("class") or ""
        if tag in _HEADINGS:
            yield self.heading(element)
        elif tag == "p":
            if inline := self.inline(element):
                yield {"t": "p", "c": _with_pages(inline) if _only_refers(element) else inline}
        elif tag in {"ul", "ol"}:
            items = [self.blocks(item) for item in element]
            loose = any(
                block["t"] == "p" and "tight" not in block for each in items for block in each
            )
            yield {"t": tag, "start": int(element.get("start") or 1), "loose": loose, "c": items}
        elif tag == "dl":
            yield self.definitions(element)
        elif tag == "table":
            yield self.table(element)
        elif tag == "div" and kind.startswith("admonition"):
            yield self.admonition(element)
        elif tag == "div" and kind in _SHAPED:
            yield {"t": kind, "c": self.blocks(element)}
        elif tag == "div" and kind in _PLAIN:
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

    def runs_on(self, before: Node, block: Node) -> bool:
        """Set the items of a list behind the lead word before it; return whether that was done."""
        match before, block:
            case (
                {"t": "p", "c": [{"t": "strong"}, ":" | "："]},
                {"t": "ul", "c": [*items]},
            ) if all([each["t"] for each in item] == ["p"] for item in items):
                pass
            case _:
                return False
        before["c"][1] = self.language.colon
        for item in items:
            last, words = item is items[-1], item[0]["c"]
            if str(words[-1]).endswith(_STOPS):
                after = "" if last else self.language.sentence_gap
            else:
                after = self.language.full_stop if last else self.language.clause_separator
            before["c"] += *words, after
        return True

    def heading(self, element: html.HtmlElement) -> Node:
        level, anchor = _HEADINGS[element.tag], element.get("id") or ""
        label = str(Address(self.page.path, "" if element is self.title else anchor))
        return {"t": "h", "level": level, "id": anchor, "label": label, "c": self.inline(element)}

    def definitions(self, element: html.HtmlElement) -> Node:
        items: list[dict[str, Any]] = []
        for child in element:
            if not items or (child.tag == "dt" and items[-1]["c"]):
                items.append({"label": self.label(child), "terms": [], "c": []})
            if child.tag == "dd":
                items[-1]["c"] += self.blocks(child)
            else:
                items[-1]["terms"].append(self.inline(child))
        if self.page.record is None and element.getparent().get("class") == "entries":
            return {"t": "entries", "title": shown(self.page.title), "c": items}
        widest = max(map(_width, element.iterchildren("dt")), default=0)
        return {"t": "dl", "width": widest / 2 if widest <= _TERM_WIDTH else 0, "c": items}

    def table(self, element: html.HtmlElement) -> Node:
        # A head repeated on the next page is an artifact, in which PDF/UA-1 allows no links.
        repeat = element.find("thead").find(".//a") is None
        rows = [list(row) for row in element.iter("tr")]
        columns = _column_widths(rows)
        most = [column * _LINE_WIDTH / sum(columns) * _ROW_LINES for column in columns]
        self.longest = _LONGEST_IN_CELL
        head, *body = [[self.cell(cell) for cell in row] for row in rows]
        self.longest = _LONGEST
        read = [
            {
                "label": self.label(row[0].getparent()),
                "whole": all(_width(cell) <= width for cell, width in zip(row, most, strict=True)),
                "c": cells,
            }
            for row, cells in zip(rows[1:], body, strict=True)
        ]
        return {"t": "table", "columns": columns, "repeat": repeat, "head": head, "body": read}

    def label(self, element: html.HtmlElement) -> str:
        """Return what links to an entry that is no heading lead to, or nothing if there are none."""
        name = element.get("id")
        return self.entries.get(name) or str(Address(self.page.path, name)) if name else ""

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
        if (faces := self.language.faces) != "SC":
            drawing.set("font-family", f"Noto Sans {faces}, Noto Sans SC")
        written = html.tostring(drawing, encoding="unicode", method="xml", with_tail=False)
        # HTML lowers the case of attribute names; SVG needs this capital.
        svg = shown(written, keep="\n").replace("viewbox=", "viewBox=", 1)
        columns, lines = map(float, drawing.get("viewbox", "").split()[2:])
        return {
            "t": "diagram",
            "id": element.get("id"),
            "label": str(Address(self.page.path, element.get("id") or "")),
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
        """Return a link, or the pages that links without words lead to.

        One that leads to a place of its own page tells the pages of all other links to that place.

        `to` is a label in the book, `url` the same place on the web; `mark` marks the mark of a
        citation.
        """
        words, href = self.inline(element), element.get("href") or ""
        if href.startswith(("https:", "mailto:", "site:")):
            path = href.removeprefix("site:")
            return {"t": "a", "url": href if path == href else self.urls.absolute(path), "c": words}
        target = linked_address(self.page.path, href)
        if not words and href.startswith("#"):
            return {"t": "naming", "to": str(target)}
        if not words:
            return {"t": "pages", "to": [str(target)]}
        node: Node = {
            "t": "a",
            "to": str(target),
            "way": internal_link(
                str(target), shown(element.get("aria-label") or element.text_content())
            ),
            "url": self.urls.absolute(self.urls.page(target.page, self.page.lang, target.anchor)),
            "c": words,
        }
        return node | ({"mark": True} if element.get("class") == "mark" else {})


def _with_pages(nodes: Inline) -> Inline:
    """Return links that each tell the page they lead to, behind the mark that ends a quotation."""
    told: Inline = []
    page: Node | None = None
    for node in nodes:
        if page and isinstance(node, str):
            mark = re.match(r"[”》」]?", node)[0]  # type: ignore[index]
            told += mark, page | {"after": mark}
            node = node[len(mark) :]
        page = None
        told.append(node)
        if isinstance(node, dict) and "to" in node:
            page = {"t": "pages", "to": [node["to"]], "after": ""}
    return told + ([page] if page else [])


def _only_refers(paragraph: html.HtmlElement) -> bool:
    """Return whether a paragraph is but lead words, and links to what else there is to read."""
    between = [paragraph.text, *(child.tail for child in paragraph)]
    return (
        ["strong", "a"] == [child.tag for child in paragraph[:2]]
        and (between[1] or "").startswith((":", "："))
        and not any(re.search(r"\w", _ROLE.sub("", text or "")) for text in between)
    )


def _column_widths(rows: Sequence[Sequence[html.HtmlElement]]) -> Sequence[float]:
    """Return how wide the columns of a table are, in characters.

    None is narrower than its longest word; each bit of the room goes where it saves most lines.
    """
    columns = [max(map(_least_width, column)) for column in zip(*rows, strict=True)]
    texts = [Counter(map(_width, column)) for column in zip(*rows, strict=True)]

    def lines(at: int, wider: int) -> float:
        room = max(1, columns[at] + wider - _MARGINS)
        return sum(max(1, text / room) * count for text, count in texts[at].items())

    while (left := _LINE_WIDTH - sum(columns)) > 0:
        saved, at = max((lines(at, 0) - lines(at, 1), -at) for at in range(len(columns)))
        if not saved:
            return [column + left / len(columns) for column in columns]
        columns[-at] += 1
    return columns


def _least_width(cell: html.HtmlElement) -> int:
    """Return the width a cell needs so that none of its words is broken, its margins included."""
    widths = [0]
    for words in re.split(r"[\s-]+", cell.text_content()):
        parts = [words] if width(words) <= _SHORT else re.split(f"[{HAN}]", words)
        widths += [min(width(part), _LONGEST_IN_CELL) for part in parts]
    return max(widths) + _MARGINS


def _width(element: html.HtmlElement) -> int:
    links = [a.get("href", "") for a in element.iterdescendants("a") if not len(a) and not a.text]
    numbers = sum(_NUMBERS if href.startswith("#") else _NUMBER for href in links)
    return max(width(element.text_content().strip()), numbers)
