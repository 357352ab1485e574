"""The one Markdown of the handbook: the extensions that every output parses with.

Added to plain Markdown:

    # Heading {#id}           the id of a heading, and of an entry in `:::entries`
    :lang[平安]{zh}           words in another language
    site:path                 the address of a file of the finished site that is not a page
    [[source#5]]              the mark of a citation, in pages (see `text.citations`)
    :::diagram                a fenced directive (see `directives`)
    !!! note "title"          a note; its kind is one of `NOTES`

A table row whose first cell is all bold is headed by that cell, and straight quotation marks become
those of the language, also of that of `:lang`.

Removed: raw HTML, which is shown as typed; pictures, which the handbook has none of; and links with
a scheme that a browser would run.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import markdown
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import AtomicString

from handbook.model.labels import DEFAULT_COLOURS, Colours
from handbook.model.references import split_locator
from handbook.text import directives
from handbook.text.addresses import is_allowed
from handbook.text.quotes import curled

#: The id at the end of a heading, unless a backslash stands before it.
HEADING_ID = re.compile(r"(?<![\\ \t])[ \t]*\{#([A-Za-z][A-Za-z0-9_-]*)\}[ \t]*$")
#: What means something anywhere, and what would end a heading.
_SPECIAL = re.compile(r"([\\`*_\[\]{}|]|#$)")
#: What opens a heading, a quotation, a list or a note at the start of a block; and what opens a
#: definition, code or an underline, which no backslash undoes.
_OPENING = re.compile(r"^(\s*(?:\d+(?=\.))?)([#>+!.-])")
_OPENING_MARK = re.compile(r"^(\s*)([:~=])")


class Ids(Treeprocessor):
    """Read `{#id}` at the end of a heading, an entry's term or first cell, or gaps as its id.

    The first cell of an entry heads its row.
    """

    def run(self, root: etree.Element) -> None:
        """Set the ids; `toc` runs after this and keeps them."""
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                self._set(element, element)
                if any(each.get("class") == Marks.CLASS for each in element.iter("a")):
                    # what the page's contents are made of
                    element.set("data-toc-label", "".join(_without_marks(element)))
            elif element.get("class") == "entries":
                for term in element.iter("dt"):
                    self._set(term, term)
                for row in element.iterfind(".//tbody/tr"):
                    self._set(row, row[0])
                    row[0].tag = "th"
                    row[0].set("scope", "row")
            elif element.get("class") == "gaps":
                self._set(element, element[-1])

    def _set(self, element: etree.Element, words: etree.Element) -> None:
        holder, attribute = (words[-1], "tail") if len(words) else (words, "text")
        text = getattr(holder, attribute) or ""
        if match := HEADING_ID.search(text):
            element.set("id", match[1])
            setattr(holder, attribute, text[: match.start()])


class Tables(Treeprocessor):
    """Say what each head of a table heads, and let wide tables be scrolled."""

    def run(self, root: etree.Element) -> None:
        """Set the scopes and labels of cells, and put each table into a division of its own.

        A label is the head of the cell's column, for where cells stand below one another. A first
        cell that is all bold heads its row. It stays bold, for readers whose software does not show
        row headers.
        """
        for head in root.iter("th"):
            head.set("scope", head.get("scope", "col"))
        for table in root.iter("table"):
            labels = ["".join(_without_marks(head)) for head in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr"):
                for cell, label in zip(row[1:], labels[1:], strict=False):
                    cell.set("data-label", label)
        for row in root.iter("tr"):
            first = row[0]
            bold = [child.tag for child in first] == ["strong"]
            if first.tag == "td" and bold and not (first.text or first[0].tail or "").strip():
                first.tag = "th"
                first.set("scope", "row")
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "table":
                    wrapper = etree.Element("div", {"class": "table"})
                    wrapper.append(child)
                    wrapper.tail, child.tail = child.tail, None
                    parent[index] = wrapper


def _without_marks(element: etree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("class") != Marks.CLASS:
            yield from _without_marks(child)
        yield child.tail or ""


class SafeLinks(Treeprocessor):
    """Remove addresses that a link may not have, whatever the check has let through."""

    def run(self, root: etree.Element) -> None:
        """Drop what is not allowed; the words of the link stay."""
        for element in root.iter():
            if not is_allowed(element.get("href") or ""):
                del element.attrib["href"]


class Quotes(Treeprocessor):
    """Set straight quotation marks as the language they stand in does, or else the page's.

    Code stays as typed.
    """

    #: Elements inside a line: before any other, a mark opens.
    _INLINE = frozenset({"a", "em", "strong", "span", "code"})

    def __init__(
        self, md: markdown.Markdown, quotes: str, quotes_of: Callable[[str], str] | None
    ) -> None:
        """Keep the marks of the page, and what tells those of another language."""
        super().__init__(md)
        self.quotes, self.quotes_of = quotes, quotes_of
        self.escapes = UnescapeTreeprocessor(md)  # what is escaped is a character before, too

    def run(self, root: etree.Element) -> None:
        """Set them, with the eye on the character before, which may stand in another element."""
        self._set(root, "", self.quotes)

    def _set(self, element: etree.Element, before: str, quotes: str) -> str:
        """Set an element's text and what is in it, and return the last character."""
        if element.tag in {"code", "pre"}:
            return (element.text or "")[-1:]
        if element.get("class") == Marks.CLASS:
            element.set("aria-label", curled(element.get("aria-label", ""), quotes))
            return before  # the text goes on as if no mark stood in it
        if self.quotes_of and (lang := element.get("lang")):
            quotes = self.quotes_of(lang) or quotes
        if title := element.get("title"):
            element.set("title", curled(title, quotes))
        inside = element.tag in self._INLINE
        if element.text and element.text == element.get("href"):
            return element.text[-1]  # an address is read off the page
        element.text, last = self._curled(element.text, before if inside else "", quotes)
        for child in element:
            last = self._set(child, last, quotes)
            child.tail, last = self._curled(child.tail, last, quotes)
        return last if inside else ""

    def _curled(self, text: str | None, before: str, quotes: str) -> tuple[str | None, str]:
        result = curled(self.escapes.unescape(text), quotes, before) if text else text
        return result, (result or before)[-1:]


