"""The Dataset → every page of the handbook as plain Markdown, in one language.

    hand-written prose (docs/) ┐
    records ── templates ──────┴─▶ Page(path, title, description, markdown) … one for each address

A theme's, a section's and the home page's prose come first and what is generated for them follows on the same page.
`build_pages` returns values and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from handbook.model import urls
from handbook.model.dataset import Dataset, ProsePage
from handbook.model.kinds import KINDS, index_pages, kind_of_index
from handbook.model.records import Record
from handbook.model.types import PracticeKind
from handbook.model.urls import Urls, address_of
from handbook.pages import changelog, diagrams
from handbook.pages.environment import HISTORY, environment
from handbook.pages.queries import Queries, in_order
from handbook.pages.writer import Writer
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import plain_text
from handbook.text.scanner import OPENING, scan

#: What of the writer a template may call.
TOOLS = (
    "word", "language", "choice", "join", "name", "names", "prose", "plain", "read", "other_titles", "href", "link", "links", "page_link", "mention", "mentioned_by", "cite",
    "place", "places", "begun", "figure_note", "number", "date", "day", "period", "marked", "labels",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language: its path from the root without language and ending, and its Markdown after the title block."""

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


def build_pages(dataset: Dataset, lang: str, downloads: Sequence[str] = ()) -> dict[str, Page]:
    """Return every page of a language by its path; `downloads` are the paths of the PDFs in the site, where they are made, too."""
    made = Queries(in_order(dataset, lang), downloads)
    pages = (*_prose_pages(made, lang), *_record_pages(made, lang), *_index_pages(made, lang), *_kind_pages(made, lang))
    curled = language(lang, dataset.labels).curled
    return {page.path: replace(page, title=curled(page.title), description=curled(page.description)) for page in pages}


def parents(urls: Urls, pages: Mapping[str, Page], page: Page) -> list[tuple[str, str]]:
    """Return (title, address) of the pages that a page's address leads through, the outermost first.

    `pages` are those of the page's language by their paths.
    """
    steps = page.path.removesuffix("/index").split("/")[:-1]
    above = ["/".join(steps[: depth + 1]) for depth in range(len(steps))]
    found = [pages.get(path) or pages.get(f"{path}/index") for path in above]
    return [(p.title, urls.page(p.path, p.lang)) for p in found if p]


def _render(queries: Queries, lang: str, path: str, template: str, opening: str = "", **values: object) -> str:
    """Return a page's Markdown: what its template writes after the opening, a note where something is untranslated, footnotes."""
    writer = Writer(queries.dataset, lang, path)
    body = writer.resolve(opening)
    tools = {name: getattr(writer, name) for name in TOOLS} | {"drawn": partial(diagrams.is_drawn, queries.dataset)}

    def made(name: str, **more: object) -> str:
        """Return what a template writes."""
        shared: dict[str, Any] = {
            "queries": queries,
            "dataset": queries.dataset,
            "records": queries.dataset.records,
            "lang": lang,
            "urls": urls,
        }
        return _tidy(environment(queries.dataset.root).get_template(name).render(**tools, **shared, **values, **more))

    if template:
        body = f"{body}\n\n{made(template)}" if body else made(template)
    if events := changelog.of_page(queries.dataset, queries.events, path):
        body = f"{body}\n\n{made(HISTORY, events=events, named=len({event.owner for event in events}) > 1)}"
    heading, _, rest = body.partition("\n")
    parts = (heading, *_notes(writer), diagrams.resolve(rest.strip("\n"), queries.dataset, lang), writer.footnote_definitions())
    return "\n\n".join(part for part in parts if part).strip("\n") + "\n"


def _notes(writer: Writer) -> Iterator[str]:
    """Yield what a page says first where something on it is untranslated, or a name lags behind its original."""
    if writer.untranslated:
        yield f'!!! warning "{writer.word("untranslated_title")}"\n    {writer.word("untranslated")}'
    if writer.stale_names:
        names = writer.join(escape(name) for name in writer.stale_names)
        yield f'!!! warning "{writer.word("stale_title")}"\n    {writer.word("stale_names", names=names)} {writer.stale_mark(said="stale_read")}'


def _tidy(markdown: str) -> str:
    """Return what a template wrote with single blank lines, and a mark once where a text ends in the citation its record has anyway."""
    return re.sub(r"(\[\^[^\]]+\])\1+", r"\1", re.sub(r"\n{3,}", "\n\n", markdown))


