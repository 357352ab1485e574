"""Git repositories of handbooks, and edits in them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def git(root: Path, *arguments: str) -> str:
    """Run git in a repository under an editor's name and return what it prints."""
    who = ["-c", "user.name=Editor", "-c", "user.email=editor@handbook.example"]
    command = ["git", *who, "-c", "commit.gpgsign=false", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def committed(root: Path) -> Path:
    """Make a folder a repository with all its files in one commit on main; return it."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "first")
    return root


def edit(root: Path, path: str, *changes: tuple[str, str]) -> None:
    """Replace texts in a file, each of which must be there."""
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")


def copied(root: Path, to: Path) -> Path:
    """Copy a repository's files as they are, without what git ignores, to another folder; return it."""
    for name in git(root, "ls-files", "-z", "-co", "--exclude-standard").split("\0"):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)
    return to


def replica(root: Path, to: Path) -> Path:
    """Copy a repository's files to another folder that git takes for the same state; return it."""
    copied(root, to)
    for name in (".git", "node_modules"):
        (to / name).symlink_to((root / name).resolve())
    return to
