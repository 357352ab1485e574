"""`./handbook new`: a dialogue in a terminal, a starting file elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.checks import check_handbook
from handbook.cli import main, new
from handbook.cli.dialogue import _found
from handbook.load import load
from handbook.load.yaml_style import EXPLAINS
from handbook.model.kinds import KINDS
from handbook.model.types import Name
from tests.helpers import handbook_of

PRACTICE = "data/practices/joint-patrols.yml"
#: What an editor writes for each … of a starting file, from its first line to its last.
FILLED = {
    "theme": ("上游", "上游怎样护河。", "safety", "2", "river-report#1"),
    "practice": (
        "夜里巡河",
        "夜里的巡查。",
        "Yèlǐ Xúnhé",
        "river-safety",
        "agreement",
        "river-report#1",
    ),
    "organisation": ("河畔法院", "审理河上的案件。", "Hépàn Fǎyuàn", "court", "river-report#1"),
    "place": ("河湾村", "临河的一个村。", "Héwān Cūn", "village", "river-report#1"),
    "platform": ("河湾热线", "村里的电话。", "Héwān Rèxiàn", "hotline", "river-report#2"),
    "figure": ("巡河的船", "参加巡河的船。", "count", "7", "条", "river-police", "river-report#3"),
    "honour": ("最静河流", "省里评选的称号。", "Zuì Jìng Héliú", "provincial", "river-report#4"),
    "term": ("巡河人", "xún hé rén", "巡查河岸的人。", "river-report#2"),
    "source": (
        "河畔年鉴",
        "river-police",
        "2025",
        "年鉴",
        "page",
        "3",
        "一年里的事。",
        "派出所自己的说法。",
    ),
    "correction": ("船只纠纷的数", "boat-incidents", "少数了几起。", "数全了。", "2025-03-01"),
}
#: What else it takes: a theme has a page, and several sources have a mark each.
MORE = {"theme": {"theme-page-missing"}, "source": {"source-mark-missing"}}


def run(*arguments: str, answers: str | None = None) -> Result:
    """Run the command in English."""
    return CliRunner().invoke(main, [*arguments, "--lang", "en"], input=answers)


@pytest.fixture(autouse=True)
def here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the small good handbook."""
    monkeypatch.chdir(root)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find somebody to ask."""
    monkeypatch.setattr(new, "in_terminal", lambda: True)


# --- a starting file ---


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_starting_file_that_is_filled_in_is_good(root: Path, kind: str, lang: str) -> None:
    """Whoever writes something for each … and does nothing else has a record without an error; `format` takes the rest away."""
    done = CliRunner().invoke(main, ["new", kind, "my-first", "--lang", lang])
    assert 0 == done.exit_code, done.output
    file = root / f"data/{kind}s/my-first.yml"
    text = file.read_text(encoding="utf-8")
    blanks = text.split(f"{EXPLAINS} ")[0].count("…")
    findings = [f for f in check_handbook(root)[1] if f.code == "text-unfilled"]
    assert [blanks, blanks] == [len(FILLED[kind]), len(findings)]
    for answer in FILLED[kind]:
        text = text.replace("…", answer, 1)
    file.write_text(text, encoding="utf-8")
    done = run("check", str(file.relative_to(root)))
    left = MORE.get(kind, set())
    assert bool(left & {"theme-page-missing"}) == done.exit_code, done.output
    assert 0 == run("format", str(file)).exit_code
    assert "#" not in re.sub(r"\S#\d", "", file.read_text(encoding="utf-8"))
    assert {f.code for f in check_handbook(root)[1]} <= {"translation-missing", *left}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values()])
def test_no_line_of_a_starting_file_becomes_a_field_without_its_sign(root: Path, kind: str) -> None:
    """What explains is no YAML once the # is gone, and names every other field."""
    assert 0 == run("new", kind, "my-first").exit_code
    lines = (root / f"data/{kind}s/my-first.yml").read_text(encoding="utf-8").splitlines()
    explained = [line for line in lines if line.startswith("#")]
    assert all(line.startswith(EXPLAINS) for line in explained)
    assert not [line for line in explained if re.match(r"#:? *[a-z_]+:( |$)", line)]
    [model] = [each.record for each in KINDS.values() if each.name == kind]
    named = {re.split(r"[: ]", line.removeprefix("#: "))[0] for line in lines}
    assert {*model.model_fields} - {"was"} <= named | {
        line.strip(" -").split(":")[0] for line in lines
    }


