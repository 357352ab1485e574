"""Which parts of the repository a change touches.

A review of facts and a review of code are two reviews by two people.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.load.folders import CONFIG
from handbook.load.revisions import commit_of, git

#: What stands in data/ and belongs to the system: words, vocabularies, and what is generated from the models.
_OF_THE_SYSTEM = ("data/labels.yml", "data/vocabulary.yml", "data/schema/")
_CONTENT = ("data/", "docs/")
#: Cut anew for a character that a text brings, so they go with it; but they are tested like the system.
_FONTS = re.compile(
    r"(?:(?:scripts/handbook|custom)/book/)?fonts/(?:[^/]+\.[ot]tf|coverage[a-z-]*\.txt|licences/[^/]+\.txt|README\.md)"
)
#: Papers, which may go with either; whatever else there is belongs to the system, so that a new file of it is not forgotten.
_PAPERS = re.compile(
    r"[^/]+\.md|LICENSE[^/]*|\.github/(?:(?:ISSUE_TEMPLATE|images|pictures)/[^/]+|[^/]+\.md)"
)
#: What makes a site of the content.
_OF_THE_SITE = (CONFIG, "custom/", "LICENSE", "scripts/handbook/")
#: Git's modes of links, to a file and to a commit, which are neither content nor papers.
_LINKS = ("120000", "160000")


def part_of(path: str, mode: str = "") -> str:
    """Return `content`, `system`, `fonts`, or nothing for papers such as the README.

    Args:
        path: The file.
        mode: What git says it is.
    """
    if mode in _LINKS:
        return "system"
    if path.startswith(_CONTENT) and not path.startswith(_OF_THE_SYSTEM):
        return "content"
    if _FONTS.fullmatch(path):
        return "fonts"
    return "" if _PAPERS.fullmatch(path) else "system"


def changed_files(root: Path, base: str, head: str | None = None) -> dict[str, list[str]]:
    """Return the files of a handbook that differ between two revisions, by part.

    Without `head` they are compared as they are.

    Raises:
        RevisionMissing: The clone has no such revision.
    """
    files: dict[str, list[str]] = {"content": [], "system": [], "fonts": []}
    for path, mode in _changed(root, base, head):
        if part := part_of(path, mode):
            files[part].append(path)
    return files


def files_beside(root: Path, base: str, head: str | None = None) -> list[str]:
    """Return the changed files that shape a site beside its data and pages.

    Raises:
        RevisionMissing: The clone has no such revision.
    """
    return [path for path, _ in _changed(root, base, head) if path.startswith(_OF_THE_SITE)]


def _changed(root: Path, base: str, head: str | None) -> Iterator[tuple[str, str]]:
    """Yield each file that differs between two revisions, with its mode."""
    commits = [commit_of(root, revision) for revision in (base, head) if revision]
    done = git(root, "diff", "--raw", "--relative", "-z", "--no-renames", *commits, "--")
    done.check_returncode()
    rows = done.stdout.decode("utf-8", "replace").split("\0")
    for told, path in zip(rows[::2], rows[1::2], strict=False):  # `:old mode, new mode …`, path
        yield path, told.split()[1]
