"""Loading of the data set of a git revision without touching the working tree.

`git archive` exports what a handbook is made of, its engine left out, which is loaded from a temporary
directory.
A shallow clone is enough if it contains the revision.
"""

import io
import math
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from handbook.diagnostics import Diagnostic, HandbookError, Phrase, verbatim
from handbook.load import Unloadable, load
from handbook.load.folders import CONFIG, QUESTIONS
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.vocabulary import VOCABULARY

#: What a revision may have of a handbook beside data/, docs/ and its licences.
_PARTS = (CONFIG, QUESTIONS.split("/")[0], "custom")
#: A function that loads the handbook at a root.
Loader = Callable[[Path], tuple[Dataset, list[Diagnostic]]]


class RevisionMissing(Exception):
    """An error for a revision without a handbook, or not in this clone.

    Its message is the name of the revision.
    """


def commit_of(root: Path, revision: str) -> str:
    """Return the commit that a revision names.

    Raises:
        RevisionMissing: The clone has no such commit.
    """
    commit = f"{revision}^{{commit}}"
    process = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", commit)
    if process.returncode:
        raise RevisionMissing(revision)
    return process.stdout.decode().strip()


def branched_at(root: Path, base: str, head: str | None = None) -> str:
    """Return the commit at which a branch left another.

    Args:
        root: The handbook's root.
        base: The revision that the branch is for.
        head: The branch; without it, what is checked out.

    Returns:
        The commit; that of the base where the clone does not know where they parted.

    Raises:
        RevisionMissing: The clone has no such commit.
    """
    commits = [commit_of(root, revision) for revision in (base, head or "HEAD")]
    return git(root, "merge-base", *commits).stdout.decode().strip() or commits[0]


def commit_of_files(root: Path) -> str | None:
    """Return the commit that the files are; None where they differ or there is none."""
    try:
        status = git(root, "--no-optional-locks", "status", "--porcelain", "--", ".")
        return None if status.returncode or status.stdout else commit_of(root, "HEAD")
    except (HandbookError, RevisionMissing):  # no git; no commit yet
        return None


def uncommitted(root: Path, paths: Iterable[str]) -> list[str]:
    """Return those of some files that differ from the last commit; none where git cannot tell."""
    try:
        told = git(root, "--no-optional-locks", "status", "--porcelain", "-z", "--", *paths)
    except HandbookError:
        return []
    return [row[3:] for row in told.stdout.decode("utf-8", "replace").split("\0") if row]


def last_commit_of(root: Path, path: str) -> str:
    """Return the last commit that changed a file, or the path itself if there is none.

    A path is not a revision, so callers then get RevisionMissing.
    """
    return git(root, "log", "-1", "--format=%H", "--", path).stdout.decode().strip() or path


def last_change(root: Path, path: str) -> float:
    """Return the time of the commit that last changed a file; later than any without one."""
    if uncommitted(root, [path]):
        return math.inf
    told = git(root, "log", "-1", "--format=%ct", "--", path).stdout if shutil.which("git") else b""
    return float(told or 0)


class Deleted(NamedTuple):
    """A record's file that is gone: the revision that has it last, and when it went."""

    path: str
    revision: str
    commit: str = ""
    date: str = ""


def deleted_records(root: Path) -> dict[str, Deleted]:
    """Return the files of deleted records by id; some may be there again."""
    found: dict[str, Deleted] = {}
    try:
        kept = git(root, "ls-tree", "-r", "--name-only", "HEAD", "data/").stdout.decode()
        order = ("log", "--relative", "--no-renames", "--diff-filter=D", "--name-only")
        log = git(root, *order, "--format=%x00%h %cs", "--", "data").stdout.decode()
    except HandbookError:  # no git
        return found
    for path in filter(_is_record, kept.splitlines()):
        found[PurePosixPath(path).stem] = Deleted(path, "HEAD")
    for commit in log.split("\0")[1:]:
        head, *paths = commit.split("\n")
        name, date = head.split(" ")
        for path in filter(_is_record, paths):
            found.setdefault(PurePosixPath(path).stem, Deleted(path, f"{name}~1", name, date))
    return found


def _is_record(path: str) -> bool:
    return path.endswith(".yml") and PurePosixPath(path).parent.name in KINDS


def text_at(root: Path, revision: str, path: str) -> str:
    """Return a file's text at a revision; empty if it is not there."""
    return git(root, "show", f"{revision}:./{path}").stdout.decode("utf-8", "replace")


def dataset_at(root: Path, revision: str, load: Loader = load) -> tuple[Dataset, list[Diagnostic]]:
    """Return the data set of a revision and its diagnostics.

    Args:
        root: The root of the clone.
        revision: A commit, tag or branch.
        load: The function that loads the handbook; by default without the check's rules.

    Raises:
        RevisionMissing: The revision has no handbook, or is not in this clone.
    """
    commit = commit_of(root, revision)
    listed = git(root, "ls-tree", "-z", "--name-only", commit).stdout.decode().split("\0")
    parts = [name for name in listed if name in _PARTS or name.startswith("LICENSE")]
    process = git(root, "archive", "--format=tar", commit, "data", "docs", *parts)
    if process.returncode:
        raise RevisionMissing(revision)
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        with tarfile.open(fileobj=io.BytesIO(process.stdout)) as archive:
            archive.extractall(folder, filter=_inside)
        vocabulary = Path(folder) / VOCABULARY
        if not vocabulary.exists() and (root / VOCABULARY).is_file():  # older than the file
            shutil.copyfile(root / VOCABULARY, vocabulary)
        try:
            return load(Path(folder))
        except Unloadable as error:
            raise RevisionMissing(revision) from error


def _inside(member: tarfile.TarInfo, place: str) -> tarfile.TarInfo:
    """Neutralise a link that leads out of the directory; the check still reports it as a link."""
    try:
        return tarfile.data_filter(member, place)
    except tarfile.FilterError:
        return member.replace(linkname="-")


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a clone and return how it ended, with what it printed.

    Raises:
        HandbookError: There is no git, or the repository belongs to another user.
    """
    if not shutil.which("git"):
        raise HandbookError.of("program-missing", "git", name="Git")
    command = ["git", "-C", str(root), *arguments]
    plain = {**os.environ, "LC_ALL": "C"}  # its messages in English
    done = subprocess.run(command, capture_output=True, check=False, env=plain)
    if done.returncode and b"dubious ownership" in done.stderr:
        raise HandbookError.of("repository-foreign", path=verbatim(str(root)))
    return done


def history_faults(root: Path) -> list[Diagnostic]:
    """Return why the history of a handbook's files cannot be read, if it has one."""
    try:
        git(root, "rev-parse")
    except HandbookError as error:
        reason = [Phrase(found.code, found.values) for found in error.diagnostics]
        if any((folder / ".git").exists() for folder in (root, *root.parents)):
            return [Diagnostic.at("history-unreadable", ".git", reason=reason[0])]
    return []
