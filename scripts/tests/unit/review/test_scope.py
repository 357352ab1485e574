"""Which parts of the project a change touches."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from handbook.review.scope import changed_files, part_of


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("data/practices/joint-patrols.yml", "content"), ("docs/index.zh.md", "content"), ("data/translations.lock.yml", "content"),
        ("data/labels.yml", "system"), ("data/vocabulary.yml", "system"), ("data/schema/term.json", "system"), ("scripts/handbook/load.py", "system"), ("package-lock.json", "system"),
        (".ci/run", "system"), (".htmlvalidate.json", "system"), (".github/workflows/check.yml", "system"),
        ("fonts/NotoSerifSC-Regular.ttf", "fonts"), ("scripts/handbook/book/fonts/licences/noto-sc.txt", "fonts"), ("fonts/x.py", "system"), ("scripts/tools/fonts.py", "system"),
        ("README.md", ""), ("LICENSE-CONTENT", ""), (".github/ISSUE_TEMPLATE/1-error.yml", ""),
    ],
)  # fmt: skip
def test_file_belongs_to_content_system_or_neither(path: str, part: str) -> None:
    """Facts and prose are content, code and configuration the system, papers neither."""
    assert part == part_of(path)


def test_changed_files_are_sorted_by_part(tmp_path: Path) -> None:
    """Files that differ from a revision are told by part."""
    for command in (
        ["init", "-q", "-b", "main"],
        [
            "-c",
            "user.name=E",
            "-c",
            "user.email=e@x.example",
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "first",
        ],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    for name in ("data/places/a.yml", "scripts/x.py", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True)
    assert {
        "content": ["data/places/a.yml"],
        "system": ["scripts/x.py"],
        "fonts": [],
    } == changed_files(tmp_path, "HEAD")
