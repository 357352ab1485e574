"""Which parts of the project a change touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.review.scope import changed_files, part_of
from tests.helpers import handbook_of
from tests.helpers.repository import committed, git


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("data/practices/joint-patrols.yml", "content"), ("docs/index.zh.md", "content"), ("data/translations.lock.yml", "content"),
        ("data/labels.yml", "system"), ("data/vocabulary.yml", "system"), ("data/schema/term.json", "system"), ("scripts/handbook/load.py", "system"), ("package-lock.json", "system"),
        (".ci/run", "system"), (".htmlvalidate.json", "system"), (".github/workflows/check.yml", "system"),
        ("fonts/NotoSerifSC-Regular.ttf", "fonts"), ("scripts/handbook/book/fonts/licences/noto-sc.txt", "fonts"), ("fonts/x.py", "system"), ("scripts/tools/fonts.py", "system"),
        ("README.md", ""), (".github/CODEOWNERS", "system"), (".github/PULL_REQUEST_TEMPLATE.md", ""), ("LICENSE-CONTENT", ""), (".github/ISSUE_TEMPLATE/1-error.yml", ""),
    ],
)  # fmt: skip
def test_file_belongs_to_content_system_or_neither(path: str, part: str) -> None:
    """Facts and prose are content, code and configuration the system, papers neither."""
    assert part == part_of(path)


@pytest.mark.parametrize("below", [".", "towns/riverside"])
def test_changed_files_are_sorted_by_part(tmp_path: Path, below: str) -> None:
    """Files that differ are told by part; where the handbook is a folder of a repository, the others are not its own."""
    root = committed(tmp_path) / below
    names = "data/places/a.yml", "scripts/x.py", "README.md"
    handbook_of.write(root, dict.fromkeys(names, "x"))
    if below != ".":
        handbook_of.write(tmp_path, {"server/x.py": "x"})
    git(tmp_path, "add", "-A")
    assert {
        "content": ["data/places/a.yml"],
        "system": ["scripts/x.py"],
        "fonts": [],
    } == changed_files(root, "HEAD")


@pytest.mark.parametrize("path", ["LICENSE-other", "README.md", "data/places/a.yml"])
@pytest.mark.parametrize("head", [None, "HEAD"])
def test_link_belongs_to_the_system(tmp_path: Path, path: str, head: str | None) -> None:
    """Whatever its name: it brings in what no reviewer of the change sees."""
    root = committed(tmp_path)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to("/dev/null")
    git(root, "add", "-A")
    if head:
        git(root, "commit", "-qm", "link")
    found = changed_files(root, "HEAD~1" if head else "HEAD", head)
    assert {"content": [], "system": [path], "fonts": []} == found
