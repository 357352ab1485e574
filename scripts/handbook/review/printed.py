"""What one state of the handbook prints: its pages, and the lines of each record on them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from lxml import html

from handbook.model.dataset import Dataset
from handbook.model.records import Record, Source
from handbook.model.references import references
from handbook.model.urls import Address, addresses
from handbook.pages.build import Page, build_pages
from handbook.pages.render import Renderer
from handbook.text.languages import language

#: What stands on lines of its own.
_BLOCKS = ("p", "li", "dt", "dd", "th", "td", "pre", "h2", "h3", "h4", "h5", "h6", "figcaption")
#: What tells nothing in words, or tells them again.
_SILENT = ".//svg | .//summary | .//h1 | .//thead"


class Printed:
    """The pages that can be made of a data set, whatever is wrong with it.

    Left out are records with dangling references, pages without the leading language, and dangling
    citations.
    """

    def __init__(self, dataset: Dataset) -> None:
        """Make the pages."""
        records = dataset.records
        while lost := [record.id for record in records.values() if not _resolves(record, records)]:
            records = {key: record for key, record in records.items() if key not in lost}
        records = {key: _citing_sources(record, records) for key, record in records.items()}
        first = dataset.languages[0]
        prose = {
            key: page for key, page in dataset.prose.items() if (key[0], first) in dataset.prose
        }
        self.dataset = replace(dataset, records=records, prose=prose)
        self.pages = {
            lang: build_pages(self.dataset, lang, downloads=True) for lang in dataset.languages
        }
        self.addresses = owner_addresses(self.dataset)
        self._trees: dict[tuple[str, str], html.HtmlElement] = {}

    def contents(self) -> dict[str, dict[str, tuple[str, str, str]]]:
        """Return the title, description and Markdown of every page by its path and language."""
        told: dict[str, dict[str, tuple[str, str, str]]] = {}
        for lang, pages in self.pages.items():
            for path, page in pages.items():
                content = page.title, page.description, page.markdown
                told.setdefault(path, {})[lang] = content
        return told

    def lines(self, owner: str, lang: str) -> list[str]:
        """Return what a record or page prints below its title, line by line, with its marks."""
        address = self.addresses.get(owner)
        if not address or not (page := self.pages[lang].get(address.page)):
            return []
        tree = self._tree(page, lang)
        parts = [tree]
        if address.anchor:
            parts = tree.xpath("//*[@id=$id]", id=address.anchor)
            if parts and parts[0].tag == "dt":
                parts += _until_next_term(parts[0])
        text = "\n".join(part.text_content() for part in parts)
        return [*filter(None, (" ".join(line.split()) for line in text.split("\n")))]

    def _tree(self, page: Page, lang: str) -> html.HtmlElement:
        """Return a page's HTML with its blocks on lines of their own."""
        if (page.path, lang) not in self._trees:
            made = self._renderers[lang].render(page).html.replace("\n", " ")
            tree = html.fragment_fromstring(made, create_parent="div")
            for silent in tree.xpath(_SILENT):
                silent.drop_tree()
            colon = language(lang, self.dataset.labels).colon
            for block in tree.iter(*_BLOCKS):
                label = block.get("data-label")
                block.text = f"\n{label + colon if label else ''}{block.text or ''}"
                block.tail = f"\n{block.tail or ''}"
            self._trees[page.path, lang] = tree
        return self._trees[page.path, lang]

    @cached_property
    def _renderers(self) -> Mapping[str, Renderer]:
        return {lang: Renderer(self.dataset, lang) for lang in self.dataset.languages}


def owner_addresses(dataset: Dataset) -> dict[str, Address]:
    """Return the addresses of pages and records; a practice without its theme has none."""
    pages = {
        f"docs/{path}": Address(path)
        for path, lang in dataset.prose
        if lang == dataset.languages[0]
    }
    return {**pages, **addresses(dataset)}


def _until_next_term(term: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for each in term.itersiblings():
        if each.tag != "dd":
            return
        yield each


def _citing_sources(record: Record, records: Mapping[str, Record]) -> Record:
    """Return a record without its dangling citations."""
    cite: tuple[str, ...] = getattr(record, "cite", ())
    kept = tuple(each for each in cite if isinstance(records.get(each.partition("#")[0]), Source))
    return record if kept == cite else record.model_copy(update={"cite": kept})


def _resolves(record: Record, records: Mapping[str, Record]) -> bool:
    """Return whether every reference of a record leads to a record of the right kind."""
    return all(
        (found := records.get(target)) and (not to.folders or found.folder in to.folders)
        for _, target, to in references(record)
    )