def _prose_pages(queries: Queries, lang: str) -> Iterator[Page]:
    dataset = queries.dataset
    first = dataset.languages[0]
    continued = {
        address_of(record, dataset).page: (kind.template, record)
        for kind in KINDS.values()
        if kind.handwritten
        for record in dataset.of(kind.record)
    }
    for path, written_in in dataset.prose:
        if written_in != first:
            continue
        page = dataset.prose.get((path, lang))
        template, record = continued.get(path, ("", None))
        if page is None:
            yield _untranslated_page(queries, lang, path, template, record)
            continue
        markdown = _render(queries, lang, path, template, _with_stale_marks(queries, page), record=record)
        description = plain_text(dataset, page.description, page.lang)
        yield Page(path, lang, page.title, description, markdown, page.file, record.id if record else None)


def _with_stale_marks(queries: Queries, page: ProsePage) -> str:
    """Return a page's text with a note under the heading of each section that lags behind its original."""
    dataset = queries.dataset
    original = dataset.prose[page.path, dataset.languages[0]]
    if not dataset.stale or page is original:
        return page.body.strip()
    first = {section.id: section.text for section in scan(original.body).sections}
    writer = Writer(dataset, page.lang, page.path)
    said: list[str] = []
    for section in scan(page.body.strip()).sections:
        heading, _, rest = section.text.partition("\n")
        stale = (first.get(section.id, ""), section.text) in dataset.stale
        mark = writer.stale_mark("" if section.id == OPENING else section.id)
        said.append(f"{heading}\n\n{mark}\n{rest}" if stale else section.text)
    return "\n".join(said)


def _untranslated_page(queries: Queries, lang: str, path: str, template: str, record: Record | None) -> Page:
    """Return an honest stub for a page nobody has translated: its title as it is, and a link to the leading language."""
    dataset = queries.dataset
    original = dataset.prose[path, dataset.languages[0]]
    word = dataset.labels.word
    opening = f"# :lang[{original.title}]{{{original.lang}}}\n\n{word('untranslated_page', lang)}"
    markdown = _render(queries, lang, path, template, opening, record=record)
    return Page(path, lang, original.title, word("untranslated_page", lang), markdown, original.file)


def _record_pages(queries: Queries, lang: str) -> Iterator[Page]:
    dataset = queries.dataset
    for kind in KINDS.values():
        for record in () if kind.anchored or kind.handwritten else dataset.of(kind.record):
            path = address_of(record, dataset).page
            summary = Writer(dataset, lang, path).plain(record.summary)  # type: ignore[attr-defined]
            markdown = _render(queries, lang, path, kind.template, record=record)
            yield Page(path, lang, record.title.resolve(lang)[0], summary, markdown, dataset.files[record.id], record.id)


def _index_pages(queries: Queries, lang: str) -> Iterator[Page]:
    word = queries.dataset.labels.word
    for path in index_pages():
        title, description = word(f"{path}_title", lang), word(f"{path}_description", lang)
        markdown = _render(queries, lang, path, f"{path}.md.jinja", title=title)
        yield Page(path, lang, title, description, markdown, _files_of(queries.dataset, path))


def _files_of(dataset: Dataset, path: str) -> str:
    """Return what an index page is made from: the folder of the records it lists, or its template where it lists none."""
    kind = kind_of_index(path)
    if kind and dataset.of(kind.record):
        return f"data/{kind.folder}"
    return f"scripts/handbook/pages/templates/{path}.md.jinja"


def kind_page(dataset: Dataset, kind: PracticeKind, lang: str) -> tuple[str, str]:
    """Return the path and the title of the list of practices of a kind."""
    word = dataset.labels.word
    return f"practices/{kind}", word("practices_of_kind", lang, kind=dataset.labels.choice(kind, lang))


def _kind_pages(queries: Queries, lang: str) -> Iterator[Page]:
    """Yield the list of practices of each kind that has any: the facet that is no record."""
    word = queries.dataset.labels.word
    for kind, _ in queries.facets()["kind"]:
        path, title = kind_page(queries.dataset, kind, lang)
        practices = [p for p in queries.practices if p.kind == kind]
        description = word("practices_of_kind_description", lang, kind=queries.dataset.labels.choice(kind, lang), count=len(practices))
        markdown = _render(queries, lang, path, "kind.md.jinja", title=title, practices=practices)
        yield Page(path, lang, title, description, markdown, "scripts/handbook/pages/templates/kind.md.jinja")
