"""What the check says of records that were deleted or have another id, as git and `was` know them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from tests.helpers import handbook_of
from tests.helpers.repository import committed, edit, git

PLACE = "data/places/river-town.yml"
HALL = "data/places/river-hall.yml"


@pytest.fixture
def repository(root: Path) -> Path:
    """Return the small good handbook in a repository of its own."""
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    return committed(root)


def found(root: Path) -> dict[str, list[str]]:
    """Return what the check finds, by code, in English."""
    told: dict[str, list[str]] = {}
    for finding in check_handbook(root)[1]:
        assert all("None" not in finding.message(lang) for lang in MESSAGE_LANGUAGES)
        told.setdefault(finding.code, []).append(finding.message("en"))
    return told


def replaced(root: Path, old: str, new: str) -> None:
    """Replace a word in every record and page."""
    for path in (*root.glob("data/*/*.yml"), *root.glob("docs/**/*.md")):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("in_git", [False, True])
@pytest.mark.parametrize(
    ("path", "old", "new", "other"),
    [
        ("data/practices/joint-patrols.yml", "- 联合巡河", "- 河畔镇", PLACE),
        (PLACE, "zh: 河畔镇", "zh: 联合巡河", "data/practices/joint-patrols.yml"),
    ],
)
def test_name_is_taken_where_it_came_last(
    repository: Path, path: str, old: str, new: str, other: str, in_git: bool
) -> None:
    """The record with the older right to a name is left alone, and named."""
    edit(repository, path, (old, new))
    if in_git:
        later = {**os.environ, "GIT_COMMITTER_DATE": "2099-01-01T00:00:00Z"}
        order = ["git", "-C", str(repository), "commit", "-qam", "a name"]
        subprocess.run(order, env=later, check=True)
    (taken,) = (each for each in check_handbook(repository)[1] if each.code == "name-taken")
    assert (path, other) == (taken.place.path, taken.values["other"])


@pytest.mark.parametrize("in_git", [False, True])
def test_deleted_record_is_told_and_nothing_else_offered(repository: Path, in_git: bool) -> None:
    """Wherever its id still stands, the message says that it is gone and since when; the command in it brings the record back."""
    (repository / PLACE).unlink()
    if in_git:
        git(repository, "commit", "-qam", "no town")
    told = found(repository)
    assert {"record-gone"} == set(told)
    assert 5 == len(told["record-gone"])  # two references, an honour's, and a link in each language
    message, *others = {*told["record-gone"]}
    how = {"out of the list", "instead of the link", "another record's id"}
    assert how == {each for each in how if any(each in text for text in (message, *others))}
    assert "nearest" not in message.lower()
    assert "^" not in message  # the shell of Windows swallows it
    assert ("in commit" if in_git else "not committed yet") in message
    command = re.search(r"`git (checkout \S+ -- \S+)`", message)
    assert command
    git(repository, *command[1].split())
    assert {} == found(repository)


@pytest.mark.parametrize("in_git", [False, True])
def test_record_renamed_by_hand_is_known_by_its_name(repository: Path, in_git: bool) -> None:
    """A file that is gone while another has its name is a rename: the message names the new id, and what it says leads to green."""
    (repository / PLACE).rename(repository / HALL)
    edit(repository, HALL, ("id: river-town", "id: river-hall"))
    if in_git:
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "a hall")
    told = found(repository)
    assert {"record-renamed"} == set(told)
    assert all(
        "Write river-hall here instead of river-town." in each for each in told["record-renamed"]
    )
    assert all(f"write in {HALL} `was:`" in each for each in told["record-renamed"])
    replaced(repository, "river-town", "river-hall")
    edit(repository, HALL, ("summary:", "was:\n  - river-town\nsummary:"))
    assert {} == found(repository)


@pytest.mark.parametrize(
    ("old", "new"), [("river-town", "river-hall"), ("river-report", "town-report"), ("joint-patrols", "patrols")]
)  # fmt: skip
def test_former_id_is_told_with_the_new_one(root: Path, old: str, new: str) -> None:
    """In fields, links, citations and addresses of pages, `was` says which id took the place; there need be no git."""
    edit(
        root,
        "docs/safety/river-safety.zh.md",
        ("(../figures.md)", "(river-safety/joint-patrols.md)"),
    )
    (file,) = root.glob(f"data/*/{old}.yml")
    text = file.read_text(encoding="utf-8")
    text = text.replace(f"id: {old}\n", f"id: {new}\nwas:\n  - {old}\n", 1)
    file.with_stem(new).write_text(text, encoding="utf-8")
    file.unlink()
    told = found(root)
    assert any(f"Write {new} here instead of {old}." in each for each in told["record-renamed"])
    assert not {"reference-unknown", "cite-source-unknown", "link-page-unknown"} & set(told)


def test_record_in_another_folder_is_told_once_and_goes_back(repository: Path) -> None:
    """Whatever refers to it is right; so is its content."""
    moved = repository / "data/organisations/river-town.yml"
    (repository / PLACE).rename(moved)
    (message,) = found(repository)["record-moved"]
    assert {"record-moved", "check-incomplete"} == set(found(repository))
    assert f"Move it back to {PLACE}" in message
    moved.rename(repository / PLACE)
    assert {} == found(repository)


def test_record_that_was_deleted_by_hand_is_told_by_what_is_recorded_of_it(
    repository: Path,
) -> None:
    """Where nothing refers to it, its address and its translations are still known; `record` forgets them."""
    hall = (
        (repository / PLACE).read_text(encoding="utf-8").replace("id: river-town", "id: river-hall")
    )
    for old, new in (
        ("河畔镇", "河畔堂"),
        ("zh: 临河的一个镇", "zh: 临河的一间"),
        ("Hépàn Zhèn", "Hépàn Táng"),
    ):
        hall = hall.replace(old, new)
    handbook_of.write(repository, {HALL: hall.replace("en: Riverside\n", "en: Riverside hall\n")})
    handbook_of.write(repository, {LOCK: recorded(load(repository)[0])})
    assert {} == found(repository)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a hall")
    (repository / HALL).unlink()
    (message,) = found(repository)["record-deleted"]
    assert f"git checkout HEAD -- {HALL}" in message
    handbook_of.write(repository, {LOCK: recorded(load(repository)[0])})
    assert {} == found(repository)


def test_value_that_the_vocabulary_had_is_to_be_put_back_there(repository: Path) -> None:
    """A slip in the vocabulary does not spread to the records."""
    edit(repository, "data/vocabulary.yml", ("  mechanism:", "  mechanisms:"))
    (message,) = found(repository)["value-not-accepted"]
    assert "data/vocabulary.yml had mechanism and has it no more." in message
    assert "Nearest" not in message


def test_deleted_page_is_told_where_it_is_linked_and_in_the_menu(repository: Path) -> None:
    """The message has the command that brings it back, in all its languages."""
    pages = [f"docs/safety/river-bend.{lang}.md" for lang in ("zh", "en")]
    for page in (handbook_of.PAGE_ZH, handbook_of.PAGE_EN):
        path = pages[page is handbook_of.PAGE_EN]
        handbook_of.write(
            repository, {path: page.replace("河岸平安", "河湾").replace("on the", "in a")}
        )
        edit(repository, path.replace("bend", "safety"), ("(../figures.md)", "(river-bend.md)"))
    edit(repository, "mkdocs.yml", ("theme:", "nav: [safety: safety/river-bend.md]\ntheme:"))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a bend")
    assert not {"page-gone", "page-gone-from-menu"} & set(found(repository))
    for path in pages:
        (repository / path).unlink()
    told = found(repository)
    assert {"page-gone": 2, "page-gone-from-menu": 1} == {
        code: len(each) for code, each in told.items()
    }
    for message in (*told["page-gone"], *told["page-gone-from-menu"]):
        assert f"git checkout HEAD -- {' '.join(pages)}" in message


def test_source_of_a_day_to_come_is_told(root: Path) -> None:
    """Its date is not after today, where the clock counts."""
    edit(root, "data/sources/river-report.yml", ("date: '2024'", "date: '2034-05'"))
    for today, code in (("2034-05-01", False), ("2034-04-30", True), ("", False)):
        found = {finding.code for finding in check_handbook(root, today=today)[1]}
        assert code == ("date-future" in found)


def test_id_that_never_was_is_still_told_with_those_near_it(repository: Path) -> None:
    """A slip is a slip: git knows nothing of it."""
    edit(repository, "data/practices/joint-patrols.yml", ("  - river-town\n", "  - river-tow\n"))
    assert ["There is no record 'river-tow'. Nearest: river-town."] == [
        message.partition(" Correct")[0] for message in found(repository)["reference-unknown"]
    ]
