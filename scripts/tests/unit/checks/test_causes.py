"""A consequence is not told beside its cause, and what the message of the cause says is all that is to be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from tests.helpers import handbook_of, several_sources
from tests.helpers.repository import committed, edit
from tests.helpers.slips import FIGURE, PAGE, PRACTICE

PLACE = "data/places/river-town.yml"
SOURCE = "data/sources/river-report.yml"


def told(root: Path) -> dict[str, str]:
    """Return what the check finds, by code, in English."""
    return {finding.code: finding.message("en") for finding in check_handbook(root)[1]}


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        ([(PLACE, "kind: town", "kind: town\nbad: 1"), (PRACTICE, "12人", "13人")], {"field-unknown"}),
        ([(FIGURE, "value: 1728", "value: many"), (PRACTICE, "值守。", "值守，成效显著。")], {"number-form"}),
        ([(PRACTICE, "take turns", "take 1728 incidents in turns")], {"number-typed"}),
        ([(PRACTICE, "[[boat-incidents]]纠纷", "[[boat-incidents#2023]]纠纷")], {"cite-source-unknown"}),
        ([(PRACTICE, "en: Twelve people patrol in three groups, as part of the river-chief system[[river-report#2]].",
           "en: To be translated")], {"translation-unfilled"}),
        ([(PAGE, " {#who}", "")], {"heading-id"}),
        ([(PAGE, "临河，", "临河（[https://example.org/a](年鉴)），")], {"link-words-first"}),
        ([(PAGE, "## 谁", "#### 谁")], {"heading-level"}),
        ([(PLACE, "zh: 临河的一个镇。", "zh: 待定")], {"text-unfinished"}),
        ([(PAGE, " {#who}", " ｛#who｝")], {"mark-full-width"}),
        ([(SOURCE, "places: 12", "places: 3\ncontents:\n" + "  - zh: 一\n    en: one\n" * 4)], {"source-contents"}),
        ([(PLACE, "kind: town\n", "kind: town\na remark\n")], {"yaml-colon-missing"}),
        ([(PLACE, "kind: town\n", "kind: town\n一行说明\n")], {"yaml-stray-line"}),
    ],
)  # fmt: skip
def test_only_the_cause_is_told(
    root: Path, edits: list[tuple[str, str, str]], codes: set[str]
) -> None:
    """What rests on a record that cannot be read, or follows from another error, waits."""
    for path, old, new in edits:
        edit(root, path, (old, new))
    assert codes == set(told(root)) - {"check-incomplete"}


@pytest.mark.parametrize(
    "name", ["river-town.yml.txt", "river-town.yaml", "../town/river-town.yml", "../river-town.yml"]
)
def test_record_under_a_wrong_name_is_not_deleted(root: Path, name: str) -> None:
    """A record's file with another ending or in another folder is told as such, and nowhere as gone."""
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    committed(root)
    target = root / "data/places" / name
    target.parent.mkdir(exist_ok=True)
    (root / PLACE).rename(target)
    assert {"file-stray"} == set(told(root)) - {"check-incomplete"}


def test_record_in_the_folder_of_another_kind_is_told_where_it_belongs(root: Path) -> None:
    """It is one message, not one for each of its fields."""
    (root / PRACTICE).rename(root / "data/places/joint-patrols.yml")
    found = told(root)
    assert {"record-folder"} == set(found) - {"check-incomplete"}
    assert "data/practices/" in found["record-folder"]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("data/platforms/river-line.yml", "places"),
        ("data/organisations/river-police.yml", "platforms"),
        ("data/places/river-town.yml", "organisations"),
    ],
)
def test_record_is_known_by_its_values_where_kinds_have_the_same_fields(
    root: Path, path: str, folder: str
) -> None:
    """Its kind is a word of one vocabulary, which another kind's is not asked to take."""
    file = root / path
    file.rename(root / f"data/{folder}/{file.name}")
    message = told(root)["record-folder"]
    assert f"lies in data/{folder}/." in message
    assert f"Move the file to data/{file.parent.name}/;" in message


