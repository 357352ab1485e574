"""The Dataset → every page of the handbook as plain Markdown, in one language.

    hand-written prose (docs/) ┐
    records ── templates ──────┴─▶ Page(path, title, description, markdown) … one for each address

A theme's, a section's and the home page's prose come first and what is generated for them follows on the same page.
`build_pages` returns values and writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

import jinja2
from pypinyin import lazy_pinyin

from handbook.model.records import (
    KINDS,
    Dataset,
    Dated,
    Figure,
    Honour,
    Organisation,
    Place,
    Platform,
    Practice,
    ProsePage,
    R,
    Record,
    Source,
    Term,
)
from handbook.model.types import HEAD, PracticeKind, Role, plain_pinyin
from handbook.pages import changelog, diagrams
from handbook.pages import template_anchors as templates
from handbook.pages.writer import Writer
from handbook.site.downloads import blank
from handbook.text import translations
from handbook.text import wikilinks as links
from handbook.text.markdown import escape

#: What of the writer a template may call.
TOOLS = (
    "word", "choice", "join", "name", "names", "prose", "plain", "href", "link", "links", "page_link", "mention", "mentioned_by", "cite",
    "place", "places", "begun", "figure_note", "number", "date", "day", "period", "marked", "labels",
)  # fmt: skip
#: Kinds whose records have a page of their own, and its template.
OWN_PAGE: tuple[type[Record], ...] = (Practice, Organisation, Place, Platform, Source)


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

    @property
    def text(self) -> str:
        """Return the whole file: front matter, then Markdown."""
        meta = {"title": self.title, "description": self.description, "source_file": self.file, "record": self.record}
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items() if value)
        return f"---\n{head}---\n{self.markdown}"


class Catalogue:
    """What pages are made from besides the records themselves: who mentions what, and what rests on which place in a source."""

    def __init__(self, dataset: Dataset, downloads: Sequence[str] = ()) -> None:
        """Compute the backlinks once for all pages; `downloads` are the paths of the PDFs in the site, where they are made, too."""
        self.downloads = downloads
        self.dataset = dataset
        self.backlinks = {record: self._once(owners) for record, owners in links.backlinks(dataset).items()}
        self._resting = {place: self._once(owners) for place, owners in links.resting_on(dataset).items()}
        self.events = changelog.events(dataset)
        self.corrections = changelog.corrections(dataset)

    def resting(self, source: Source) -> list[tuple[int, tuple[str, ...]]]:
        """Return (place, owners that cite it) for a source's head, if it is cited, and for each of its paragraphs."""
        places = [(place, self._resting.get((source.id, place), ())) for place in range(HEAD, source.paragraphs + 1)]
        return [(place, owners) for place, owners in places if owners or place != HEAD]

    def by_kind(self, owners: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Return (kind, owners) of what mentions something: pages of prose, then records by kind, each in its order."""
        kinds = {record: folder for folder, kind in KINDS.items() for record in (r.id for r in self.dataset.of(kind))}
        order = ["pages", *KINDS]
        owners = sorted(owners, key=lambda owner: order.index(kinds.get(owner, "pages")))
        return [(kind, list(group)) for kind, group in groupby(owners, key=lambda owner: kinds.get(owner, "pages"))]

    def _once(self, owners: Iterable[str]) -> tuple[str, ...]:
        """Return who mentions something with each page once: a theme and the prose of its page are the same place to a reader."""
        return tuple(dict.fromkeys(self._themes.get(owner, owner) for owner in owners))

    @cached_property
    def _themes(self) -> dict[str, str]:
        return {f"docs/{links.address(theme, self.dataset).page}": theme.id for theme in self.dataset.themes}

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """Return the practices by theme."""
        order = {theme.id: theme.order for theme in self.dataset.themes}
        return tuple(sorted(self.dataset.of(Practice), key=lambda p: order.get(p.theme, 0)))

    def practices_of(self, organisation: str, *roles: Role) -> list[Practice]:
        """Return the practices an organisation takes part in, in one of the roles where roles are given."""
        return [p for p in self.practices if any(a.organisation == organisation and (not roles or a.role in roles) for a in p.actors)]

    def practices_at(self, place: str) -> list[Practice]:
        """Return the practices at a place or at places inside it."""
        inside = self._inside(place)
        return [p for p in self.practices if inside & set(p.places)]

    def _inside(self, place: str) -> set[str]:
        inside = {place}
        while more := {p.id for p in self.dataset.of(Place) if p.parent in inside} - inside:
            inside |= more
        return inside

    def facets(self) -> dict[str, list[tuple[Any, int]]]:
        """Return for each facet its values with how many practices have them, those without any left out."""
        ps = self.practices
        themes = [(t, sum(p.theme == t.id for p in ps)) for t in self.dataset.themes]
        kinds = [(k, sum(p.kind is k for p in ps)) for k in PracticeKind]
        leads = [(o, len(self.practices_of(o.id, Role.LEAD))) for o in self.dataset.of(Organisation)]
        places = [(p, len(self.practices_at(p.id))) for p in self.dataset.of(Place)]
        found: dict[str, list[tuple[Any, int]]] = {"theme": themes, "kind": kinds, "lead": leads, "place": places}
        return {facet: [(value, count) for value, count in values if count] for facet, values in found.items()}

    def of_theme(self, theme: str, kind: type[R]) -> list[R]:
        """Return the records of a kind that a theme's page or one of its practices reports or mentions."""
        owners = {theme, *(p.id for p in self.practices if p.theme == theme)}
        return [record for record in self.dataset.of(kind) if owners & set(self.backlinks.get(record.id, ()))]

    def timeline(self, theme: str = "") -> list[tuple[str, list[tuple[Dated, str, Record]]]]:
        """Return (year, events) from the earliest, of one theme or of all; an event is (date, what happened as a word's key, record)."""
        practices = [p for p in self.practices if theme in {"", p.theme}]
        figures = self.of_theme(theme, Figure) if theme else self.dataset.of(Figure)
        honours = self.of_theme(theme, Honour) if theme else self.dataset.of(Honour)
        events: list[tuple[Dated, str, Record]] = []
        events += [(p.started, "event_signed" if p.kind is PracticeKind.AGREEMENT else "event_started", p) for p in practices if p.started]
        events += [(h.year, "event_honour", h) for h in honours if h.year]
        events += [(f.period, "event_figure", f) for f in figures if f.period]
        events += [(s.date, "event_source", s) for s in self.dataset.of(Source) if not theme]
        events.sort(key=lambda event: event[0].date)
        return [(year, list(group)) for year, group in groupby(events, key=lambda event: event[0].date[:4])]

    def undated(self) -> list[Practice]:
        """Return the practices for which the source gives no date."""
        return [p for p in self.practices if not p.started]

    def shelves(self, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the PDFs by kind as (name, path): the handbook in every language, the rest in one."""
        shelves: dict[str, list[tuple[str, str]]] = {"handbook": [], "themes": [], "practices": [], "sheets": []}
        languages, records = self.dataset.languages, self.dataset.records
        order = {record: at for at, record in enumerate(records)}

        def place(path: str) -> tuple[int, int]:
            stem, *_, language, _ = path.removeprefix("pdf/").split(".")
            return languages.index(language), order.get(stem, -1)

        for path in sorted(self.downloads, key=place):
            stem, *sheet, language, _ = path.removeprefix("pdf/").split(".")
            record = records.get(stem)
            if record is None:
                shelves["handbook"].append((self.named(language, lang), path))
            elif language == lang:
                shelves["sheets" if sheet else record.folder].append((escape(record.title.resolve(lang)[0]), path))
        return [(kind, files) for kind, files in shelves.items() if files]

    def named(self, language: str, lang: str) -> str:
        """Return what the handbook in one language is called in another."""
        labels = self.dataset.labels
        name = labels.languages[language].name
        return labels.word("book_in", lang, language=name if language == lang else f":lang[{name}]{{{language}}}")

    def counts(self) -> list[tuple[str, int]]:
        """Return how many records each kind has."""
        return [(folder, len(self.dataset.of(kind))) for folder, kind in KINDS.items()]

    def glossary(self, lang: str) -> list[tuple[str, list[Term]]]:
        """Return (letter, terms): by pinyin in Chinese, by alphabet in other languages."""
        by_letter = groupby(self.dataset.of(Term), key=lambda term: title_key(term, lang)[:1].upper())
        return [(letter, list(terms)) for letter, terms in by_letter]


def in_order(dataset: Dataset, lang: str) -> Dataset:
    """Return the same dataset with the records of each kind in the order in which a reader of a language looks them up: by title."""
    records = [record for kind in KINDS.values() for record in sorted(dataset.of(kind), key=lambda r: (title_key(r, lang), r.id))]
    return replace(dataset, records={record.id: record for record in records})


def title_key(record: Record, lang: str) -> str:
    """Return what a record's title is sorted by: characters that read otherwise here, 长 in 长三角, by the pinyin its editor gave."""
    title, given = record.title.resolve(lang)[0], getattr(record, "pinyin", None)
    if not given or not all("\u3400" <= character <= "\u9fff" for character in title):
        return sort_key(title)
    typed = plain_pinyin(given)
    return sort_key(title) if typed == sort_key(title).replace(" ", "") else typed


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its letters, Chinese characters by their pinyin, marks left out."""
    return "".join(c for c in " ".join(lazy_pinyin(name)).casefold() if c.isalnum() or c == " ").strip()


@cache
def _environment() -> jinja2.Environment:
    # StrictUndefined: a template that names a field the model does not have fails instead of leaving a hole.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates.FOLDER),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",  # `{#id}` is a heading's id
        comment_end_string="##}",
        autoescape=False,  # Markdown; the parser takes no HTML
    )


def build_pages(dataset: Dataset, lang: str, downloads: Sequence[str] = ()) -> dict[str, Page]:
    """Return every page of a language by its path; `downloads` are the paths of the PDFs in the site, where they are made, too."""
    made = Catalogue(in_order(dataset, lang), downloads)
    pages = (*_prose_pages(made, lang), *_record_pages(made, lang), *_index_pages(made, lang), *_kind_pages(made, lang))
    curled = partial(dataset.labels.curled, lang=lang)
    return {page.path: replace(page, title=curled(page.title), description=curled(page.description)) for page in pages}


def page_address(dataset: Dataset, path: str, lang: str) -> str:
    """Return a page's address from the root of the site."""
    place = "" if path == "index" else path.removesuffix("/index") + "/"
    return place if lang == dataset.languages[0] else f"{lang}/{place}"


def parents(dataset: Dataset, pages: Mapping[str, Page], uri: str) -> list[tuple[str, str]]:
    """Return (title, address) of the pages that a page's address leads through, the outermost first."""
    page = pages.get(uri)
    steps = page.path.removesuffix("/index").split("/")[:-1] if page else []
    found: list[tuple[str, str]] = []
    for length in range(1, len(steps) + 1):
        path = "/".join(steps[:length])
        parent = (
            next((pages[f"{p}.{page.lang}.md"] for p in (path, f"{path}/index") if f"{p}.{page.lang}.md" in pages), None) if page else None
        )
        if parent:
            found.append((parent.title, page_address(dataset, parent.path, parent.lang)))
    return found


def _render(catalogue: Catalogue, lang: str, path: str, template: str, opening: str = "", **values: object) -> str:
    """Return a page's Markdown: what its template writes after the opening, a note where something is untranslated, footnotes."""
    writer = Writer(catalogue.dataset, lang, path)
    body = writer.resolve(opening)
    tools = {name: getattr(writer, name) for name in TOOLS} | {"drawn": partial(diagrams.is_drawn, catalogue.dataset), "blank": blank}

    def made(name: str, **more: object) -> str:
        """Return what a template writes."""
        shared: dict[str, Any] = {"catalogue": catalogue, "dataset": catalogue.dataset, "records": catalogue.dataset.records, "lang": lang}
        return _tidy(_environment().get_template(name).render(**tools, **shared, **values, **more))

    if template:
        body = f"{body}\n\n{made(template)}" if body else made(template)
    if events := changelog.of_page(catalogue.dataset, catalogue.events, path):
        body = f"{body}\n\n{made(templates.HISTORY, events=events, named=len({event.owner for event in events}) > 1)}"
    heading, _, rest = body.partition("\n")
    parts = (heading, *_notes(writer), diagrams.resolve(rest.strip("\n"), catalogue.dataset, lang), writer.footnote_definitions())
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


def _prose_pages(catalogue: Catalogue, lang: str) -> Iterator[Page]:
    dataset = catalogue.dataset
    first = dataset.languages[0]
    continued: dict[str, tuple[str, dict[str, object]]] = {
        links.address(theme, dataset).page: (
            "theme.md.jinja",
            {"record": theme, "figures": catalogue.of_theme(theme.id, Figure), "honours": catalogue.of_theme(theme.id, Honour)},
        )
        for theme in dataset.themes
    }
    for path, written_in in dataset.prose:
        if written_in != first:
            continue
        page = dataset.prose.get((path, lang))
        template, values = continued.get(path, ("", {}))
        record = values.get("record")
        if page is None:
            yield _untranslated_page(catalogue, lang, path, template, values)
            continue
        markdown = _render(catalogue, lang, path, template, _with_stale_marks(catalogue, page), **values)
        yield Page(path, lang, page.title, page.description, markdown, page.file, record.id if isinstance(record, Record) else None)


def _with_stale_marks(catalogue: Catalogue, page: ProsePage) -> str:
    """Return a page's text with a note under the heading of each section that lags behind its original."""
    dataset = catalogue.dataset
    original = dataset.prose[page.path, dataset.languages[0]]
    if not dataset.stale or page is original:
        return page.body.strip()
    first = {section.id: section.text for section in translations.sections(original.body)}
    writer = Writer(dataset, page.lang, page.path)
    said: list[str] = []
    for section in translations.sections(page.body.strip()):
        heading, _, rest = section.text.partition("\n")
        stale = (first.get(section.id, ""), section.text) in dataset.stale
        mark = writer.stale_mark("" if section.id == translations.OPENING else section.id)
        said.append(f"{heading}\n\n{mark}\n{rest}" if stale else section.text)
    return "\n".join(said)


def _untranslated_page(catalogue: Catalogue, lang: str, path: str, template: str, values: dict[str, object]) -> Page:
    """Return an honest stub for a page nobody has translated: its title as it is, and a link to the leading language."""
    dataset = catalogue.dataset
    original = dataset.prose[path, dataset.languages[0]]
    word = dataset.labels.word
    opening = f"# :lang[{original.title}]{{{original.lang}}}\n\n{word('untranslated_page', lang)}"
    markdown = _render(catalogue, lang, path, template, opening, **values)
    return Page(path, lang, original.title, word("untranslated_page", lang), markdown, original.file)


def _record_pages(catalogue: Catalogue, lang: str) -> Iterator[Page]:
    dataset = catalogue.dataset
    for kind in OWN_PAGE:
        for record in dataset.of(kind):
            path = links.address(record, dataset).page
            summary = Writer(dataset, lang, path).plain(record.summary)  # type: ignore[attr-defined]
            markdown = _render(catalogue, lang, path, f"{kind.__name__.lower()}.md.jinja", record=record)
            yield Page(path, lang, record.title.resolve(lang)[0], summary, markdown, dataset.files[record.id], record.id)


def _index_pages(catalogue: Catalogue, lang: str) -> Iterator[Page]:
    word = catalogue.dataset.labels.word
    for path in links.INDEX_PAGES:
        title, description = word(f"{path}_title", lang), word(f"{path}_description", lang)
        markdown = _render(catalogue, lang, path, f"{path}.md.jinja", title=title)
        yield Page(path, lang, title, description, markdown, _files_of(catalogue.dataset, path))


def _files_of(dataset: Dataset, path: str) -> str:
    """Return what an index page is made from: the folder of the records it lists, or its template where it lists none."""
    folders = {page: kind.folder for kind, page in links.PAGE_OF_KIND.items()} | {folder: folder for folder in KINDS}
    folder = folders.get(path)
    return f"data/{folder}" if folder and dataset.of(KINDS[folder]) else f"scripts/handbook/pages/templates/{path}.md.jinja"


def edit_address(page: Page, repo_url: str) -> str:
    """Return where a page's file, or the folder of its records, is edited in a repository."""
    return f"{repo_url.rstrip('/')}/{'edit' if PurePosixPath(page.file).suffix else 'tree'}/main/{page.file}"


def kind_page(dataset: Dataset, kind: PracticeKind, lang: str) -> tuple[str, str]:
    """Return the path and the title of the list of practices of a kind."""
    word = dataset.labels.word
    return f"practices/{kind.value}", word("practices_of_kind", lang, kind=word(f"PracticeKind.{kind}", lang))


def _kind_pages(catalogue: Catalogue, lang: str) -> Iterator[Page]:
    """Yield the list of practices of each kind that has any: the facet that is no record."""
    word = catalogue.dataset.labels.word
    for kind, _ in catalogue.facets()["kind"]:
        path, title = kind_page(catalogue.dataset, kind, lang)
        practices = [p for p in catalogue.practices if p.kind is kind]
        description = word("practices_of_kind_description", lang, kind=word(f"PracticeKind.{kind}", lang), count=len(practices))
        markdown = _render(catalogue, lang, path, "kind.md.jinja", title=title, practices=practices)
        yield Page(path, lang, title, description, markdown, "scripts/handbook/pages/templates/kind.md.jinja")
