"""A git revision becomes a data set, whatever lies in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load.revisions import RevisionMissing, dataset_at
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
