"""Building of every page of the handbook as plain Markdown, in one language.

    hand-written prose (docs/) ┐
    records ── templates ──────┴─▶ Page(path, title, description, markdown) … one for each address

On a page with both prose and a template, such as a theme's, the template places the prose.
`build_pages` returns values and writes nothing.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, chain

from handbook.model.dataset import Dataset, ProsePage
from handbook.model.kinds import KINDS, index_pages, kind_of, kind_of_index
from handbook.model.records import Record
from handbook.model.urls import Urls, address_of
from handbook.pages import diagrams
from handbook.pages.environment import HISTORY, HOME, environment
from handbook.pages.queries import Queries
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import plain_text
from handbook.text.scanner import OPENING, scan

#: The templates' folder in the repository, for the edit links of index pages.
_TEMPLATES = "scripts/handbook/pages/templates"

#: What templates call of a writer.
_CALLED = [name for name in vars(Writer) if not name.startswith("_")]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one language.

    Attributes:
        path: The path below the language's root, without file extension.
        lang: The language.
        title: The title, as plain text.
        description: The description, as plain text.
        markdown: The whole text, its heading included.
        file: The file or folder to edit, from the repository's root.
        record: The id of the record that the page is about, or None.
    """

    path: str
    lang: str
    title: str
    description: str
    markdown: str
    file: str
    record: str | None = None

    @property
    def uri(self) -> str:
        """Return the Markdown file's path below docs/, as mkdocs-static-i18n names files."""
        return f"{self.path}.{self.lang}.md"


def build_pages(
    dataset: Dataset, lang: str, downloads: bool = False, only: Collection[str] | None = None
) -> dict[str, Page]:
    """Return the pages of a language by their paths.

    Args:
        dataset: The data set.
        lang: The language.
        downloads: Whether the PDFs are made, too.
        only: The paths of the pages to build; all where None.
    """
    return _Builder(Queries(dataset, lang, downloads), only).pages()


def build_heads(dataset: Dataset, lang: str) -> dict[str, Page]:
    """Return all pages of a language by their paths, without their Markdown, which takes long."""
    return _Builder(Queries(dataset, lang), None, heads=True).pages()


def menu_paths(dataset: Dataset) -> list[str]:
    """Return the paths of the pages that the menu lists: hand-written pages and index pages."""
    prose = [path for path, lang in dataset.prose if lang == dataset.languages[0]]
    return [*dict.fromkeys([*prose, *index_pages()])]


def page_paths(dataset: Dataset) -> list[str]:
    """Return the paths of all pages, which are the same in every language."""
    records = [
        address_of(record, dataset).page
        for kind in KINDS.values()
        if not (kind.anchored or kind.handwritten)
        for record in dataset.of(kind.record)
    ]
    return [*dict.fromkeys([*menu_paths(dataset), *records])]


def parents(urls: Urls, pages: Mapping[str, Page], page: Page) -> list[tuple[str, str]]:
    """Return (title, address) of a page's parents, the outermost first.

    Args:
        urls: The addresses of the site.
        pages: The pages of the page's language by path.
        page: The page.
    """
    *folders, _ = page.path.removesuffix("/index").split("/")
    above = [
        pages.get(path) or pages.get(f"{path}/index")
        for path in accumulate(folders, posixpath.join)
    ]
    return [(parent.title, urls.page(parent.path, parent.lang)) for parent in above if parent]


