"""Everything from the Dataset to `site/`.

    steps     parts of a build side by side in processes, with when each was done
    pages     pages as they are published, of which the store keeps those that have not changed
    preview   a server that follows the files, with a build without PDFs after each change
    swap      the new site in the place of the old one

The steps and what each comes after:

    assets ──────────────────────────────┐
    texts (by language and share) ──┬─ pages (by language and share) ─ search (by language) ─┬─ verify
    check                           ├─ beside: cards, citations, former addresses … ─┬─ bulk │
    data ───────────────────────────│────────────────────────────────────────────────┘       │
                                    └─ book ─────────────────────────────────────────────────┘

The site is made in a folder beside the old one and put in its place at the end, so a build that
fails or is ended leaves the previous site whole. Of two builds the second waits; what a killed one
left, the next removes.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import ceil
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from handbook.book.build import FOLDER, FONT_LICENCES, write_books
from handbook.build.pages import Finished, Surroundings, facts_of_file, site_file, write_pages
from handbook.build.steps import Step, Timing, run
from handbook.build.swap import replacing
from handbook.diagnostics import Diagnostic, HandbookError
from handbook.diagnostics.crashes import crashes_reported
from handbook.load.build_version import edition_of, read_history
from handbook.load.files import read_text, write_files
from handbook.load.folders import licences
from handbook.load.npm import LICENCES
from handbook.load.revisions import commit_of_files
from handbook.model.dataset import Dataset
from handbook.model.urls import (
    BRANCH,
    BULK,
    MAIN,
    NOT_FOUND,
    opensearch_path,
    repository_address,
    site_address,
)
from handbook.opendata.api import build_api
from handbook.opendata.bulk import write_bulk
from handbook.opendata.catalogue import build_catalogue
from handbook.opendata.citations import build_citations
from handbook.opendata.data_files import build_data_files
from handbook.opendata.feeds import build_feeds
from handbook.opendata.linked import build_linked
from handbook.pages.build import build_heads, page_paths
from handbook.pages.environment import compile_templates
from handbook.pages.queries import in_order
from handbook.pages.render import Handbook, RenderedPage, render_pages
from handbook.search import SHARED, build_files, write_head, write_index
from handbook.search.documents import Document
from handbook.site.asset_names import content_names, with_content_names
from handbook.site.assets import write_assets
from handbook.site.downloads import PAGES, fill
from handbook.site.form_editor import write_admin
from handbook.site.manifest import MANIFEST, write_manifest
from handbook.site.page_weight import Weight, weigh
from handbook.site.redirects import write_former_pdfs, write_redirects
from handbook.site.selection import write_records
from handbook.site.sitemap import build_sitemap
from handbook.site.social_cards import build_cards, write_cards
from handbook.site.verify import PageFacts, check_site, facts_of, language_of
from handbook.store import Store, engine_fingerprint
from handbook.text.conversion import converted

#: The fewest pages that are worth a process of their own.
_SHARE = 250


@dataclass(frozen=True, slots=True)
class Built:
    """What a build tells of itself.

    Attributes:
        weights: The pages' weights, the heaviest first.
        timings: When each step was done.
        kept: How many pages the store had, and how many there are.
        store_damaged: Whether the store was found damaged, and begun anew.
        assets: The name that tells its content of each asset.
        findings: What the check found, if it was a step.
    """

    weights: list[Weight]
    timings: list[Timing]
    kept: tuple[int, int]
    store_damaged: bool
    assets: Mapping[str, str]
    findings: list[Diagnostic] = field(default_factory=list)


#: A check of the handbook beside the other steps, which raises where it finds errors.
Check = Callable[[], list[Diagnostic]]


def build_all(
    dataset: Dataset,
    target: Path,
    progress: Callable[[str], None],
    *,
    pdfs: bool = True,
    check: Check = list,
) -> Built:
    """Build the site into `target`; on failure leave the old one untouched.

    Args:
        dataset: The handbook.
        target: The site's folder.
        progress: Called with the name of each step that begins, and with `waiting`.
        pdfs: Whether to make the PDFs. Without them links to them lead nowhere.
        check: What checks the handbook, where that has not been done.

    Raises:
        HandbookError: The published address or the repository's is none, a step failed, or the finished site has
            faults.
    """
    environment = read_environment()
    with crashes_reported(), replacing(target, lambda: progress("waiting")) as site:
        return _Build(dataset, site, environment, pdfs, check).run(progress)


def build_part(
    dataset: Dataset,
    number: int,
    count: int,
    progress: Callable[[str], None],
    *,
    check: Check = list,
) -> Built:
    """Make one of several parts of the pages and PDFs, and keep them in the store alone.

    Parts are made on as many machines, whose stores are then joined: a build finds all of them.

    Args:
        dataset: The handbook.
        number: The part's number, from 1.
        count: How many parts there are.
        progress: Called with the name of each step that begins.
        check: What checks the handbook, where that has not been done.

    Raises:
        HandbookError: As for `build_all`.
    """
    with crashes_reported(), TemporaryDirectory() as folder:
        (site := Path(folder) / "site").mkdir()
        part = page_paths(dataset)[number - 1 :: count]
        return _Build(dataset, site, read_environment(), True, check, part).run(progress)


def read_environment() -> dict[str, str]:
    """Return the variables that a site depends on.

    Raises:
        HandbookError: The published address or the repository's is none.
    """
    return {
        BRANCH: os.environ.get(BRANCH) or MAIN,
        "HANDBOOK_REPO_URL": repository_address(os.environ.get("HANDBOOK_REPO_URL", "")),
        "HANDBOOK_SITE_URL": site_address(os.environ.get("HANDBOOK_SITE_URL", "")),
    }


class _Build:
    """One build of a site, or of a part of its pages and PDFs."""

    def __init__(
        self,
        dataset: Dataset,
        site: Path,
        environment: Mapping[str, str],
        pdfs: bool,
        check: Check,
        part: Collection[str] | None = None,
    ) -> None:
        self.written, self.dataset = dataset, converted(dataset)
        self.site, self.environment, self.pdfs = site, environment, pdfs
        self.check = check
        self.part, self.paths = part, [NOT_FOUND, *page_paths(dataset)] if part is None else part
        self.site_url = environment["HANDBOOK_SITE_URL"]
        self.store = Store(dataset.root)
        engine_fingerprint()  # once, before the processes of the steps begin
        self.history = read_history(dataset.root)
        self.edition = edition_of(self.dataset, self.history)

    def run(self, progress: Callable[[str], None]) -> Built:
        """Do every step."""
        steps = self._steps()
        values, timings = run(steps, begun=progress)
        self.store.trim()
        pages: list[Finished] = [
            page
            for name, value in values.items()
            if name.startswith("pages ")
            for page in value.values()
        ]
        kept = (sum(page.kept for page in pages), len(pages))
        damaged, assets = self.store.damaged, values["assets"]
        return Built(values.get("verify", []), timings, kept, damaged, assets, values["check"])

    def _steps(self) -> Iterator[Step]:
        """Yield the steps, those first that others wait for."""
        shares = [
            (f"{lang} {number}", lang, share)
            for lang in self.dataset.languages
            for number, share in enumerate(self._shares(), 1)
        ]
        searches = tuple(f"search {lang}" for lang in self.dataset.languages)
        texts = tuple(f"texts {name}" for name, _, _ in shares)
        pages = tuple(f"pages {name}" for name, _, _ in shares)
        yield Step("check", lambda _: self.check())
        yield Step("assets", self.assets)
        yield Step("templates", self.templates, here=True)
        for name, (_, lang, share) in zip(texts, shares, strict=True):
            yield Step(name, partial(self.texts, lang, share), ("templates",))
        yield Step("handbook", self.handbook, texts, here=True)
        book = ("book",) if self.pdfs else ()
        for name in book:
            yield Step(name, self.book, ("handbook",))
        if self.part is None:
            yield Step("data", self.data)  # one process, which takes long where there is much
        for name, (_, lang, share) in zip(pages, shares, strict=True):
            yield Step(name, partial(self.pages, lang, share), ("handbook", "assets"))
        if self.part is not None:
            return
        for name, lang in zip(searches, self.dataset.languages, strict=True):
            yield Step(name, partial(self.search, lang), (*pages, "assets"))
        yield Step("beside", self.beside, ("handbook",))
        yield Step("bulk", self.bulk, ("beside", "data"))
        yield Step(
            "verify",
            self.verify,
            (*pages, "assets", "beside", "bulk", "check", *book, *searches),
            here=True,
        )

    def templates(self, _: Mapping[str, Any]) -> None:
        """Read the templates, and sort the records: once for all copies of this process."""
        compile_templates(self.dataset.root)
        for lang in self.dataset.languages:
            in_order(self.dataset, lang)

    def texts(
        self, lang: str, share: Collection[str], _: Mapping[str, Any]
    ) -> dict[str, RenderedPage]:
        """Return rendered pages of a language."""
        return render_pages(self.dataset, lang, downloads=self.pdfs, only=share, store=self.store)

    def handbook(self, values: Mapping[str, Any]) -> Handbook:
        """Return the handbook of all pages, in the order of their paths; others' parts are blank."""
        pages: dict[str, dict[str, RenderedPage]] = {}
        for lang in self.dataset.languages:
            heads = build_heads(self.dataset, lang) if self.part is not None else {}
            found = {path: RenderedPage(page, "", [], "") for path, page in heads.items()}
            for name, rendered in values.items():
                if name.split()[1] == lang:
                    found |= rendered
            pages[lang] = {path: found[path] for path in page_paths(self.dataset)}
        return Handbook(self.dataset, self.history, self.edition, pages)

    def assets(self, _: Mapping[str, Any]) -> dict[str, str]:
        """Write the theme's files, and return the names that tell the content of each asset."""
        write_assets(self.dataset, self.site, SHARED)
        return content_names(self.site / "assets")

    def pages(
        self, lang: str, share: Collection[str], values: Mapping[str, Any]
    ) -> dict[str, Finished]:
        """Write pages of a language."""
        surroundings = Surroundings(self.site_url, self.environment, values["assets"])
        return write_pages(values["handbook"], lang, share, self.site, surroundings, self.store)

    def book(self, values: Mapping[str, Any]) -> None:
        """Write every PDF, at former addresses too; of a part those of its pages."""
        folder, handbook = self.site.with_name("book"), values["handbook"]
        write_books(handbook, folder, site_url=self.site_url, store=self.store, only=self.part)
        shutil.move(folder / FOLDER, self.site / FOLDER)
        write_former_pdfs(self.dataset, self.site)

    def data(self, _: Mapping[str, Any]) -> None:
        """Write the records and editions as data, and the handbook's licences."""
        edition, history, site_url = self.edition, self.history, self.site_url
        write_files(self.site, build_api(self.dataset, edition, history, site_url))
        files = build_data_files(self.dataset, edition, history)
        files |= build_linked(self.dataset, edition, history, site_url)
        told = dict(sorted(files.items())) | {BULK: None}  # which is made of these
        files |= build_catalogue(self.dataset, edition, told, site_url)
        write_files(self.site, files | build_feeds(self.dataset, site_url))
        shutil.copytree(FONT_LICENCES, self.site / LICENCES, dirs_exist_ok=True)
        for name in licences(self.dataset.root):
            text = read_text(self.dataset.root, name)
            (self.site / LICENCES / f"{name}.txt").write_text(text, encoding="utf-8", newline="")

    def beside(self, values: Mapping[str, Any]) -> dict[str, PageFacts]:
        """Write what else leads to pages, and what cites them; return the facts of former pages."""
        handbook = values["handbook"]
        if sitemap := build_sitemap(handbook, self.site_url):
            (self.site / "sitemap.xml").write_text(sitemap, encoding="utf-8", newline="")
        if self.site_url:  # whole addresses lead to cards
            colours = self.dataset.labels.site.colours
            cards = build_cards(handbook)
            write_cards(cards, colours, self.dataset.root, self.site, self.store)
        write_records(self.dataset, self.site)
        write_files(self.site, build_citations(handbook, self.site_url))
        former = write_redirects(handbook, self.site, self.site_url)
        return {path: self._facts(path) for path in former}

    def bulk(self, _: Mapping[str, Any]) -> None:
        """Write all data as one file."""
        write_bulk(self.dataset, self.site, self.edition, self.site_url)

    def search(self, lang: str, values: Mapping[str, Any]) -> bytes:
        """Write what the search box reads in a language, and return the head of its index."""
        documents: dict[str, list[Document]] = {each: [] for each in self.dataset.languages}
        for name, pages in values.items():
            if name.startswith("pages "):
                for page in pages.values():
                    documents[name.split()[1]] += page.documents
        files = build_files(self.dataset, lang, documents, self.site_url, self.store)
        if description := files.get(opensearch_path(lang)):
            named = with_content_names(description.decode(), values["assets"])
            files[opensearch_path(lang)] = named.encode()
        return write_index(self.site, files)

    def verify(self, values: Mapping[str, Any]) -> list[Weight]:
        """Finish the site, and return the weights of its pages once it has no faults."""
        facts = {
            path: page.facts
            for name, value in values.items()
            if name.startswith("pages ")
            for path, page in value.items()
        } | values["beside"]
        for lang, path in product(self.dataset.languages, PAGES):
            page = site_file(self.dataset, lang, path)
            fill(self.site / page, partial(facts_of_file, self.site))
            facts[page] = self._facts(page)
        self._rename_assets(values["assets"], facts.values())
        write_head(
            self.dataset, self.site, [v for name, v in values.items() if name.startswith("search ")]
        )
        repository, branch = self.environment["HANDBOOK_REPO_URL"], self.environment[BRANCH]
        write_admin(self.written, self.site, repository, branch)  # no reader's page, so not indexed
        (self.site / MANIFEST).touch()  # written when all else is, but pages link to it
        folders = os.walk(self.site)
        files = {
            os.path.relpath(os.path.join(folder, name), self.site).replace(os.sep, "/")
            for folder, _, names in folders
            for name in names
        }
        if not self.pdfs:
            links = (target for page in facts.values() for _, target, _ in page.links)
            files |= {target for target in links if target.startswith(f"{FOLDER}/")}
        if faults := [*check_site(files, dict(sorted(facts.items())), self.dataset.languages)]:
            raise HandbookError(faults)
        write_manifest(
            self.site,
            version=self.edition.id,
            commit=commit_of_files(self.dataset.root),
            environment=self.environment,
        )
        return weigh(self.site, facts)

    def _rename_assets(self, names: Mapping[str, str], facts: Iterable[PageFacts]) -> None:
        """Give the assets that pages name their new names."""
        named = {target for page in facts for _, target, _ in page.links}
        named |= {
            f"assets/{new}"
            for new in names.values()
            for file in self.site.glob("search/*.xml")
            if new in file.read_text("utf-8")
        }
        for old, new in names.items():
            if f"assets/{new}" in named:
                (self.site / "assets" / old).rename(self.site / "assets" / new)

    def _shares(self) -> list[list[str]]:
        """Return the paths of the pages in shares, about two of all languages' for each processor.

        The long lists, which stand together, are dealt out among them.
        """
        paths = [*self.paths]
        processes = 2 * (os.cpu_count() or 1)
        size = max(_SHARE, ceil(len(paths) * len(self.dataset.languages) / processes))
        count = ceil(len(paths) / size)
        return [paths[number::count] for number in range(count)]

    def _facts(self, path: str) -> PageFacts:
        content = (self.site / path).read_bytes()
        return facts_of(path, content, language_of(path, self.dataset.languages), self.site_url)


def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


# Where processes begin anew, a data set is sent to them; its mappings may be read only, which pickle does not know.
ForkingPickler.register(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))
