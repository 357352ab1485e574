"""The project's own promises: small modules, layers, locks without addresses, commands that are documented."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from handbook.cli import main
from handbook.load import load_labels
from handbook.model.kinds import KINDS
from tests.helpers import ROOT

MODULES = sorted((ROOT / "scripts" / "handbook").rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT / "scripts").as_posix())
def test_every_module_says_what_it_is(module: Path) -> None:
    """Every module begins with a docstring."""
    assert module.read_text(encoding="utf-8").startswith('"""')


def test_only_the_plugin_imports_mkdocs() -> None:
    """MkDocs 1.x will end: exactly one module knows it, and that one is thin."""
    knowing = [m for m in MODULES if re.search(r"^\s*(?:from|import) mkdocs\b", m.read_text(encoding="utf-8"), re.MULTILINE)]
    assert ["plugin.py"] == [m.name for m in knowing]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_requirement_is_pinned_with_hashes_and_no_address(lock: str) -> None:
    """Python packages are pinned by version and hash, and the lock names no address."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_npm_packages_are_pinned_with_hashes_and_no_address() -> None:
    """Npm packages are pinned exactly, with hashes, and the lock names no address."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", v) for part in ("dependencies", "devDependencies") for v in wanted.get(part, {}).values())
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_every_command_has_help_and_is_documented() -> None:
    """Each command says what it does, and README.md or HACKING.md names it."""
    papers = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "HACKING.md", "CONTRIBUTING.md"))
    for name, command in main.commands.items():
        assert command.help, name
        assert 0 == CliRunner().invoke(main, [name, "--help"]).exit_code
        assert f"handbook {name}" in papers, name


def test_the_languages_of_the_labels_are_those_of_mkdocs() -> None:
    """data/labels.yml and mkdocs.yml name the same languages, the first one leading in both, and each has what others call it."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "")
    plugins = {
        name: options for item in yaml.safe_load(text)["plugins"] for name, options in (item.items() if isinstance(item, dict) else ())
    }
    languages = plugins["i18n"]["languages"]
    labels, words = load_labels(ROOT).languages, load_labels(ROOT).words
    assert [] == [(each, lang) for each in labels for lang in labels if lang not in words[f"language_{each}"]]
    assert [(locale, language.name) for locale, language in labels.items()] == [(item["locale"], item["name"]) for item in languages]
    assert [True] + [False] * (len(languages) - 1) == [item.get("default", False) for item in languages]


def test_every_kind_of_record_has_a_name_and_a_folder() -> None:
    """Each kind of record is named in both languages and has its folder of records."""
    words = load_labels(ROOT).words
    for folder in KINDS:
        assert f"kind_{folder}" in words
        assert (ROOT / "data" / folder).is_dir()


def test_every_picture_is_shown() -> None:
    """Each committed picture is shown in a document with words that tell what is on it, and is small; none that is shown is missing."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "HACKING.md"))
    shown = dict(reversed(found) for found in re.findall(r"!\[([^\]]+)\]\((\.github/[^)]+)\)", text))
    pictures = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / ".github").rglob("*.png")}
    assert set(pictures) == set(shown)
    assert [] == [name for name, path in pictures.items() if path.stat().st_size > 150_000]


def test_the_engine_names_no_city() -> None:
    """What is this handbook's alone stands in data/, docs/, overrides/ and mkdocs.yml."""
    ours = re.compile("pinghu|平湖|平治", re.IGNORECASE)
    texts = {".py", ".yml", ".jinja", ".html", ".xml", ".js", ".css", ".svg", ".typ", ".md"}
    files = [path for path in (ROOT / "scripts" / "handbook").rglob("*") if path.suffix in texts]
    files += [ROOT / name for name in ("pyproject.toml", "package.json")]
    assert [] == [path.relative_to(ROOT).as_posix() for path in files if ours.search(path.read_text(encoding="utf-8"))]
