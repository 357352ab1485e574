"""A git revision becomes a data set, whatever lies in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load.revisions import RevisionMissing, commit_of_files, dataset_at
from tests.helpers.repository import git


@pytest.mark.parametrize(
    "target", ["/etc/hostname", "../../elsewhere", "safety/river-safety.zh.md"]
)
def test_link_in_a_revision_is_reported_as_in_the_files(root: Path, target: str) -> None:
    """A link that leads out of the handbook neither stops the comparison nor is followed."""
    (root / "docs/more.zh.md").symlink_to(target)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    for _, findings in (check_handbook(root), dataset_at(root, "main", check_handbook)):
        assert ["docs/more.zh.md"] == [f.place.path for f in findings if f.code == "file-symlink"]


@pytest.mark.parametrize("revision", ["--help", "no-such", "main:data", ""])
def test_unknown_revision_is_refused(repository: Path, revision: str) -> None:
    """Nothing that is typed for a revision reaches git as an option."""
    with pytest.raises(RevisionMissing):
        dataset_at(repository, revision)


def test_only_files_that_are_committed_are_a_commit(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site made from anything else names no commit; nor does one made outside of git, or without it."""
    assert git(repository, "rev-parse", "HEAD").strip() == commit_of_files(repository)
    (repository / "docs/new.zh.md").touch()
    assert commit_of_files(repository) is None
    (tmp_path / "elsewhere").mkdir()
    git(tmp_path, "init", "-q", "elsewhere")
    assert commit_of_files(tmp_path / "elsewhere") is None
    monkeypatch.setenv("PATH", "")
    assert commit_of_files(repository) is None
