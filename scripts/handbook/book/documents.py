"""The data of every document of a language.

The pages of the language are read once, as trees, and all documents are made from them.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from handbook.book import chapters as plan
from handbook.book.inline_text import Node, shown
from handbook.book.name_index import index_of_names
from handbook.book.notice_sheet import cited_line, other_names, reported_by, sheet_page
from handbook.book.tree import Tree, read_page
from handbook.book.typst.workers import Job
from handbook.load.build_version import Version
from handbook.model.kinds import KINDS, has_sheet, kind_of
from handbook.model.records import Dated, LocatorKind, Practice, Source, Term, Theme
from handbook.model.urls import Urls, addresses, place_address, sheet_name
from handbook.pages.build import Page
from handbook.pages.queries import Queries
from handbook.pages.render import Handbook, RenderedPage, Renderer
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.qr_code import qr_code

#: The file of the texts that no page of the site has.
_LABELS = "data/labels.yml"
#: A citation in the Markdown of a page.
_CITED = re.compile(r"\[\[([a-z0-9-]+#(?:head|\d+))\]\]")
#: The interface words that the templates show, without `book_`; they fill in page numbers.
_WORDS = (
    "contents",
    "drawing",
    "entry",
    "index",
    "index_text",
    "page",
    "page_of",
    "sheet_scan",
    "turn_to",
)


class Library:
    """What the PDFs of one language are made from."""

    def __init__(self, handbook: Handbook, lang: str, site_url: str) -> None:
        """Read every page of a language; raises HandbookError."""
        self.book, dataset = handbook, handbook.dataset
        self.queries = Queries(dataset, lang)
        self.dataset, self.lang, self.edition = self.queries.dataset, lang, handbook.edition
        self.urls = Urls(dataset.languages, site_url)
        self.entries = {record: str(address) for record, address in addresses(dataset).items()}
        self.language = language(lang, dataset.labels)
        self.renderer = Renderer(dataset, lang)
        self.trees = {
            path: self._tree(rendered)
            for path, rendered in handbook.pages[lang].items()
            if rendered.html
        }

    def word(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return self._shown(self.dataset.labels.word(key, self.lang, **values))

    # --- documents ---

    def documents(self, only: Collection[str] | None = None) -> Iterator[Job]:
        """Yield every document but the handbook, or those alone of the practices with some pages."""
        for record in self.dataset.records.values():
            if isinstance(record, Theme) and only is None:
                yield self.theme(record)
            elif isinstance(record, Practice) and (only is None or self.entries[record.id] in only):
                yield self.practice(record)
                if has_sheet(record):
                    yield self.sheet(record)

    def handbook(self) -> Job:
        """Return the whole handbook."""
        chapters, labels = self._chapters(plan.handbook(self.dataset))
        places = {record: label for record, label in self.entries.items() if label in labels}
        data = {
            "kind": "handbook",
            "chapters": chapters,
            "imprint": self._imprint(labels, self.edition),
            "index": index_of_names(self.dataset, self.lang, places),
        }
        name, description = self.word("site_name"), self.word("site_description")
        home = Page("index", self.lang, name, description, "", _LABELS)
        return self._document("handbook", "book.typ", [home], data)

    def theme(self, record: Theme) -> Job:
        """Return the book of a theme: its part of the handbook, with the entries it mentions."""
        of_theme = {record.id, *(p.id for p in self.dataset.of(Practice) if p.theme == record.id)}
        mentioned = {
            self.entries[target] if isinstance(target, str) else str(place_address(*target))
            for target, owners in self.queries.mentions.items()
            if of_theme.intersection(owners)
        }
        planned = [*plan.of_theme(record, self.dataset, mentioned)]
        chapters, labels = self._chapters(planned)
        pages = [self.trees[each.path].page for each in planned if each.path in self.trees]
        imprint = self._imprint(labels, self.book.version_of(*pages))
        what = self.word("book_extract_theme")
        data = {"kind": "theme", "what": what, "chapters": chapters, "imprint": imprint}
        return self._document(record.id, "book.typ", pages, data)

    def practice(self, record: Practice) -> Job:
        """Return a practice's own PDF: its page on the site, with its names in all languages."""
        tree = self.trees[self.entries[record.id]]
        page, names = tree.page, other_names(record, self.dataset, self.lang)
        blocks = place(tree.blocks, _labels(tree.blocks))
        if names and names not in page.markdown:
            blocks[1:1] = self._own_tree(page.path, "", names).blocks
            page = replace(page, markdown=f"{page.markdown}\n\n{names}")
        data = self._leaf(record, blocks) | {"marks": self._marks([tree.page])}
        return self._document(record.id, "practice.typ", [page], data)

    def sheet(self, record: Practice) -> Job:
        """Return a practice's notice-board sheet; without a site there is no QR code."""
        page = sheet_page(record, self.dataset, self.lang)
        # what is told differently stands after the marks
        line = partial(cited_line, "book_sheet_source", marks=bool(record.differences))
        source = self._shown(line(record.cite, self.dataset, self.lang))
        reporter = self._shown(reported_by(record, self.dataset, self.lang))
        blocks = place(self._tree(self.renderer.render(page)).blocks, ())
        data = self._leaf(record, blocks) | {"source": source, "reporter": reporter}
        if url := data["url"]:
            data["qr"] = qr_code(url, boost=False, border=0, svgns=True, nl=False, dark="#000")
            data["qr_alt"] = self.word("book_sheet_qr", url=url)
        versioned = replace(page, markdown=f"{page.markdown}\n\n{source}\n\n{reporter}")
        return self._document(sheet_name(record.id), "notice_sheet.typ", [versioned], data)

    def _leaf(self, record: Practice, blocks: list[Node]) -> dict[str, Any]:
        """Return what the PDF of a practice and its sheet both need, title and names apart."""
        names = bool(other_names(record, self.dataset, self.lang))
        url = self._url(self.entries[record.id])
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

    def _marks(self, pages: list[Page]) -> str:
        """Return what the marks on pages mean; nothing if there are none."""
        cited = [locator for page in pages for locator in _CITED.findall(page.markdown)]
        sources = self.dataset.of(Source)
        is_plain = [LocatorKind.PARAGRAPH] == [source.locator for source in sources]
        key = "book_marks" if is_plain else "book_marks_places"
        several = len(sources) > 1
        line = partial(cited_line, key, marks=several, places=not several)
        return self._shown(line(cited, self.dataset, self.lang)) if cited else ""

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
        words |= {"nature_note": self._nature(), "site_short": self.word("site_short")}
        key = "book_edition" if version is self.edition else "version_is"
        words["edition"] = self.word(key, id=version.id, version=version.id)
        month = self.language.date(Dated(date=(version.date or self.edition.date)[:7]))
        words["edition_of"] = self.word("book_edition_of", month=month)
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

    def _chapters(self, planned: Iterable[plan.Chapter]) -> tuple[list[dict[str, Any]], set[str]]:
        """Return chapters as they are set, and all that links in them may lead to."""
        parts: list[tuple[plan.Chapter, list[Node]]] = []
        labels, cited = set[str](), set[str]()
        for chapter in planned:
            blocks = self._blocks(chapter, labels, cited)
            labels.update(_labels(blocks))
            cited.update(n["to"] for n in _nodes(blocks) if "mark" in n and "to" in n)
            parts.append((chapter, blocks))
        opens, left, drawn = "", set(labels), dict[str, str]()
        placed: list[dict[str, Any]] = []
        for chapter, blocks in parts:
            opens = opens or chapter.opens  # also of a chapter that has nothing to say
            if not blocks:
                continue
            about = self.dataset.records.get(self.trees[chapter.path].page.record or "")
            form = {
                "opens": opens,
                "part": chapter.ends,
                "module": isinstance(about, Practice),
                "columns": 2 if chapter.path == KINDS[Term.folder].index else 1,
            }
            below = chapter.level - blocks[0]["level"]
            blocks = place(blocks, labels, below, left, drawn)
            blocks[0]["outlined"] = True
            placed.append(form | {"blocks": blocks})
            opens = ""
        return placed, labels

    def _blocks(self, chapter: plan.Chapter, told: set[str], cited: set[str]) -> list[Node]:
        """Return the blocks of a page that a chapter has; none if that page or part is not there.

        Args:
            chapter: The chapter.
            told: The labels of entries in chapters before it.
            cited: The labels of the places that those chapters cite.
        """
        if chapter.path not in self.trees:
            return []
        blocks = self.trees[chapter.path].blocks
        if chapter.part:
            heads = [n for n, each in enumerate(blocks) if each["t"] == "h" and each["level"] <= 2]
            sections = pairwise([*heads, len(blocks)])
            parts = (part for part in sections if blocks[part[0]]["id"] == chapter.part)
            start, end = next(parts, (len(blocks), len(blocks)))
            blocks = blocks[:start] if chapter.ends else blocks[start:end]
        if chapter.only is not None:
            blocks = _with_rows(blocks, {*chapter.only, *cited}.__contains__)
        return _with_rows(blocks, lambda label: label not in told) if chapter.rest else blocks

    def _imprint(self, labels: set[str], version: Version) -> list[Node]:
        """Return what stands behind the title: version, sources and their nature, licence."""
        writer, colon = Writer(self.dataset, self.lang, "index"), self.language.colon
        facts = [("book_edition_label", version.id)]
        for source in self.dataset.of(Source):
            mark = writer.mark(source)
            title = writer.word("source_named", title=writer.link(source))
            title += mark and f"{self.language.sentence_gap}{mark}"
            nature = f"{title}{colon}{writer.prose(source.nature)}"
            facts.append(("kind_sources", nature))
        facts.append(("nature_heading", self._nature()))
        if url := self._url("index"):
            facts.append(("book_online_label", f"[{url}]({url})"))
        facts.append(("book_report_label", self.word("book_report")))
        if licence := self.dataset.labels.site.licence:
            told = self.word("book_licence", licence=licence.short)
            facts.append(("book_licence_label", told))
        text = "\n\n".join(f"{self.word(label)}\n:   {fact}" for label, fact in facts)
        return place(self._own_tree("index", "", text).blocks, labels)

    def _nature(self) -> str:
        """Return whose account the handbook is, and what it is converted from, if it is."""
        note = self._shown(self.dataset.labels.converted_note(self.lang))
        return self.language.sentence_gap.join(filter(None, [self.word("nature_note"), note]))

    def _tree(self, rendered: RenderedPage) -> Tree:
        return read_page(rendered, self.entries, self.urls)

    def _own_tree(self, path: str, title: str, markdown: str) -> Tree:
        """Return the tree of a page that only the book has."""
        page = Page(path, self.lang, title, title, markdown, _LABELS)
        return self._tree(self.renderer.render(page))

    def _shown(self, text: str) -> str:
        """Return a text as it is set, with the quotation marks of the language."""
        return shown(self.language.curled(text), keep="\n\u2060")

    def _url(self, page: str) -> str:
        return self.urls.absolute(self.urls.page(page, self.lang))


