"""What builds have made, kept by a hash of everything that it was made from.

    .cache/store.sqlite   key ─▶ value, its hash, and the build that used it last

A build asks for what it is about to make, and makes it only where the store does not have it. A key
holds all that a value depends on, the engine included, so a value is never out of date; one whose
hash is wrong, and a file that is no store, count as nothing. Several processes may use a store at
once.
"""

import hashlib
import json
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

#: The store's place in a handbook's folder.
STORE = ".cache/store.sqlite"
#: How much more than what a build used is kept for others, such as a branch that was left.
_TIMES = 4
_SCHEMA = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB, digest BLOB, used INTEGER);
"""
#: How many keys one query asks for.
_AT_ONCE = 500

T = TypeVar("T")


def key_of(*parts: Any) -> str:
    """Return the key of what is made from some parts by this engine.

    Args:
        parts: Everything that the value depends on; JSON can hold it.
    """
    content = json.dumps([engine_fingerprint(), *parts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def engine_fingerprint() -> str:
    """Return a hash of the engine's files and of the versions of all that it runs on."""
    # the folders are named by package and version, and reading what lies in them takes long
    packages = sorted({f.name for place in sys.path for f in Path(place).glob("*.dist-info")})
    return fingerprint_of([Path(__file__).parent], sys.version, *packages)


def fingerprint_of(places: Iterable[Path], *words: str) -> str:
    """Return a hash of files, of all files in folders, and of some words."""
    total = hashlib.sha256(json.dumps(words).encode())
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                total.update(f"\0{file.relative_to(place)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class Store:
    """The store of one handbook, as one build uses it.

    Without a file that can be written, it keeps nothing.

    Attributes:
        damaged: Whether this process found it damaged, and removed it.
    """

    def __init__(self, root: Path) -> None:
        """Open the store of the handbook at `root`, or begin one."""
        self._file = root / STORE
        self._build, self.damaged = 0, False
        for _ in range(2):  # a damaged one is removed, and another begun
            self._usable = True
            last = self._run(lambda store: store.execute("SELECT max(used) FROM kept").fetchone())
            if last:
                self._build = (last[0] or 0) + 1
                break

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return the values that are kept, by their keys."""
        wanted = [*dict.fromkeys(keys)]

        def read(store: sqlite3.Connection) -> dict[str, bytes]:
            found = {}
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                among = f"WHERE key IN ({','.join('?' * len(some))})"
                for key, value, digest in store.execute(
                    f"SELECT key, value, digest FROM kept {among}", some
                ):
                    if digest == _digest(value):
                        found[key] = zlib.decompress(value)
                store.execute(f"UPDATE kept SET used = ? {among}", [self._build, *some])
            return found

        return self._run(read) or {}

    def put(self, values: Mapping[str, bytes]) -> None:
        """Keep values under their keys."""
        packed = {key: zlib.compress(value, 1) for key, value in values.items()}
        rows = [(key, value, _digest(value), self._build) for key, value in packed.items()]
        if rows:
            insert = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)"
            self._run(lambda store: store.executemany(insert, rows))

    def take(self, file: Path) -> None:
        """Keep what another store keeps, too.

        Raises:
            ValueError: The file is no store.
        """
        insert = f"INSERT OR IGNORE INTO kept VALUES (?, ?, ?, {self._build})"
        try:
            with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as other:
                rows = other.execute("SELECT key, value, digest FROM kept")
                while some := rows.fetchmany(_AT_ONCE):
                    self._run(lambda store, some=some: store.executemany(insert, some))  # type: ignore[misc]
        except sqlite3.DatabaseError as error:
            raise ValueError(str(error)) from error

    def trim(self) -> None:
        """Delete what was used longest ago, until all is a few times what this build used."""

        def delete(store: sqlite3.Connection) -> None:
            held = store.execute(
                "SELECT used, sum(length(value)) FROM kept GROUP BY used ORDER BY used DESC"
            ).fetchall()
            sizes = [*accumulate(size for _, size in held)]
            most = _TIMES * sum(size for build, size in held if build == self._build)
            for (build, _), size in zip(held, sizes, strict=True):
                if size > most:
                    store.execute("DELETE FROM kept WHERE used <= ?", [build])
                    break

        self._run(delete)
        self._run(lambda store: store.execute("PRAGMA incremental_vacuum").fetchall())

    def _run(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what an action does in one transaction, or None without a usable store.

        Each has a connection of its own, because none may be carried into another process.
        """
        if not self._usable:
            return None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=60)) as store:
                if not store.execute("SELECT 1 FROM sqlite_master").fetchone():
                    store.executescript(_SCHEMA)
                store.execute("PRAGMA synchronous = OFF")  # what a crash damages is noticed
                with store:
                    return action(store)
        except (sqlite3.OperationalError, OSError):  # locked for long, no room, read-only
            self._usable = False
        except sqlite3.DatabaseError:  # no store, or damaged
            self._usable, self.damaged = False, True
            for name in self._file.parent.glob(f"{self._file.name}*"):
                with suppress(OSError):
                    name.unlink()
        return None


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()
