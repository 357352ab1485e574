"""`./handbook rename` and `./handbook remove`: all that belongs to a record, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.checks import check_handbook
from handbook.cli import main
from handbook.load import load
from handbook.model.urls import former_addresses
from handbook.pages.render import render
from handbook.text.translation_state import State, units
from tests.helpers import handbook_of
from tests.helpers.mkdocs_site import build_site
from tests.helpers.repository import committed, edit, git

IDS = (
    "boat-incidents",
    "clean-river",
    "joint-patrols",
    "river-chief",
    "river-line",
    "river-police",
    "river-report",
    "river-safety",
    "river-town",
)
CORRECTION = """\
id: boats-recounted
title:
  zh: 船只纠纷的数
  en: The number of boat incidents
about: joint-patrols
wrong:
  zh: 两岸的巡河少数了几起。
  en: Some incidents were left out.
now:
  zh: 见[[boat-incidents]][[river-report#3]]。
  en: See [[boat-incidents]][[river-report#3]].
corrected:
  date: 2025-03-01
cite:
  - river-report#3
"""
THEME_PAGE = """\
---
title: {title}
description: {title}
---

# {title}

[[joint-patrols|{title}]][[river-report#2]]

:::diagram
joint-patrols
:::
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small handbook with a theme's page, links of each form and a recorded lock; in it."""
    root = handbook_of.good(tmp_path / "river")
    files = dict(handbook_of.SITE)
    for lang, word in (("zh", "巡河"), ("en", "Patrols")):
        links = ("safety/river-safety.md", "practices.md", "figures.md#boat-incidents")
        files[f"docs/index.{lang}.md"] += "".join(f"\n[{word}]({link})\n" for link in links)
        files[f"docs/safety/river-safety.{lang}.md"] = THEME_PAGE.format(title=word)
    files["data/corrections/boats-recounted.yml"] = CORRECTION
    handbook_of.write(root, files)
    edit(root, "data/practices/joint-patrols.yml", ("components:", "steps:"))
    monkeypatch.chdir(root)
    run("translations", "record")
    return root


def run(*arguments: str) -> Result:
    """Run a command in English."""
    return CliRunner().invoke(main, [*arguments, "--lang", "en"])


def content(root: Path) -> dict[str, bytes]:
    """Return every file of a handbook by its path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git/" not in path.as_posix()
    }


def states(root: Path, of: Callable[[str], str] = str) -> dict[tuple[str, ...], State]:
    """Return how each translation stands."""
    return {
        (of(unit.owner), *map(str, unit.field), unit.lang): unit.state
        for unit in units(load(root)[0])
    }


def test_the_example_is_good(root: Path) -> None:
    """What is renamed below is a handbook in which nothing is wrong."""
    assert [] == check_handbook(root)[1]


@pytest.mark.parametrize("old", IDS)
def test_a_renamed_record_leaves_nothing_behind(root: Path, old: str) -> None:
    """Check is green, the old id is only a former one, each translation stands as it stood, and back again it is the same but for `was`."""
    # one translation lags behind, which must stay so
    edit(root, "data/places/river-town.yml", ("临河的一个镇", "靠河的一个镇"))
    before, stood = content(root), states(root)
    done = run("rename", old, "renamed-thing", "--yes")
    assert 0 == done.exit_code, done.output
    dataset, findings = check_handbook(root)
    assert ["translation-stale"] == [f.code for f in findings]
    assert (old,) == dataset.records["renamed-thing"].was
    word = re.compile(rf"(?:\[\[|[-:] |[/#(]|\n){old}(?=[\]|#\n.)/])".encode())
    named = [path for path, text in content(root).items() if word.search(text) or old in path]
    assert [f"data/{dataset.records['renamed-thing'].folder}/renamed-thing.yml"] == named
    assert {State.FRESH, State.STALE} == {*stood.values()} - {State.MISSING}
    back = re.compile(r"(?<![\w-])renamed-thing(?![\w-])")
    assert stood == states(root, lambda owner: back.sub(old, owner))
    assert 0 == run("rename", "renamed-thing", old, "--yes").exit_code
    after = {
        path: text.replace(b"was:\n  - renamed-thing\n", b"")
        for path, text in content(root).items()
    }
    assert before == after


def test_links_and_addresses_of_a_renamed_theme_are_whole(root: Path, tmp_path: Path) -> None:
    """Its page moves, the menu and links follow, the addresses of it and of what lies below lead on, and the site builds."""
    handbook_of.write(
        root, {"mkdocs.yml": handbook_of.CONFIG.replace("river-safety", "river-safety")}
    )
    edit(root, "data/labels.yml", SECTION)
    assert 0 == run("rename", "river-safety", "calm-river", "--yes").exit_code
    assert "  section_calm-river:\n    zh: 河岸\n" in (root / "data/labels.yml").read_text("utf-8")
    dataset = load(root)[0]
    former = former_addresses(dataset)
    assert "safety/calm-river" == former["safety/river-safety"].page
    assert "safety/calm-river/joint-patrols" == former["safety/river-safety/joint-patrols"].page
    build_site(render(dataset), tmp_path / "site")
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "safety/calm-river/" in home
    assert "river-safety" not in home


def test_a_new_translation_is_not_recorded_by_renaming(root: Path) -> None:
    """What nobody has recorded counts as new after it, too."""
    edit(root, "data/places/river-town.yml", ("A town by the river.", "A town on the river."))
    stood = states(root)
    assert State.NEW in stood.values()
    assert 0 == run("rename", "river-police", "water-police", "--yes").exit_code
    assert stood == states(root, lambda owner: owner.replace("water-police", "river-police"))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("river-town", "is already used by data/places/river-town.yml"),
        ("River", "'River' is not a valid id"),
        ("con", "'con' is a reserved id"),
        ("joint-patrols", "is already used by data/practices/joint-patrols.yml"),
        ("old-town", "is already used by data/places/river-town.yml"),
    ],
)
def test_an_id_that_cannot_be_is_refused(root: Path, new: str, told: str) -> None:
    """A taken id, its own, a former one, a bad or reserved one: nothing is changed."""
    edit(root, "data/places/river-town.yml", ("summary:", "was:\n  - old-town\nsummary:"))
    before = content(root)
    done = run("rename", "joint-patrols", new, "--yes")
    assert (2, True) == (done.exit_code, told in done.output), done.output
    assert before == content(root)


@pytest.mark.parametrize("command", [("rename", "river-polise", "x"), ("remove", "river-polise")])
def test_an_unknown_id_is_refused_with_the_nearest(root: Path, command: tuple[str, ...]) -> None:
    """The nearest ids are named."""
    done = run(*command)
    assert 2 == done.exit_code
    assert "There is no record 'river-polise'. Nearest: river-police" in done.output


#: What gives a theme's page another word in the menu.
SECTION = (
    "  kind_sources:\n",
    "  section_river-safety:\n    zh: 河岸\n    en: The bank\n  kind_sources:\n",
)
BEGUN = "data/places/river-bent.yml"


@pytest.fixture
def begun(root: Path) -> Path:
    """Return a repository in which a record has been begun, under a wrong id."""
    committed(root)
    handbook_of.write(root, {BEGUN: "id: river-bent\ntitle:\n  zh: …\n"})
    return root


def test_a_record_that_was_begun_is_given_up(begun: Path) -> None:
    """It need not be filled in first."""
    assert 0 == run("remove", "river-bent", "--yes").exit_code
    assert not (begun / BEGUN).exists()
    assert "" == git(begun, "status", "--short")


def test_a_record_that_was_begun_gets_another_id(begun: Path) -> None:
    """What has been filled in stays."""
    assert 2 == run("rename", "river-bent", "river-town", "--yes").exit_code
    assert 0 == run("rename", "river-bent", "river-bend", "--yes").exit_code
    assert not (begun / BEGUN).exists()
    text = (begun / "data/places/river-bend.yml").read_text(encoding="utf-8")
    assert "id: river-bend\ntitle:\n  zh: …\n" == text


def test_a_record_that_was_begun_keeps_no_other_from_going(begun: Path) -> None:
    """But one that names the other does, and so does one that a commit has."""
    assert 0 == run("rename", "clean-river", "clear-river", "--yes").exit_code
    edit(begun, BEGUN, ("zh: …", "zh: …\nparent: river-town"))
    refused = run("rename", "river-town", "river-hall", "--yes")
    assert (1, True) == (refused.exit_code, "./handbook remove" in refused.output)
    git(begun, "add", "-A")
    git(begun, "commit", "-qm", "begun")
    assert 1 == run("remove", "river-bent", "--yes").exit_code


def test_nothing_is_changed_unasked(root: Path) -> None:
    """Without a terminal the files and lines are shown, and how it is done."""
    before = content(root)
    done = run("rename", "river-police", "water-police")
    assert 2 == done.exit_code
    assert (
        "- data/organisations/river-police.yml\n+ data/organisations/water-police.yml"
        in done.stdout
    )
    assert "data/practices/joint-patrols.yml:11: " in done.stdout
    assert "--yes" in done.stderr
    assert before == content(root)


def test_a_file_that_cannot_be_read_stops_it(root: Path) -> None:
    """It might speak of the record, so it is mended first."""
    (root / "data/places/broken.yml").write_text("id: [ river-police")
    before = content(root)
    done = run("rename", "river-police", "water-police", "--yes")
    assert (1, True) == (done.exit_code, "data/places/broken.yml:1" in done.output)
    assert before == content(root)


@pytest.mark.parametrize("fails", range(1, 6))
def test_all_files_are_written_or_none(
    root: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    """Whichever write fails, every file is as it was."""
    before, writes, replace = content(root), 0, Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal writes
        writes += root in target.parents
        if writes == fails and root in target.parents:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    done = run("rename", "river-police", "water-police", "--yes")
    if writes >= fails:
        assert (1, True) == (done.exit_code, "The disk is full" in done.output)
        assert before == content(root)


def test_changes_that_are_not_committed_are_told(root: Path) -> None:
    """The files with which the change would mix are named; a clean clone hears nothing of it."""
    committed(root)
    assert "not committed" not in run("rename", "river-police", "water-police").stdout
    edit(root, "data/practices/joint-patrols.yml", ("每月", "每季"))
    told = run("rename", "river-police", "water-police").stdout
    assert "not committed" in told
    assert "would mix: data/practices/joint-patrols.yml." in told


def test_a_removed_record_leaves_lists(root: Path) -> None:
    """Its file, its id in lists and its pairs go."""
    done = run("remove", "clean-river", "--yes")
    assert 0 == done.exit_code
    assert "Its address /honours/#clean-river will lead nowhere." in done.stdout
    text = (root / "data/practices/joint-patrols.yml").read_text(encoding="utf-8")
    assert "related:" not in text
    assert "honours:" not in text
    assert "results:\n  figures:" in text
    assert [] == check_handbook(root)[1]
    assert "clean-river" not in (root / "data/translations.lock.yml").read_text(encoding="utf-8")


def test_links_to_a_removed_record_become_words_and_actors_go(root: Path) -> None:
    """A link keeps its words or gets the name, a figure its number; an actor goes with its lines; all is shown before."""
    edit(root, "docs/index.zh.md", ("护河。", "[[river-police]]护河。"))
    edit(root, "docs/index.en.md", ("[Patrols](practices.md)", "[[river-police]]"))
    practice = "data/practices/joint-patrols.yml"
    edit(
        root, practice, ("    role: lead\n", "    role: lead\n    cite:\n      - river-report#2\n")
    )
    edit(root, practice, ("  zh: 两岸的[[river-police|派出所]]", "  zh: '[[river-police|派出所]]"))
    edit(root, practice, ("已处理[[boat-incidents]]纠纷。", "已处理[[boat-incidents]]纠纷。'"))
    done = run("remove", "river-police", "--yes")
    assert 0 == done.exit_code, done.output
    text = (root / practice).read_text(encoding="utf-8")
    assert "  zh: 派出所每月一起巡河" in text
    assert "The police of both" in text
    assert "actors" not in text
    assert "role: lead" not in text
    assert "river-report#2" in text
    assert "河畔派出所护河。" in (root / "docs/index.zh.md").read_text(encoding="utf-8")
    assert "Riverside Police Station" in (root / "docs/index.en.md").read_text(encoding="utf-8")
    assert f"  {practice}:" in done.stdout
    assert 0 == run("remove", "boat-incidents", "--yes").exit_code
    assert "[[boat-incidents" not in (root / practice).read_text(encoding="utf-8")
    assert "已处理1728起[[river-report#3]]纠纷" in (root / practice).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("[[boat-incidents]]", "1728起[[river-report#3]]"),
        ("[[boat-incidents]][[river-report#2]]", "1728起[[river-report#3]][[river-report#2]]"),
        ("[[boat-incidents]][[river-report#3]]", "1728起[[river-report#3]]"),
        ("[[boat-incidents|一千七百多起]]", "一千七百多起[[river-report#3]]"),
        ("[[boat-incidents|有关的]]", "有关的"),
    ],
)
def test_the_number_of_a_removed_figure_keeps_its_citation(
    root: Path, link: str, becomes: str
) -> None:
    """In the text, and in the list of its record; each such place is told, and what must now say its own place."""
    practice = "data/practices/joint-patrols.yml"
    edit(root, practice, ("已处理[[boat-incidents]]纠纷", f"已处理{link}纠纷"))
    done = run("remove", "boat-incidents", "--yes")
    text = (root / practice).read_text(encoding="utf-8")
    assert f"已处理{becomes}纠纷" in text
    assert text.endswith("cite:\n  - river-report#2\n  - river-report#3\n")
    assert f"its citation now ({1 if becomes == '有关的' else 2})" in done.stdout
    assert (f"joint-patrols.yml:11: {becomes}\n" in done.stdout) == (becomes != "有关的")
    assert "steps[1].text.zh" in done.stdout  # says no place yet


def test_a_number_from_the_only_place_that_a_record_cites_needs_none(root: Path) -> None:
    """Such a text inherits the citation of its record; on a page it has its own."""
    edit(root, "data/figures/boat-incidents.yml", ("river-report#3", "river-report#2"))
    edit(root, "docs/index.zh.md", ("护河。", "护河，处理了[[boat-incidents]]。"))
    done = run("remove", "boat-incidents", "--yes")
    text = (root / "data/practices/joint-patrols.yml").read_text(encoding="utf-8")
    assert "已处理1728起纠纷。" in text
    assert "river-report#3" not in text
    assert "处理了1728起[[river-report#2]]。" in (root / "docs/index.zh.md").read_text("utf-8")
    assert "docs/index.zh.md:8: 1728起[[river-report#2]]\n" in done.stdout


def test_one_of_two_actors_stays(root: Path) -> None:
    """Only the lines of the organisation that goes are deleted."""
    practice = "data/practices/joint-patrols.yml"
    court = "  - organisation: river-court\n    role: partner\n"
    edit(root, practice, ("    role: lead\n", f"    role: lead\n{court}"))
    police = (root / "data/organisations/river-police.yml").read_text(encoding="utf-8")
    fresh = police.replace("river-police", "river-court").replace("派出所", "法院")
    handbook_of.write(root, {"data/organisations/river-court.yml": fresh})
    run("remove", "river-police", "--yes")
    assert f"actors:\n{court}places:" in (root / practice).read_text(encoding="utf-8")


def test_what_removing_leaves_is_listed_as_gone(root: Path) -> None:
    """A field that a record needs is listed with its place before anything is asked; no other record is offered."""
    done = run("remove", "river-town", "--yes")
    assert 0 == done.exit_code
    left = check_handbook(root)[1]
    assert left
    assert all(finding.place.path in done.stdout for finding in left)
    assert "'river-town' has been deleted (by this change). Change this too" in done.stdout
    assert "There is no record" not in done.stdout
    assert "checkout" not in done.stdout


def test_lists_get_the_heir_once_and_links_become_words(root: Path) -> None:
    """With `--to` a list holds the other record, not twice, and no text is said to be about it."""
    town = (root / "data/places/river-town.yml").read_text(encoding="utf-8")
    village = town.replace("id: river-town", "id: river-bend").replace("河畔镇", "河湾村")
    handbook_of.write(root, {"data/places/river-bend.yml": village})
    edit(root, "docs/index.zh.md", ("护河。", "[[river-town|镇上]]护河。"))
    practice = "data/practices/joint-patrols.yml"
    both = (root / practice).read_text(encoding="utf-8")
    for before in ("  - river-town\n", "  - river-bend\n  - river-town\n"):
        (root / practice).write_text(
            both.replace("places:\n  - river-town\n", f"places:\n{before}"), encoding="utf-8"
        )
        files = content(root)
        done = run("remove", "river-town", "--to", "river-bend", "--yes")
        assert 0 == done.exit_code, done.output
        text = (root / practice).read_text(encoding="utf-8")
        assert "places:\n  - river-bend\nplatforms:" in text
        assert "\n镇上护河。" in (root / "docs/index.zh.md").read_text(encoding="utf-8")
        assert "river-town" not in done.stdout.split("the check finds")[-1]
        for path, was in files.items():
            (root / path).write_bytes(was)


def test_how_to_undo_is_told_and_undoes(root: Path) -> None:
    """The two commands bring every file back and delete the new ones; what had changes before is named apart."""
    committed(root)
    before = content(root)
    done = run("rename", "river-police", "water-police", "--yes")
    commands = re.findall(r": git ((?:checkout|clean -f) -- .*)", done.stderr)
    assert 2 == len(commands)
    for command in commands:
        git(root, *command.split())
    assert before == content(root)
    practice = "data/practices/joint-patrols.yml"
    edit(root, practice, ("每月", "每季"))
    changed = content(root)
    told = run("rename", "river-police", "water-police", "--yes").stderr
    assert f"{practice} also had changes" in told
    commands = re.findall(r": git ((?:checkout|clean -f) -- .*)", told)
    assert practice not in " ".join(commands)
    for command in commands:
        git(root, *command.split())
    assert {practice} == {path for path, text in content(root).items() if text != changed[path]}


def test_a_name_without_a_link_is_told(root: Path) -> None:
    """Who removes a thing sees where its name stands in other texts."""
    edit(root, "docs/index.zh.md", ("护河。", "打护河热线。"))
    told = run("remove", "river-line").stdout
    assert "docs/index.zh.md:8: 护河热线" in told


def test_a_removed_address_leads_on_where_that_is_asked(root: Path) -> None:
    """`--to` gives its ids to another record."""
    assert 0 == run("remove", "clean-river", "--to", "joint-patrols", "--yes").exit_code
    dataset, findings = check_handbook(root)
    assert [] == findings
    assert ("clean-river",) == dataset.records["joint-patrols"].was
    assert 2 == run("remove", "river-line", "--to", "river-line").exit_code
    assert 2 == run("remove", "river-line", "--to", "nothing").exit_code


def test_a_removed_theme_takes_its_page_with_it(root: Path) -> None:
    """The pages in all languages go, its line in the menu, and its word there."""
    edit(root, "data/labels.yml", SECTION)
    assert 0 == run("remove", "river-safety", "--yes").exit_code
    assert [] == [*root.glob("docs/safety/*")]
    assert "river-safety" not in (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert handbook_of.LABELS == (root / "data/labels.yml").read_text(encoding="utf-8")


def test_history_is_left_alone(root: Path) -> None:
    """An edition keeps the id that it had, and that is said."""
    committed(root)
    titles = ("--title", "第一版", "--title", "First")
    assert 0 == run("edition", *titles, "--date", "2026-01-01").exit_code
    edit(root, "data/places/river-town.yml", ("临河的一个镇", "靠河的一个镇"))
    committed(root)
    assert 0 == run("edition", "HEAD~1", *titles, "--date", "2026-02-01").exit_code
    kept = (root / "data/editions/2026-02-01.yml").read_bytes()
    done = run("rename", "river-town", "water-town", "--yes")
    assert "are history" in done.stdout
    assert kept == (root / "data/editions/2026-02-01.yml").read_bytes()