def place(
    blocks: list[Node],
    labels: Collection[str],
    below: int = 0,
    left: set[str] | None = None,
    drawn: dict[str, str] | None = None,
) -> list[Node]:
    """Return a copy of a page's blocks for one document.

    Links to what is not in the document lead to the web, but the mark of a citation nowhere.

    Args:
        blocks: The blocks of the page's tree, or some of them.
        labels: What is in the document.
        below: How much deeper its headings stand than on the page.
        left: The labels that have not been given yet; what has one of the others is told twice.
        drawn: The labels of the drawings before by their names, which are not drawn again.
    """

    def placed(node: Any) -> Any:
        if isinstance(node, list):
            return [placed(item) for item in node]
        if not isinstance(node, dict):
            return node
        kind = node.get("t")
        if kind == "diagram" and drawn is not None:
            if node["id"] in drawn:
                return {"t": "drawn", "to": drawn[node["id"]]}
            drawn[node["id"]] = node["label"]
        copy = {key: placed(value) for key, value in node.items() if key != "id"}
        if kind == "h":
            copy["level"] += below
        elif kind == "pages":
            copy["to"] = [label for label in node["to"] if label in labels]
        elif kind == "a" and node.get("to") in labels:
            del copy["url"]
        elif kind == "a":
            copy = {key: copy[key] for key in ("t", "c", "mark") if key in copy}
            if node["url"] and "mark" not in node:
                copy["url"] = node["url"]
        if left is not None and (label := node.get("label")):
            copy["label"] = label if label in left else ""
            left.discard(label)
        return copy

    return [placed(block) for block in blocks]


def _nodes(node: Any) -> Iterator[Node]:
    """Yield every node of some blocks."""
    if isinstance(node, dict):
        yield node
        node = [*node.values()]
    if isinstance(node, list):
        for each in node:
            yield from _nodes(each)


def _labels(blocks: list[Node]) -> set[str]:
    """Return what links to some blocks may lead to."""
    return {node["label"] for node in _nodes(blocks) if node.get("label")}


def _with_rows(blocks: list[Node], keep: Callable[[str], bool]) -> list[Node]:
    """Return blocks with some of the entries of their lists; none if the first list has no other.

    The rows of a figure over time go with the figure, and with them its drawing.
    """
    kept: list[Node] = []
    is_listed = False
    for block in blocks:
        if (key := {"table": "body", "entries": "c"}.get(block["t"])) is not None:
            rows = [row for row in block[key] if keep(row["label"].partition("_")[0])]
            if not rows and not is_listed:
                return []
            if not rows:
                while kept.pop()["t"] != "h":  # up to its own heading
                    pass
                continue
            block, is_listed = block | {key: rows}, True
        kept.append(block)
    while is_listed and kept[-1]["t"] == "h":
        kept.pop()
    return kept