def test_a_starting_file_tells_choices_by_their_words(root: Path) -> None:
    """Choices, records and an example from the handbook, in the editor's language."""
    run("new", "practice", "my-first")
    text = (root / "data/practices/my-first.yml").read_text(encoding="utf-8")
    assert "mechanism (Mechanism), agreement (Agreement)" in text
    assert "river-safety (Safety on the river bank)" in text
    assert "such as river-report#1" in text
    line = next(line for line in text.splitlines() if line.startswith("#: components"))
    assert "see data/practices/joint-patrols.yml, line 19" in line
    CliRunner().invoke(main, ["new", "practice", "my-second", "--lang", "zh"])
    text = (root / "data/practices/my-second.yml").read_text(encoding="utf-8")
    assert "mechanism（机制）、agreement（协议）" in text


def test_what_is_typed_among_explanations_is_not_deleted(root: Path) -> None:
    """A field typed behind the sign is an error, and `format` leaves the file alone."""
    file = root / PRACTICE
    file.write_text(file.read_text(encoding="utf-8") + "#: problem: 河上没有人管。\n", "utf-8")
    assert "[error field-commented]" in run("check", PRACTICE).stdout
    run("format", PRACTICE)
    assert "河上没有人管" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("practice", ("--title", "“夜间巡河”法"), ". Its characters read yè jiān xún hé fǎ\n"),
        ("place", ("--title", "平安村", "--short-title", "安村"), " read ān cūn\n"),
        ("term", ("--title", "平安"), " read píng ān\n"),
        ("figure", ("--title", "巡河"), "\n  zh: 巡河\n"),
    ],
)
def test_a_name_that_is_given_stands_in_the_file_with_its_reading(
    root: Path, kind: str, names: tuple[str, ...], expected: str
) -> None:
    """How the short name reads, else the name, is told where the kind has pinyin; its words are for the editor to divide."""
    assert 0 == run("new", kind, "my-first", *names).exit_code
    [file] = root.glob("data/*/my-first.yml")
    text = file.read_text(encoding="utf-8")
    assert expected in text
    assert names[1] in text
    assert (kind != "figure") == ("\npinyin: …\n" in text)


def test_an_id_of_another_kind_is_not_taken(root: Path) -> None:
    """Ids are unique across all kinds: the file that has it is named, and no file is written."""
    done = run("new", "practice", "river-police")
    assert (2, True) == (
        done.exit_code,
        "already used by data/organisations/river-police.yml" in done.stderr,
    )
    assert not (root / "data/practices/river-police.yml").exists()


def test_a_kind_is_known_by_its_words_and_the_nearest_is_named(root: Path) -> None:
    """Another is refused with all that there are, and their words."""
    assert 0 == run("new", "地点", "river-bend").exit_code
    assert (root / "data/places/river-bend.yml").is_file()
    told = CliRunner().invoke(main, ["new", "pratice", "x", "--lang", "zh"])
    assert (2, True) == (told.exit_code, "“pratice”这一类。最接近的是：practice。" in told.stderr)
    assert "place（地点）" in told.stderr


def test_a_correction_has_an_id_of_its_own(root: Path) -> None:
    """Whoever gives the id of what is corrected is told where that is written."""
    told = run("new", "correction", "joint-patrols").stderr
    assert "a correction, which names in `about` what it corrects" in told


def test_a_new_record_never_overwrites(root: Path) -> None:
    """A record that exists is left alone."""
    before = (root / PRACTICE).read_bytes()
    done = run("new", "practice", "joint-patrols")
    assert 1 == done.exit_code
    assert before == (root / PRACTICE).read_bytes()


@pytest.mark.parametrize("record_id", ["My-First", "../escape", "handbook", "a" * 61, "中文"])
def test_a_new_record_needs_a_good_id(root: Path, record_id: str) -> None:
    """A malformed or reserved id is wrong usage, and no file is written."""
    before = sorted(root.rglob("*"))
    assert 2 == run("new", "practice", record_id).exit_code
    assert before == sorted(root.rglob("*"))


