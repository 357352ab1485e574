"""One language's pages as trees, read once, and the data of every document made from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from handbook.book import chapters as plan
from handbook.book.inline_text import Node, shown
from handbook.book.name_index import index_of_names
from handbook.book.notice_sheet import sheet_page, source_line
from handbook.book.page_estimates import estimate_contents, estimate_pages
from handbook.book.placement import place
from handbook.book.tree import Tree, read_page
from handbook.load.build_version import Version
from handbook.model.records import Dated, Practice, Record, Source, Theme
from handbook.model.urls import Urls, address_of, sheet_name
from handbook.pages.build import Page
from handbook.pages.queries import in_order
from handbook.pages.render import Handbook, RenderedPage, Renderer
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.qr_code import qr_code

#: The interface's words that the templates show as they are.
_WORDS = ("book_contents", "book_index", "book_index_text", "book_sheet", "book_sheet_scan", "nature_heading", "nature_note")


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF to typeset: its name without language, its template, data as JSON, and moment in Unix seconds."""

    name: str
    template: str
    data: str
    timestamp: int


class Library:
    """What the PDFs of one language are made from."""

    def __init__(self, handbook: Handbook, lang: str, site_url: str) -> None:
        """Read every page of a language; raises HandbookError."""
        self.book, dataset = handbook, handbook.dataset
        self.dataset, self.lang, self.edition = in_order(dataset, lang), lang, handbook.edition
        self.urls = Urls(dataset.languages, site_url)
        self.labels = plan.record_labels(dataset)
        self.language = language(lang, dataset.labels)
        self.renderer = Renderer(dataset, lang)
        self.trees = {path: self._tree(rendered) for path, rendered in handbook.pages[lang].items()}

    def _tree(self, rendered: RenderedPage) -> Tree:
        return read_page(rendered, self.labels, self.urls)

    def _own_tree(self, page: Page) -> Tree:
        """Return the tree of a page that only the book has."""
        return self._tree(self.renderer.render(page))

    def word(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return shown(self.curled(self.dataset.labels.word(key, self.lang, **values)), keep="\n")

    def curled(self, text: str) -> str:
        """Return a text with the quotation marks the language is set with."""
        return self.language.curled(text)

    # --- documents ---

    def documents(self) -> Iterator[Document]:
        """Yield every document but the handbook."""
        for theme in self.dataset.themes:
            yield self.theme(theme)
        for practice in self.dataset.of(Practice):
            yield self.practice(practice)
            yield self.sheet(practice)

    def handbook(self) -> Document:
        """Return the whole handbook."""
        chapters = plan.handbook(self.dataset, self.trees)
        title, _, subtitle = self.word("site_name").partition(" · ")
        description = self.word("site_description")
        edition = self.word("book_edition", id=self.edition.id)
        inside = self._labels(chapters)
        places = {record: name for name, record in self.labels.items() if name in inside}
        contents = estimate_contents(len(chapters))
        runs, pages = self._runs(chapters, contents)
        data = self._common(self.word("site_name"), description, edition) | {
            "kind": "handbook",
            "runs": runs,
            "cover": {"title": title, "subtitle": subtitle, "description": description, "date": self._date()},
            "imprint": self._imprint(inside, pages),
            "index": index_of_names(self.dataset, self.lang, places),
            "contents_pages": contents,
        }
        return self._finished("handbook", "book.typ", data, self.edition)

    def theme(self, record: Theme) -> Document:
        """Return a theme's own PDF: its page and its practices."""
        return self._extract(record, plan.theme(record, self.dataset), "book_extract_theme")

    def practice(self, record: Practice) -> Document:
        """Return a practice's own PDF."""
        return self._extract(record, [plan.Chapter(address_of(record, self.dataset).page, 1, opens=True)], "book_extract_practice")

    def sheet(self, record: Practice) -> Document:
        """Return a practice's notice-board sheet; without a site there is no QR code."""
        page = sheet_page(record, self.dataset, self.lang)
        source = shown(self.curled(source_line(record, self.dataset, self.lang)))
        version = self.book.version_of(replace(page, markdown=f"{page.markdown}\n\n{source}"))
        title, description = self.curled(page.title), self.curled(page.description)
        url = self._url(page.path)
        data = self._common(title, description, self.word("version_is", version=version.id)) | {
            "blocks": place(self._own_tree(page).blocks),
            "theme": self._name(self.dataset.records[record.theme]),
            "url": url,
            "source": source,
        }
        if url:
            code = qr_code(url, boost=False, border=0, svgns=True, nl=False, dark="#000")
            data |= {"qr": code, "qr_alt": self.word("book_sheet_qr", url=url)}
        return self._finished(sheet_name(record.id), "notice_sheet.typ", data, version)

    # --- their parts ---

    def _extract(self, record: Record, chapters: list[plan.Chapter], kind: str) -> Document:
        pages = [self.trees[chapter.path].page for chapter in chapters]
        page, version = pages[0], self.book.version_of(*pages)
        words = self.word("version_is", version=version.id)
        data = self._common(page.title, page.description, words) | {
            "kind": "extract",
            "runs": self._runs(chapters)[0],
            "what": self.word(kind),
            "url": self._url(page.path),
        }
        return self._finished(record.id, "book.typ", data, version)

    def _finished(self, name: str, template: str, data: Mapping[str, Any], version: Version) -> Document:
        return Document(name, template, json.dumps(data, ensure_ascii=False), self.book.moment(version))

    def _runs(self, chapters: list[plan.Chapter], contents: int = 0) -> tuple[list[dict[str, Any]], dict[str, int]]:
        """Return the runs of a document, each from a new page, and the estimated page of each label."""
        inside = self._labels(chapters)
        trees = [self._chapter(chapter) for chapter in chapters]
        starts = [at for at, chapter in enumerate(chapters) if chapter.opens or at == 0]
        parts = [slice(*ends) for ends in pairwise([*starts, len(chapters)])]
        unplaced = [[block for tree in trees[part] for block in tree.blocks] for part in parts]
        pages = estimate_pages(unplaced, contents)
        runs: list[dict[str, Any]] = []
        title = ""
        for part in parts:
            first = chapters[part][0]
            title = shown(trees[part][0].page.title) if first.level == 1 else title
            blocks: list[Node] = []
            notes: dict[str, int] = {}
            for chapter, tree in zip(chapters[part], trees[part], strict=True):
                blocks += place(tree.blocks, chapter.level, inside=inside, pages=pages, notes=notes)
            if [block["t"] for block in blocks[-3:]] == ["ul", "h", "p"]:
                blocks[-3]["keep"] = True  # a heading and its line are not left alone on a last page
            runs.append({"part": title, "opens": first.level == 1, "blocks": blocks})
        return runs, pages

    def _common(self, title: str, description: str, version: str) -> dict[str, Any]:
        words = {key.removeprefix("book_"): self.word(key) for key in _WORDS}
        words["page_mark"] = self.word("book_page_mark", number="{number}")
        words["page_of"] = self.word("book_page_of", page="{page}", pages="{pages}")
        words["edition"] = version
        return {
            "language": self.language.tags, "title": shown(title), "description": shown(description), "author": self.word("book_author"),
            "keywords": re.split("[、,] *", self.word("book_keywords")), "site": self.word("site_name"), "words": words,
        }  # fmt: skip

    def _labels(self, chapters: Iterable[plan.Chapter]) -> set[str]:
        return {name for chapter in chapters if chapter.path for name in self.trees[chapter.path].labels}

    def _chapter(self, chapter: plan.Chapter) -> Tree:
        """Return a chapter's page, or a heading and a text that no page of the site has."""
        if chapter.path:
            return self.trees[chapter.path]
        title = self.word(chapter.heading)
        text = self.word(chapter.text) if chapter.text else ""
        return self._own_tree(Page(chapter.heading, self.lang, title, title, f"# {escape(title)}\n\n{text}", "data/labels.yml"))

    def _imprint(self, inside: set[str], pages: Mapping[str, int]) -> list[Node]:
        """Return what is printed behind the cover: edition, sources and their nature, licence."""
        writer = Writer(self.dataset, self.lang, "index")
        facts = [("book_edition_label", self.edition.id), ("book_date_label", self._date())]
        for source in self.dataset.of(Source):
            facts.append(("sources_heading", f"{writer.link(source)}{self.language.colon}{writer.prose(source.nature)}"))
        if url := self._url("index"):
            facts.append(("book_online_label", f"[{url}]({url})"))
        facts += [
            ("cite_as", f"{self.word('book_author')}{self.language.comma}{self.word('site_name')}{self.language.comma}{self.edition.id}"),
            ("book_licence_label", self.word("book_licence")),
            ("nature_heading", self.word("nature_note")),
        ]
        text = "\n\n".join(f"{self.word(label)}\n:   {fact}" for label, fact in facts)
        page = Page("index", self.lang, "", "", text, "data/labels.yml")
        return place(self._own_tree(page).blocks, inside=inside, pages=pages)

    def _date(self) -> str:
        return self.language.date(Dated(date=self.edition.date))

    def _name(self, record: Record) -> str:
        return shown(self.curled(record.title.resolve(self.lang)[0]))

    def _url(self, page: str) -> str:
        return self.urls.absolute(self.urls.page(page, self.lang))
