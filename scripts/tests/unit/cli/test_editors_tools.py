"""What editors and maintainers work with: schemas, messages, workflows, and what a change touches."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from handbook.cli import main
from handbook.cli.message_reference import build_message_reference
from handbook.cli.workflow import expected_content, failures
from handbook.diagnostics import MESSAGES, HandbookError, Severity
from handbook.load import load
from handbook.model.kinds import KINDS
from handbook.opendata.json_schema import build_schemas
from handbook.review.scope import changed_files, part_of
from handbook.site.form_editor import FONTS, build_config, build_page, write_admin, write_files
from tests.helpers import ROOT
from tests.helpers.repository import git

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_the_schemas_are_current() -> None:
    """data/schema/ holds what the models say now; `handbook schema` writes it."""
    made = build_schemas(load(ROOT)[0].labels)
    assert set(made) == {path.name for path in (ROOT / "data" / "schema").iterdir()}
    for name, text in made.items():
        assert text == (ROOT / "data" / "schema" / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("folder", KINDS)
def test_the_schemas_accept_the_records_and_nothing_else(folder: str) -> None:
    """Every real record of a kind fits its schema as an editor's tool reads it, and one with a misspelt field does not."""
    schema = json.loads((ROOT / "data" / "schema" / f"{KINDS[folder].name}.json").read_text(encoding="utf-8"))
    text = json.dumps(schema).replace("(?<", "(?P<")  # JavaScript's named groups, as Python writes them
    validator = jsonschema.Draft7Validator(json.loads(text))
    for path in (ROOT / "data" / folder).glob("*.yml"):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [] == [error.message for error in validator.iter_errors(record)], path.name
        assert list(validator.iter_errors({**record, "sumary": "x"}))


def test_the_schemas_speak_both_languages() -> None:
    """Every field of every kind is described in Chinese and in English."""
    for name, text in build_schemas(load(ROOT)[0].labels).items():
        for field, said in json.loads(text)["properties"].items():
            assert re.search(r"[一-鿿].*\n\n.*[a-z]", said["description"], re.DOTALL), f"{name}: {field}"


