"""`handbook scope`, which workflows run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from tests.helpers.repository import git


def test_change_of_content_and_system_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts and code in one change fail, in both languages on a runner, and later jobs are told what was touched; one part passes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    for name in ("data/places/a.yml", "scripts/x.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x")
    git(tmp_path, "add", "data", "scripts")
    both = CliRunner().invoke(main, ["scope", "HEAD"])
    assert 1 == both.exit_code
    assert re.match("::error::.*拆成两个合并请求.*%0A.*Split it into two", both.output)
    assert "content=true\nsystem=true\nfonts=false\n" == (tmp_path / "output").read_text(
        encoding="utf-8"
    )
    git(tmp_path, "rm", "-qf", "scripts/x.py")
    one = CliRunner().invoke(main, ["scope", "HEAD", "--lang", "en"])
    assert (0, "The change touches only content.\n") == (one.exit_code, one.output)


def test_change_of_content_and_fonts_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fonts cut anew go with the text whose character they were cut for, and later jobs are told that they are there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    for name in ("data/places/a.yml", "fonts/a.ttf"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x")
    git(tmp_path, "add", "data", "fonts")
    told = CliRunner().invoke(main, ["scope", "HEAD", "--lang", "en"])
    assert (0, "The change touches only content.\n") == (told.exit_code, told.output)
    assert "content=true\nsystem=false\nfonts=true\n" == (tmp_path / "output").read_text(
        encoding="utf-8"
    )


def test_file_name_with_a_line_break_is_no_workflow_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line break in a name neither begins a workflow command nor a line of its own."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    for name in ("docs/a\n::warning title=forged::100%0Ahello", "scripts/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    git(tmp_path, "add", "-A")
    for actions, shown in (
        ("true", "docs/a\\u000a::warning title=forged::100%250Ahello"),
        ("", "docs/a\\u000a::warning title=forged::100%0Ahello"),
    ):
        monkeypatch.setenv("GITHUB_ACTIONS", actions)
        told = CliRunner().invoke(main, ["scope", "HEAD"]).stdout
        assert 1 == told.count("\n")
        assert shown in told


def test_two_revisions_are_compared_whatever_is_checked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The branch's own code tells of a change without running it; files outside of the handbook's folder are not its change."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "first")
    for name in ("handbook/scripts/x.py", "other.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "change")
    git(tmp_path, "checkout", "-q", "HEAD^1")
    for folder, told in ((".", "system"), ("handbook", "system"), ("docs", "neither")):
        (tmp_path / folder).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)
        done = CliRunner().invoke(main, ["scope", "HEAD", "main", "--lang", "en"])
        assert 0 == done.exit_code
        assert told in done.output
    wrong = CliRunner().invoke(main, ["scope", "HEAD", "nowhere", "--lang", "en"])
    assert (2, True) == (wrong.exit_code, "nowhere" in wrong.output)
