"""A git revision → the data set it holds, without touching the working tree.

`git archive` hands out the revision's data/ and docs/; they are loaded from a temporary place. A shallow clone does as well, as long as
the revision itself is in it.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from handbook.checks.words import places
from handbook.errors import Finding
from handbook.load import Unloadable, load, load_labels
from handbook.model import Dataset


class RevisionMissing(Exception):
    """The revision is not in this clone, or holds no handbook; the message is its name."""


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision names; raises RevisionMissing."""
    done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode:
        raise RevisionMissing(revision)
    return done.stdout.decode().strip()


def last_commit_of(root: Path, path: str) -> str:
    """Return the commit that wrote a file last, or its path where none in this clone did, which names no revision."""
    return _git(root, "log", "-1", "--format=%H", "--", path).stdout.decode().strip() or path


def dataset_at(root: Path, revision: str, checked: bool = True) -> tuple[Dataset, list[Finding]]:
    """Return (data set, findings) of a revision, none where it is not to be checked; raises RevisionMissing."""
    done = _git(root, "archive", "--format=tar", commit_of(root, revision), "data", "docs")
    if done.returncode:
        raise RevisionMissing(revision)
    with tempfile.TemporaryDirectory(prefix="handbook-") as place:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(place, filter=_inside)
        try:
            dataset, findings = load(Path(place), None if checked else (), known={})
        except Unloadable as error:
            raise RevisionMissing(revision) from error
    return _with_words_of(root, dataset), findings


def _inside(member: tarfile.TarInfo, place: str) -> tarfile.TarInfo:
    """Return what may be extracted: a link that leads out of the place leads nowhere instead, and stays a link, which the check tells."""
    try:
        return tarfile.data_filter(member, place)
    except tarfile.FilterError:
        return member.replace(linkname="-")


def _with_words_of(root: Path, dataset: Dataset) -> Dataset:
    """Return a revision's data set with the words that it lacks, or fills in otherwise: one that is older does not know what today's program says."""
    try:
        today = load_labels(root).words
    except Unloadable:
        return dataset
    own = dataset.labels.words
    words = {**today, **{key: own[key] for key in own if key not in today or _places(own[key]) == _places(today[key])}}
    return replace(dataset, labels=dataset.labels.model_copy(update={"words": words}))


def _places(word: Mapping[str, str]) -> frozenset[str]:
    return places(next(iter(word.values())))


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
