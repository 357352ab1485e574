"""Whatever keeps the check from its work is told in the form that was asked for, with its place and remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner, Result

from handbook.checks.rules import anchors
from handbook.cli import main
from handbook.diagnostics import MESSAGES
from tests.helpers import handbook_of
from tests.helpers.slips import PRACTICE


def replaced(path: str, content: bytes | str) -> Callable[[Path], object]:
    """Return what writes a file of the handbook anew."""
    return lambda root: handbook_of.write(root, {path: content})


def folder_at(path: str) -> Callable[[Path], object]:
    """Return what puts a folder where a file should be."""

    def put(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).mkdir(parents=True)

    return put


def link_at(path: str) -> Callable[[Path], object]:
    """Return what puts a symbolic link to itself where a file or folder should be."""

    def put(root: Path) -> None:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(Path(path).name)

    return put


def folders_in_folders(folder: Path, depth: int) -> None:
    """Put a file into folders that lie in each other."""
    for _ in range(depth):
        folder /= "a"
        folder.mkdir()
    (folder / "b.txt").write_text("x")


#: What is done to the handbook, and the code that tells of it.
FAILURES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no handbook": (lambda root: shutil.rmtree(root / "data"), "handbook-missing"),
    "data is a file": (
        lambda root: (shutil.rmtree(root / "data"), (root / "data").write_text("x")),
        "handbook-missing",
    ),
    "labels are missing": (lambda root: (root / "data/labels.yml").unlink(), "handbook-missing"),
    "labels are empty": (replaced("data/labels.yml", ""), "file-empty"),
    "labels are no YAML": (replaced("data/labels.yml", "site:\n\tid: x\n"), "yaml-tab"),
    "labels are in GBK": (replaced("data/labels.yml", "站点".encode("gbk")), "file-not-utf8"),
    "labels have no languages": (replaced("data/labels.yml", "site:\n  id: x\n"), "field-missing"),
    "labels are a list": (replaced("data/labels.yml", "- a\n"), "yaml-not-a-map"),
    "labels are a folder": (folder_at("data/labels.yml"), "file-unreadable"),
    "labels are a link": (link_at("data/labels.yml"), "file-symlink"),
    "a locale is none": (
        replaced("data/labels.yml", handbook_of.LABELS.replace("zh_CN", "xx_YY")),
        "label-locale",
    ),
    "no vocabulary": (lambda root: (root / "data/vocabulary.yml").unlink(), "vocabulary-missing"),
    "the vocabulary is no YAML": (replaced("data/vocabulary.yml", "a: 'b\n"), "yaml-quote"),
    "the vocabulary is a folder": (folder_at("data/vocabulary.yml"), "file-unreadable"),
    "a record is a folder": (folder_at(PRACTICE), "file-unreadable"),
    "a record is a link": (link_at(PRACTICE), "file-symlink"),
    "a folder of records is a file": (
        lambda root: (
            shutil.rmtree(root / "data/practices"),
            (root / "data/practices").write_text("x"),
        ),
        "file-stray",
    ),
    "a folder of records is a link": (link_at("data/practices"), "file-symlink"),
    "a page is a link": (link_at("docs/about.zh.md"), "file-symlink"),
    "docs is a file": (
        lambda root: (shutil.rmtree(root / "docs"), (root / "docs").write_text("x")),
        "theme-page-missing",
    ),
    "the menu is no YAML": (replaced("mkdocs.yml", "nav: [\n"), "yaml-special-character"),
    "the menu is in GBK": (replaced("mkdocs.yml", "nav: 站点\n".encode("gbk")), "file-not-utf8"),
    "the menu is a folder": (folder_at("mkdocs.yml"), "file-unreadable"),
    "the lock is no YAML": (
        replaced("data/translations.lock.yml", "a: 'b\n"),
        "translations-lock-form",
    ),
    "the lock is in GBK": (
        replaced("data/translations.lock.yml", "锁: a\n".encode("gbk")),
        "translations-lock-form",
    ),
    "the lock is a folder": (folder_at("data/translations.lock.yml"), "translations-lock-form"),
    "folders without end": (
        lambda root: folders_in_folders(root / "docs", 1100),
        "page-stray",
    ),
    "a template of the handbook's own is wrong": (
        replaced("custom/pages/glossary.md.jinja", "{% for %}\n"),
        "template-error",
    ),
}


def refusing(usual: Callable[[Path], object], place: Path) -> Callable[[Path], object]:
    """Return a method of paths that raises for one of them what the system raises."""

    def refused(path: Path) -> object:
        if path.resolve() == place:
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path)

    return refused


@pytest.fixture
def check(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Return what runs the check in the small good handbook in some form."""
    monkeypatch.chdir(root)
    yield lambda form: CliRunner().invoke(main, ["check", "--format", form, "--lang", "en"])
    deep, below = root / "docs/a", root / "below"
    while (deep / "a").is_dir():  # what pytest itself cannot remove
        (deep / "a").rename(below)
        deep.rmdir()
        below.rename(deep)


