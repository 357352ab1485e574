"""Take built pages apart into one document for every page and every record.

A record that is an element of its kind's page (a figure, an honour, a term) becomes a document of
its own. It is then found, ranked and quoted by itself, and a reader never downloads the text of a
whole index page for one of its entries.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile
from typing import Any

from lxml import etree, html
from lxml.html.builder import E

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import Address, addresses
from handbook.text.bigrams import closed, paired
from handbook.text.languages import HAN, Language, language
from handbook.text.plain_text import plain_text

#: Parts of an article that are not content: scripts, diagrams, the marks of citations, lines of
#: facts and of what is not stated, and the lists of a theme and of the home page with their headings.
NO_CONTENT = (
    ".//script | .//style | .//link | .//template | .//*[@data-pagefind-ignore]"
    " | .//svg | .//a[@class = 'mark'] | .//*[@class = 'facts' or @class = 'gaps' or @class = 'numbers']"
    " | .//h2[@id = 'practices' or @id = 'timeline' or @id = 'themes']"
    " | .//h2[@id = 'practices' or @id = 'timeline' or @id = 'themes']/following-sibling::*[1]"
)
#: What an index page lists: each is a document of its own.
LISTED = ".//*[@class = 'entries' or @class = 'filter'] | .//table | .//ul | .//ol | .//dl"
#: The words before a list of links or of what is not stated, which ends with its block.
LEADS = ("gaps_heading", "see_also", "terms_used", "joins", "practices_here", "unclear")
#: How much more a word counts in the title and in the first paragraph than in the body (Pagefind
#: takes 0 to 10).
TITLE, SUMMARY = "10", "4"

#: The texts with quotation marks of the page's own language.
_QUOTING = ".//text()[translate(., $marks, '') != .][not(ancestor::*[@lang and ancestor::article])]"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: The end of a line that has a mark.
_MARKED = re.compile(r"(?:[。.；;：:，,！!？?…][”’》」）]*|^)\s*$")
#: The end of a block after which Pagefind sets a full stop; it sets none after cut Chinese or a
#: "%".
_STOPPED = re.compile(rf"""(?:[^\W{HAN}]|["')$*])\s*$""")
#: The elements after which it does.
_LINES = (*_HEADINGS, "p", "div", "section", "article", "ul", "li", "td")
#: The end of a sentence.
_SENTENCE = re.compile(r"[.。]\s*$")
#: Elements across which a phrase runs on.
_INLINE = (
    *("a", "abbr", "b", "cite", "code", "em", "i", "mark"),
    *("q", "small", "span", "strong", "sub", "sup", "time"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """What one search result leads to, all of it plain values.

    Attributes:
        address: The page below its language's root, with an anchor where it is part of one.
        title: The text of its first heading, as typed.
        content: Its words, cut for the index, as HTML.
        record: The id of the record it is about.
        quoted: What the box quotes: its text, title and summary, and of each section the anchor,
            the title and where in the text it begins.
    """

    address: str
    title: str
    content: str
    record: str | None = None
    quoted: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return its address for Pagefind, to which an anchor is a folder."""
        return f"/{self.address.replace('#', '')}".rstrip("/") + "/"

    def page(self, lang: str) -> str:
        """Return it as a page for Pagefind, which knows its language as `lang`."""
        head = f"<head><title>{escape(self.title)}</title></head>"
        return f'<html lang="{lang}">{head}<body>{self.content}</body></html>'


#: The records on a page, by their anchor, which is empty where the page is their own: the id of
#: each, and of one at an anchor its title and summary as readers see them.
Records = Mapping[str, tuple[str, str, str]]


def records_by_page(dataset: Dataset, lang: str) -> Mapping[str, Records]:
    """Return the records on each page, by its address below its language's root."""
    written = language(lang, dataset.labels)
    records: defaultdict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    for id_, address in addresses(dataset).items():
        title = summary = ""
        if address.anchor:
            record: Any = dataset.records[id_]
            title = written.curled(record.title.resolve(lang)[0])
            summary = written.curled(plain_text(dataset, *record.summary.resolve(lang)))
        records[Address(address.page).path][address.anchor] = (id_, title, summary)
    return records


def documents_of(
    page: str, url: str, records: Records, written: Language, leads: Container[str]
) -> list[Document]:
    """Return the documents of a page, which depend on nothing else.

    Args:
        page: The finished page.
        url: Its address below its language's root.
        records: The records on it.
        written: Its language.
        leads: The words before lists of links and before what is not stated.
    """
    tree = html.fromstring(page)
    article = tree.find(".//article")
    if article is None:
        return []
    remove_apparatus(article, leads)
    _clean(article, written)
    places = {place.get("id"): place for place in article.xpath(".//*[@id]")}
    periods: defaultdict[str, list[html.HtmlElement]] = defaultdict(list)
    for key, row in places.items():
        figure, is_of, _ = key.partition("_")
        periods[figure] += [*row] if is_of and row.tag == "tr" else []
    documents = [
        _document(
            f"{url}#{anchor}",
            [*_section(places[anchor], title), *map(_paragraph, periods[anchor])],
            written,
            id_,
            summary,
        )
        for anchor, (id_, title, summary) in records.items()
        if anchor in places
    ]
    if url.rstrip("/") in index_pages():
        for element in article.xpath(LISTED):
            element.drop_tree()
    own = records[""][0] if "" in records else None
    summary = "".join(tree.xpath("//meta[@name = 'description']/@content"))
    return [*documents, _document(url, article[:], written, own, summary)]


def remove_apparatus(article: html.HtmlElement, leads: Container[str]) -> None:
    """Remove from an article what tells nothing by itself.

    Args:
        article: The article.
        leads: The words before lists of links and before what is not stated.
    """
    for element in article.xpath(NO_CONTENT):
        element.drop_tree()
    for element in article.xpath(".//h1/following-sibling::*[1][self::p][*[1][self::span[@lang]]]"):
        if len(element) == 1 and not _SENTENCE.search(element.text_content()):
            element.drop_tree()  # the name in another language, which the list of names has
    for column, head in [(th.getparent().index(th), th) for th in article.iter("th")]:
        if head.text_content() in leads:
            for row in next(head.iterancestors("table")).iter("tr"):
                row[column].clear()
    for strong in [*article.iter("strong")]:
        block = strong.getparent()
        if strong.text_content() in leads and block is not None:
            for after in [*strong.itersiblings(), strong]:
                after.tail = ""
                block.remove(after)


def _clean(article: html.HtmlElement, written: Language) -> None:
    """Straighten quotation marks as typed."""
    if written.quotes:
        for text in article.xpath(_QUOTING, marks=written.quotes):
            setattr(text.getparent(), "tail" if text.is_tail else "text", written.typed(text))


def _section(start: html.HtmlElement, title: str) -> list[html.HtmlElement]:
    """Return the section that a heading begins, or an entry's title and what stands at it."""
    if start.tag not in _HEADINGS:
        return [E.h2(title), *map(_paragraph, _entry(start))]
    end = _HEADINGS[: _HEADINGS.index(start.tag) + 1]
    return [start, *takewhile(lambda element: element.tag not in end, start.itersiblings())]


def _entry(start: html.HtmlElement) -> list[html.HtmlElement]:
    """Return what tells of an entry: the cells of its row, or the paragraphs below its term."""
    if start.tag == "tr":
        return [*start]
    values = takewhile(lambda element: element.tag == "dd", start.itersiblings())
    return [part for value in values for part in (value.findall("p") or [value])]


def _paragraph(element: html.HtmlElement) -> html.HtmlElement:
    paragraph = deepcopy(element)
    paragraph.tag, paragraph.tail = "p", None
    return paragraph


def _document(
    address: str,
    parts: Iterable[html.HtmlElement],
    written: Language,
    record: str | None,
    summary: str,
) -> Document:
    body = html.Element("article")
    body.extend(parts)
    title = _weigh(body)
    _punctuate(body, written)
    etree.strip_tags(body, etree.Comment)
    text, headings = "", list[tuple[str, str, int]]()
    for run, event, element in _runs(body):
        pieces = [getattr(each, part) for each, part in run]
        text += " " * bool(run) + "".join(pieces)
        for (each, part), words in zip(run, paired([*map(written.indexed, pieces)]), strict=True):
            setattr(each, part, words)
        if event == "end" and element.tag in _LINES and _STOPPED.match(text[-1:]):
            text += "."
        if event == "start" and element.tag in _HEADINGS[1:] and (anchor := element.get("id")):
            headings.append((anchor, element.text_content(), len(text)))

    def read(text: str) -> str:
        return written.curled(closed(text, written.spaced))

    quoted = {
        "content": read(text),
        "title": read(title),
        "sections": [
            (anchor, read(heading), len(closed(text[:start], written.spaced)))
            for anchor, heading, start in headings
            if heading.strip()
        ],
        "summary": summary,
    }
    return Document(address, title, html.tostring(body, encoding="unicode"), record, quoted)


def _weigh(body: html.HtmlElement) -> str:
    """Give the title and the first paragraph their weights; return the title."""
    heading = next(iter(body.iter(*_HEADINGS)), None)
    if heading is None:
        return ""
    heading.tag = "h1"
    heading.set("data-pagefind-weight", TITLE)
    if (paragraph := body.find("p")) is not None:
        paragraph.set("data-pagefind-weight", SUMMARY)
    return " ".join(heading.text_content().split())


def _punctuate(body: html.HtmlElement, written: Language) -> None:
    """Add the marks that a text needs in place of the page's layout."""
    for label in body.iter("dt", "th", "summary"):
        is_last = label.tag == "th" and label.getnext() is None
        label.append(E.span(written.clause_separator if is_last else written.colon))
    for details in body.iter("details"):
        details.insert(0, E.span(written.clause_separator))
    for value in body.iter("dd", "td", "li"):
        if not value.text_content().rstrip().endswith(("。", ".", "；")):
            value.append(E.span(written.clause_separator))
    for line in [*body.iter("p", *_HEADINGS)]:
        text = line.text_content()
        if not (_MARKED.search(text) or _STOPPED.search(text)):
            # After a heading, which is shown as it is.
            (line.append if line.tag == "p" else line.addnext)(E.span(written.full_stop))


def _runs(
    body: html.HtmlElement,
) -> Iterator[tuple[list[tuple[html.HtmlElement, str]], str, html.HtmlElement]]:
    """Yield each text that is read without a break, and what ends it.

    The text is given as (element, "text" or "tail") pairs, what ends it as the start or end of an element.
    """
    run: list[tuple[html.HtmlElement, str]] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE:
            yield run, event, element
            run = []
        part = "text" if event == "start" else "tail"
        if getattr(element, part):
            run.append((element, part))
