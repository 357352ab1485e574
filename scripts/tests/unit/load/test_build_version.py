"""The versions of what is published."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path
from types import MappingProxyType

import pytest

from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.load.build_version import History, Version, content_hash, edition_of, read_history
from handbook.model.dataset import Dataset
from handbook.model.records import Practice, Prose
from tests.helpers import handbook_of


def git(root: Path, *arguments: str, at: int = 0) -> None:
    """Run git as an author of its own, at a moment."""
    name = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    moment = {
        "GIT_AUTHOR_DATE": f"@{at} +0000",
        "GIT_COMMITTER_DATE": f"@{at} +0000",
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run(
        ["git", *name, *arguments], cwd=root, check=True, capture_output=True, env=moment
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of two commits, the second of which touches one file of two."""
    root = tmp_path / "repository"
    (root / "data").mkdir(parents=True)
    (root / "data/a.yml").write_text("a")
    (root / "data/乙.yml").write_text("b")
    git(root, "init", "-q")
    for moment, text in ((1000, "a"), (2000, "aa")):
        (root / "data/a.yml").write_text(text)
        git(root, "add", ".")
        git(root, "commit", "-qm", "x", at=moment)
    return root


def test_file_has_the_time_of_the_last_commit_that_touched_it(repository: Path) -> None:
    """In whatever folder of the repository the handbook lies."""
    assert History(2000, {"data/a.yml": 2000, "data/乙.yml": 1000}) == read_history(repository)
    assert History(2000, {"a.yml": 2000, "乙.yml": 1000}) == read_history(repository / "data")


def test_files_have_no_time_where_a_shallow_clone_ends(repository: Path, tmp_path: Path) -> None:
    """Its last commit seems to touch every file."""
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert History(2000, {}) == read_history(tmp_path / "shallow")


def test_outside_of_git_no_time_is_known(tmp_path: Path) -> None:
    """A handbook need not be a repository."""
    assert History(None, {}) == read_history(tmp_path)


def test_version_is_dated_where_all_its_files_are() -> None:
    """By the latest of them; what has no file of its own, as a list, has a hash alone."""
    history = History(3, {"a": 86400, "b": 0})
    assert "1970-01-02" == history.version("x", ["a", "b"]).date
    assert (
        history.version("x", ["b"]).hash
        == history.version("x", ["c"]).hash
        != history.version("y", ["c"]).hash
    )
    for files in (["a", "c"], []):
        version = history.version("x", files)
        assert ("", version.hash) == (version.date, version.id)


def test_edition_is_dated_by_the_environment_or_else_by_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH comes first, as reproducible builds have it."""
    dataset, _ = load(handbook_of.good(tmp_path))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "1970-01-02" == edition_of(dataset, History(86400, {})).date
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert Version(edition_of(dataset, History(None, {})).hash, 0) == edition_of(
        dataset, History(86400, {})
    )


@pytest.mark.parametrize("typed", ["abc", "-1", "1e9", "999999999999"])
def test_moment_that_is_none_is_refused(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """The sentence names the variable and what was found in it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", typed)
    with pytest.raises(HandbookError, match=f"SOURCE_DATE_EPOCH.*'{typed}' is no number"):
        edition_of(dataset, History(None, {}))


def test_edition_has_the_hash_of_what_readers_are_told(dataset: Dataset) -> None:
    """Another text gives another hash; a note for editors changes nothing."""

    def hash_with(**changes: object) -> str:
        practice = dataset.of(Practice)[0].model_copy(update=changes)
        records = MappingProxyType({**dataset.records, practice.id: practice})
        return content_hash(dataclasses.replace(dataset, records=records))

    edition = edition_of(dataset, History(0, {}))
    assert f"1970-01-01-{content_hash(dataset)}" == edition.id
    assert content_hash(dataset) != hash_with(summary=Prose({"zh": "另一句话。"}))
    assert content_hash(dataset) == hash_with(notes="for editors")
