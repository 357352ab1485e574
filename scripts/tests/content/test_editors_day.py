"""An editor's day, from the clone to the feed, on real git repositories and the handbook's real content."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from handbook.checks import check_handbook
from handbook.cli import main
from handbook.load.files import write_files
from handbook.opendata.feeds import build_feeds
from handbook.pages.render import render
from tests.helpers import ROOT
from tests.helpers.mkdocs_site import build_site
from tests.helpers.repository import committed, edit, git
from tests.helpers.terminal import in_terminal

PRACTICE = "data/practices/lantern-patrols.yml"
FIGURE = "data/figures/lantern-count.yml"

FILLED = """\
id: lantern-patrols
title:
  zh: 提灯巡边
  en: Lantern patrols
summary:
  zh: 为测试而写的一项做法，两侧村民夜间结伴巡查边界。
  en: A practice written for a test, in which villagers of both sides walk the border together at night.
pinyin: Tídēng Xúnbiān
theme: border-co-governance
kind: mechanism
how:
  zh: 巡查由[[lantern-count]]参加。
  en: The patrols are joined by [[lantern-count]].
actors:
  - organisation: guangchen-town
    role: lead
places:
  - guangchen
gaps:
  - zh: 经费的来源
    en: who pays
cite:
  - pinghu-safety-2024#5
"""

COUNT = """\
id: lantern-count
title:
  zh: 参加提灯巡边的队伍
  en: Teams that join the lantern patrols
summary:
  zh: 为测试而写的一个数。
  en: A number written for a test.
measure: count
value: 37
unit:
  zh: 支队伍
  en: teams
reported_by: jiaxing-political-legal-media
cite:
  - pinghu-safety-2024#5
"""

#: Ten slips: what is replaced, by what, and the code of the message that must come.
SLIPS = (
    ("summary:", "sumary:", "field-unknown"),
    ("kind: mechanism", "kind: mechanisms", "value-not-accepted"),
    ("kind: mechanism", "kind：mechanism", "yaml-full-width-colon"),
    ("    role: lead", "\trole: lead", "yaml-tab"),
    ("theme: border-co-governance", "theme: border-governance", "reference-unknown"),
    ("pinghu-safety-2024#5", "pinghu-safety-2024#99", "cite-past-end"),
    ("[[lantern-count]]参加", "37支队伍参加", "number-typed"),
    ("  - zh: 经费", "  - zh: <b>经费</b>", "html"),
    ("id: lantern-patrols", "id: lantern-patrol", "id-not-file-name"),
    ("cite:\n  - pinghu-safety-2024#5\n", "", "field-missing"),
)


#: The practice of the guide's examples, which every new handbook has.
PRACTICE_OF_THE_GUIDE = "data/practices/example-practice.yml"
#: The guide's halves, by their headings, and the language of each.
HALVES = {"zh": "## 中文", "en": "## English"}


def run(*arguments: str) -> Result:
    """Run the command in the current directory, in English."""
    return CliRunner().invoke(main, [*arguments, "--lang", "en"])


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an editor's clone of a repository that holds the real content."""
    origin = tmp_path / "origin"
    for folder in ("data", "docs", "custom", "scripts/handbook/pages/templates"):
        shutil.copytree(ROOT / folder, origin / folder)
    for name in ("mkdocs.yml", "LICENSE", "LICENSE-CONTENT", "handbook", ".gitignore"):
        shutil.copy(ROOT / name, origin)
    git(tmp_path, "init", "-q", "-b", "main", str(origin))
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "the handbook as it is")
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    git(tmp_path / "clone", "switch", "-qc", "lantern-patrols")
    return tmp_path / "clone"


