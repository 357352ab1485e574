"""Measure the handbook beside its peers and write BENCHMARKS.md: `python -m benchmarks.bench_builds` in scripts/.

The same records (`corpus`) are built by the handbook and, as plain Markdown (`plain`), by each peer (`peers`): from nothing, then after one
record has changed. One command runs at a time, is ended at a limit, and leaves nothing running. `--quick` measures less within five minutes,
and prints only; so do numbers of records and names of folders in peers/, or `handbook`, each of which measures no more than that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser

from benchmarks.bench_search import QUERIES, Search, measure_box, measure_page
from benchmarks.corpus import change, make
from benchmarks.measure import Cost, cost
from benchmarks.peers import PEERS, SITE, SearchBox, install
from handbook.load import load
from handbook.review.browser import browsing
from tests.helpers import ROOT

OURS, WHOLE = "This handbook", "This handbook, with its PDFs"
#: What builds all but the PDFs, which no peer makes, and what builds everything.
COMMAND, COMMAND_WHOLE = "handbook build --without-pdfs", "handbook build"
#: The peer that times are told in ratios to, and the one that grows as far as the handbook.
REFERENCE, FAR = PEERS[0].name, "Hugo + Pagefind"
#: How long one command may take, and a quick run as a whole, in seconds.
LIMIT, QUICK = 1200.0, 280.0


@dataclass(frozen=True)
class Generator:
    """What builds a site: the handbook or a peer, with its project.

    Attributes:
        prepare: Makes the project anew, with nothing built.
        change: Changes one record in it.
        search: The search box; None for the handbook's own.
    """

    name: str
    project: Path
    command: str
    environment: Mapping[str, str]
    prepare: Callable[[], None]
    change: Callable[[], None]
    search: SearchBox | None = None


@dataclass(frozen=True)
class Row:
    """What was measured of one generator with so many records."""

    name: str
    size: int
    nothing: Cost
    changed: Cost | None = None
    megabytes: float = 0
    pages: int = 0
    search: Search | None = None

    @property
    def each(self) -> tuple[float, float]:
        """Return the milliseconds that a record takes, and those that it is computed for."""
        return self.nothing.wall / self.size * 1000, self.nothing.cpu / self.size * 1000


class Bench:
    """The measurements of one run, each with what is left of the time."""

    def __init__(self, quick: bool, browser: Browser, folder: Path) -> None:
        """Begin the time."""
        self.quick, self.browser, self.folder = quick, browser, folder
        self.ends = time.monotonic() + (QUICK if quick else 1e9)
        self.rows: list[Row] = []
        self.absent: dict[str, str] = {}

    @property
    def over(self) -> bool:
        """Say whether the time is over."""
        return time.monotonic() > self.ends

    def run(self, generator: Generator) -> Cost:
        """Run a generator's command once."""
        limit = min(LIMIT, self.ends - time.monotonic())
        if limit < 1:
            return Cost(0, 0, 0, "left out")
        ran = cost(generator.command, generator.project, generator.environment, limit)
        told = f"{ran.wall:.1f} s, computed {ran.cpu:.1f} s, {ran.memory:.0f} MB {ran.failed}"
        print(f"{generator.project.name}: {generator.command}: {told}", file=sys.stderr, flush=True)
        return ran

    def measure(self, generator: Generator, size: int) -> None:
        """Add a generator's row."""
        costs = []
        for _ in range(3 if size <= 200 and not self.quick else 1):
            if not self.over:
                generator.prepare()
            costs.append(self.run(generator))
        nothing = sorted(costs, key=lambda each: (each.failed, each.wall))[len(costs) // 2]
        if nothing.failed:
            self.rows.append(Row(generator.name, size, nothing))
            return
        made = generator.project / SITE
        files = [file for file in made.rglob("*") if file.is_file()]
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        pages = sum(file.suffix == ".html" for file in files)
        search = self.search(generator, made)
        changed = None
        if generator.name == OURS or not self.quick:
            generator.change()
            changed = self.run(generator)
        self.rows.append(Row(generator.name, size, nothing, changed, megabytes, pages, search))

    def search(self, generator: Generator, site: Path) -> Search | None:
        """Measure the search of a built site."""
        queries = QUERIES[:6] if self.quick else QUERIES
        try:
            if generator.search:
                found = measure_page(self.browser, site, generator.search, queries)
            else:
                found = measure_box(self.browser, site, queries)
        except Exception as error:  # another's page may do anything
            print(f"{generator.name}: no search: {error}", file=sys.stderr)
            return None
        view, query = (size / 1000 for size in (found.view, found.query))
        told = f"first view {view:.0f} KB, first query {query:.0f} KB, median {found.median:.0f} ms, p95 {found.p95:.0f} ms"
        print(f"{generator.project.name}: {told}", file=sys.stderr, flush=True)
        return found

    def install(self, names: Collection[str]) -> None:
        """Install the peers of these names, two at a time."""
        peers = [peer for peer in PEERS if peer.name in names]
        with ThreadPoolExecutor(2) as threads:
            reasons = threads.map(lambda peer: install(peer.folder, self.home(peer.folder)), peers)
            self.absent = {
                peer.name: reason for peer, reason in zip(peers, reasons, strict=True) if reason
            }

    def home(self, folder: str) -> Path:
        """Return the folder of an environment."""
        return self.folder / "environments" / folder

    def generators(self, size: int) -> Iterator[Generator]:
        """Yield the handbook, then each peer, with a project of so many records."""
        root = make(self.folder / f"handbook-{size}", size)
        before = load(root)[0]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        ours = Generator(
            OURS,
            root,
            COMMAND,
            os.environ | {"PATH": path},
            lambda: _cleared(root, SITE, ".cache"),
            lambda: change(root),
        )
        yield ours
        yield replace(ours, name=WHOLE, command=COMMAND_WHOLE)
        change(root)  # also where the handbook's own build has failed
        after = load(root)[0]
        for peer in PEERS:
            home, project = self.home(peer.folder), self.folder / f"{peer.folder}-{size}"

            def prepare(peer=peer, home=home, project=project) -> None:
                shutil.rmtree(project, ignore_errors=True)
                _cleared(home / "node_modules", ".astro", ".vite", ".cache")
                peer.lay_out(before, project, home)

            def changed(peer=peer, project=project) -> None:
                peer.write(after, project)

            if peer.name not in self.absent:
                yield Generator(
                    peer.name,
                    project,
                    peer.command,
                    peer.environment(home),
                    prepare,
                    changed,
                    peer.search,
                )
                shutil.rmtree(project, ignore_errors=True)
        shutil.rmtree(root)


def _cleared(folder: Path, *names: str) -> None:
    for name in names:
        shutil.rmtree(folder / name, ignore_errors=True)


def books(folder: Path) -> str:
    """Return what `bench_book` says of the PDFs, beside WeasyPrint if it installs."""
    missing = install("weasyprint", folder)
    places = [*map(str, folder.glob("lib/python*/site-packages")), str(ROOT / "scripts")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_book"],
        cwd=ROOT / "scripts",
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=LIMIT,
    )
    return ran.stdout.strip() + (f"\nWeasyPrint      absent: {missing}" if missing else "")


def report(rows: Sequence[Row], absent: Mapping[str, str], pdfs: str) -> str:
    """Return the page that tells the measurements."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sizes: dict[int, dict[str, Row]] = {}
    for row in rows:
        sizes.setdefault(row.size, {})[row.name] = row
    return environment.get_template("report.md.jinja").render(
        cores=os.cpu_count(),
        memory=round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        sizes=sizes,
        real=min(sizes),
        peers=PEERS,
        absent=absent,
        pdfs=pdfs,
        ours=OURS,
        whole=WHOLE,
        reference=REFERENCE,
    )


def main(arguments: Sequence[str]) -> None:
    """Measure, and write or print what was measured."""
    quick, some = "--quick" in arguments, {int(each) for each in arguments if each.isdigit()}
    names = {"handbook": OURS, **{peer.folder: peer.name for peer in PEERS}}
    named = {names[each] for each in arguments if each in names} or {*names.values()}
    real = len(load(ROOT)[0].records)
    sizes = {real: {OURS, WHOLE}, 200: named, 2000: named, 10000: named & {OURS, FAR}}
    if quick:
        sizes |= {real: {OURS}, 2000: {OURS, REFERENCE}, 10000: set()}
    if some or named < {*names.values()}:
        sizes = dict.fromkeys(sorted(some or {200}), named)
    with tempfile.TemporaryDirectory() as name, browsing() as browser:
        bench = Bench(quick, browser, Path(name))
        bench.install({each for wanted in sizes.values() for each in wanted})
        for size, wanted in sizes.items():
            for generator in bench.generators(size) if wanted and not bench.over else ():
                if generator.name in wanted:
                    bench.measure(generator, size)
        if real not in sizes:
            return
        pdfs = "" if quick else books(bench.home("weasyprint"))
    text = report(bench.rows, bench.absent, pdfs)
    if quick:
        print(text)
    else:
        (ROOT / "BENCHMARKS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
