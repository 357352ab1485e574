"""A year of a handbook, on a git repository: a new source, and all that it brings, from the first file to the feeds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handbook.build import build_all
from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic
from handbook.load import load
from handbook.load.files import write_files
from handbook.opendata.feeds import build_feeds
from handbook.pages.render import render
from tests.helpers import ROOT, a_year
from tests.helpers.built_site import faults_of
from tests.helpers.commands import run
from tests.helpers.previews import Preview
from tests.helpers.repository import committed, git

TITLES = ("--title", "年鉴版", "--title", "Yearbook edition")
#: The languages of the brief, with the numbers of the year as each tells them.
NUMBERS = {
    "zh": "<del>1728起〔报告 3〕</del> → <ins>2024年1490起（暂定）〔年鉴 第8页〕</ins>",
    "en": "<del>1,728 incidents\\[Report ¶3\\]</del> → <ins>1,490 incidents (provisional)\\[Yearbook p. 8\\] (2024)</ins>",
}


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an editor's clone of the handbook as it is before the year, on a branch."""
    origin = a_year.before(tmp_path / "origin")
    monkeypatch.chdir(origin)
    assert 0 == run("translations", "record").exit_code
    committed(origin)
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "clone"))
    git(tmp_path / "clone", "switch", "-qc", "yearbook")
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


def found(root: Path) -> list[Diagnostic]:
    """Return what the check says but that translations are new."""
    return [each for each in check_handbook(root)[1] if each.code != "translation-unrecorded"]


def test_a_year_from_the_new_source_to_the_feeds(handbook: Path) -> None:
    """After each edit the check tells what is left to do, then nothing; after each step readers' pages and the reviewer's brief tell it."""
    assert 0 == run("new", "source", "river-yearbook").exit_code
    assert 1 == run("check", a_year.YEARBOOK).exit_code
    for step in a_year.STEPS:
        for edits, codes in step.rounds:
            a_year.do(handbook, edits)
            told = found(handbook)
            assert codes == {each.code for each in told}, [each.text("en") for each in told]
        assert 0 == run("translations", "record").exit_code
        assert (0, "") == ((done := run("check")).exit_code, done.stdout)
        pages = render(load(handbook)[0]).pages["en"]
        for path, words in step.shown:
            assert words in re.sub("<[^>]+>", "", pages[path].html), (step.name, path)
        brief = run("diff", "HEAD").stdout
        untold = [each for passages in step.told.values() for each in passages if each not in brief]
        assert [] == untold, (step.name, brief)
        git(handbook, "add", "-A")
        git(handbook, "commit", "-qm", step.name)
    added = git(handbook, "diff", "main", "--", "data", "docs")
    # ten statements in each language; after that who rows the ferry, and what the figure counts
    new = [line for line in added.splitlines() if line.startswith("+")]
    assert 2 * (10 + 2) == sum(line.count("[[river-yearbook#") for line in new)

    # the whole branch, as its reviewer reads it
    git(handbook, "push", "-q", "origin", "yearbook")
    brief = run("diff", "main").stdout
    assert [] == [each for each in NUMBERS.values() if each not in brief], brief

    # published: the edition, the change log, the feeds
    assert 0 == run("edition", "main", "--date", "2026-03-01", *TITLES).exit_code
    assert [] == found(handbook)
    dataset, site = load(handbook)[0], handbook.parent / "site"
    site.mkdir()
    write_files(site, build_feeds(dataset))
    for lang, title in (("zh", "夜船"), ("en", "Night boats")):
        assert title in render(dataset).pages[lang]["changes"].html
        assert title in (site / f"feed.{lang}.xml").read_text("utf-8")


def test_source_that_is_no_longer_alone_changes_every_mark(handbook: Path) -> None:
    """The brief names all pages that cite the first one, whose citations read otherwise from now on."""
    for edits, _ in a_year.STEPS[0].rounds:
        a_year.do(handbook, edits)
    brief = run("diff", "main", "--only", "en").stdout
    assert "Every citation is marked otherwise: " in brief
    assert "`/places/`" in brief
    assert "`/safety/river-safety/joint-patrols/`" in brief


def test_brief_tells_what_is_new_once(handbook: Path) -> None:
    """The texts of a new record stand there with their marks, and not again without; cells with nothing are left out."""
    for step in a_year.STEPS[:2]:
        for edits, _ in step.rounds:
            a_year.do(handbook, edits)
    brief = run("diff", "main", "--only", "en").stdout
    assert 1 == brief.count("Each night a boat is on the river")
    assert ": –" not in brief


def test_difference_is_asked_about(handbook: Path) -> None:
    """Also where it is taken away, so that nobody chooses between sources in silence."""
    a_year.after(handbook)
    git(handbook, "add", "-A")
    git(handbook, "commit", "-qm", "the year")
    told = run("diff", "main", "--only", "en").stdout
    assert "Where sources differ was told or changed." in told
    practice = handbook / a_year.PATROLS
    text = practice.read_text("utf-8")
    practice.write_text(re.sub(r"(?s)differences:.*?(?=\ngaps:)", "", text), "utf-8")
    assert "facts or translations were deleted." in run("diff", "HEAD", "--only", "en").stdout


@pytest.mark.nightly
def test_a_year_is_previewed_and_built(handbook: Path) -> None:
    """A save of each step reaches the preview; the site, the PDFs and the data are those of the year."""
    (handbook / "node_modules").symlink_to(ROOT / "node_modules")
    preview = Preview(handbook, handbook.parent / "said.txt")
    try:
        preview.until(preview.rounds)
        for step in a_year.STEPS:
            with preview.round():
                for edits, _ in step.rounds:
                    a_year.do(handbook, edits)
            for path, words in step.shown:
                page = handbook / f".cache/preview/en/{path}/index.html"
                assert words in re.sub("<[^>]+>", "", page.read_text("utf-8")), path
    finally:
        preview.stop()
    run("translations", "record")
    assert 0 == run("edition", "main", "--date", "2026-03-01", *TITLES).exit_code
    git(handbook, "add", "-A")
    git(handbook, "commit", "-qm", "the year")
    dataset, site = load(handbook)[0], handbook / "site"
    build_all(dataset, site, lambda step: None)
    assert [] == [each.text("en") for each in faults_of(site, dataset.languages)]
    assert {"handbook.zh.pdf", "handbook.en.pdf", "night-boats.en.pdf"} <= {
        each.name for each in (site / "pdf").iterdir()
    }
    figures = json.loads((site / "api/v1/figures.json").read_text("utf-8"))
    assert "1490" in json.dumps(figures)