class QuotedLinks(Treeprocessor):
    """Move the marks of a quotation that is a whole link out of it: only words are underlined."""

    _MARKS = frozenset({"“”", "《》", "「」"})

    def run(self, root: etree.Element) -> None:
        """Move both marks or neither."""
        for parent in root.iter():
            for index, link in enumerate(parent):
                words = "".join(link.itertext())
                inside, marks = words[1:-1], words[:1] + words[-1:]
                if link.tag != "a" or len(link) or not inside or marks not in self._MARKS:
                    continue
                if {*inside} & {*marks}:
                    continue  # it begins with one quotation and ends with another
                link.text, link.tail = inside, marks[1] + (link.tail or "")
                if index:
                    parent[index - 1].tail = (parent[index - 1].tail or "") + marks[0]
                else:
                    parent.text = (parent.text or "") + marks[0]


class Directive(LinkInlineProcessor):
    """Read `:lang[words]{zh}`."""

    _ARGUMENT = re.compile(r"\{([^{}\n]+)\}")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Return the element, or nothing where brackets are not closed or no argument follows."""
        words, index, closed = self.getText(data, m.end(0))
        argument = self._ARGUMENT.match(data, index) if closed else None
        if not argument:
            return None, None, None
        element = etree.Element("span", lang=argument[1])
        element.text = words
        return element, m.start(0), argument.end()


class Cited(NamedTuple):
    """What a citation becomes: the words and name of its mark, and where it leads."""

    words: str
    name: str
    address: str


class Marks(InlineProcessor):
    """Read `[[source#5]]`: a run of citations has each once, in the order of the source."""

    CLASS = "mark"
    _RUN = r"(?:\[\[[a-z0-9-]+#(?:head|[1-9][0-9]*)\]\])+"

    def __init__(self, md: markdown.Markdown, cited: Callable[[str, int], Cited | None]) -> None:
        """Keep what tells the mark of a place in a source."""
        super().__init__(self._RUN, md)
        self.cited = cited

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Return the marks, or nothing where a citation is of no source."""
        places = list(filter(None, map(split_locator, re.findall(r"[^][]+", m[0]))))
        sources = [source for source, _ in places]
        places = sorted(set(places), key=lambda each: (sources.index(each[0]), each[1]))
        marks = [cited for cited in map(self.cited, *zip(*places, strict=True)) if cited]
        elements: list[etree.Element] = []
        for words, name, address in marks:
            attributes = {"class": self.CLASS, "href": address, "aria-label": name}
            elements.append(etree.Element("a", attributes))
            elements[-1].text = AtomicString(words)
        if len(elements) == 1:
            return elements[0], *m.span()
        # a line may break between long ones
        is_long = any(" " in words for words, *_ in marks)
        run = etree.Element("span", {"class": "marks"} if is_long else {})
        run.extend(elements)
        return (run, *m.span()) if elements else (None, None, None)


#: The kinds of notes (`!!! note "title"`). Any other word would become a class of the page.
NOTES = ("note", "warning")
_NOTE = re.compile(rf'(?:^|\n)!!! ?({"|".join(NOTES)})(?: +"(.*?)")? *(?:\n|$)')

_EXTENSIONS = ["tables", "def_list", "admonition", "sane_lists", "fenced_code", "toc"]