class _Builder:
    """Makes the pages of one language."""

    def __init__(self, queries: Queries, only: Collection[str] | None, heads: bool = False) -> None:
        self.only, self.heads = only, heads
        self.queries, self.dataset, self.lang = queries, queries.dataset, queries.lang
        self.word = partial(self.dataset.labels.word, lang=self.lang)

    def pages(self) -> dict[str, Page]:
        """Return the pages by their paths."""
        pages = chain(self.prose_pages(), self.record_pages(), self.index_pages())
        return {page.path: page for page in pages}

    def prose_pages(self) -> Iterator[Page]:
        """Yield the hand-written pages.

        A page without a translation has a notice instead of its text, and its generated part.
        """
        first = self.dataset.languages[0]
        records = {
            address_of(record, self.dataset).page: record
            for record in self.dataset.records.values()
            if kind_of(record).handwritten
        }
        for (path, lang), original in self.dataset.prose.items():
            if lang != first or not self._wanted(path):
                continue
            page = self.dataset.prose.get((path, self.lang), original)
            if page.lang == self.lang:
                description = plain_text(self.dataset, page.description, page.lang)
                opening = self._with_stale_marks(page, original)
            else:
                description = self.word("untranslated_page")
                opening = f"# :lang[{escape(page.title)}]{{{first}}}\n\n{description}"
            record = records.get(path)
            template = kind_of(record).template if record else HOME if path == "index" else ""
            yield self._page(path, page.title, description, page.file, template, opening, record)

    def record_pages(self) -> Iterator[Page]:
        """Yield the pages of records that have no hand-written prose."""
        for kind in KINDS.values():
            for record in () if kind.anchored or kind.handwritten else self.dataset.of(kind.record):
                path, file = address_of(record, self.dataset).page, self.dataset.files[record.id]
                if not self._wanted(path):
                    continue
                title = record.title.resolve(self.lang)[0]
                summary = record.summary.resolve(self.lang)  # type: ignore[attr-defined]
                description = plain_text(self.dataset, *summary)
                yield self._page(path, title, description, file, kind.template, record=record)

    def index_pages(self) -> Iterator[Page]:
        """Yield the index pages: the lists of records, and others such as the timeline."""
        for path in filter(self._wanted, index_pages()):
            template, kind = f"{path}.md.jinja", kind_of_index(path)
            has_records = kind and self.dataset.of(kind.record)
            file = f"data/{kind.folder}" if kind and has_records else f"{_TEMPLATES}/{template}"
            title, description = self.word(f"{path}_title"), self.word(f"{path}_description")
            yield self._page(path, title, description, file, template)

    def _wanted(self, path: str) -> bool:
        return self.only is None or path in self.only

    def _page(
        self,
        path: str,
        title: str,
        description: str,
        file: str,
        template: str,
        opening: str = "",
        record: Record | None = None,
    ) -> Page:
        """Return a page: its heading, rendered template with the prose, and history."""
        curled = language(self.lang, self.dataset.labels).curled
        owner = record.id if record else None
        page = Page(path, self.lang, curled(title), curled(description), "", file, owner)
        if self.heads:
            return page
        writer = Writer(self.dataset, self.lang, path)
        events = self.queries.events.get(path, [])
        values = vars(writer) | {name: getattr(writer, name) for name in _CALLED}
        heading, _, text = writer.resolve(opening).partition("\n")
        lede, *sections = re.split(r"^(?=## )", text.strip("\n"), maxsplit=1, flags=re.MULTILINE)
        values |= {
            "lede": lede,
            "essay": "".join(sections),
            "title": escape(title),
            "record": record,
            "events": events,
            "queries": self.queries,
        }
        values["diagram"] = partial(diagrams.describe, self.dataset, lang=self.lang)
        values["as_drawn"] = diagrams.as_drawn
        templates = environment(self.dataset.root)
        texts = [heading] if template else [heading, text]
        for name in filter(None, (template, HISTORY if events else "")):
            rendered = templates.get_template(name).render(values)
            texts.append(re.sub(r"\n{3,}", "\n\n", rendered))  # no repeated blank lines
        heading, _, rest = "\n\n".join(filter(None, texts)).partition("\n")
        body = diagrams.resolve(rest.strip("\n"), self.dataset, self.lang)
        parts = filter(None, (heading, *_notes(writer), body))
        return replace(page, markdown="\n\n".join(parts).strip("\n") + "\n")

    def _with_stale_marks(self, page: ProsePage, original: ProsePage) -> str:
        """Return a page's text with a note under the heading of each stale section."""
        if not self.dataset.stale or page is original:
            return page.body.strip()
        originals = {section.id: section.text for section in scan(original.body).sections}
        writer = Writer(self.dataset, page.lang, page.path)
        texts: list[str] = []
        for section in scan(page.body).sections:
            heading, _, rest = (text := section.text.strip()).partition("\n")
            stale = (originals.get(section.id, ""), section.text) in self.dataset.stale
            mark = writer.stale_mark("" if section.id == OPENING else section.id)
            texts.append(f"{heading}\n\n{mark}\n{rest}" if stale else text)
        return "\n\n".join(texts)


def _notes(writer: Writer) -> Iterator[str]:
    """Yield the warnings at the top of a page about untranslated texts and stale names."""
    if writer.untranslated:
        yield f'!!! warning "{writer.word("untranslated_title")}"\n    {writer.word("untranslated")}'
    if writer.stale_names:
        names = writer.join(escape(name) for name in writer.stale_names)
        text = f"{writer.word('stale_names', names=names)} {writer.stale_mark(word='stale_read')}"
        yield f'!!! warning "{writer.word("stale_title")}"\n    {text}'
