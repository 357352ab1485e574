"""`handbook init` writes a new handbook; `handbook upgrade` writes anew what it has from the engine."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from handbook import starter
from handbook.book import chapters
from handbook.checks import check_handbook
from handbook.cli import init as module
from handbook.cli import main
from handbook.load import load
from handbook.load.yaml_style import in_style
from handbook.model.kinds import KINDS
from handbook.pages.render import render
from tests.helpers import ROOT
from tests.helpers.open_data import open_data
from tests.helpers.terminal import in_terminal

TITLES = {"zh": "河畔手册", "en": "Riverside handbook"}
#: A line of requirements.txt: with one, no wheel is built.
ENGINE = "bilingual-handbook==0.1.0"


def run(*arguments: str | Path) -> Result:
    """Run the command in English."""
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])


def begin(folder: Path, languages: str = "zh,en", *more: str) -> Result:
    """Run `handbook init` with a title for each language."""
    titles = [word for lang in languages.split(",") for word in ("--title", TITLES[lang])]
    return run("init", folder, "--languages", languages, *titles, "--engine", ENGINE, *more)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new handbook, which no test changes."""
    folder = tmp_path_factory.mktemp("begun") / "city"
    assert 0 == begin(folder).exit_code
    return folder


@pytest.fixture
def city(begun: Path, tmp_path: Path) -> Path:
    """Return a new handbook of a test's own."""
    return Path(shutil.copytree(begun, tmp_path / "city"))


