"""Built pages → one document for every page and every record, with what is no content taken away.

A record that is an element of its kind's page (a figure, an honour, a term) becomes a document of its own, so that it is found, ranked
and quoted by itself, and a reader never downloads the text of a whole index page for one of its entries.
"""

from __future__ import annotations

import copy
import html as escaping
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from handbook.model.dataset import Dataset
from handbook.model.urls import Address, address_of
from handbook.search.bigrams import paired
from handbook.text.languages import HAN, Language, language

#: What stands in an article and is not content.
EXCLUDED = (
    "md-content__button", "footnote-ref", "footnote-backref", "headerlink", "hb-nature", "hb-search-page",
)  # fmt: skip
#: The same by what it is: scripts, how to cite and download an entry, and of a list of files all but their names.
NO_CONTENT = (
    ".//script | .//style | .//link | .//template | .//*[@data-pagefind-ignore]"
    " | .//*[@id='use'] | .//*[@id='use']/following-sibling::dl"
    " | .//table[.//th = 'SHA-256']//tr/*[position() > 1]"
)  # fmt: skip
#: How much more a word counts in the title, among the other names, and in the first paragraph, than in the body (Pagefind takes 0 to 10).
TITLE, ALIASES, SUMMARY = "10", "9", "4"

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: How a line ends that has a mark, and after what else Pagefind sets a full stop at a block's end: not after cut Chinese or a "%".
_MARKED = re.compile(r"(?:[。.；;：:，,！!？?…][”’》」）]*|^)\s*$")
_STOPPED = re.compile(rf"""(?:[^\W{HAN}]|["')$*])\s*$""")
#: Elements across which a phrase runs on.
_INLINE = ("a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time")


@dataclass(frozen=True, slots=True)
class Document:
    """What one search result leads to: its address below its language's root, its title and content as HTML."""

    at: str
    title: str
    content: str
    record: str | None = None

    @property
    def path(self) -> str:
        """Return the folder the document is staged in; an anchor becomes a folder."""
        return self.at.replace("#", "").strip("/")


def build_documents(dataset: Dataset, site: Path, lang: str) -> list[Document]:
    """Return the documents of a language, read from the finished pages."""
    records = {address_of(record, dataset): record.id for record in dataset.records.values()}
    anchored: dict[str, dict[str, str]] = {}
    for address, record in records.items():
        if address.anchor:
            anchored.setdefault(address.page, {})[address.anchor] = record
    others = tuple(other for other in dataset.languages[1:] if other != lang)
    folder = site if lang == dataset.languages[0] else site / lang
    written, also_called = language(lang, dataset.labels), dataset.labels.word("also_called", lang)
    documents: list[Document] = []
    for file in sorted(folder.rglob("index.html")):
        path = file.parent.relative_to(folder).as_posix()
        if path.split("/", 1)[0] in (*others, "pagefind", "admin") or (folder == site and path.split("/", 1)[0] in dataset.languages[1:]):
            continue
        page = "index" if path == "." else path
        article = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8")).find(".//article")
        if article is None or page == "search":
            continue
        _clean(article, written)
        below = "" if path == "." else f"{path}/"
        for anchor, record in anchored.get(page, {}).items():
            parts = _section(article, anchor)
            if parts:
                documents.append(_document(f"{below}#{anchor}", parts, written, also_called, record))
        documents.append(_document(below, list(article), written, also_called, _record_of(page, records)))
    return documents


def _record_of(page: str, records: dict[Address, str]) -> str | None:
    return records.get(Address(page)) or records.get(Address(f"{page}/index"))


def _clean(article: html.HtmlElement, written: Language) -> None:
    """Take away what is no content, and set straight what readers do not type: the quotation marks that the page's language is set with."""
    for name in EXCLUDED:
        for element in article.find_class(name):
            # A footnote's mark stands in a <sup> of its own.
            parent = element.getparent()
            (parent if parent is not None and parent.tag == "sup" else element).drop_tree()
    for element in article.xpath(NO_CONTENT):
        element.drop_tree()
    for text in article.xpath(".//text()[not(ancestor::*[@lang and ancestor::article])]") if written.quotes else ():
        setattr(text.getparent(), "tail" if text.is_tail else "text", written.typed(text))