def test_record_that_two_kinds_may_have_is_told_with_both(root: Path) -> None:
    """A body's file among the practices lacks no theme, and its kind is no new kind of practice."""
    edit(
        root,
        "data/vocabulary.yml",
        ("organisation_kinds:\n", "organisation_kinds:\n  town:\n    zh: 镇\n    en: Town\n"),
    )
    text = (root / PLACE).read_text(encoding="utf-8").replace("river-town", "river-end")
    handbook_of.write(
        root, {"data/practices/river-end.yml": text.replace("pinyin: Hépàn Zhèn\n", "")}
    )
    found = told(root)
    assert {"record-folder"} == set(found) - {"check-incomplete"}
    assert "Move the file to data/organisations/ or data/places/;" in found["record-folder"]


def test_records_that_refer_to_an_id_taken_twice_stay_where_they_are(root: Path) -> None:
    """Which of the two they mean, nobody knows before one has another id."""
    place = (root / PLACE).read_text(encoding="utf-8").replace("river-town", "river-end")
    handbook_of.write(
        root,
        {
            "data/places/river-end.yml": place.replace(
                "kind: town\n", "kind: town\nparent: river-town\n"
            )
        },
    )
    body = (root / "data/organisations/river-police.yml").read_text(encoding="utf-8")
    handbook_of.write(
        root,
        {"data/organisations/river-town.yml": body.replace("id: river-police", "id: river-town")},
    )
    found = told(root)
    assert "id-taken" in found
    assert found.keys().isdisjoint({"record-folder", "reference-kind"})


def test_record_is_known_by_what_it_refers_to_where_kinds_have_the_same_values(root: Path) -> None:
    """A place in another place is no organisation, though there is a kind of organisation of that name."""
    edit(
        root,
        "data/vocabulary.yml",
        ("organisation_kinds:\n", "organisation_kinds:\n  town:\n    zh: 镇府\n    en: Town\n"),
    )
    place = (root / PLACE).read_text(encoding="utf-8").replace("river-town", "river-end")
    text = place.replace("kind: town\n", "kind: town\nparent: river-town\n")
    handbook_of.write(root, {"data/organisations/river-end.yml": text})
    found = told(root)
    assert "Move the file to data/places/;" in found["record-folder"]
    assert "reference-kind" not in found


def test_page_under_a_wrong_name_is_told_by_that_alone(root: Path) -> None:
    """Neither its theme nor the menu has lost it."""
    handbook_of.write(root, handbook_of.SITE)
    (root / PAGE).rename(root / PAGE.replace(".zh.", "."))
    assert {"page-name"} == set(told(root))


def test_id_that_is_not_its_files_is_told_there_alone(root: Path) -> None:
    """Whoever names the record by its file is right."""
    edit(root, PLACE, ("id: river-town", "id: town"))
    assert {"id-not-file-name"} == set(told(root))


def test_of_several_sources_none_is_taken_for_the_one_that_is_meant(root: Path) -> None:
    """An example leaves open what the file does not tell, and names them all."""
    several_sources.several(root)
    edit(root, "data/platforms/river-line.yml", ("- river-report#2", "- 7"))
    message = told(root)["cite-form"]
    assert "There are several sources, river-brief, river-gazette, river-report" in message
    assert message.endswith("For example: …#7")


def test_temporary_file_of_an_office_program_is_to_be_deleted(root: Path) -> None:
    """It is no record, whatever it is called."""
    (root / "data/places/~$river-town.yml").write_bytes(b"\0\1")
    assert {"file-temporary"} == set(told(root))


