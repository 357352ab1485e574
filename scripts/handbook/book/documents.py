"""The data of every document of a language.

The pages of the language are read once, as trees, and all documents are made from them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from handbook.book import chapters as plan
from handbook.book.inline_text import Node, shown
from handbook.book.name_index import index_of_names
from handbook.book.notice_sheet import cited_line, other_names, reported_by, sheet_page
from handbook.book.page_estimates import estimate_contents, estimate_pages
from handbook.book.placement import place
from handbook.book.tree import Tree, read_page
from handbook.book.typst.workers import Job
from handbook.model.kinds import has_sheet, kind_of
from handbook.model.records import Dated, Practice, Record, Source
from handbook.model.urls import Urls, address_of, addresses, sheet_name
from handbook.pages.build import Page
from handbook.pages.queries import in_order
from handbook.pages.render import Handbook, RenderedPage, Renderer
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.qr_code import qr_code

#: The file of the texts that no page of the site has.
_LABELS = "data/labels.yml"
#: A citation in the Markdown of a page.
_CITED = re.compile(r"\[\[([a-z0-9-]+#(?:head|\d+))\]\]")
#: The interface words that the templates show, without `book_`; they fill in page numbers.
_WORDS = ("contents", "index", "index_text", "page_mark", "page_of", "sheet_scan")


class Library:
    """What the PDFs of one language are made from."""

    def __init__(self, handbook: Handbook, lang: str, site_url: str) -> None:
        """Read every page of a language; raises HandbookError."""
        self.book, dataset = handbook, handbook.dataset
        self.dataset, self.lang, self.edition = in_order(dataset, lang), lang, handbook.edition
        self.urls = Urls(dataset.languages, site_url)
        self.labels = {str(address): record for record, address in addresses(dataset).items()}
        self.language = language(lang, dataset.labels)
        self.renderer = Renderer(dataset, lang)
        self.trees = {path: self._tree(rendered) for path, rendered in handbook.pages[lang].items()}

    def word(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return self._shown(self.dataset.labels.word(key, self.lang, **values))

    # --- documents ---

    def documents(self) -> Iterator[Job]:
        """Yield every document but the handbook."""
        for record in self.dataset.records.values():
            if isinstance(record, Practice):
                yield self.practice(record)
                if has_sheet(record):
                    yield self.sheet(record)
            elif kind_of(record).pdf:
                yield self._extract(record)

    def handbook(self) -> Job:
        """Return the whole handbook."""
        chapters = plan.handbook(self.dataset, self.trees)
        contents = estimate_contents(len(chapters))
        runs, pages = self._runs(chapters, contents)
        places = {record: label for label, record in self.labels.items() if label in pages}
        data = {
            "kind": "handbook",
            "runs": runs,
            "date": self._date(),
            "imprint": self._imprint(pages),
            "index": index_of_names(self.dataset, self.lang, places),
            "contents_pages": contents,
        }
        name, description = self.word("site_name"), self.word("site_description")
        home = Page("index", self.lang, name, description, "", _LABELS)
        return self._document("handbook", "book.typ", [home], data)

    def practice(self, record: Practice) -> Job:
        """Return a practice's own PDF: its page on the site, with its names in all languages."""
        tree = self.trees[address_of(record, self.dataset).page]
        page, names = tree.page, other_names(record, self.dataset, self.lang)
        blocks = place(tree.blocks, 1, dict.fromkeys(tree.labels, 1))
        if names and names not in page.markdown:
            blocks[1:1] = self._own_tree(page.path, "", names).blocks
            page = replace(page, markdown=f"{page.markdown}\n\n{names}")
        data = self._leaf(record, blocks) | {"marks": self._marks([tree.page])}
        return self._document(record.id, "practice.typ", [page], data)

    def sheet(self, record: Practice) -> Job:
        """Return a practice's notice-board sheet; without a site there is no QR code."""
        page = sheet_page(record, self.dataset, self.lang)
        source = self._shown(cited_line("book_sheet_source", record.cite, self.dataset, self.lang))
        reporter = self._shown(reported_by(record, self.dataset, self.lang))
        blocks = place(self._tree(self.renderer.render(page)).blocks, 1, {})
        data = self._leaf(record, blocks) | {"source": source, "reporter": reporter}
        if url := data["url"]:
            data["qr"] = qr_code(url, boost=False, border=0, svgns=True, nl=False, dark="#000")
            data["qr_alt"] = self.word("book_sheet_qr", url=url)
        versioned = replace(page, markdown=f"{page.markdown}\n\n{source}\n\n{reporter}")
        return self._document(sheet_name(record.id), "notice_sheet.typ", [versioned], data)

    def _leaf(self, record: Practice, blocks: list[Node]) -> dict[str, Any]:
        """Return what the PDF of a practice and its sheet both need, title and names apart."""
        names = bool(other_names(record, self.dataset, self.lang))
        url = self._url(address_of(record, self.dataset).page)
        return {
            "head": blocks[0],
            "names": blocks[1 : 1 + names],
            "blocks": blocks[1 + names :],
            "what": self.word(f"book_extract_{kind_of(record).name}"),
            "theme": self._shown(self.dataset.records[record.theme].title.resolve(self.lang)[0]),
            "url": url,
            "home": self._url("index").partition("://")[2].rstrip("/"),
        }

    # --- their parts ---

    def _extract(self, record: Record) -> Job:
        """Return a record's own PDF, with the pages below its own."""
        chapters = plan.extract(record, self.dataset)
        pages = [self.trees[chapter.path].page for chapter in chapters]
        data: dict[str, Any] = {
            "kind": "extract",
            "runs": self._runs(chapters)[0],
            "what": self.word(f"book_extract_{kind_of(record).name}"),
            "url": self._url(pages[0].path),
            "marks": self._marks(pages),
        }
        return self._document(record.id, "book.typ", pages, data)

    def _marks(self, pages: list[Page]) -> str:
        """Return what the marks on pages mean; nothing if there are none."""
        cited = [locator for page in pages for locator in _CITED.findall(page.markdown)]
        line = cited_line("book_marks", cited, self.dataset, self.lang) if cited else ""
        return self._shown(line)

    def _document(self, name: str, template: str, pages: list[Page], data: dict[str, Any]) -> Job:
        """Return a document, with the data that every template needs added to its own.

        Args:
            name: Its name without language.
            template: The file name of its template.
            pages: The pages it is made from; the first gives its title and its description.
            data: Its own data.
        """
        version = self.book.version_of(*pages)
        blanks = {name: f"{{{name}}}" for name in ("number", "page", "pages")}
        words = {key: self.word(f"book_{key}", **blanks) for key in _WORDS}
        words["nature_note"] = self.word("nature_note")
        key = "book_edition" if version is self.edition else "version_is"
        words["edition"] = self.word(key, id=version.id, version=version.id)
        common = {
            "language": self.language.tags,
            "title": self._shown(pages[0].title),
            "description": self._shown(pages[0].description),
            "author": self.word("book_author"),
            "keywords": re.split("[、,] *", self.word("book_keywords")),
            "site": self.word("site_name"),
            "words": words,
        }
        content = json.dumps(common | data, ensure_ascii=False)
        return Job(f"{name}.{self.lang}.pdf", template, content, self.book.moment(version))

    def _runs(
        self, chapters: list[plan.Chapter], contents: int = 0
    ) -> tuple[list[dict[str, Any]], dict[str, int]]:
        """Return a document's runs, each from a new page, and the estimated page of each label."""
        parts: list[list[tuple[int, Tree]]] = []
        for chapter in chapters:
            if chapter.opens:
                parts.append([])
            parts[-1].append((chapter.level, self._chapter(chapter)))
        unplaced = [[block for _, tree in part for block in tree.blocks] for part in parts]
        labels = {label for part in parts for _, tree in part for label in tree.labels}
        pages = dict.fromkeys(labels, 1) | estimate_pages(unplaced, contents)
        runs: list[dict[str, Any]] = []
        title = ""
        for part in parts:
            opening, first = part[0]
            title = shown(first.page.title) if opening == 1 else title
            blocks = [block for level, tree in part for block in place(tree.blocks, level, pages)]
            if [block["t"] for block in blocks[-3:]] == ["ul", "h", "p"]:
                # keeps a heading and its line from being alone on a last page
                blocks[-3]["keep"] = True
            elif blocks[-1]["t"] == "p":
                blocks[-1]["keep"] = True  # with the line on marks below it
            runs.append({"part": title, "opens": opening == 1, "blocks": blocks})
        return runs, pages

    def _chapter(self, chapter: plan.Chapter) -> Tree:
        """Return a chapter's page, or a heading and a text that no page of the site has."""
        if chapter.path:
            return self.trees[chapter.path]
        title = self.word(chapter.heading)
        key = f"{chapter.heading}_text"
        text = self.word(key) if key in self.dataset.labels.words else ""
        return self._own_tree(chapter.heading, title, f"# {escape(title)}\n\n{text}")

    def _imprint(self, pages: Mapping[str, int]) -> list[Node]:
        """Return the text behind the cover: edition, sources and their nature, licence."""
        writer, colon = Writer(self.dataset, self.lang, "index"), self.language.colon
        author, name, edition = self.word("book_author"), self.word("site_name"), self.edition.id
        facts = [("book_edition_label", edition), ("book_date_label", self._date())]
        for source in self.dataset.of(Source):
            nature = f"{writer.link(source)}{colon}{writer.prose(source.nature)}"
            facts.append(("kind_sources", nature))
        if url := self._url("index"):
            facts.append(("book_online_label", f"[{url}]({url})"))
        facts += [
            ("cite_as", self.language.comma.join((author, name, edition))),
            ("book_licence_label", self.word("book_licence")),
            ("nature_heading", self.word("nature_note")),
        ]
        text = "\n\n".join(f"{self.word(label)}\n:   {fact}" for label, fact in facts)
        return place(self._own_tree("index", "", text).blocks, 1, pages)

    def _tree(self, rendered: RenderedPage) -> Tree:
        return read_page(rendered, self.labels, self.urls)

    def _own_tree(self, path: str, title: str, markdown: str) -> Tree:
        """Return the tree of a page that only the book has."""
        page = Page(path, self.lang, title, title, markdown, _LABELS)
        return self._tree(self.renderer.render(page))

    def _shown(self, text: str) -> str:
        """Return a text as it is set, with the quotation marks of the language."""
        return shown(self.language.curled(text), keep="\n\u2060")

    def _date(self) -> str:
        return self.language.date(Dated(date=self.edition.date))

    def _url(self, page: str) -> str:
        return self.urls.absolute(self.urls.page(page, self.lang))
