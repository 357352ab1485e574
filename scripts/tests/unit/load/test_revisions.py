"""A git revision becomes a data set, whatever lies in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handbook.checks import check_handbook
from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.load.build_version import read_history
from handbook.load.revisions import (
    RevisionMissing,
    commit_of_files,
    dataset_at,
    history_faults,
)
from handbook.model.vocabulary import VOCABULARY
from tests.helpers import handbook_of
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


def test_revision_is_checked_with_all_that_the_check_reads(repository: Path) -> None:
    """Its licences and its own theme are at hand, so that nothing is missing that is there."""
    files = {
        "LICENSE": "Free.\n",
        "custom/theme/own.css": "",
        "mkdocs.yml": handbook_of.SITE["mkdocs.yml"].replace(
            "theme: {", "theme: {custom_dir: custom/theme, "
        ),
    }
    handbook_of.write(repository, {**handbook_of.SITE, **files})
    here = check_handbook(repository)[1]
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a site")
    assert here == dataset_at(repository, "HEAD", check_handbook)[1]


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


@pytest.mark.parametrize(
    ("variable", "code", "remedy"),
    [
        ("PATH", "program-missing", "Install Git"),
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "repository-foreign", "safe.directory"),
    ],
)
def test_git_that_cannot_read_the_repository_is_told_with_its_remedy(
    repository: Path, monkeypatch: pytest.MonkeyPatch, variable: str, code: str, remedy: str
) -> None:
    """A command that needs it ends; what is built lacks its dates, and that is told; without a repository nothing is."""
    assert [] == history_faults(repository)
    assert read_history(repository).files
    monkeypatch.setenv(variable, "1")
    with pytest.raises(HandbookError, match=remedy) as caught:
        dataset_at(repository, "main")
    assert [code] == [found.code for found in caught.value.diagnostics]
    assert {} == read_history(repository).files
    assert commit_of_files(repository) is None
    (fault,) = history_faults(repository)
    assert remedy in fault.message("en")
    (repository / ".git").rename(repository / "other")
    assert [] == history_faults(repository)


def test_revision_is_read_with_its_own_vocabulary_where_it_has_one(repository: Path) -> None:
    """A revision older than the file is read with today's."""
    file = repository / VOCABULARY
    today = file.read_text(encoding="utf-8")
    git(repository, "rm", "-q", VOCABULARY)
    git(repository, "commit", "-qm", "as before the file")
    file.write_text(today, encoding="utf-8")
    before, findings = dataset_at(repository, "HEAD")
    assert before.records.keys() == load(repository)[0].records.keys()
    assert not [finding for finding in findings if finding.code.startswith("vocabulary")]
    old = yaml.safe_load(today)
    old["sections"] = dict(reversed(old["sections"].items()))
    file.write_text(yaml.safe_dump(old, allow_unicode=True, sort_keys=False), encoding="utf-8")
    git(repository, "add", VOCABULARY)
    git(repository, "commit", "-qm", "another order")
    file.write_text(today, encoding="utf-8")
    trees = dataset_at(repository, "HEAD")[0].trees
    assert list(old["sections"]) == list(trees[VOCABULARY]["sections"])