def _section(article: html.HtmlElement, anchor: str) -> list[html.HtmlElement]:
    """Take out of an article what belongs to an anchor: the heading and all until the next of its rank, or the element that holds it."""
    start = next(iter(article.xpath(".//*[@id=$id]", id=anchor)), None)
    if start is None:
        return []
    parts = [start]
    if start.tag in _HEADINGS:
        end = _HEADINGS[: _HEADINGS.index(start.tag) + 1]
        for element in start.itersiblings():
            if element.tag in end or "footnote" in element.classes:
                break
            parts.append(element)
    for element in parts:
        element.getparent().remove(element)
    return parts


def _document(at: str, parts: Sequence[html.HtmlElement], written: Language, also_called: str, record: str | None) -> Document:
    body = html.Element("article")
    body.extend(copy.deepcopy(part) for part in parts)
    heading = next(iter(body.iter(*_HEADINGS)), None)
    title = " ".join(heading.text_content().split()) if heading is not None else ""
    if heading is not None:
        heading.tag = "h1"
        heading.set("data-pagefind-weight", TITLE)
        following = next((element for element in body.iter("p") if element.getparent() is body), None)
        if following is not None:
            following.set("data-pagefind-weight", SUMMARY)
    for name in body.iter("dt"):
        value = name.getnext()
        if value is not None and name.text_content().strip() == also_called:
            value.set("data-pagefind-weight", ALIASES)
    # Read in one run, a label and its value need what the page shows by their places.
    for label in body.iter("dt", "th", "summary"):
        last = label.tag == "th" and label.getnext() is None
        label.append(_mark(written.clause_separator if last else written.colon))
    for more in body.iter("details"):
        more.insert(0, _mark(written.clause_separator))
    for value in body.iter("dd", "td", "li"):
        if not value.text_content().rstrip().endswith(("。", ".", "；")):
            value.append(_mark(written.clause_separator))
    for line in [*body.iter("p", *_HEADINGS)]:
        if not (_MARKED.search(line.text_content()) or _STOPPED.search(line.text_content())):
            # A heading is shown as it stands.
            (line.append if line.tag == "p" else line.addnext)(_mark(written.full_stop))
    for cards in body.find_class("cards"):
        for name in cards.iterfind(".//li/strong[1]"):
            if not _MARKED.search(name.text_content()):
                name.append(_mark(written.full_stop))
    etree.strip_tags(body, etree.Comment)
    for run in _runs(body):
        for (element, part), text in zip(run, paired([getattr(element, part) for element, part in run]), strict=True):
            setattr(element, part, text)
    return Document(at, title, html.tostring(body, encoding="unicode"), record)


def _mark(mark: str) -> html.HtmlElement:
    element = html.Element("span")
    element.text = mark
    return element


def _runs(body: html.HtmlElement) -> Iterator[list[tuple[html.HtmlElement, str]]]:
    """Yield the texts of a document that are read without a break, each as the (element, "text" or "tail") that hold its pieces."""
    run: list[tuple[html.HtmlElement, str]] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE and run:
            yield run
            run = []
        part = "text" if event == "start" else "tail"
        if getattr(element, part):
            run.append((element, part))
    if run:
        yield run


def write_documents(documents: Sequence[Document], folder: Path, lang: str) -> None:
    """Write the documents for Pagefind, each at its own path."""
    for path, text in _pages(documents, lang):
        file = folder / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _pages(documents: Sequence[Document], lang: str) -> Iterator[tuple[str, str]]:
    for made in documents:
        yield made.path, f'<html lang="{lang}"><head><title>{escaping.escape(made.title)}</title></head><body>{made.content}</body></html>'
