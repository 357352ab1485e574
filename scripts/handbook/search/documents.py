"""Take built pages apart into one document for every page and every record.

A record that is an element of its kind's page (a figure, an honour, a term) becomes a document of
its own. It is then found, ranked and quoted by itself, and a reader never downloads the text of a
whole index page for one of its entries.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from pathlib import Path

from lxml import etree, html
from lxml.html.builder import E

from handbook.model.dataset import Dataset
from handbook.model.urls import Address, Urls, addresses
from handbook.search.bigrams import paired
from handbook.text.languages import HAN, Language, language

#: Parts of an article that are not content: scripts, the marks of citations, and, in a list of files
#: (headed by the word `$file`), everything but their names.
NO_CONTENT = (
    ".//script | .//style | .//link | .//template | .//*[@data-pagefind-ignore]"
    " | .//a[@class = 'mark']"
    " | .//table[.//th = $file]//tr/*[position() > 1]"
)
#: How much more a word counts in the title and in the first paragraph than in the body (Pagefind
#: takes 0 to 10).
TITLE, SUMMARY = "10", "4"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: The end of a line that has a mark.
_MARKED = re.compile(r"(?:[。.；;：:，,！!？?…][”’》」）]*|^)\s*$")
#: The end of a block after which Pagefind sets a full stop; it sets none after cut Chinese or a
#: "%".
_STOPPED = re.compile(rf"""(?:[^\W{HAN}]|["')$*])\s*$""")
#: Elements across which a phrase runs on.
_INLINE = (
    *("a", "abbr", "b", "cite", "code", "em", "i", "mark"),
    *("q", "small", "span", "strong", "sub", "sup", "time"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """What one search result leads to.

    Attributes:
        address: The page below its language's root, with an anchor where it is part of one.
        title: The text of its first heading.
        content: Its words, cut for the index, as HTML.
        record: The id of the record it is about.
    """

    address: str
    title: str
    content: str
    record: str | None = None

    @property
    def path(self) -> str:
        """Return the folder the document is staged in; an anchor becomes a folder."""
        return self.address.replace("#", "").strip("/")


def build_documents(dataset: Dataset, site: Path, lang: str) -> list[Document]:
    """Return the documents of a language, read from the finished pages."""
    # By the path of their page, and by anchor, which is empty where the page is theirs.
    records: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for record, address in addresses(dataset).items():
        records[Address(address.page).path][address.anchor] = record
    folder = site / Urls(dataset.languages).root(lang)
    written, word = language(lang, dataset.labels), dataset.labels.word
    listed_file = word("downloads_file", lang)
    documents: list[Document] = []
    for file in sorted(folder.rglob("index.html")):
        path = file.parent.relative_to(folder).as_posix()
        url = "" if path == "." else f"{path}/"
        article = html.fromstring(file.read_text("utf-8")).find(".//article")
        if article is None or path.split("/")[0] in ("search", *dataset.languages[1:]):
            continue
        _clean(article, written, listed_file)
        for anchor, record in records[url].items():
            title = written.curled(dataset.records[record].title.resolve(lang)[0])
            if anchor and (parts := _section(article, anchor, title)):
                documents.append(_document(f"{url}#{anchor}", parts, written, record))
        documents.append(_document(url, article[:], written, records[url].get("")))
    return documents


def _clean(article: html.HtmlElement, written: Language, file: str) -> None:
    """Remove what is not content, and straighten quotation marks as typed."""
    for element in article.xpath(NO_CONTENT, file=file):
        element.drop_tree()
    if written.quotes:
        for text in article.xpath(".//text()[not(ancestor::*[@lang and ancestor::article])]"):
            setattr(text.getparent(), "tail" if text.is_tail else "text", written.typed(text))


def _section(article: html.HtmlElement, anchor: str, title: str) -> list[html.HtmlElement]:
    """Return the section with an anchor, or an entry's title and what stands at it."""
    start = next(iter(article.xpath(".//*[@id=$id]", id=anchor)), None)
    if start is None:
        return []
    if start.tag not in _HEADINGS:
        return [E.h2(title), *map(_paragraph, _entry(start))]
    parts = [start]
    end = _HEADINGS[: _HEADINGS.index(start.tag) + 1]
    for element in start.itersiblings():
        if element.tag in end:
            break
        parts.append(element)
    return parts


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
    address: str, parts: Iterable[html.HtmlElement], written: Language, record: str | None
) -> Document:
    body = html.Element("article")
    body.extend(parts)
    title = _weigh(body)
    _punctuate(body, written)
    etree.strip_tags(body, etree.Comment)
    for run in _runs(body):
        words = paired([getattr(element, part) for element, part in run])
        for (element, part), text in zip(run, words, strict=True):
            setattr(element, part, text)
    return Document(address, title, html.tostring(body, encoding="unicode"), record)


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


def _runs(body: html.HtmlElement) -> Iterator[list[tuple[html.HtmlElement, str]]]:
    """Yield each text that is read without a break, as (element, "text" or "tail") pairs."""
    run: list[tuple[html.HtmlElement, str]] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE and run:
            yield run
            run = []
        part = "text" if event == "start" else "tail"
        if getattr(element, part):
            run.append((element, part))


def write_documents(documents: Sequence[Document], folder: Path, lang: str) -> None:
    """Write the documents for Pagefind, each at its own path.

    Args:
        documents: The documents of one language.
        folder: The folder to write to.
        lang: The language, as Pagefind knows it.
    """
    for document in documents:
        file = folder / document.path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        head = f"<head><title>{escape(document.title)}</title></head>"
        page = f'<html lang="{lang}">{head}<body>{document.content}</body></html>'
        file.write_text(page, encoding="utf-8")