def test_editor_adds_breaks_translates_and_publishes_a_record(clone: Path, tmp_path: Path) -> None:
    """New, filled in, broken in ten ways and mended, described, changed in Chinese alone, caught, translated, accepted, built and read."""
    # a starting file, filled in
    assert 0 == run("new", "practice", "lantern-patrols").exit_code
    assert 1 == run("check", PRACTICE).exit_code
    (clone / PRACTICE).write_text(FILLED, encoding="utf-8")
    (clone / FIGURE).write_text(COUNT, encoding="utf-8")
    assert 0 == run("check").exit_code, run("check").output

    # ten slips, ten messages, each with its place
    for old, new, code in SLIPS:
        edit(clone, PRACTICE, (old, new))
        told = run("check", PRACTICE)
        assert 1 == told.exit_code, code
        assert code in told.stdout, told.stdout
        assert f"{PRACTICE}:" in told.stdout
        (clone / PRACTICE).write_text(FILLED, encoding="utf-8")

    # recorded, committed and described
    assert 0 == run("translations", "record").exit_code
    assert "" == run("check").stdout
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "add the lantern patrols")
    git(clone, "push", "-q", "origin", "lantern-patrols")
    told = run("diff", "main").stdout
    assert "新增 · 做法 · 提灯巡边" in told
    assert "Added · Figures · Teams that join the lantern patrols" in told
    assert "/safety/border-co-governance/lantern-patrols/" in told

    # a figure taken out and a number put in, in Chinese alone: the English lags, which stops nobody
    edit(clone, PRACTICE, ("巡查由[[lantern-count]]参加", "巡查由各队参加"))
    told = run("check", PRACTICE)
    assert 0 == told.exit_code
    assert "how.en: " in told.stdout
    assert "[warning translation-stale]" in told.stdout
    assert "lantern-patrols: " not in run("diff", "HEAD").stdout
    assert "1段译文落后" in run("diff", "HEAD").stdout
    edit(clone, PRACTICE, ("巡查由各队参加", "巡查由[[lantern-count]]参加"))
    edit(clone, PRACTICE, ("夜间结伴巡查边界", "夜间分为5组巡查边界"))
    told = run("check", PRACTICE)
    assert 0 == told.exit_code
    assert "[warning translation-stale]" in told.stdout
    assert "lantern-patrols summary (stale, en)" in run("translations").stdout

    # translated; another sentence was only polished, and its English is confirmed for a reason
    edit(
        clone,
        PRACTICE,
        ("walk the border together at night", "walk the border in five groups at night"),
    )
    edit(clone, PRACTICE, ("经费的来源", "经费来源"))
    assert 2 == run("translations", "accept", "lantern-patrols").exit_code
    assert (
        0 == run("translations", "accept", "lantern-patrols", "--reason", "only polished").exit_code
    )
    assert "" == run("check").stdout
    assert "English; reason: only polished" in run("diff", "HEAD").stdout
    git(clone, "commit", "-qam", "say how many groups there are")

    # an edition, the built pages, the change log and the feed
    assert (
        0
        == run(
            "edition",
            "main",
            "--title",
            "测试版",
            "--title",
            "Test edition",
            "--date",
            "2026-03-01",
        ).exit_code
    )
    dataset, findings = check_handbook(clone)
    assert [] == findings
    site = tmp_path / "site"
    build_site(render(dataset), site)
    write_files(site, build_feeds(dataset))
    page = (site / "en/safety/border-co-governance/lantern-patrols/index.html").read_text(
        encoding="utf-8"
    )
    assert "37 teams" in page
    assert "Test edition" in page
    assert "提灯巡边" in (site / "changes/index.html").read_text(encoding="utf-8")
    assert "提灯巡边" in (site / "feed.zh.xml").read_text(encoding="utf-8")


def answered(example: str) -> str:
    """Return what an editor types, line by line, who is asked for a figure."""
    figure = yaml.safe_load(example)
    title, summary = (
        [each["zh"], each.get("en", "")] for each in (figure["title"], figure["summary"])
    )
    measure = [figure["measure"], str(figure["value"])]
    unit, [gap], [cite] = figure["unit"], figure["gaps"], figure["cite"]
    texts = [title, [cite.split("#")[1]], summary, measure, [unit["zh"], unit.get("en", "")]]
    texts += [[figure["reported_by"]]]
    texts += [["gaps", gap["zh"], gap.get("en", ""), ""], [""]]
    return "".join(f"{line}\n" for lines in texts for line in lines)


@pytest.mark.parametrize("lang", HALVES)
def test_the_commands_of_the_guide_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    """CONTRIBUTING.md from the copy to the push, line by line, in a new handbook, with what it asks answered; the answers become its example of a figure, byte for byte."""
    titles = ("--title", "河畔手册", "--title", "Riverside handbook")
    assert 0 == run("init", str(tmp_path / "origin"), *titles, "--engine", "x==1").exit_code
    committed(tmp_path / "origin")
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(HALVES[lang])[2]
    guide = guide.partition("\n## ")[0]
    [example] = re.findall(r"```yaml\n(id: .*?)```", guide, re.S)
    lines = "".join(re.findall(r"```sh\n(.*?)```", guide, re.S)).splitlines()
    monkeypatch.setenv("HANDBOOK_LANG", lang)
    where = tmp_path / "walk"
    where.mkdir()

    def at(line: str) -> None:
        done = subprocess.run(line, shell=True, cwd=where, capture_output=True, text=True)
        assert 0 == done.returncode, (line, done.stdout, done.stderr)

    for line in lines:
        if line.startswith("git clone "):
            line = re.sub(r"https://\S+", str(tmp_path / "origin"), line)
        elif line.startswith("cd "):
            where /= line.removeprefix("cd ")
            continue
        elif line == "make site":
            line = f"ln -s {ROOT / '.venv'} .venv"
        elif " accept " in line:  # the Chinese has changed by its punctuation alone
            edit(where, PRACTICE_OF_THE_GUIDE, ("开放一天，", "开放一天："))
        elif re.search(" (new|rename|remove) ", line):  # asks in a terminal
            typed = [("Ctrl-C", answered(example))] if " new " in line else [("[y/N]", "y\n")]
            code, shown = in_terminal(where, lang, *line.split()[1:], answers=typed)
            assert 0 == code, shown
            if " new " in line:
                assert example == (where / f"data/figures/{line.split()[-1]}.yml").read_text(
                    "utf-8"
                )
            continue
        at(line)
    told = git(tmp_path / "origin", "diff", "--name-only", "main", "drive-goals")
    assert PRACTICE_OF_THE_GUIDE in told
