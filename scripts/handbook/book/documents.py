"""One language's pages as trees, read once, and the data of every document made from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handbook.book import chapters as plan
from handbook.book.inline_text import Node, shown
from handbook.book.name_index import index_of_names
from handbook.book.notice_sheet import qr_code, sheet_page, source_line
from handbook.book.page_estimates import guess_contents, guess_pages
from handbook.book.tree import Leaf, leaf
from handbook.load.build_version import Version
from handbook.model.records import Dated, Practice, Record, Source, Theme
from handbook.model.urls import Urls, address_of, sheet_name
from handbook.pages.build import Page
from handbook.pages.queries import in_order
from handbook.pages.render import Handbook, RenderedPage, Renderer
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.markdown import escape

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
        self.leaves = {path: self._leaf(rendered) for path, rendered in handbook.pages[lang].items()}

    def _leaf(self, rendered: RenderedPage) -> Leaf:
        return leaf(rendered, self.labels, self.urls)

    def _own_leaf(self, page: Page) -> Leaf:
        """Return a page that the book alone has."""
        return self._leaf(self.renderer.render(page))

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
        chapters = plan.handbook(self.dataset, self.leaves)
        title, _, subtitle = self.word("site_name").partition(" · ")
        edition = self.word("book_edition", id=self.edition.id)
        made = self._document(chapters, self.word("site_name"), self.word("site_description"), edition)
        here = self._labels(chapters)
        places = {record: name for name, record in self.labels.items() if name in here}
        cover = {"title": title, "subtitle": subtitle, "description": self.word("site_description"), "date": self._date()}
        index = index_of_names(self.dataset, self.lang, places)
        made |= {"kind": "handbook", "cover": cover, "imprint": self._imprint(), "index": index}
        made["contents_pages"] = guess_contents(made["runs"])
        _number_pages([made["imprint"], made["runs"]], guess_pages(made["runs"], whole=True))
        return self._finished("handbook", "handbook.typ", made, self.edition)

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
        made = self._common(title, description, self.word("version_is", version=version.id))
        url = self._url(page.path)
        made |= {
            "blocks": _placed(self._own_leaf(page).blocks, 1, set()),
            "theme": self._name(self.dataset.records[record.theme]),
            "url": url,
            "source": source,
        }
        if url:
            made |= {"qr": qr_code(url), "qr_alt": self.word("book_sheet_qr", url=url)}
        return self._finished(sheet_name(record.id), "sheet.typ", made, version)

    # --- their parts ---

    def _extract(self, record: Record, chapters: list[plan.Chapter], kind: str) -> Document:
        pages = [self.leaves[chapter.path].page for chapter in chapters]
        page, version = pages[0], self.book.version_of(*pages)
        words = self.word("version_is", version=version.id)
        made = self._document(chapters, page.title, page.description, words)
        _number_pages(made["runs"], guess_pages(made["runs"], whole=False))
        made |= {"kind": "extract", "what": self.word(kind), "url": self._url(page.path)}
        return self._finished(record.id, "handbook.typ", made, version)

    def _finished(self, name: str, template: str, data: Mapping[str, Any], version: Version) -> Document:
        return Document(name, template, json.dumps(data, ensure_ascii=False), self.book.moment(version))

    def _document(self, chapters: list[plan.Chapter], title: str, description: str, version: str) -> dict[str, Any]:
        here = self._labels(chapters)
        runs: list[dict[str, Any]] = []
        part = ""
        for chapter in chapters:
            heading, blocks = self._chapter(chapter, here)
            part = heading if chapter.level == 1 else part
            if chapter.opens or not runs:
                runs.append({"part": part, "opens": chapter.level == 1, "blocks": []})
            runs[-1]["blocks"] += blocks
        for run in runs:
            _number_notes(run["blocks"], {})
            if [block["t"] for block in run["blocks"][-3:]] == ["ul", "h", "p"]:  # a heading and its line are not left alone on a last page
                run["blocks"][-3]["keep"] = True
        return self._common(title, description, version) | {"runs": runs}

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
        return {name for chapter in chapters if chapter.path for name in self.leaves[chapter.path].labels}

    def _chapter(self, chapter: plan.Chapter, here: set[str]) -> tuple[str, list[Node]]:
        """Return a chapter's title and its blocks: headings at its level, links cut where what they lead to is not in the document."""
        if chapter.path:
            found = self.leaves[chapter.path]
            return shown(found.page.title), _placed(found.blocks, chapter.level, here)
        title = self.word(chapter.heading)
        text = self.word(chapter.text) if chapter.text else ""
        return title, self._own(chapter.heading, title, text, chapter.level, here)

    def _own(self, name: str, title: str, text: str, level: int, here: set[str]) -> list[Node]:
        """Return the blocks of a heading and a text that no page of the site has."""
        page = Page(name, self.lang, title, title, f"# {escape(title)}\n\n{text}", "data/labels.yml")
        placed: list[Node] = _placed(self._own_leaf(page).blocks, level, here)
        return placed

    def _imprint(self) -> list[Node]:
        """Return what stands behind the cover: edition, sources and whose account they are, licence."""
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
        placed: list[Node] = _placed(self._own_leaf(page).blocks, 1, set(self.labels))
        return placed

    def _date(self) -> str:
        return self.language.date(Dated(date=self.edition.date))

    def _name(self, record: Record) -> str:
        return shown(self.curled(record.title.resolve(self.lang)[0]))

    def _url(self, page: str) -> str:
        return self.urls.absolute(self.urls.page(page, self.lang))


#: What the tree tells of a node and the templates do not ask for.
_UNUSED = frozenset({"r", "id"})


def _placed(node: Any, level: int, here: set[str]) -> Any:
    """Return blocks for one document: headings from a level down, links without a goal in it cut to their words or to the web."""
    if isinstance(node, list):
        return [_placed(item, level, here) for item in node]
    if not isinstance(node, dict):
        return node
    placed = {key: _placed(value, level, here) for key, value in node.items() if key not in _UNUSED}
    if node.get("t") == "h":
        placed["level"] = node["level"] + level - 1
        if node["level"] == 1:
            placed["outlined"] = True
    elif node.get("t") == "a":
        inside = node.get("to") in here
        for key in ("url",) if inside else ("to", "way", "page", "m"):
            placed.pop(key, None)
        if not node.get("url"):
            placed.pop("url", None)
    return placed


def _number_notes(node: Any, numbers: dict[str, int]) -> None:
    """Give every footnote and every further call of it its number, counted from the start of a run."""
    for child in node if isinstance(node, list) else node.values():
        if isinstance(child, dict) and child.get("t") == "fn":
            child["n"] = str(numbers.setdefault(child["k"], len(numbers) + 1))
        if isinstance(child, list | dict):
            _number_notes(child, numbers)


def _number_pages(node: Any, pages: Mapping[str, int]) -> None:
    """Give every link that tells the page to turn to a guess of it."""
    for child in node if isinstance(node, list) else node.values():
        if isinstance(child, dict) and "page" in child and "to" in child:
            child["page"] = pages.get(child["to"], 1)
        if isinstance(child, list | dict):
            _number_pages(child, pages)
