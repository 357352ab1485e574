"""What is made once and shared by all workers of a test run, and what makes it in less time."""

from __future__ import annotations

import fcntl
import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zopfli.gzip


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    """Return a folder filled by `make`, which the first worker to ask runs while the others wait."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@contextmanager
def packed_fast() -> Iterator[None]:
    """Pack the index of the search in little time: as small as can be takes a third of a small site's build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zopfli.gzip, "compress", lambda content, **_: gzip.compress(content, mtime=0))
        yield
