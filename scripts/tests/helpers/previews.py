"""A preview as a process, as an editor starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers import ROOT, handbook_of


class Preview:
    """A preview of a handbook at a free port."""

    def __init__(self, root: Path, log: Path, lang: str = "en", **environment: str) -> None:
        """Start it, and wait for its address."""
        self.root, self._log = root, log
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from handbook.cli import main; main()", "serve", "--port", "0"],
            cwd=root,
            env={**os.environ, "HANDBOOK_LANG": lang, **environment},
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        self.until(lambda: "http://" in self.said())
        found = re.search(r"http://127.0.0.1:\d+/", self.said())
        assert found
        self.address = found[0]

    def said(self) -> str:
        """Return what stood in the terminal."""
        return self._log.read_text(encoding="utf-8")

    def rounds(self) -> list[int]:
        """Return how many pages each round that came to its end remade."""
        return [int(count) for count in re.findall(r"remade: (\d+)", self.said())]

    def until(self, true: Callable[[], object], patience: float = 120) -> None:
        """Wait until something is true."""
        deadline = time.monotonic() + patience
        while not true():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.02)

    def save(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file of the handbook."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    @contextmanager
    def round(self) -> Iterator[None]:
        """Wait for the end of the round that what is done here begins."""
        before = len(self.rounds())
        yield
        self.until(lambda: len(self.rounds()) > before)

    def stop(self, order: int = signal.SIGINT) -> int:
        """End it, and return its exit code."""
        self.process.send_signal(order)
        return self.process.wait(120)


@contextmanager
def previewing(folder: Path, lang: str = "en") -> Iterator[Preview]:
    """Give a preview of the small handbook, once all of it is there."""
    root = handbook_of.write(handbook_of.good(folder / "handbook"), handbook_of.SITE)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    preview = Preview(root, folder / "said.txt", lang)
    try:
        preview.until(preview.rounds)
        yield preview
    finally:
        preview.stop()
