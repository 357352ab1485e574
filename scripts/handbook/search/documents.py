"""Take built pages apart into one document for every page and every record.

A record that is an element of its kind's page (a figure, an honour, a term) becomes a document of
its own. It is then found, ranked and quoted by itself, and a reader never downloads the text of a
whole index page for one of its entries.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import Any

from lxml import etree, html
from lxml.html.builder import E

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import Address, Urls, addresses
from handbook.search.bigrams import paired
from handbook.text.languages import HAN, Language, language
from handbook.text.plain_text import plain_text

#: Parts of an article that are not content: scripts, the marks of citations, lines of facts and of
#: what is not stated, and the lists of a theme and of the home page with their headings.
NO_CONTENT = (
    ".//script | .//style | .//link | .//template | .//*[@data-pagefind-ignore]"
    " | .//a[@class = 'mark'] | .//*[@class = 'facts' or @class = 'gaps' or @class = 'numbers']"
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

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: The end of a line that has a mark.
_MARKED = re.compile(r"(?:[。.；;：:，,！!？?…][”’》」）]*|^)\s*$")
#: The end of a block after which Pagefind sets a full stop; it sets none after cut Chinese or a
#: "%".
_STOPPED = re.compile(rf"""(?:[^\W{HAN}]|["')$*])\s*$""")
#: The end of a sentence.
_SENTENCE = re.compile(r"[.。]\s*$")
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
        summary: What is shown of it where it is found by its name.
    """

    address: str
    title: str
    content: str
    record: str | None = None
    summary: str = ""

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
    leads = {word(lead, lang) for lead in LEADS}
    documents: list[Document] = []
    for file in sorted(folder.rglob("index.html")):
        path = file.parent.relative_to(folder).as_posix()
        url = "" if path == "." else f"{path}/"
        tree = html.fromstring(file.read_text("utf-8"))
        article = tree.find(".//article")
        if article is None or path.split("/")[0] in ("search", *dataset.languages[1:]):
            continue
        remove_apparatus(article, leads)
        _clean(article, written)
        for anchor, record_id in records[url].items():
            entry: Any = dataset.records[record_id]
            title = written.curled(entry.title.resolve(lang)[0])
            if anchor and (parts := _section(article, anchor, title)):
                text, own = entry.summary.resolve(lang)
                told = written.curled(plain_text(dataset, text, own))
                part = _document(f"{url}#{anchor}", parts, written)
                documents.append(replace(part, record=record_id, summary=told))
        if path in index_pages():
            for element in article.xpath(LISTED):
                element.drop_tree()
        page = _document(url, article[:], written)
        told = "".join(tree.xpath("//meta[@name = 'description']/@content"))
        documents.append(replace(page, record=records[url].get(""), summary=told))
    return documents


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


def _document(address: str, parts: Iterable[html.HtmlElement], written: Language) -> Document:
    body = html.Element("article")
    body.extend(parts)
    title = _weigh(body)
    _punctuate(body, written)
    etree.strip_tags(body, etree.Comment)
    for run in _runs(body):
        words = paired([getattr(element, part) for element, part in run])
        for (element, part), text in zip(run, words, strict=True):
            setattr(element, part, text)
    return Document(address, title, html.tostring(body, encoding="unicode"))


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
