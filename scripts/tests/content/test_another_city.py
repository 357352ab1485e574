"""The engine as a package, for another city: what is in the wheel, and that nothing there or in a new handbook is of this one."""

from __future__ import annotations

import gzip
import re
import subprocess
import zipfile
from pathlib import Path

import ahocorasick
import pytest
from click.testing import CliRunner

from handbook import starter
from handbook.checks import check_handbook
from handbook.cli import main
from handbook.model.dataset import Dataset
from handbook.model.records import Correction, Figure, Term
from tests.content.test_configuration import OURS
from tests.helpers import ROOT
from tests.helpers.repository import git
from tests.helpers.shared import made_once

TITLES = ("--title", "河畔手册", "--title", "Riverside handbook")


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new handbook with a wheel of this engine."""

    def begin(folder: Path) -> None:
        done = CliRunner().invoke(main, ["init", str(folder / "city"), *TITLES])
        assert 0 == done.exit_code, done.output

    return made_once(tmp_path_factory, "another-city", begin) / "city"


@pytest.fixture(scope="session")
def wheel(city: Path) -> dict[str, bytes]:
    """Return the files of its wheel."""
    [file] = (city / "engine").iterdir()
    assert f"./engine/{file.name}\n" == (city / "requirements.txt").read_text("utf-8")
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_wheel_holds_the_engine_and_what_every_handbook_has(wheel: dict[str, bytes]) -> None:
    """Every committed file of the engine, byte for byte, the shared files and Python's locks; no other."""
    names = git(ROOT, "ls-files", "-z", "-co", "--exclude-standard", "scripts/handbook")
    engine = {name.removeprefix("scripts/"): name for name in names.rstrip("\0").split("\0")}
    shared = {*starter.shared_files(), "requirements.lock", "requirements-dev.lock"}
    engine |= {f"handbook/starter/shared/{name}": name for name in shared}
    own = {name for name in wheel if not name.startswith("bilingual_handbook-")}
    assert {name for name, path in engine.items() if (ROOT / path).is_file()} == own
    assert [] == [name for name in own if wheel[name] != (ROOT / engine[name]).read_bytes()]


def test_new_handbook_passes_the_check(city: Path) -> None:
    """With nothing found, as it is written."""
    assert [] == [each.text("en") for each in check_handbook(city)[1]]


def test_no_trace_of_this_handbook(city: Path, wheel: dict[str, bytes], real: Dataset) -> None:
    """No id of a record of two words or more, no title and no name of the place stands in the wheel or a new handbook."""
    words = {record.id for record in real.records.values() if "-" in record.id}
    for record in real.records.values():
        if not isinstance(record, Correction | Figure | Term):  # words that anybody may use
            words |= {*record.title.root.values()}
    ours = ahocorasick.Automaton()
    for word in {*OURS.pattern.split("|"), *words}:
        if not word.isdigit():  # telephone numbers, which others have too
            ours.add_word(word.lower(), word)
    ours.make_automaton()
    begun = {path.relative_to(city).as_posix(): path for path in city.rglob("*") if path.is_file()}
    contents = {name: path.read_bytes() for name, path in begun.items() if path.suffix != ".whl"}
    for name, content in {**contents, **wheel}.items():
        text = f"{name}\n{'' if name.endswith('.ttf') else content.decode('utf-8')}"
        assert [] == [word for _, word in ours.iter(text.lower())], name


@pytest.mark.nightly
def test_another_city_is_built_from_the_wheel(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a fresh environment: `make site` and `make test` leave every output; upgrading to the same changes nothing; without the examples it builds too."""
    root = tmp_path / "city"
    subprocess.run(["cp", "-R", str(city), str(root)], check=True)
    monkeypatch.setenv("HANDBOOK_SITE_URL", "https://riverside.example/")
    monkeypatch.setenv("HANDBOOK_REPO_URL", "https://github.com/example/riverside")

    def make(target: str) -> str:
        done = subprocess.run(
            ["make", target], cwd=root, capture_output=True, text=True, check=False
        )
        assert 0 == done.returncode, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout + done.stderr

    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    make("site")
    assert "" == git(root, "status", "--porcelain")
    found = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*")}
    assert {
        "index.html",
        "en/topics/example-theme/example-practice/index.html",
        "pdf/handbook.zh.pdf",
        "pdf/example-practice.sheet.en.pdf",
        "data/figures.csv",
        "api/v1/practices/example-practice.json",
        "search/names.zh.json.gz",
        "pagefind/pagefind-entry.json",
        "feed.en.xml",
        "admin/config.json",
        "licences/noto-sc.txt",
    } <= found
    book = subprocess.run(
        ["pdftotext", str(root / "site/pdf/handbook.en.pdf"), "-"], capture_output=True, text=True
    ).stdout
    assert "Riverside handbook" in book
    assert "a weekly open day" in book
    assert "CC BY" not in book
    names = gzip.decompress((root / "site/search/names.zh.json.gz").read_bytes()).decode()
    assert "示例做法：每周开放日" in names
    assert "1200" in (root / "site/data/figures.csv").read_text("utf-8-sig")
    assert "files of site are those built here" in make("test")
    assert "up to date" in make("upgrade")
    for path in [*root.glob("data/*/example-*"), *root.glob("docs/topics/*")]:
        path.unlink()
    config = (root / "mkdocs.yml").read_text("utf-8")
    left = re.sub(r"(?m)^.*(topics/example-theme\.md|topics:)\n", "", config)
    (root / "mkdocs.yml").write_text(left, "utf-8")
    make("site")
    assert not (root / "site/topics").exists()
