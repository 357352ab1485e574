"""Everything from the Dataset to `site/`.

    book ─────────────────────────────────────┐
    pages ─ cards ─ data files ─ search index ─┴─ facts of the downloads ─ checks of the finished site ─ form editor ─ swap

The book is made by this process and those it starts, the pages and what is made from them by another. The site is made in a directory
beside the old one and put in its place at the end, so a build that fails or is interrupted leaves the previous site whole.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Protocol

from handbook.book import FOLDER, describe, paths, write_books
from handbook.diagnostics import HandbookError
from handbook.model.dataset import Dataset
from handbook.opendata.api import write_api
from handbook.opendata.feeds import write_feeds
from handbook.pages.build import Page, page_address, parents
from handbook.search import build_index
from handbook.site.downloads import fill
from handbook.site.form_editor import write_admin
from handbook.site.page_weight import Weight, check_weight, weigh
from handbook.site.plugin import BuildFailed, build_site
from handbook.site.social_cards import Card, write_cards
from handbook.site.verify import check_site


class SiteFaulty(HandbookError):
    """The finished site has faults, so it was not put in place."""


class PagesLost(Exception):
    """The process that makes the pages ended in the midst of it, as where memory runs out."""


def build_all(dataset: Dataset, target: Path, progress: Callable[[str, str], None]) -> list[Weight]:
    """Build the whole site into `target`, saying each step's key and what of it is done to `progress`, and return its pages' weights; raises what a step raises, PagesLost and SiteFaulty."""
    site_url = os.environ.get("HANDBOOK_SITE_URL", "")
    with (
        replacing(target) as made,
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as shelf,
        _pages_beside(dataset, made, site_url) as pages,
    ):

        def printed(name: str) -> None:
            pages(wait=False)  # where they cannot be made, nobody need wait for the book
            progress("book", name)

        printed("")
        files = [describe(path) for path in write_books(dataset, Path(shelf), site_url=site_url, progress=printed)]
        progress("pages", "")
        pages(wait=True)
        shutil.move(Path(shelf) / FOLDER, made / FOLDER)
        for lang in dataset.languages:
            fill(made / page_address(dataset, "downloads", lang) / "index.html", files)
        progress("verify", "")
        weights = weigh(made)
        if findings := [*check_site(made, dataset.languages, site_url), *check_weight(weights)]:
            raise SiteFaulty(findings)
        # last: it is no reader's page, and neither indexed nor held to what readers' pages must have
        write_admin(dataset, made, os.environ.get("HANDBOOK_REPO_URL", ""))
    return weights


class _Done(Protocol):
    def __call__(self, *, wait: bool) -> None: ...


@contextmanager
def _pages_beside(dataset: Dataset, made: Path, site_url: str) -> Iterator[_Done]:
    """Make the pages in a process of their own, for the book leaves a processor half idle; it ends with the block.

    Give what raises what that process could not do, or PagesLost, as far as it is known by now; or once it is, where told to wait.
    """
    context = get_context("spawn")
    answers, answer = context.Pipe(duplex=False)
    process = context.Process(target=_write_and_answer, args=(answer, _write_site, dataset, made, site_url), daemon=True)
    process.start()
    answer.close()
    known, asking = False, Lock()

    def done(*, wait: bool) -> None:
        nonlocal known
        with asking:  # two files may be printed at the same moment
            if known or not (wait or answers.poll()):
                return
            known = True
            try:
                error = answers.recv()
            except EOFError:
                raise PagesLost from None
        if error:
            raise error

    try:
        yield done
    finally:
        process.terminate()
        process.join()


def _write_and_answer(answer: Connection, write: Callable[[Dataset, Path, str], None], dataset: Dataset, made: Path, site_url: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it silently
    try:
        write(dataset, made, site_url)
        answer.send(None)
    except (BuildFailed, HandbookError, OSError) as error:  # what else there is shows its trace here
        answer.send(error)


def _write_site(dataset: Dataset, made: Path, site_url: str) -> None:
    """Write all but the PDFs, and what is to be told of them."""
    pages = build_site(dataset, made, paths(dataset))
    write_cards(_cards(dataset, pages), dataset.root, made)
    write_api(dataset, made)
    write_feeds(dataset, made, site_url)
    build_index(dataset, made, site_url)


def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


# A data set goes to the process that makes the pages; its mappings may be read only, which pickle does not know.
ForkingPickler.register(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))


def _cards(dataset: Dataset, pages: Mapping[str, Page]) -> Iterator[Card]:
    """Yield the card of every page."""
    sites = {lang: dataset.labels.curled(dataset.labels.word("site_name", lang), lang) for lang in dataset.languages}
    for uri, page in pages.items():
        above = parents(dataset, pages, uri)
        yield Card(page.path, page.lang, sites[page.lang], above[-1][0] if above else "", page.title, page.description)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty directory beside `target` that takes its place if the block ends well, and is removed if not."""
    old = target.with_name(f".{target.name}-old")
    if old.exists() and not target.exists():  # the last swap was cut short between its two renames
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    made.chmod(0o755)  # mkdtemp's 0700 would keep a web server out
    try:
        yield made
        if target.exists():
            target.rename(old)
        made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
