"""Builds that are killed, stopped or run twice: the old site stays whole, and nothing and nobody is left."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from tests.helpers import handbook_of
from tests.helpers.repository import committed

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds children in /proc")


class Builds:
    """Builds of one handbook as processes, whose children can be told by a variable they inherit."""

    def __init__(self, root: Path, temporary: Path) -> None:
        """Take the handbook, and a folder for what programs leave where temporary files go."""
        self.root, self.temporary, self.mark = root, temporary, f"build-{uuid.uuid4()}"
        self.output = temporary.with_name("output.txt")
        self.listing = {*self.files(), "site", ".cache"}

    def start(self) -> subprocess.Popen[bytes]:
        """Start a build."""
        return subprocess.Popen(
            [sys.executable, "-c", "from handbook.cli import main; main()", "build"],
            cwd=self.root,
            env={
                **os.environ,
                "TMPDIR": str(self.temporary),
                "MARK": self.mark,
                "HANDBOOK_LANG": "en",
            },
            stdout=self.output.open("w"),  # a pipe would be waited for while any child holds it
            stderr=subprocess.STDOUT,
        )

    def finish(self) -> str:
        """Build to the end; return the site's hash."""
        process = self.start()
        assert 0 == process.wait(), self.output.read_text()
        assert self.listing == self.files()
        return self.site()

    def site(self) -> str:
        """Return a hash of the site's names, modes and contents."""
        site = self.root / "site"
        tree = hashlib.sha256()
        for path in sorted(site.rglob("*")):
            tree.update(f"{path.relative_to(site)} {path.stat().st_mode}".encode())
            tree.update(path.read_bytes() if path.is_file() else b"")
        return tree.hexdigest()

    def files(self) -> set[str]:
        """Return the names in the handbook's folder, and of what lies among the temporary files."""
        return {path.name for folder in (self.root, self.temporary) for path in folder.iterdir()}

    def alive(self) -> list[str]:
        """Return the command lines of the builds' processes."""
        return [*self._processes()]

    def _processes(self) -> Iterator[str]:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"MARK={self.mark}".encode() in (folder / "environ").read_bytes():
                    yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # it ended meanwhile, or is another's


@pytest.fixture
def builds(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Return the builds of the small handbook, a repository of its own."""
    handbook_of.write(installed, {LOCK: recorded(load(installed)[0])})
    return Builds(committed(installed), tmp_path_factory.mktemp("temporary"))


def kill_often(builds: Builds, kills: int, moments: random.Random | None = None) -> None:
    """Kill builds by every signal in turn, and hold what each time is promised.

    They are killed at random moments, or without them while the pages and the book are being made.
    """
    began = time.monotonic()
    whole = builds.finish()
    lasted = time.monotonic() - began
    for number in range(kills):
        order = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[number % 3]
        before = builds.files()  # a build ended early has not cleared up after a killed one
        process = builds.start()
        if moments:
            # Python itself must have begun, to tell of Ctrl-C
            moment = moments.uniform(0.5 if order is signal.SIGINT else 0, lasted)
            time.sleep(moment)
        else:
            moment = 0
            while not [*(builds.root / ".site-new" / "site").glob("*/*")]:
                time.sleep(0.01)
        process.send_signal(order)
        process.wait()
        deadline, output = time.monotonic() + 1, builds.output.read_text()
        told = f"{order.name} after {moment:.2f} s of {lasted:.2f}: {output}"
        assert process.returncode in (0, -order, 128 + order), told
        while (alive := builds.alive()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [] == alive, told
        if process.returncode == 128 + order:
            assert 1 == output.count("\n"), told
            assert builds.files() <= builds.listing | before, told
        assert whole == builds.site(), told
    assert whole == builds.finish()


def test_killed_builds_leave_the_site_whole_and_nothing_else(builds: Builds) -> None:
    """The site stays, children end with their parent, and the next build clears what a killed one left."""
    kill_often(builds, 3)


@pytest.mark.nightly
def test_sixty_kills_leave_the_site_whole_and_nothing_else(builds: Builds) -> None:
    """At sixty random moments."""
    kill_often(builds, 60, random.Random(time.time()))


@pytest.mark.nightly
def test_second_build_waits_for_the_first(builds: Builds) -> None:
    """Both succeed, and nothing is left."""
    both = [builds.start(), builds.start()]
    assert [0, 0] == [process.wait() for process in both]
    assert builds.listing == builds.files()
