"""Rendering of the pages as HTML, once per build, for site, cards, search and book.

    build_pages ─▶ Page ── Renderer ──▶ RenderedPage(page, html, toc) ─▶ Handbook

In the HTML, links to pages are relative paths of Markdown files (`../figures.md#id`), and `site:`
links are paths of files in the built site. Each output resolves these links itself.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.load.build_version import History, Version, edition_of, read_history
from handbook.model.dataset import Dataset
from handbook.model.records import Source
from handbook.model.urls import place_address
from handbook.pages.build import Page, build_pages
from handbook.store import Store, key_of
from handbook.text.citations import mark_of
from handbook.text.directives import for_medium
from handbook.text.languages import language
from handbook.text.markdown import Cited, parser
from handbook.text.scanner import scan

#: Pages about the handbook as a whole, whose version is the edition.
OF_THE_EDITION = frozenset(
    {"index", "about/index", "downloads", "changes", "data", "api", "selection"}
)


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page with its HTML and table of contents.

    Attributes:
        page: The page.
        html: The page's content as HTML, for the site.
        toc: The headings, nested as by Python-Markdown's `toc` extension.
        paper: The same for the book; where no block is for one of them alone, it is equal.
    """

    page: Page
    html: str
    toc: list[dict[str, Any]]
    paper: str


@dataclass(frozen=True, slots=True)
class Handbook:
    """The data set with its edition and rendered pages, the input of every output.

    Attributes:
        dataset: The data set.
        history: The times of the commits.
        edition: The version of the whole.
        pages: The rendered pages by language and path.
    """

    dataset: Dataset
    history: History
    edition: Version
    pages: Mapping[str, Mapping[str, RenderedPage]]

    def version_of(self, *pages: Page) -> Version:
        """Return the version of some pages together.

        It is the edition if one of them is about the handbook as a whole.
        """
        if any(page.path in OF_THE_EDITION for page in pages):
            return self.edition
        files = {page.file for page in pages}
        files |= {self.dataset.files[page.record] for page in pages if page.record}
        own = self.dataset.file_names  # folders and templates have no date
        content = [[page.title, page.description, page.markdown] for page in pages]
        return self.history.version(content, [file if file in own else "" for file in files])

    def moment(self, version: Version) -> int:
        """Return a version's time in Unix seconds, or the edition's if it is not known."""
        return version.timestamp if version.timestamp is not None else self.edition.timestamp or 0


class Renderer:
    """Renders Markdown of one language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        """Make the language's parser."""
        self._dataset, self._lang, self._path = dataset, lang, ""
        colours = dataset.labels.site.colours
        self._parser = parser(self._quotes(lang), self._cited, colours, self._quotes)

    @property
    def settings(self) -> list[Any]:
        """Return all that the HTML depends on besides a page's path and Markdown."""
        sources = [source.model_dump(mode="json") for source in self._dataset.of(Source)]
        return [self._lang, self._dataset.labels.model_dump(mode="json"), sources]

    def render(self, page: Page) -> RenderedPage:
        """Return a page with its HTML."""
        self._path = page.path
        lines = page.markdown.split("\n")
        searched = scan(page.markdown).without_code.split("\n") if ":::" in page.markdown else ()
        on_paper, on_screen = (
            "\n".join(for_medium(lines, searched, medium)) for medium in ("paper", "screen")
        )
        paper = self._parser.reset().convert(on_paper)
        html = paper if on_paper == on_screen else self._parser.reset().convert(on_screen)
        return RenderedPage(page, html, self._parser.toc_tokens, paper)  # type: ignore[attr-defined]

    def _quotes(self, lang: str) -> str:
        return language(lang, self._dataset.labels).quotes

    def _cited(self, source: str, place: int) -> Cited | None:
        """Return the mark of a place in a source, as the page under way has it."""
        mark = mark_of(self._dataset, source, place, self._lang)
        return mark and Cited(*mark, place_address(source, place).link_from(self._path))


def render(dataset: Dataset, *, downloads: bool = False) -> Handbook:
    """Return the handbook with every page of every language.

    Args:
        dataset: The data set.
        downloads: Whether the PDFs are made, too.
    """
    pages = {lang: render_pages(dataset, lang, downloads=downloads) for lang in dataset.languages}
    return handbook_of(dataset, pages)


def handbook_of(dataset: Dataset, pages: Mapping[str, Mapping[str, RenderedPage]]) -> Handbook:
    """Return the handbook of a data set and its rendered pages, by language and path."""
    history = read_history(dataset.root)
    return Handbook(dataset, history, edition_of(dataset, history), pages)


def render_pages(
    dataset: Dataset,
    lang: str,
    *,
    downloads: bool = False,
    only: Collection[str] | None = None,
    store: Store | None = None,
) -> dict[str, RenderedPage]:
    """Return rendered pages of a language by their paths.

    Args:
        dataset: The data set.
        lang: The language.
        downloads: Whether the PDFs are made, too.
        only: The paths of the pages; all where None.
        store: What keeps the HTML of pages that have not changed.
    """
    renderer, built = Renderer(dataset, lang), build_pages(dataset, lang, downloads, only)
    if store is None:
        return {path: renderer.render(page) for path, page in built.items()}
    settings = key_of("html", renderer.settings)
    keys = {path: key_of(settings, path, page.markdown) for path, page in built.items()}
    kept, made, rendered = store.get(keys.values()), {}, {}
    for path, page in built.items():
        if found := kept.get(keys[path]):
            rendered[path] = RenderedPage(page, *json.loads(found))
        else:
            rendered[path] = each = renderer.render(page)
            made[keys[path]] = json.dumps([each.html, each.toc, each.paper]).encode()
    store.put(made)
    return rendered
