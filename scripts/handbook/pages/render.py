"""Pages → HTML by the one Markdown parser, once a page, language and build, for site, cards, search and book.

    build_pages ─▶ Page ── Renderer ──▶ RenderedPage(page, html, toc) ─▶ Handbook

In the HTML, links to pages are relative paths of Markdown files (`../figures.md#id`), and `site:`
links are paths of files of the finished site; each output resolves both its own way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.load.build_version import BuildVersion, build_version
from handbook.model.dataset import Dataset
from handbook.pages.build import Page, build_pages
from handbook.text.markdown import parser


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page with its HTML and its contents, headings as the `toc` extension nests them."""

    page: Page
    html: str
    toc: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What every output is made from: the data set, its edition, its pages by language and path."""

    dataset: Dataset
    version: BuildVersion
    pages: Mapping[str, Mapping[str, RenderedPage]]


class Renderer:
    """Renders Markdown of one language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        """Make the language's parser."""
        labels = dataset.labels
        back = labels.curled(labels.word("footnote_back", lang, number="{}"), lang)
        self._parser = parser(labels.languages[lang].quotes, back)

    def render(self, page: Page) -> RenderedPage:
        """Return a page with its HTML."""
        html = self._parser.reset().convert(page.markdown)
        return RenderedPage(page, html, self._parser.toc_tokens)  # type: ignore[attr-defined]


def render(dataset: Dataset, downloads: Sequence[str] = ()) -> Handbook:
    """Return the handbook with every page of every language.

    Args:
        dataset: The data set.
        downloads: The paths in the site of the PDFs, where they are made, too.
    """
    pages = {}
    for lang in dataset.languages:
        renderer = Renderer(dataset, lang)
        made = build_pages(dataset, lang, downloads)
        pages[lang] = {path: renderer.render(page) for path, page in made.items()}
    return Handbook(dataset, build_version(dataset), pages)
