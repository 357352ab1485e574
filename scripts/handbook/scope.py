"""What a change touches: content, the system, or both. A review of facts and a review of code are two reviews by two people."""

from __future__ import annotations

import subprocess
from pathlib import Path

#: What stands in data/ and belongs to the system: words of the interface and what is generated from the models.
_OF_THE_SYSTEM = ("data/labels.yml", "data/schema/")
_CONTENT = ("data/", "docs/")
_SYSTEM = (
    "scripts/", "overrides/", "fonts/", "deploy/", ".github/workflows/", "mkdocs.yml", "Makefile", "pyproject.toml", "requirements",
    "package", ".npmrc",
)  # fmt: skip


def part_of(path: str) -> str:
    """Return `content`, `system`, or nothing for papers such as the README, which may go with either."""
    if path.startswith(_OF_THE_SYSTEM) or path.startswith(_SYSTEM):
        return "system"
    return "content" if path.startswith(_CONTENT) else ""


def touched(root: Path, base: str) -> dict[str, list[str]]:
    """Return the files that differ from a revision, by part; raises CalledProcessError where git cannot tell."""
    command = ["git", "-C", str(root), "diff", "--name-only", "-z", "--no-renames", "--end-of-options", base, "--"]
    done = subprocess.run(command, capture_output=True, check=True)
    files: dict[str, list[str]] = {"content": [], "system": []}
    for path in filter(None, done.stdout.decode("utf-8", "replace").split("\0")):
        if part := part_of(path):
            files[part].append(path)
    return files