def contents(root: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("languages", ["zh,en", "en,zh", "zh", "en"])
def test_new_handbook_passes_the_check(tmp_path: Path, languages: str) -> None:
    """In any languages and order: no finding at all, in the one style, with an example of each kind that says what it is, and nothing of another language."""
    folder = tmp_path / "second-city"
    done = begin(folder, languages)
    assert 0 == done.exit_code, done.output
    dataset, findings = check_handbook(folder)
    assert [] == [each.text("en") for each in findings]
    leading, *_ = chosen = languages.split(",")
    assert chosen == [*dataset.languages]
    assert "second-city" == dataset.labels.site.id
    assert [TITLES[lang] for lang in chosen] == [
        dataset.labels.word("site_name", lang) for lang in chosen
    ]
    assert {*KINDS} == {record.folder for record in dataset.records.values()}
    for record in dataset.records.values():
        assert record.id == f"example-{type(record).__name__.lower()}"
        for lang in chosen:
            assert re.search("示例|[Ee]xample", record.title.resolve(lang)[0])
            assert record.title.resolve(lang)[1] == lang
        file = folder / dataset.files[record.id]
        assert file.read_text("utf-8") == in_style(record, dataset.languages)
    pages = {path.name.split(".")[1] for path in (folder / "docs").rglob("*.md")}
    assert {*chosen} == pages
    assert f"# {TITLES[leading]}\n" == (folder / "README.md").open(encoding="utf-8").readline()
    assert ENGINE + "\n" == (folder / "requirements.txt").read_text("utf-8")


def test_what_every_handbook_has_is_as_here(begun: Path) -> None:
    """Byte for byte, but for pictures of this one's content; programs can be run; Python's locks stay with the engine."""
    shared = starter.shared_files()
    assert {"Makefile", "handbook", "package-lock.json", "deploy/nginx.conf"} <= shared.keys()
    for name, content in shared.items():
        assert content == (begun / name).read_bytes(), name
        ours = (ROOT / name).read_bytes()
        if name.endswith(".md"):
            ours = re.sub(rb"(?m)^!\[.*\n\n?", b"", ours)
        assert content == ours, name
    assert [] == [name for name in contents(begun) if re.fullmatch(r"requirements.*\.lock", name)]
    assert all((begun / name).stat().st_mode & 0o100 for name in ("handbook", "deploy/serve.sh"))


def test_examples_go_as_the_readme_says(city: Path) -> None:
    """Once the files and lines that it names are deleted, nothing is found, and no output has a list of nothing."""
    readme = (city / "README.md").read_text("utf-8")
    for words in ("`example-`", "`docs/topics/example-theme.*.md`", "`topics/example-theme.md`"):
        assert 2 == readme.count(words)
    for path in [*city.glob("data/*/example-*"), *city.glob("docs/topics/example-theme.*.md")]:
        path.unlink()
    config = (city / "mkdocs.yml").read_text("utf-8")
    left = re.sub(r"(?m)^.*(topics/example-theme\.md|topics:)\n", "", config)
    assert 2 == config.count("\n") - left.count("\n")
    (city / "mkdocs.yml").write_text(left, "utf-8")
    dataset, findings = check_handbook(city)
    assert ([], {}) == ([each.text("en") for each in findings], {**dataset.records})
    # nor is anything printed that would be empty
    assert ["about/index", "index"] == [chapter.path for chapter in chapters.handbook(dataset)]
    pages = render(dataset).pages["en"]
    assert [] == [
        path
        for path, page in pages.items()
        if path not in {"api", "data"} and "<td" in page.html and not path.startswith("about/")
    ]
    assert "All reported by" not in pages["figures"].html


@pytest.mark.parametrize("there", ["file", "hidden", "link", "nothing inside"])
def test_folder_that_holds_something_is_left_as_it_is(tmp_path: Path, there: str) -> None:
    """Also a hidden file; an empty folder is taken, and nothing is left beside it."""
    folder = tmp_path / "city"
    if there == "file":
        folder.write_text("mine")
    elif there == "link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.mkdir()
        if there == "hidden":
            (folder / ".mine").touch()
    before = contents(tmp_path)
    done = begin(folder)
    if there == "nothing inside":
        assert (0, [folder]) == (done.exit_code, [*tmp_path.iterdir()])
        return
    assert (1, before) == (done.exit_code, contents(tmp_path))
    assert "already holds something" in done.output


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--languages", "zh,xx", "--title", "A", "--title", "B"), 2, "'xx'"),
        (("--languages", ",", "--title", "A"), 2, "','"),
        (("--title", "A"), 2, "zh, en"),
        (("--title", "A", "--title", " "), 2, "zh, en"),
        (("--title", "<b>A</b>", "--title", "A"), 1, "<b>"),
        (("--title", "A", "--title", "B", "--engine", "gone.whl"), 1, "no file gone.whl"),
    ],
)
def test_what_cannot_be_begun_leaves_nothing(
    tmp_path: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    """Unknown languages, titles that are missing or that the check refuses, and an engine that is not there are told."""
    engine = () if "--engine" in options else ("--engine", ENGINE)
    done = run("init", tmp_path / "city", *options, *engine)
    assert code == done.exit_code, done.output
    assert told in done.output
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_titles_are_asked_for_in_a_terminal(tmp_path: Path, lang: str) -> None:
    """In each language of the handbook; Ctrl-C there leaves nothing."""
    asked = [("简体中文", f"{TITLES['zh']}\n"), ("English", f"{TITLES['en']}\n")]
    command = ("init", "city", "--engine", ENGINE)
    assert 130 == in_terminal(tmp_path, lang, *command, answers=[asked[0], ("English", "\x03")])[0]
    assert [] == [*tmp_path.iterdir()]
    code, shown = in_terminal(tmp_path, lang, *command, answers=asked)
    assert 0 == code, shown
    assert TITLES == load(tmp_path / "city")[0].labels.words["site_name"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            {"url": "https://host.example/e", "vcs_info": {"vcs": "git", "commit_id": "1f0c"}},
            "bilingual-handbook @ git+https://host.example/e@1f0c",
        ),
        (
            {"url": "https://host.example/e.whl", "archive_info": {}},
            "bilingual-handbook @ https://host.example/e.whl",
        ),
        (None, "bilingual-handbook==0.1.0"),
        ({"url": "file://{folder}/e%20f.whl", "archive_info": {}}, "./engine/e f.whl"),
    ],
)
def test_engine_is_the_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: dict[str, str] | None, line: str
) -> None:
    """Installed as a package, it is named as pip got it; a wheel goes along."""
    (tmp_path / "e f.whl").write_text("wheel")
    told = json.dumps(source).replace("{folder}", str(tmp_path)) if source else None
    package = SimpleNamespace(read_text=lambda name: told, version="0.1.0")
    monkeypatch.setattr(module, "distribution", lambda name: package)
    monkeypatch.setattr(starter, "repository", lambda: None)
    (tmp_path / "new").mkdir()
    assert line == module._engine("", tmp_path / "new", "en")
    assert (tmp_path / "new/engine/e f.whl").is_file() == line.startswith("./")


def test_upgrade_writes_what_is_the_engines(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What differs is written and listed, the handbook's own is left, and a second time nothing differs."""
    (city / "Makefile").write_text("mine")
    (city / "deploy/nginx.conf").unlink()
    (city / "README.md").write_text("mine")
    monkeypatch.chdir(city)
    before = contents(city)
    done = run("upgrade")
    assert (0, "Makefile\ndeploy/nginx.conf\n") == (done.exit_code, done.stdout)
    after = contents(city)
    assert {"Makefile", "deploy/nginx.conf"} == {
        name for name in after if before.get(name) != after[name]
    }
    assert "up to date" in run("upgrade").stderr


def test_upgrade_is_for_handbooks_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder without one nor the engine's own repository gets files."""
    monkeypatch.chdir(tmp_path)
    assert (1, []) == (run("upgrade").exit_code, [*tmp_path.iterdir()])
    monkeypatch.chdir(ROOT)
    assert "engine's own repository" in run("upgrade").stderr


def test_handbook_may_have_no_licence(begun: Path) -> None:
    """Until its editors choose one, nothing speaks of one."""
    dataset = load(begun)[0]
    files = open_data(dataset)
    assert "licenses" not in json.loads(files["data/datapackage.json"])
    assert "licence" not in json.loads(files["api/v1/index.json"])
    assert all("CC BY" not in page["data"].html for page in render(dataset).pages.values())