def test_the_editor_finds_each_schema() -> None:
    """VS Code is told which schema belongs to which folder, for all kinds."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert {f"./data/schema/{kind.name}.json": f"data/{folder}/*.yml" for folder, kind in KINDS.items()} == settings["yaml.schemas"]


def test_every_message_is_documented_with_its_remedy() -> None:
    """MESSAGES.md lists every message that the check can give; `handbook messages` writes it."""
    text = (ROOT / "MESSAGES.md").read_text(encoding="utf-8")
    assert text == build_message_reference()
    listed = set(re.findall(r"^## `([a-z0-9-]+)`", text, re.MULTILINE))
    assert {code for code, entry in MESSAGES.items() if entry.severity is not Severity.NOTE} == listed


# --- the form editor ---


def test_every_field_has_its_form() -> None:
    """Each kind has a collection, and each field of its model a field in it, in the order in which records are written."""
    dataset, _ = load(ROOT)
    config = build_config(dataset, {"name": "test-repo"})
    assert list(KINDS) == [collection["name"] for collection in config["collections"]]
    for collection, kind in zip(config["collections"], KINDS.values(), strict=True):
        assert set(kind.record.model_fields) == {field["name"] for field in collection["fields"]}


def test_the_page_reaches_this_site_and_the_repositorys_host_alone() -> None:
    """The content security policy names no other host, and allows no script but the site's own."""
    page = build_page(load(ROOT)[0], ("https://api.host.example", "https://pictures.host.example"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert {"https://api.host.example", "https://pictures.host.example"} == set(re.findall(r"https?://[^\s;]+", policy[1]))
    assert "default-src &#x27;none&#x27;; script-src &#x27;self&#x27;;" in policy[1]


def test_without_a_repository_there_is_no_form_editor(tmp_path: Path) -> None:
    """A form without a place to save would mislead: nothing is written."""
    write_admin(load(ROOT)[0], tmp_path, "")
    assert [] == list(tmp_path.iterdir())


def test_the_bundle_has_its_fonts_beside_it(tmp_path: Path) -> None:
    """The fonts' addresses are rewritten to files that are there; no public host of fonts is left."""
    write_files(load(ROOT)[0], tmp_path, {"name": "test-repo"})
    code = (tmp_path / "sveltia-cms.js").read_text(encoding="utf-8")
    assert "/fontsource/fonts/" not in re.sub(r"/\*.*?\*/", "", code)
    for file in FONTS.values():
        assert f"fonts/{Path(file).name}" in code
        assert (tmp_path / "fonts" / Path(file).name).read_bytes().startswith(b"wOF2")


def test_a_bundle_of_another_shape_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer bundle that asks for other fonts is noticed when it is built, not by an editor."""
    monkeypatch.setattr("handbook.site.form_editor.FONTS", {**FONTS, r"another@[^/]+\.woff2": next(iter(FONTS.values()))})
    with pytest.raises(HandbookError, match="another"):
        write_files(load(ROOT)[0], tmp_path, {"name": "test-repo"})


# --- workflows ---


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_least(path: Path) -> None:
    """Each action is pinned by commit with its version beside it; no right is given to a whole workflow, and none of the risky triggers is used."""
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in used), used
    workflow = yaml.load(text, yaml.BaseLoader)
    assert {} == workflow["permissions"]
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])
    if "pull_request" in workflow["on"]:
        assert all(set(job["permissions"].values()) == {"read"} for job in workflow["jobs"].values())


def test_the_workflows_run_targets_that_are_there() -> None:
    """Each command of the workflows is a make target that exists, so that it runs the same on a laptop."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in WORKFLOWS:
        called = re.findall(r"^ *(?:run: )?make (?:-s )?([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert called
        assert set(called) <= targets


# --- what a change touches, and the web ---


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("data/practices/five-joint.yml", "content"), ("docs/index.zh.md", "content"), ("data/translations.lock.yml", "content"),
        ("data/labels.yml", "system"), ("data/vocabulary.yml", "system"), ("data/schema/term.json", "system"), ("scripts/handbook/load.py", "system"), ("package-lock.json", "system"),
        (".ci/run", "system"), (".htmlvalidate.json", "system"), (".github/workflows/check.yml", "system"),
        ("fonts/NotoSerifSC-Regular.ttf", "fonts"), ("fonts/x.py", "system"), ("scripts/tools/fonts.py", "system"),
        ("README.md", ""), ("LICENSE-CONTENT", ""), (".github/ISSUE_TEMPLATE/1-error.yml", ""),
    ],
)  # fmt: skip
def test_every_file_belongs_to_one_part(path: str, part: str) -> None:
    """Facts and prose are content, code and configuration the system, papers neither."""
    assert part == part_of(path)


def test_what_a_change_touches_comes_from_git(tmp_path: Path) -> None:
    """Files that differ from a revision are told by part."""
    for command in (
        ["init", "-q", "-b", "main"],
        ["-c", "user.name=E", "-c", "user.email=e@x.example", "commit", "-q", "--allow-empty", "-m", "first"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    for name in ("data/places/a.yml", "scripts/x.py", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True)
    assert {"content": ["data/places/a.yml"], "system": ["scripts/x.py"], "fonts": []} == changed_files(tmp_path, "HEAD")


def test_a_change_to_both_parts_is_told_to_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert "content=true\nsystem=true\nfonts=false\n" == (tmp_path / "output").read_text(encoding="utf-8")
    git(tmp_path, "rm", "-qf", "scripts/x.py")
    one = CliRunner().invoke(main, ["scope", "HEAD", "--lang", "en"])
    assert (0, "The change touches only content.\n") == (one.exit_code, one.output)


def test_a_text_may_bring_the_fonts_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert "content=true\nsystem=false\nfonts=true\n" == (tmp_path / "output").read_text(encoding="utf-8")


def test_a_files_name_is_no_command_to_the_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        told = CliRunner().invoke(main, ["scope", "HEAD"]).output
        assert 1 == told.count("\n")
        assert shown in told


@pytest.mark.parametrize(
    ("make", "issue", "actions"),
    [
        ("echo '# Summary'; exit 2", "", ["issue create --title T --body-file links.md"]),
        ("echo '# Summary'; exit 2", "7", ["issue edit 7 --body-file links.md"]),
        ("echo '# Summary'", "7", ["issue close 7 --comment # Summary"]),
        ("echo '# Summary'", "", []),
        ("echo no such package; exit 2", "7", None),
    ],
)
def test_issue_of_dead_links_follows_the_report(tmp_path: Path, make: str, issue: str, actions: list[str] | None) -> None:
    """One issue is opened, edited and closed as the links go; a run that could not ask them fails and touches no issue."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "links.yml").read_text(encoding="utf-8"))
    ask, tell = (step["run"] for step in workflow["jobs"]["links"]["steps"] if step.get("name") in {"Ask", "Tell"})
    gh = f'case "$2" in list) echo "{issue}";; *) echo "$@" >> gh.log;; esac'
    for name, script in (("make", make), ("gh", gh)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "output").touch()
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_OUTPUT": str(tmp_path / "output"), "TITLE": "T"}
    asked = subprocess.run(["bash", "-e", "-c", ask], cwd=tmp_path, env=environ, check=False)
    if actions is None:
        assert asked.returncode
        assert not (tmp_path / "output").read_text()
        return
    assert 0 == asked.returncode
    environ["DEAD"] = (tmp_path / "output").read_text().strip().removeprefix("dead=")
    subprocess.run(["bash", "-e", "-c", tell], cwd=tmp_path, env=environ, check=True)
    assert actions == ((tmp_path / "gh.log").read_text().splitlines() if (tmp_path / "gh.log").exists() else [])


def test_every_list_feed_and_book_of_the_published_site_is_asked_for(root: Path) -> None:
    """A page that is missing, or that is another's, is reported; a whole site is not."""
    expected = expected_content(load(root)[0])
    assert {"", "en/", "practices/", "en/figures/", "feed.en.xml", "pdf/handbook.zh.pdf", "sitemap.xml"} <= set(expected)
    site = {f"https://x.example/{path}": (200, content) for path, content in expected.items()}
    assert [] == failures("https://x.example/", expected, site.__getitem__)
    site["https://x.example/en/"] = (200, b"a parking page")
    site["https://x.example/sitemap.xml"] = (404, b"")
    assert {'en/: lang="en" is missing', "sitemap.xml: 404"} == set(failures("https://x.example", expected, site.__getitem__))
