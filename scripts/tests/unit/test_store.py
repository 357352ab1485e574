"""The store of what builds have made: what it gives back is what was kept, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from handbook import store as module
from handbook.store import STORE, Store, engine_fingerprint, fingerprint_of, key_of


def test_what_is_kept_is_given_back(tmp_path: Path) -> None:
    """In the same build and in the next; another key has nothing."""
    Store(tmp_path).put({"a": b"one", "b": "二".encode() * 9999})
    assert {"a": b"one", "b": "二".encode() * 9999} == Store(tmp_path).get(["a", "b", "c", "a"])
    assert {} == Store(tmp_path).get([])


def test_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    """All are found."""
    values = {key_of(number): str(number).encode() for number in range(2000)}
    Store(tmp_path).put(values)
    assert values == Store(tmp_path).get(values)


def test_key_differs_with_every_part_and_with_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts do not run together."""
    keys = {key_of("a", "b"), key_of("ab"), key_of(["a", "b"]), key_of("a", "b", None)}
    monkeypatch.setattr(module, "engine_fingerprint", lambda: "another engine")
    keys.add(key_of("a", "b"))
    assert 5 == len(keys)


@pytest.mark.parametrize("change", ["content", "name", "more"])
def test_fingerprint_of_files_differs_with_each(tmp_path: Path, change: str) -> None:
    """With what they hold, how they are named, and how many they are; not with where they lie."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("a")
    assert fingerprint_of([tmp_path / "one"]) == fingerprint_of([tmp_path / "two"])
    match change:
        case "content":
            (tmp_path / "two/a.txt").write_text("b")
        case "name":
            (tmp_path / "two/a.txt").rename(tmp_path / "two/b.txt")
        case "more":
            (tmp_path / "two/b.txt").touch()
    assert fingerprint_of([tmp_path / "one"]) != fingerprint_of([tmp_path / "two"])


def test_engine_is_its_files_and_what_it_runs_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of a package is another engine."""
    before = engine_fingerprint()
    engine_fingerprint.cache_clear()
    (tmp_path / "markdown-99.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    after = engine_fingerprint()
    engine_fingerprint.cache_clear()
    assert before != after


def _garbage(file: Path) -> None:
    file.write_bytes(b"garbage" * 1000)


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def _other_values(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET value = ?", [b"not what was kept"])


def _other_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE kept RENAME TO held")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize(
    "damage", [_garbage, _cut_short, _other_values, _other_table, _folder, _empty]
)
def test_damaged_or_foreign_store_gives_nothing(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever happened to it, what it gives back is right, and nothing is raised."""
    values = {key_of(number): os.urandom(3000) for number in range(50)}
    Store(tmp_path).put(values)
    damage(tmp_path / STORE)
    store = Store(tmp_path)
    assert store.get(values).items() <= values.items()
    store.put({"a": b"one"})
    store.trim()
    assert Store(tmp_path).get(["a"]) in ({}, {"a": b"one"})


@pytest.mark.parametrize("damage", [_garbage, _cut_short])
def test_damage_is_noticed_and_the_store_begun_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The next build uses it again."""
    Store(tmp_path).put({key_of(number): os.urandom(3000) for number in range(50)})
    damage(tmp_path / STORE)
    store = Store(tmp_path)
    store.get([key_of(0)])
    assert store.damaged
    Store(tmp_path).put({"a": b"one"})
    assert {"a": b"one"} == Store(tmp_path).get(["a"])


def test_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """The build goes on without a store."""
    (tmp_path / ".cache").write_text("mine")
    store = Store(tmp_path)
    store.put({"a": b"one"})
    store.trim()
    assert {} == store.get(["a"])
    assert not store.damaged


def test_what_no_build_uses_goes(tmp_path: Path) -> None:
    """The store stays a few times as large as what one build uses; what that build used stays."""
    Store(tmp_path).put({"used": bytes(os.urandom(1000))})
    for number in range(30):
        store = Store(tmp_path)
        assert store.get(["used"])
        store.put({f"once {number}": os.urandom(1000)})
        store.trim()
    kept = Store(tmp_path).get(["used", *(f"once {number}" for number in range(30))])
    assert {"used", "once 29"} <= kept.keys()
    assert len(kept) < 12


def _fill(root: Path, name: str) -> int:
    store = Store(root)
    for number in range(40):
        store.put({f"{name} {number}": f"{name} {number}".encode() * 500})
    return len(store.get(f"{name} {number}" for number in range(40)))


def test_processes_use_it_at_once(tmp_path: Path) -> None:
    """Each finds what it kept, and afterwards all is there."""
    Store(tmp_path)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert [40] * 4 == [*pool.map(_fill, [tmp_path] * 4, "abcd")]
    keys = [f"{name} {number}" for name in "abcd" for number in range(40)]
    assert {*keys} == Store(tmp_path).get(keys).keys()


def test_a_store_takes_what_another_keeps(tmp_path: Path) -> None:
    """What it has stays; what is no store is refused, and harms nothing."""
    for name in "ab":
        Store(tmp_path / name).put({name: name.encode(), "both": b"the same"})
    Store(tmp_path / "a").take(tmp_path / "b" / STORE)
    everything = {"a": b"a", "b": b"b", "both": b"the same"}
    assert everything == Store(tmp_path / "a").get(everything)
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(ValueError, match="database"):
        Store(tmp_path / "a").take(tmp_path / "note.txt")
    assert everything == Store(tmp_path / "a").get(everything)
    assert "mine" == (tmp_path / "note.txt").read_text()