def test_page_renamed_by_hand_is_known_by_its_title(root: Path) -> None:
    """The message names the new path, and what it says leads to green."""
    for lang in ("zh", "en"):
        text = f"---\ntitle: R{lang}\ndescription: D\n---\n\n# R{lang}\n\n[to](old.md)\n"
        text = text.replace("[to](old.md)", "…" if lang == "zh" else "...")
        handbook_of.write(root, {f"docs/old.{lang}.md": text})
    edit(root, PAGE, ("临河，", "临河，见[旧页](../old.md)，"))
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    committed(root)
    for lang in ("zh", "en"):
        (root / f"docs/old.{lang}.md").rename(root / f"docs/new.{lang}.md")
    found = told(root)
    assert "Write ../new.md here." in found["page-renamed"]
    assert "`- old`" in found["page-renamed"]
    assert "link-page-unknown" not in found


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "lines"),
    [
        (PRACTICE, "places:\n  - river-town", "places:\n  -river-town\n  -river-hall", "value-not-a-list", "  - river-town\n  - river-hall"),
        (PRACTICE, "places:\n  - river-town", "places:\n  • river-town", "value-not-a-list", "  - river-town"),
        (PRACTICE, "places:\n  - river-town", "places: 河畔镇", "value-not-a-list", "  - river-town"),
        (PRACTICE, "places:\n  - river-town", "places: [river-town，river-hall]", "id-form", "- river-town\n- river-hall"),
        (PRACTICE, "places:\n  - river-town", "places:\n  - river-town\n    - river-hall", "id-form", "- river-town\n- river-hall"),
        (PRACTICE, "  zh:\n    - 联合巡河", "  zh: 联合巡河、夜巡", "value-not-a-list", "    - 联合巡河\n    - 夜巡"),
        (PRACTICE, "started:\n  date: 2023-08", "started: 2023年8月", "value-not-a-map", "  date: 2023-08"),
        (PRACTICE, "  - organisation: river-police\n    role: lead", "  - 河畔派出所", "value-not-a-map", "organisation: river-police"),
        (PRACTICE, "    role: lead", "    role: …", "text-unfilled", "lead"),
    ],
)  # fmt: skip
def test_example_is_what_was_meant(
    root: Path, path: str, old: str, new: str, code: str, lines: str
) -> None:
    """What was typed stands in the example as it should be written, so that it can be copied."""
    edit(root, path, (old, new))
    assert lines in told(root)[code]


CORRECTION = """\
id: one-error
title:
  zh: 一处错误
  en: An error
about: joint-patrols
wrong:
  zh: 每周
  en: every week
since:
  date: 2024-03-02
now:
  zh: 每月
  en: every month
corrected:
  date: 2024-03-01
cite:
  - river-report#2
"""


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([(FIGURE, "value: 1728", "headline: 1\nvalue: 1728")], "order-taken"),
        ([("data/vocabulary.yml", "zh: 协议", "zh: 机制")], "word-taken"),
        ([("data/sources/river-report.yml", "  inferred: true\n", "")], "date-inferred"),
        ([(PLACE, "pinyin:", "short_title:\n  zh: 河畔\npinyin:"), (PRACTICE, "- 联合巡河", "- 河畔")], "name-taken"),
        ([], "date-order"),
    ],
)  # fmt: skip
def test_what_is_said_twice_or_cannot_be_is_told(
    root: Path, edits: list[tuple[str, str, str]], code: str
) -> None:
    """An order, a word or a name that another has, and dates that contradict each other, are told."""
    second = handbook_of.FIGURE.replace("boat-incidents", "second").replace(
        "处理的船", "没处理的船"
    )
    if code == "order-taken":
        text = second.replace("Boat incidents handled\n", "Boats\n").replace(
            "value: 1728", "headline: 1\nvalue: 5"
        )
        handbook_of.write(root, {"data/figures/second.yml": text})
    if code == "date-order":
        handbook_of.write(root, {"data/corrections/one-error.yml": CORRECTION})
    for path, old, new in edits:
        edit(root, path, (old, new))
    assert code in told(root)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ('临河<a href="../figures.md">甲</a>，', "html-link"),
        ("临河。\n\n甲\t乙\n丙\t丁\n\n两岸，", "table-tabs"),
        ("“临河，“甲”，", "quotes-unbalanced"),
    ],
)
def test_what_is_noise_beside_its_cause_is_not_told(root: Path, typed: str, code: str) -> None:
    """Marks inside what is to be written anew, or beside a missing one, are not looked at yet."""
    edit(root, "docs/safety/river-safety.zh.md", ("临河，", typed))
    assert {code} == set(told(root))


def test_what_may_lag_behind_is_not_compared_without_the_lock(root: Path) -> None:
    """To mend a text as its old translation has it would undo what the other side of a conflict wrote."""
    edit(root, PRACTICE, ("夜里轮流值守。", "夜里轮流值守，见[[river-town]]。"))
    assert {"link-differs"} == set(told(root))
    handbook_of.write(root, {LOCK: "<<<<<<< HEAD\na: []\n=======\nb: []\n>>>>>>> main\n"})
    assert {"translations-lock-form"} == set(told(root))
