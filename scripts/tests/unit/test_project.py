"""The project's own promises: small modules, layers, locks without addresses, commands that are documented."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from handbook.model.kinds import KINDS
from tests.helpers import ROOT
from tests.helpers.repository import git

MODULES = sorted((ROOT / "scripts" / "handbook").rglob("*.py"))


@pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: path.relative_to(ROOT / "scripts").as_posix()
)
def test_every_module_says_what_it_is(module: Path) -> None:
    """Every module begins with a docstring."""
    assert module.read_text(encoding="utf-8").startswith('"""')


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_requirement_is_pinned_with_hashes_and_no_address(lock: str) -> None:
    """Python packages are pinned by version and hash, and the lock names no address."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(
        r"^(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )[1:]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_npm_packages_are_pinned_with_hashes_and_no_address() -> None:
    """Npm packages are pinned exactly, with hashes, and the lock names no address."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert all(
        re.fullmatch(r"\d+\.\d+\.\d+", v)
        for part in ("dependencies", "devDependencies")
        for v in wanted.get(part, {}).values()
    )
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_every_command_has_help_and_is_documented() -> None:
    """Each command says what it does, and README.md or HACKING.md names it."""
    papers = "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "HACKING.md", "CONTRIBUTING.md")
    )
    for name, command in main.commands.items():
        assert command.help, name
        assert 0 == CliRunner().invoke(main, [name, "--help"]).exit_code
        assert f"handbook {name}" in papers, name


def test_commands_are_named_as_they_are_called() -> None:
    """Whatever an editor reads says `./handbook check`, which runs as it stands; the path of the tools is named nowhere."""
    words = (
        "*.md",
        "*.jinja",
        "mkdocs.yml",
        ".pre-commit-config.yaml",
        "docs",
        ".github/ISSUE_TEMPLATE",
    )
    catalogues = ("scripts/handbook/diagnostics", "scripts/handbook/model")
    read = git(ROOT, "ls-files", "-z", *words, *(f"{folder}/*.yml" for folder in catalogues))
    other = re.compile(rf"(?<![\w./-])handbook (?:{'|'.join(main.commands)})\b|\.venv/bin/handbook")
    assert [] == [
        (path, found)
        for path in read.rstrip("\0").split("\0")
        for found in other.findall((ROOT / path).read_text(encoding="utf-8", errors="replace"))
        if "/tests/" not in path
    ]


@pytest.mark.parametrize(
    ("locale", "told"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "both")]
)
def test_before_anything_is_installed_the_launcher_says_how(
    tmp_path: Path, locale: str, told: str
) -> None:
    """In the editor's language; in both where the system names none."""
    launcher = shutil.copy(ROOT / "handbook", tmp_path)
    environ = {"PATH": os.environ["PATH"], "LC_ALL": locale}
    done = subprocess.run([launcher, "check"], env=environ, capture_output=True, text=True)
    assert (1, "") == (done.returncode, done.stdout)
    assert ("还没有装好" in done.stderr, "not installed yet" in done.stderr) == (
        told != "en",
        told != "zh",
    )
    assert done.stderr.count("\n") == done.stderr.count("make site")


def test_the_launcher_hands_all_on(tmp_path: Path) -> None:
    """Arguments and the exit code pass it as they are, from any folder."""
    launcher = shutil.copy(ROOT / "handbook", tmp_path)
    program = tmp_path / ".venv" / "bin" / "handbook"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 7\n")
    program.chmod(0o755)
    done = subprocess.run([launcher, "new", "a b", ""], cwd="/", capture_output=True, text=True)
    assert (7, "new\na b\n\n") == (done.returncode, done.stdout)


def test_every_picture_is_shown() -> None:
    """Each committed picture is shown in a document with words that tell what is on it, and is small; none that is shown is missing."""
    text = "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "CONTRIBUTING.md", "HACKING.md")
    )
    shown = dict(
        reversed(found) for found in re.findall(r"!\[([^\]]+)\]\((\.github/[^)]+)\)", text)
    )
    pictures = {
        path.relative_to(ROOT).as_posix(): path for path in (ROOT / ".github").rglob("*.png")
    }
    assert set(pictures) == set(shown)
    assert [] == [name for name, path in pictures.items() if path.stat().st_size > 150_000]


def test_the_editor_finds_each_schema() -> None:
    """VS Code is told which schema belongs to which folder, for all kinds."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert {
        f"./data/schema/{kind.name}.json": f"data/{folder}/*.yml" for folder, kind in KINDS.items()
    } == settings["yaml.schemas"]