def parser(
    quotes: str = "",
    cited: Callable[[str, int], Cited | None] = lambda source, place: None,
    colours: Colours = DEFAULT_COLOURS,
    quotes_of: Callable[[str], str] | None = None,
) -> markdown.Markdown:
    """Return the parser that every output reads Markdown with.

    Args:
        quotes: The language's quotation marks, which stand for straight ones; none: as typed.
        cited: What tells the mark of a place in a source.
        colours: The colours of diagrams.
        quotes_of: What tells the quotation marks of another language, for words in it.
    """
    md = markdown.Markdown(
        extensions=_EXTENSIONS,
        extension_configs={"toc": {"slugify": slugify_unicode, "toc_depth": "2-3", "marker": ""}},
    )
    md.parser.blockprocessors["admonition"].RE = _NOTE  # type: ignore[attr-defined]
    md.preprocessors.deregister("html_block")
    for name in ("html", "image_link", "image_reference", "short_image_ref"):
        md.inlinePatterns.deregister(name)
    # before all that reads brackets
    md.inlinePatterns.register(Marks(md, cited), "marks", 176)
    # twice, because the words of one that is read are given to the patterns after it
    for name, priority in (("directive", 175), ("directive_inside", 174)):
        md.inlinePatterns.register(Directive(r":lang\[", md), name, priority)
    directives.register(md, colours)
    md.treeprocessors.register(Ids(md), "ids", 15)
    if quotes or quotes_of:
        # before toc, which reads the headings
        md.treeprocessors.register(Quotes(md, quotes, quotes_of), "quotes", 12)
    md.treeprocessors.register(Tables(md), "tables", 2)
    md.treeprocessors.register(QuotedLinks(md), "quoted_links", 11)
    # last of all: what stands there then is what a browser gets
    md.treeprocessors.register(SafeLinks(md), "safe_links", -1)
    return md


@cache
def inline_parser() -> markdown.Markdown:
    """Return the parser that scanner and plain text share.

    It leaves entities, ids and addresses as typed. What stands between underscores is `u` in its
    tree, which the check refuses.
    """
    md = parser()
    md.inlinePatterns.deregister("entity")
    assert md.delimiters
    md.delimiters.add("_", "u,u", smart=True)
    for name in ("toc", "safe_links"):
        md.treeprocessors.deregister(name)
    # makes the stash that patterns look into
    md.treeprocessors["inline"].run(etree.Element("div"))
    return md


class Definitions(dict[str, tuple[str, str]]):
    """The definitions of links, which know those of them that leave nothing on the page."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.unused: set[str] = set()
        self.repeated: set[str] = set()

    def __setitem__(self, name: str, definition: tuple[str, str]) -> None:
        """Add a definition, which takes the place of another of its name."""
        (self.repeated if name in self else self.unused).add(name)
        super().__setitem__(name, definition)

    def __getitem__(self, name: str) -> tuple[str, str]:
        """Return a definition to the link that uses it."""
        self.unused.discard(name)
        return super().__getitem__(name)


def document_tree(text: str) -> tuple[etree.Element, int, Definitions]:
    """Return the parser's tree of a text, its number of code blocks, and its link definitions."""
    md = inline_parser()
    md.references = definitions = Definitions()
    try:
        lines = text.split("\n")
        for preprocessor in md.preprocessors:
            lines = preprocessor.run(lines)
        root: etree.Element = md.parser.parseDocument(lines).getroot()  # type: ignore[assignment]
        for processor in md.treeprocessors:
            replaced = processor.run(root)
            root = root if replaced is None else replaced
        return root, md.htmlStash.html_counter, definitions
    finally:
        md.references = {}
        md.reset()  # the next text knows nothing of this one's definitions


def escape(text: str) -> str:
    """Return plain text so that Markdown shows it as it is."""
    escaped = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    escaped = _OPENING_MARK.sub(lambda mark: f"{mark[1]}&#{ord(mark[2])};", escaped)
    return _OPENING.sub(r"\1\\\2", escaped)


def web_link(words: str, address: str) -> str:
    """Return a link, from Markdown and an address as typed, in which nothing ends the link."""
    return f"[{words}](<{address.replace('&', '&amp;')}>)"


#: A row of a table, or the words of an item or a paragraph up to where the next may begin.
_UNIT = re.compile(
    r"^(?P<edge>[ \t]*(?:(?:[-*+:]|\d+\.)[ \t]+)?)"
    r"(?P<words>\S[^\n]*(?:\n(?![ \t]*(?:(?:[-*+:]|\d+\.)[ \t]|\||$))[^\n]+)*)",
    re.MULTILINE,
)
_CELL = re.compile(r"(?P<edge>\|\s*)(?P<words>(?:\\.|[^|\\])*?)(?=\s*(?:\||$))")


def in_language(markdown: str, lang: str) -> str:
    """Return Markdown marked as being in a language.

    The words of each paragraph, list item and table cell are marked separately.
    """

    def marked(match: re.Match[str]) -> str:
        words = match["words"]
        if words.startswith("|"):
            return match["edge"] + _CELL.sub(marked, words)
        if re.search(r"[^\s:|-]", words):
            words = f":lang[{_closed(words)}]{{{lang}}}"
        return match["edge"] + words

    return _UNIT.sub(marked, markdown)


def _closed(words: str) -> str:
    """Return words that may stand in brackets: unpaired ones and a last backslash escaped."""
    opened: list[int] = []
    unpaired: list[int] = []
    for bracket in re.finditer(r"\\.|[][]", words):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif bracket[0] == "]":
            opened.pop() if opened else unpaired.append(bracket.start())
    for offset in sorted(opened + unpaired, reverse=True):
        words = f"{words[:offset]}\\{words[offset:]}"
    backslashes = len(words) - len(words.rstrip("\\"))
    return f"{words}\\" if backslashes % 2 else words
