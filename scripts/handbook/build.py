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
from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.diagnostics.crashes import crash
from handbook.model.dataset import Dataset
from handbook.opendata.api import write_api
from handbook.opendata.feeds import write_feeds
from handbook.pages.build import Page, page_address, parents
from handbook.search import build_index
from handbook.site.downloads import fill
from handbook.site.form_editor import write_admin
from handbook.site.page_weight import Weight, check_weight, weigh
from handbook.site.plugin import build_site
from handbook.site.social_cards import Card, write_cards
from handbook.site.verify import check_site


def build_all(dataset: Dataset, target: Path, progress: Callable[[str, str], None]) -> list[Weight]:
    """Build the site into `target`; on failure leave the old one untouched.

    Args:
        dataset: The checked handbook.
        target: The site's folder.
        progress: Called with each step's key and what of it is done.

    Returns:
        The pages' weights, the heaviest first.

    Raises:
        HandbookError: A step failed, or the finished site has faults.
    """
    site_url = os.environ.get("HANDBOOK_SITE_URL", "")
    with (
        replacing(target) as site,
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as books,
        _pages_beside(dataset, site, site_url) as pages,
    ):

        def printed(name: str) -> None:
            pages(wait=False)  # pages that have failed end the book, too
            progress("book", name)

        printed("")
        with _crashes_reported():
            pdfs = write_books(dataset, Path(books), site_url=site_url, progress=printed)
            downloads = [describe(path) for path in pdfs]
        progress("pages", "")
        pages(wait=True)
        with _crashes_reported():
            shutil.move(Path(books) / FOLDER, site / FOLDER)
            for lang in dataset.languages:
                fill(site / page_address(dataset, "downloads", lang) / "index.html", downloads)
            progress("verify", "")
            weights = weigh(site)
            findings = [*check_site(site, dataset.languages, site_url), *check_weight(weights)]
            if findings:
                raise HandbookError(findings)
            # last: it is no reader's page, and neither indexed nor held to what readers' pages must have
            write_admin(dataset, site, os.environ.get("HANDBOOK_REPO_URL", ""))
    return weights


class _Poll(Protocol):
    def __call__(self, *, wait: bool) -> None: ...


@contextmanager
def _pages_beside(dataset: Dataset, site: Path, site_url: str) -> Iterator[_Poll]:
    """Make the pages in a process beside the book, which leaves a processor half idle.

    Yield `poll(wait)`, which raises what ended that process early; with `wait=True` it blocks until
    the process has finished. The process ends with the block.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_write_and_answer, args=(sender, _write_site, dataset, site, site_url), daemon=True)
    process.start()
    sender.close()
    answered, lock = False, Lock()

    def poll(*, wait: bool) -> None:
        nonlocal answered
        with lock:  # two files may be printed at the same moment
            if answered or not (wait or receiver.poll()):
                return
            answered = True
            try:
                error = receiver.recv()
            except EOFError:
                process.join()
                error = _died(process.exitcode or 0)
        if error:
            raise error

    try:
        yield poll
    finally:
        process.terminate()
        process.join()


def _died(exitcode: int) -> HandbookError:
    """Return the error of a process that ended without an answer: by a signal (negative) or a code."""
    code = signal.Signals(-exitcode).name if exitcode < 0 else str(exitcode)
    return HandbookError([Diagnostic("process-died", Location("."), {"code": code})])


def _write_and_answer(
    answer: Connection,
    write: Callable[[Dataset, Path, str], None],
    dataset: Dataset,
    site: Path,
    site_url: str,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it silently
    try:
        with _crashes_reported():
            write(dataset, site, site_url)
        answer.send(None)
    except HandbookError as error:
        answer.send(error)


@contextmanager
def _crashes_reported() -> Iterator[None]:
    """Turn any unexpected exception into a HandbookError with its place and traceback."""
    try:
        yield
    except HandbookError:
        raise
    except Exception as error:
        raise crash(error) from error


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