def test_without_a_terminal_kind_and_id_are_needed(root: Path) -> None:
    """There is nobody to ask."""
    assert 2 == run("new").exit_code
    assert 2 == run("new", "practice").exit_code


# --- a dialogue ---


def dialogue(*arguments: str, answers: list[str]) -> Result:
    """Answer the questions of the command, a line each."""
    return run("new", *arguments, answers="".join(f"{answer}\n" for answer in answers))


def test_few_records_are_listed_with_their_numbers(root: Path, terminal: None) -> None:
    """Where there are nine or fewer, one is picked without searching; leaving keeps it."""
    done = dialogue(
        "practice", "night-patrols", answers=["夜里巡河", "", "2", "夜里的巡查。", "", "", "1"]
    )
    assert re.search(r"\n   1 .+ \(river-safety\)\n", done.output)
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    assert "\ntheme: river-safety\n" in text


def test_answers_become_a_finished_record(
    root: Path, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind and id, choices by number, records by a piece of a name, paragraphs by number, a part, and no English: nothing is wrong with the file."""
    handbook_of.write(root, handbook_of.SITE)
    monkeypatch.setattr("handbook.cli.dialogue._FEW", 0)
    done = dialogue(
        answers=[
            "2",  # the kind
            "Night",
            "night-patrols",  # an id, at the second attempt
            "夜里巡河",
            "",  # the title; no English
            "99",
            "2",  # a paragraph that is not there, then one that is
            "夜里的巡查。",
            "",
            "夜里",
            "夜里 巡河",  # no pinyin, then the name divided into words
            "河岸",
            "1",  # the theme, by a piece of its name
            "4",
            "2",  # a kind that is not there, then one that is
            "actors",
            "hepan",
            "1",
            "1",
            "n",
            "",
            "",
            "",
            "places",
            "river-town",
            "",  # by its id
            "",
        ]
    )
    assert 0 == done.exit_code, done.output
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    assert (
        text
        == """\
id: night-patrols
title:
  zh: 夜里巡河
summary:
  zh: 夜里的巡查。
pinyin: Yèlǐ Xúnhé
theme: river-safety
kind: agreement
actors:
  - organisation: river-police
    role: lead
places:
  - river-town
cite:
  - river-report#2
"""
    )
    assert {f.code for f in check_handbook(root)[1]} <= {"translation-missing"}
    assert "'夜里' is not valid pinyin" in done.output


def test_one_can_go_on_in_a_record(root: Path, terminal: None) -> None:
    """What it has stays as it is, and what it lacks can be added; at a no it is left alone."""
    handbook_of.write(root, handbook_of.SITE)
    file = root / PRACTICE
    kept = file.read_text(encoding="utf-8")
    actors = "actors:\n  - organisation: river-police\n    role: lead\n"
    without = kept.replace(actors, "")
    file.write_text(without, encoding="utf-8")
    assert 1 == dialogue("practice", "joint-patrols", answers=["n"]).exit_code
    assert without == file.read_text(encoding="utf-8")
    answers = ["y", "actors", "1", "1", "n", "", "", "", ""]
    done = dialogue("practice", "joint-patrols", answers=answers)
    assert 0 == done.exit_code, done.output
    assert kept == file.read_text(encoding="utf-8")
    file.write_text(f"# mine\n{kept}", encoding="utf-8")
    assert 1 == dialogue("practice", "joint-patrols", answers=answers).exit_code


def test_names_that_begin_with_what_is_typed_come_first(root: Path) -> None:
    """Then those that have it within; an id comes before both."""
    records = dict(load(root)[0].records)
    hall, town = records["river-line"], records["river-town"]
    town = town.model_copy(update={"title": Name({"zh": "护河"}), "id": "zz"})
    within = hall.model_copy(update={"title": Name({"zh": "大护河"}), "id": "aa"})
    byid = records["river-police"].model_copy(update={"id": "护河"})
    assert ["护河", "zz", "aa"] == [each.id for each in _found("护河", [within, town, byid])]


def test_leaving_before_there_is_a_file_says_that_nothing_was_written(
    root: Path, terminal: None
) -> None:
    """Nothing is said of answers in a file."""
    done = dialogue("practice", answers=[])
    assert (130, True) == (done.exit_code, "Nothing has been changed." in done.stderr)
    assert "in the file" not in done.stderr


def test_parts_lists_and_several_paragraphs_can_be_answered(root: Path, terminal: None) -> None:
    """A part within a part, a list of parts, a text of two paragraphs, other names, English, and yes or no."""
    handbook_of.write(root, handbook_of.SITE)
    done = dialogue(
        "figure", "boats",
        answers=[
            "巡河的船", "Boats on patrol",
            "3",
            "参加巡河的船。", "The boats on patrol.",
            "1",  # what it measures
            "多", "7",  # no number at first
            "条", "boats",
            "派出所", "1",
            "aliases", "巡船", "快船", "", "",
            "period", "2023-13", "2023-08", "October", "n", "",
            "gaps", "船的大小", "how large they are", "",
            "",
        ],
    )  # fmt: skip
    assert 0 == done.exit_code, done.output
    assert "'多' is not a valid number" in done.output
    assert "'2023-13' is not a valid period." in done.output
    assert 1 == done.output.count("Type y for yes or n for no")
    assert "rests on" not in done.output.rpartition("2023-13")[2]  # nothing is inferred
    text = (root / "data/figures/boats.yml").read_text(encoding="utf-8")
    assert "aliases:\n  zh:\n    - 巡船\n    - 快船\n" in text
    assert "period:\n  date: 2023-08\n" in text
    assert "gaps:\n  - zh: 船的大小\n    en: how large they are\n" in text
    assert [] == [f.text("en") for f in check_handbook(root)[1]]


def test_what_was_answered_is_kept_when_the_editor_leaves(root: Path, terminal: None) -> None:
    """After each answer the file holds it, and what is left is marked."""
    done = dialogue("practice", "night-patrols", answers=["夜里巡河", "", "2", "夜里的巡查。", ""])
    assert 130 == done.exit_code
    assert "is in the file" in done.stderr
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    assert "summary:\n  zh: 夜里的巡查。\n" in text
    assert "theme: …\n" in text
    found = check_handbook(root)[1]
    assert {"text-unfilled"} == {
        f.code for f in found if f.place.path.endswith("night-patrols.yml") and f.place.field
    }


def test_a_part_that_was_begun_is_kept(root: Path, terminal: None) -> None:
    """Whoever leaves in the midst of a list of parts finds what was answered of them."""
    answers = ["夜里巡河", "", "2", "夜里的巡查。", "", "", "river-safety", "1"]
    parts = ["components", "watch", "值守", "Watch", "夜里值守。", "每夜一次。"]
    assert 130 == dialogue("practice", "night-patrols", answers=[*answers, *parts]).exit_code
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    part = "  - id: watch\n    title:\n      zh: 值守\n      en: Watch\n    text:\n      zh: |-\n        夜里值守。\n\n        每夜一次。\n"
    assert part in text


def test_status_is_asked_for_part_by_part(root: Path, terminal: None) -> None:
    """What replaced it is asked for again until it fits the state, and a day of checking must have come."""
    answers = ["夜里巡河", "", "2", "夜里的巡查。", "", "", "river-safety", "1"]
    status = ["status", "replaced", "2024-06", "", "", ""]
    again = ["replaced", "2024-06", "", "joint-patrols", ""]
    checked = ["checked", "2099-01-01", "checked", "2025-03-01", "", ""]
    done = dialogue("practice", "night-patrols", answers=[*answers, *status, *again, *checked])
    assert 0 == done.exit_code, done.output
    assert "replaced, but `by` does not say by what" in done.stdout
    assert "[error checked-in-future]" in done.stdout
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    told = "status:\n  state: replaced\n  since:\n    date: 2024-06\n  by: joint-patrols\n"
    assert told in text
    assert "checked: 2025-03-01\n" in text


def test_what_the_check_finds_is_asked_again(root: Path, terminal: None) -> None:
    """An answer that only the whole check refuses is told, and its field can be answered anew."""
    answers = ["河湾村", "", "1", "临河的<b>村</b>。", "", "", "2"]
    done = dialogue("place", "river-bend", answers=[*answers, "summary", "临河的一个村。", "", ""])
    assert 0 == done.exit_code, done.output
    assert "[error markup-html]" in done.stdout
    assert "临河的一个村。" in (root / "data/places/river-bend.yml").read_text(encoding="utf-8")
    done = dialogue("place", "river-bow", answers=[*answers, ""])
    assert 1 == done.exit_code
    assert "There are still errors" in done.stderr


def test_a_figure_without_a_number_gets_a_statement(root: Path, terminal: None) -> None:
    """What the model asks of the record as a whole is told, and can be answered."""
    answers = ["偷渔", "", "3", "河上的偷渔。", "", "6", "", "", "派出所", "1"]
    done = dialogue("figure", "poaching", answers=[*answers, "statement", "下降。", "", ""])
    assert 0 == done.exit_code, done.output
    assert "[error figure-value]" in done.stdout
    assert "statement:\n  zh: 下降。\n" in (root / "data/figures/poaching.yml").read_text("utf-8")


def test_second_source_is_asked_for_its_mark(root: Path, terminal: None) -> None:
    """Each of several sources needs one: it cannot be passed over, and the source that lacks one is named."""
    before = ["河畔年鉴", "", "1", "2025", ""]
    after = ["", "", "20", "一年里的事。", "", "当地的说法。", "", ""]
    done = dialogue("source", "yearbook", answers=[*before, "", "年鉴", *after])
    assert 0 == done.exit_code, done.output
    mark = done.output.partition("Its mark: ")[2]
    assert "This one is needed." in mark.partition("Its mark: ")[0]
    assert "Add one here too: data/sources/river-report.yml\n" in done.output
    assert "mark:\n  zh: 年鉴\n" in (root / "data/sources/yearbook.yml").read_text("utf-8")


@pytest.mark.parametrize("few", [9, 0])
def test_a_publisher_that_is_not_there_yet_may_follow(
    root: Path, terminal: None, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """By the id that it will have: the organisation, which cites the new source, closes the circle."""
    handbook_of.write(root, handbook_of.SITE)
    monkeypatch.setattr("handbook.cli.dialogue._FEW", few)
    asked = ["河畔年鉴", "", *(["+"] if few else ["统计", ""]), "River", "river-office"]
    rest = ["2025", "", "年鉴", "", "", "20", "一年里的事。", "", "当地的说法。", "", ""]
    done = dialogue("source", "yearbook", answers=[*asked, *rest])
    assert 1 == done.exit_code, done.output
    assert "'River' is no id" in done.stdout
    assert "later: ./handbook new organisation river-office\n" in done.stdout
    assert "publisher: river-office\n" in (root / "data/sources/yearbook.yml").read_text("utf-8")
    answers = ["统计所", "", "yearbook", "3", "数船的机构。", "", "统计 所", "1", ""]
    done = dialogue("organisation", "river-office", answers=answers)
    assert 0 == done.exit_code, done.output
    assert {"source-mark-missing", "translation-missing"} == {
        f.code for f in check_handbook(root)[1]
    }


def test_a_source_that_is_begun_can_be_cited(root: Path, terminal: None) -> None:
    """Also where its publisher is left for later: it is among the sources, and its places are numbers."""
    asked = [
        "河畔年鉴",
        "",
        "+",
        "",
        "2025",
        "",
        "年鉴",
        "",
        "",
        "20",
        "一年里的事。",
        "",
        "当地的说法。",
        "",
        "",
    ]
    done = dialogue("source", "yearbook", answers=asked)
    assert 1 == done.exit_code, done.output
    assert "publisher: …\n" in (root / "data/sources/yearbook.yml").read_text("utf-8")
    done = dialogue(
        "organisation", "river-office", answers=["统计所", "", "2", "3", "数船的机构。"]
    )
    assert "2 not yet finished (yearbook)\n" in done.stdout
    text = (root / "data/organisations/river-office.yml").read_text("utf-8")
    assert "cite:\n  - yearbook#3\n" in text
    # and a figure is reported by what is itself begun
    answers = ["巡河的船", "", "2", "3", "参加巡河的船。", "", "1", "7", "条", "", "2"]
    done = dialogue("figure", "boats", answers=answers)
    assert "2 not yet finished (river-office)\n" in done.stdout
    assert "reported_by: river-office\n" in (root / "data/figures/boats.yml").read_text("utf-8")


def test_paragraphs_are_found_by_their_subjects(root: Path, terminal: None) -> None:
    """The subjects are listed by their numbers and without marks, a word narrows them, and several may be chosen."""
    file = root / "data/sources/river-report.yml"
    contents = "contents:\n  - zh: 河上的巡查\n    en: '[[joint-patrols|Patrols]]'\n  - zh: 船只\n    en: Boats\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("summary:", f"{contents}summary:", 1), encoding="utf-8")
    done = dialogue(
        "platform", "x-line", answers=["河湾", "", "Boats", "1 2", "电话。", "", "", "1"]
    )
    assert done.output.count("   2 Boats") == 2
    assert done.output.count("   1 Patrols") == 1
    assert "  - river-report#1\n  - river-report#2\n" in (
        root / "data/platforms/x-line.yml"
    ).read_text("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_can_be_asked_for(root: Path, terminal: None, lang: str) -> None:
    """The questions of each kind come in the editor's language until it leaves."""
    for kind in KINDS.values():
        command = ["new", kind.name, f"my-{kind.name}", "--lang", lang]
        told = CliRunner().invoke(main, command, input="x\n" * 3).output
        assert ("Ctrl-C 停下" in told, "One thing at a time" in told) == (
            lang == "zh",
            lang == "en",
        )


def test_what_was_stopped_goes_on_at_the_first_blank(root: Path, terminal: None) -> None:
    """The same command asks what the file still lacks, without asking whether to; the rest stays."""
    handbook_of.write(root, handbook_of.SITE)
    begun = ["夜里巡河", "", "2", "夜里的巡查。", ""]
    assert 130 == dialogue("practice", "night-patrols", answers=begun).exit_code
    file = root / "data/practices/night-patrols.yml"
    assert "theme: …\nkind: …\n" in file.read_text(encoding="utf-8")
    done = dialogue("practice", "night-patrols", answers=["夜里 巡河", "1", "2", ""])
    assert 0 == done.exit_code, done.output
    assert "Going on with what is left to fill in" in done.stdout
    assert (
        "summary:\n  zh: 夜里的巡查。\npinyin: Yèlǐ Xúnhé\ntheme: river-safety\nkind: agreement\n"
        in (file.read_text(encoding="utf-8"))
    )


def test_a_part_that_was_begun_goes_on(root: Path, terminal: None) -> None:
    """Of a list of parts, the one that lacks something is asked for that alone; a field that no kind has is kept."""
    handbook_of.write(root, handbook_of.SITE)
    file = root / PRACTICE
    kept = file.read_text(encoding="utf-8")
    assert "    role: lead\n" in kept
    file.write_text(kept.replace("role: lead", "role: …") + "typo: …\nslip: a\n", "utf-8")
    assert 130 == dialogue("practice", "joint-patrols", answers=[]).exit_code
    assert "  - organisation: river-police\n" in file.read_text(encoding="utf-8")
    done = dialogue("practice", "joint-patrols", answers=["+", "", ""])
    assert "add these lines below `roles:`" in done.stdout
    assert "    role: …\n" in file.read_text(encoding="utf-8")
    done = dialogue("practice", "joint-patrols", answers=["1", "", ""])
    assert (1, True) == (done.exit_code, "[error field-unknown]" in done.stdout), done.output
    text = file.read_text(encoding="utf-8")
    assert "actors:\n  - organisation: river-police\n    role: lead\n" in text
    assert "slip: a\n" in text
    file.write_text(kept.replace("      zh: 夜间值守\n", "      zh: …\n"), "utf-8")
    assert 0 == dialogue("practice", "joint-patrols", answers=["夜间值守", "", ""]).exit_code
    assert kept == file.read_text(encoding="utf-8")


def test_a_file_with_notes_or_that_cannot_be_read_is_left_alone(root: Path, terminal: None) -> None:
    """What is in the way is told, and where."""
    file = root / PRACTICE
    for text, told in [("# mine\nid: …\n", "it has comment lines"), ("id: a: b\n", "[error yaml-")]:
        file.write_text(text, encoding="utf-8")
        done = dialogue("practice", "joint-patrols", answers=["y"])
        assert (1, True) == (done.exit_code, told in done.output), done.output
        assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("back", ["<", "《", "＜"])
def test_one_can_go_back_to_the_question_before(root: Path, terminal: None, back: str) -> None:
    """Within a field to its beginning, at its beginning to the field before; what was answered there is kept by Enter, and what follows is not asked again."""
    handbook_of.write(root, handbook_of.SITE)
    done = dialogue(
        "practice", "night-patrols",
        answers=[
            back, "夜巡", back, "夜里巡河", "",  # no further back; from the English to the Chinese
            "1", "夜里的巡查。", "",
            back, back,  # from the pinyin to the summary, then to the paragraphs
            "2",
            "夜里 巡河", "1", "2",
            "actors", back,  # to the list
            back, "",  # to the last field, whose answer is kept
            "",
        ],
    )  # fmt: skip
    assert 0 == done.exit_code, done.output
    text = (root / "data/practices/night-patrols.yml").read_text(encoding="utf-8")
    assert "title:\n  zh: 夜里巡河\nsummary:\n  zh: 夜里的巡查。\n" in text
    assert text.endswith("kind: agreement\ncite:\n  - river-report#2\n")
    assert "It is now: - river-report#1. Press Enter to keep it" in done.stdout


def test_a_kind_that_is_not_listed_is_added(root: Path, terminal: None) -> None:
    """By its words or +, with an id and its words; the vocabulary keeps the rest as it is."""
    handbook_of.write(root, handbook_of.SITE)
    file = root / "data/vocabulary.yml"
    before = file.read_text(encoding="utf-8")
    answers = [
        "河湾湖",
        "",
        "1",
        "一个湖。",
        "",
        "河湾 湖",
        "湖",
        "Lake",
        "lake",
        "湖泊",
        "Lake",
        "",
    ]
    done = dialogue("place", "river-lake", answers=answers)
    assert 0 == done.exit_code, done.output
    assert 1 == done.output.count("in the English text: 湖泊")
    text = file.read_text(encoding="utf-8")
    added = "  lake:\n    zh: 湖\n    en: Lake\n"
    assert before == text.replace(added, "")
    assert [*load(root)[0].labels.vocabulary.place_kinds][-1] == "lake"
    assert "kind: lake\n" in (root / "data/places/river-lake.yml").read_text("utf-8")


def test_a_kind_that_is_left_for_later_is_marked(root: Path, terminal: None) -> None:
    """The lines to add are told, the dialogue goes on, and the check names the choices."""
    answers = ["河湾湖", "", "1", "一个湖。", "", "", "+", "", ""]
    done = dialogue("place", "river-lake", answers=answers)
    assert "add these lines below `place_kinds:` in data/vocabulary.yml" in done.stdout
    assert 1 == done.exit_code, done.output
    assert "kind: …\n" in (root / "data/places/river-lake.yml").read_text("utf-8")
    [told] = [f.message("en") for f in check_handbook(root)[1] if f.code == "text-unfilled"]
    assert "Fill it in with one of town, village, or delete" in told


def test_what_else_a_figure_changes_is_told(root: Path, terminal: None) -> None:
    """A number that other files have typed until now is an error there, and they are named."""
    handbook_of.write(root, handbook_of.SITE)
    file = root / PRACTICE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("zh: 夜里轮流值守。", "zh: 夜里7条船轮流值守。"), "utf-8")
    done = dialogue(
        "figure", "boats",
        answers=["巡河的船", "", "3", "参加巡河的船。", "", "1", "7", "条", "", "派出所", "1", ""],
    )  # fmt: skip
    assert 1 == done.exit_code, done.output
    assert f"other files have to be changed, too, as told above: {PRACTICE}" in done.stdout