def codes(result: Result, form: str) -> list[str]:
    """Return the codes that a check told in its form, with places and remedies; nothing else may be printed."""
    assert 1 == result.exit_code, (result.output, result.exception)
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    if form == "json":
        found = [(each["code"], each["message"]) for each in json.loads(result.stdout)]
    else:
        pattern = {
            "github": r"::(?:error|warning) file=[^,]+,line=\d+,col=\d+,title=([a-z0-9-]+)::(.+)",
            "text": r"[^:]+:\d+:\d+: (?:)(?=.*\[(?:error|warning) ([a-z0-9-]+)\]$)(.+)",
        }[form]
        # an example may stand in lines of its own
        told = re.split(r"\n(?=[^\s:]+:\d+:\d+: |::|\Z)", result.stdout)
        matches = [re.fullmatch(pattern, each, re.DOTALL) for each in filter(None, told)]
        assert all(matches), result.stdout
        found = [match.groups() for match in matches if match]
    for code, said in found:
        for literal, *_ in Formatter().parse(MESSAGES[code].remedy["en"]):
            assert literal in said.replace("%0A", "\n").replace("%25", "%")
        if code not in {"template-error", "internal-error"}:  # which are the maintainers'
            assert not re.search(r"\[Errno|Error\b|Exception|<.*object|yaml\.|jinja2", said), said
    return [code for code, _ in found]


@pytest.mark.parametrize("form", ["text", "github", "json"])
@pytest.mark.parametrize("failure", FAILURES)
def test_failure_is_told_in_the_form_asked_for(
    check: Callable[..., Result], root: Path, failure: str, form: str
) -> None:
    """Files that are missing, broken or something else than they should be."""
    harm, code = FAILURES[failure]
    harm(root)
    assert code in codes(check(form), form)


@pytest.mark.parametrize("form", ["text", "github", "json"])
@pytest.mark.parametrize("path", ["data/labels.yml", PRACTICE, "mkdocs.yml", "docs", "data"])
def test_refused_access_is_told(
    check: Callable[..., Result],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    form: str,
) -> None:
    """The system's words are not shown, but what they mean is; root itself is refused nothing."""
    handbook_of.write(root, {"mkdocs.yml": handbook_of.CONFIG})
    for name in ("read_bytes", "iterdir"):
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name), root / path))
    result = check(form)
    assert {"file-unreadable", "file-access"} & set(codes(result, form))
    assert "no permission" in result.stdout


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_rule_that_fails_is_told(
    check: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A fault of the program stands at its line, and all other rules are applied."""

    def fails(_: object) -> None:
        raise ValueError("one\ntwo")

    monkeypatch.setattr(anchors, "check", fails)
    result = check(form)
    assert 1 == result.exit_code
    assert "rule-crashed" in result.stdout
    if form == "json":
        assert ["rule-crashed"] == [each["code"] for each in json.loads(result.stdout)]
    else:
        assert 1 == len(result.stdout.splitlines()) or form == "text"


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_any_fault_is_told(
    check: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """What nobody thought of comes with its traceback, which is for the maintainers, on standard error."""

    def fails(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("handbook.cli.check.check_handbook", fails)
    result = check(form)
    assert 1 == result.exit_code
    assert "Traceback" in result.stderr
    assert "internal-error" in result.stdout
    if form == "json":
        assert ["internal-error"] == [each["code"] for each in json.loads(result.stdout)]


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_check_needs_no_git(
    check: Callable[..., Result], root: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Without git on the path, and outside a repository."""
    monkeypatch.setenv("PATH", str(root))
    assert 0 == check(form).exit_code


def test_output_that_knows_no_chinese_gets_escapes(root: Path) -> None:
    """Where a terminal's encoding lacks a character, its code stands for it."""
    file = root / PRACTICE
    file.write_text(file.read_text(encoding="utf-8").replace("summary:", "sumary:"), "utf-8")
    here = Path.cwd()
    try:
        os.chdir(root)
        result = CliRunner(charset="latin-1").invoke(main, ["check", "--lang", "zh"])
    finally:
        os.chdir(here)
    assert isinstance(result.exception, SystemExit)
    assert "\\u6ca1\\u6709" in result.stdout
