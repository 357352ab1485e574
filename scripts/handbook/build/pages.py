"""Pages as they are published, with what search and checks need of them.

    Handbook ─ make_pages ─▶ HTML ─▶ page in the site · documents of the search · facts for the checks

All three are kept in the store under what the page depends on.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.book.build import FOLDER
from handbook.book.typst.pdf import describe
from handbook.load.folders import CONFIG
from handbook.model.dataset import Dataset
from handbook.model.kinds import has_sheet
from handbook.model.urls import NOT_FOUND, Address, Urls
from handbook.pages.build import menu_paths, parents
from handbook.pages.linked import page_data
from handbook.pages.render import Handbook
from handbook.search.documents import LEADS, Document, documents_of, records_by_page
from handbook.site.asset_names import with_content_names
from handbook.site.assets import own_theme
from handbook.site.plugin import make_pages
from handbook.site.verify import PageFacts, facts_of, language_of
from handbook.store import Store, fingerprint_of, key_of
from handbook.text.citations import sources_in_words
from handbook.text.languages import language

#: The pages that search does not lead to.
UNSEARCHED = frozenset({NOT_FOUND, "api", "search", "selection"})


@dataclass(frozen=True, slots=True)
class Finished:
    """A page that is finished.

    Attributes:
        facts: What the checks need of it.
        documents: What search needs of it.
        kept: Whether the store had it.
    """

    facts: PageFacts
    documents: list[Document]
    kept: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every page depends on besides what it says.

    Attributes:
        site_url: The published address, or "".
        environment: The other variables of the build.
        names: The names that tell the content of each asset.
    """

    site_url: str
    environment: Mapping[str, str]
    names: Mapping[str, str]


def site_file(dataset: Dataset, lang: str, path: str) -> str:
    """Return the path in the site of a page, or of the one for missing addresses."""
    urls = Urls(dataset.languages)
    return urls.root(lang) + path if path == NOT_FOUND else f"{urls.page(path, lang)}index.html"


def facts_of_file(site: Path, path: str) -> Mapping[str, int | str] | None:
    """Return what pages tell of a file of the site; None if there is none, but for a PDF.

    Raises:
        FileNotFoundError: There is no such PDF.
    """
    file = site / path
    if path.startswith(f"{FOLDER}/"):
        return describe(file)
    return {"size": file.stat().st_size} if file.is_file() else None


def write_pages(
    handbook: Handbook,
    lang: str,
    paths: Collection[str],
    site: Path,
    surroundings: Surroundings,
    store: Store,
) -> dict[str, Finished]:
    """Write pages of a language into a site; return them by their paths in it, without HTML."""
    finished = finish_pages(handbook, lang, paths, surroundings, store)
    for path, (html, _) in finished.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="")
    return {path: page for path, (_, page) in finished.items()}


def finish_pages(
    handbook: Handbook,
    lang: str,
    paths: Collection[str],
    surroundings: Surroundings,
    store: Store,
) -> dict[str, tuple[str, Finished]]:
    """Return the HTML of some pages of a language, and the pages, by their paths in the site.

    Args:
        handbook: The handbook.
        lang: The language.
        paths: The pages' paths; `NOT_FOUND` is that of the page for missing addresses.
        surroundings: What every page depends on.
        store: What keeps the pages that have not changed.

    Raises:
        HandbookError: A page could not be made.
    """
    dataset = handbook.dataset
    keys = _keys(handbook, lang, paths, surroundings)
    kept = store.get(keys.values())
    pages = {path: json.loads(kept[key]) for path, key in keys.items() if key in kept}
    made = {}
    written, word = language(lang, dataset.labels), dataset.labels.word
    leads, records = {word(lead, lang) for lead in LEADS}, records_by_page(dataset, lang)
    missing = [path for path in paths if path not in pages]
    for path, text in (make_pages(handbook, lang, missing) if missing else {}).items():
        html = with_content_names(text, surroundings.names)
        file = site_file(dataset, lang, path)
        own = language_of(file, dataset.languages)
        facts = facts_of(file, html.encode(), own, surroundings.site_url)
        url = Address(path).path
        found = documents_of(html, url, records.get(url, {}), written, leads)
        documents = (
            []
            if path in UNSEARCHED
            else [[getattr(each, name) for name in Document.__slots__] for each in found]
        )
        pages[path] = [html, facts, documents]
        made[keys[path]] = json.dumps(pages[path], ensure_ascii=False).encode()
    store.put(made)
    return {
        facts[0]: (
            html,
            Finished(PageFacts(*facts), [Document(*d) for d in documents], keys[path] in kept),
        )
        for path, (html, facts, documents) in pages.items()
    }


def _keys(
    handbook: Handbook, lang: str, paths: Collection[str], surroundings: Surroundings
) -> dict[str, str]:
    """Return the store's key of each page, made of all that its HTML depends on."""
    dataset, urls = handbook.dataset, Urls(handbook.dataset.languages)
    pages = {path: rendered.page for path, rendered in handbook.pages[lang].items()}
    own = own_theme(dataset.root)
    menu = [[path, pages[path].title] for path in menu_paths(dataset)]
    frame = key_of(
        "page",
        lang,
        (dataset.root / CONFIG).read_text("utf-8"),
        fingerprint_of([own]) if own else "",
        # a template of the handbook's own may show anything
        handbook.edition.id if own and [*own.rglob("*.html")] else "",
        dataset.labels.model_dump(mode="json"),
        [surroundings.site_url, dict(surroundings.environment), dict(surroundings.names)],
        menu,
    )
    keys, records = {}, records_by_page(dataset, lang)
    for path in paths:
        if path == NOT_FOUND:
            keys[path] = key_of(frame, path)
            continue
        rendered = handbook.pages[lang][path]
        page, version = rendered.page, handbook.version_of(rendered.page)
        record = dataset.records.get(page.record or "")
        keys[path] = key_of(
            frame,
            [path, page.title, page.description, page.file, page.record],
            [rendered.html, rendered.toc],
            [version.id, version == handbook.edition],
            parents(urls, pages, page),
            [handbook.pages[other][path].page.title for other in dataset.languages],
            [record.folder, has_sheet(record), sources_in_words(dataset, record, lang)]
            if record
            else None,
            records.get(Address(path).path),
            page_data(handbook, page, surroundings.site_url),
        )
    return keys
