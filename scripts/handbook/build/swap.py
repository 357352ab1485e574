"""The swap of a finished site for the old one, by one build at a time."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.diagnostics import HandbookError


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
