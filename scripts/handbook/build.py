"""Everything from the Dataset to `site/`.

    pages ─┬─ book ──────────────────────────────┐
           └─ site ─ cards ─ data files ─ search ─┴─ facts of the PDFs ─ checks of the finished site ─ form editor ─ list of files ─ swap

The pages are rendered once; this process and those it starts make the book from them, another makes
all else. The site is made in a folder beside the old one and put in its place at the end, so a build
that fails or is ended leaves the previous site whole. Of two builds the second waits; what a killed
one left, the next removes.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from threading import Lock, Thread
from types import MappingProxyType
from typing import Any

from handbook.book.build import FOLDER, FONT_LICENCES, write_books
from handbook.book.typst.pdf import describe
from handbook.diagnostics import HandbookError
from handbook.diagnostics.crashes import crashes_reported, process_died
from handbook.load.files import read_text
from handbook.load.folders import licences
from handbook.load.npm import LICENCES
from handbook.load.revisions import commit_of_files
from handbook.model.dataset import Dataset
from handbook.model.urls import BRANCH, MAIN, Urls, repository_address, site_address
from handbook.opendata.api import write_api
from handbook.opendata.feeds import write_feeds
from handbook.pages.render import Handbook, render
from handbook.search import SHARED, build_index
from handbook.site.asset_names import name_by_content
from handbook.site.browser_scripts import bundle_scripts
from handbook.site.downloads import fill
from handbook.site.form_editor import write_admin
from handbook.site.manifest import MANIFEST, write_manifest
from handbook.site.page_weight import Weight, weigh
from handbook.site.plugin import build_site
from handbook.site.redirects import write_former_pdfs, write_redirects
from handbook.site.social_cards import build_cards, write_cards
from handbook.site.verify import check_site, read_site


def build_all(dataset: Dataset, target: Path, progress: Callable[[str, str], None]) -> list[Weight]:
    """Build the site into `target`; on failure leave the old one untouched.

    Args:
        dataset: The checked handbook.
        target: The site's folder.
        progress: Called with each step's key and what of it is done.

    Returns:
        The pages' weights, the heaviest first.

    Raises:
        HandbookError: The published address or the repository's is none, a step failed, or the finished site has
            faults.
    """
    site_url = site_address(os.environ.get("HANDBOOK_SITE_URL", ""))
    repo_url = repository_address(os.environ.get("HANDBOOK_REPO_URL", ""))
    branch = os.environ.get(BRANCH) or MAIN
    with (
        crashes_reported(),
        replacing(target, lambda: progress("waiting", "")) as site,
        closing(_PagesProcess(site, site_url)) as beside,
    ):
        progress("pages", "")
        handbook = render(dataset, downloads=True)
        beside.begin(handbook)

        def printed(name: str) -> None:
            beside.poll()  # pages that have failed end the book, too
            progress("book", name)

        printed("")
        book = site.with_name("book")
        pdfs = write_books(handbook, book, site_url=site_url, progress=printed)
        downloads = {f"{FOLDER}/{path.name}": describe(path) for path in pdfs}
        progress("pages", "")
        beside.poll(wait=True)
        shutil.move(book / FOLDER, site / FOLDER)
        shutil.copytree(FONT_LICENCES, site / LICENCES, dirs_exist_ok=True)
        for name in licences(dataset.root):
            text = read_text(dataset.root, name)
            (site / LICENCES / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        write_former_pdfs(dataset, site)
        for lang in dataset.languages:
            fill(site / Urls(dataset.languages).page("downloads", lang) / "index.html", downloads)
        write_admin(dataset, site, repo_url, branch)  # no reader's page, and so not indexed
        (site / MANIFEST).touch()  # written when all else is, but the page of downloads links to it
        progress("verify", "")
        finished = read_site(site)
        weights = weigh(site, finished)
        if faults := [*check_site(site, finished, dataset.languages, site_url)]:
            raise HandbookError(faults)
        write_manifest(
            site,
            version=handbook.edition.id,
            commit=commit_of_files(dataset.root),
            environment={
                BRANCH: branch,
                "HANDBOOK_REPO_URL": repo_url,
                "HANDBOOK_SITE_URL": site_url,
            },
        )
    return weights


class _PagesProcess:
    """The process that makes the pages beside the book, which leaves a processor half idle.

    It loads its libraries while the pages are rendered here, begins where it is handed them, and
    ends with the block.
    """

    def __init__(self, site: Path, site_url: str) -> None:
        """Start it."""
        context = get_context("spawn")
        self._connection, other = context.Pipe()
        arguments = (other, _write_site, site, site_url)
        self._process = context.Process(target=_write_and_answer, args=arguments, daemon=True)
        self._process.start()
        other.close()
        self._answered, self._lock = False, Lock()

    def close(self) -> None:
        """End it and what it started, finished or not."""
        with suppress(ProcessLookupError):  # it has ended, or not begun
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def begin(self, handbook: Handbook) -> None:
        """Hand over what the site is made from."""
        with suppress(BrokenPipeError):  # it has ended; `poll` says why
            self._connection.send(handbook)

    def poll(self, *, wait: bool = False) -> None:
        """Raise what ended the process early; with `wait` block until it has finished."""
        with self._lock:  # two files may be printed at the same moment
            if self._answered or not (wait or self._connection.poll()):
                return
            self._answered = True
            try:
                error = self._connection.recv()
            except (EOFError, ConnectionResetError):
                self._process.join()
                error = process_died(self._process.exitcode or 0)
        if error:
            raise error


def _write_and_answer(
    connection: Connection, write: Callable[[Handbook, Path, str], None], site: Path, site_url: str
) -> None:
    os.setpgid(0, 0)  # with the programs it starts, so that they end together
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        with crashes_reported():
            write(connection.recv(), site, site_url)
        connection.send(None)
    except HandbookError as error:
        connection.send(error)


def _end_with_parent() -> None:
    """End this process and those it started where the one that started it is killed."""
    if parent := parent_process():
        parent.join()
    os.killpg(0, signal.SIGKILL)


def _write_site(handbook: Handbook, site: Path, site_url: str) -> None:
    """Write all but the PDFs, and what is to be told of them."""
    dataset = handbook.dataset
    build_site(handbook, site)
    write_redirects(handbook, site, site_url)
    write_cards(build_cards(handbook), dataset.labels.site.colours, dataset.root, site)
    write_api(dataset, site, handbook.edition, handbook.history)
    write_feeds(dataset, site, site_url)
    build_index(dataset, site, site_url)
    bundle_scripts(dataset.root, site / "assets", SHARED)
    name_by_content(site)


def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(mapping)


# A data set goes to the process that makes the pages; its mappings may be read only, which pickle does not know.
ForkingPickler.register(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))


@contextmanager
def replacing(target: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Give an empty folder that replaces `target` if the block succeeds.

    It has a folder to itself beside `target`, which is removed at the end. Where `target` is a
    link, it stays, and what it leads to is replaced.

    Args:
        target: The folder to replace.
        waiting: Called where another process is replacing it, before waiting for its end.

    Raises:
        HandbookError: `target` is no folder that can be replaced.
    """
    place = Path(os.path.realpath(target))
    leads_nowhere = target.is_symlink() and (place.is_symlink() or not place.parent.is_dir())
    if leads_nowhere or (place.exists() and not (place.is_dir() and os.access(place, os.W_OK))):
        raise HandbookError.of("site-not-replaceable", target.name)
    old, new = (place.with_name(f".{place.name}-{state}") for state in ("old", "new"))
    with _alone_in(place.parent, waiting):
        try:
            _restore(old, place)
            for left in {old, new, *target.parent.glob(f".{target.name}-*")}:
                if left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left)
            (made := new / "site").mkdir(parents=True)
            yield made
            for path in (made, *made.rglob("*")):  # whatever the umask, a web server may read them
                path.chmod(0o755 if path.is_dir() else 0o644)
            if place.exists():
                place.rename(old)
            made.rename(place)
        finally:
            _restore(old, place)
            for left in (old, new):
                shutil.rmtree(left, ignore_errors=True)


def _restore(old: Path, place: Path) -> None:
    """Put the old site back where a swap was cut short between its two renames."""
    if old.exists() and not place.exists():
        old.rename(place)


@contextmanager
def _alone_in(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Keep other builds out of a folder, by a lock that ends with this process at the latest."""
    import fcntl  # which Windows lacks

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(descriptor)
