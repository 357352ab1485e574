"""Which translations lag behind their Chinese: found by what the texts say, marked beside the passage, confirmed for a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.checks import check_handbook
from handbook.cli import main
from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.load import load
from handbook.load.files import MAX_BYTES
from handbook.load.translation_lock import LOCK, recorded
from handbook.model.dataset import Dataset
from handbook.pages.build import build_pages
from handbook.text.translation_state import State, fingerprint, units
from tests.helpers import handbook_of
from tests.helpers.repository import git

PRACTICE = "data/practices/joint-patrols.yml"
PAGE = "docs/safety/river-safety.zh.md"


@pytest.fixture
def locked(root: Path) -> Path:
    """Return the small good handbook with a lock of its translations."""
    handbook_of.write(root, {LOCK: recorded(load(root)[0])})
    return root


def change(root: Path, path: str, old: str, new: str) -> Dataset:
    """Replace text in a file and return the data set."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(root)[0]


def stale(dataset: Dataset) -> list[tuple[str, str]]:
    """Return the (owner, field) of what lags behind."""
    return [
        (unit.owner, ".".join(map(str, unit.field)))
        for unit in units(dataset)
        if unit.state is State.STALE
    ]


def codes(root: Path) -> list[str]:
    """Return the codes of what the check finds about translations."""
    return [f.code for f in check_handbook(root)[1] if f.code.startswith("translation-")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("河畔，青山。", "河畔, 青山 ."), ("第 8 段", "第8段"), ("（试点）", "(试点)")],
)
def test_white_space_and_the_width_of_punctuation_do_not_count(one: str, other: str) -> None:
    """Texts that differ in these alone have one fingerprint."""
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(one + "又")


def test_recorded_translation_is_fresh(locked: Path) -> None:
    """After recording, every translation is fresh and only what is missing is told."""
    assert {State.FRESH, State.MISSING} >= {unit.state for unit in units(load(locked)[0])}
    assert set(codes(locked)) <= {"translation-missing"}


def test_a_changed_original_makes_that_field_alone_stale(locked: Path) -> None:
    """Changing one Chinese sentence marks its field, and the check warns at the English beside it."""
    assert [("joint-patrols", "how")] == stale(
        change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    )
    found = [f for f in check_handbook(locked)[1] if f.code == "translation-stale"]
    assert [(PRACTICE, "how.en", "warning")] == [
        (f.place.path, f.place.field, f.severity.value) for f in found
    ]


def test_inserted_passage_makes_no_translation_stale(locked: Path) -> None:
    """Pairs are known by what they say: a new first gap moves the old one and leaves it fresh."""
    dataset = change(
        locked,
        PRACTICE,
        "gaps:\n",
        "gaps:\n  - zh: 船只的数量\n    en: how many boats there are\n",
    )
    assert [] == stale(dataset)
    assert "translation-unrecorded" in codes(locked)


def test_a_changed_section_of_a_page_is_stale_alone(locked: Path) -> None:
    """Pages are followed heading by heading."""
    dataset = change(locked, PAGE, "临河", "就在河边")
    assert [("docs/safety/river-safety", "question")] == stale(dataset)


def test_stale_passage_is_marked_on_its_page(locked: Path) -> None:
    """The English page has the mark after the stale passage and under the stale heading, leading to the Chinese; the Chinese page has none."""
    change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    dataset = change(locked, PAGE, "临河", "就在河边")
    mark = dataset.labels.word("stale_passage", "en")
    practice = build_pages(dataset, "en")["safety/river-safety/joint-patrols"].markdown
    assert (
        f"river-chief system[[river-report#2]]. *([{mark}](site:safety/river-safety/joint-patrols/))*"
        in practice
    )
    page = build_pages(dataset, "en")["safety/river-safety"].markdown
    assert (
        f"## The question {{#question}}\n\n*([{mark}](site:safety/river-safety/#question))*" in page
    )
    assert 1 == page.count(mark) == practice.count(mark)
    assert all(
        dataset.labels.word("stale_passage", "zh") not in page.markdown
        for page in build_pages(dataset, "zh").values()
    )


def test_last_section_of_a_page_is_marked_as_every_other(locked: Path) -> None:
    """Whatever stands between its text and the end of the file."""
    dataset = change(locked, PAGE, "牵头的是", "领头的是")
    mark = f"*([{dataset.labels.word('stale_passage', 'en')}](site:safety/river-safety/#who))*"
    page = build_pages(dataset, "en")["safety/river-safety"].markdown
    assert f"## Who does what {{#who}}\n\n{mark}\n" in page


def test_stale_name_is_marked_at_the_head_of_the_page(locked: Path) -> None:
    """A name cannot carry a mark in a heading, so the page says at its head which names lag behind."""
    dataset = change(locked, PRACTICE, "zh: 两岸联合巡河", "zh: 两岸联合护河")
    page = build_pages(dataset, "en")["safety/river-safety/joint-patrols"].markdown
    assert dataset.labels.word("stale_names", "en", names="Joint river patrols") in page


def test_recording_leaves_stale_translations_stale(locked: Path) -> None:
    """`record` takes in new pairs and never hides that a translation lags behind."""
    dataset = change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    handbook_of.write(locked, {LOCK: recorded(dataset)})
    assert [("joint-patrols", "how")] == stale(load(locked)[0])


def test_link_put_into_a_stale_translation_translates_nothing(locked: Path) -> None:
    """What lags behind stays so where a figure's or a citation's link alone is brought over, and after recording."""
    change(locked, PRACTICE, "夜里轮流值守。", "夜里轮流值守，处理了[[boat-incidents]]。")
    for _ in range(2):
        dataset = change(locked, PRACTICE, "turns at night.", "turns at night [[boat-incidents]].")
        assert [("joint-patrols", "components.0.text")] == stale(dataset)
        handbook_of.write(locked, {LOCK: recorded(dataset)})
        change(locked, PRACTICE, " at night [[boat-incidents]].", " at night.")
    assert [("joint-patrols", "components.0.text")] == stale(load(locked)[0])


def test_links_are_brought_over_as_they_are(locked: Path) -> None:
    """Where nothing but links changed, a translation lags until it has them, and is fresh then without a word changed."""
    zh, en = "夜里轮流值守。", "turns at night."
    dataset = change(locked, PRACTICE, zh, f"{zh}[[river-report#2]]")
    assert [("joint-patrols", "components.0.text")] == stale(dataset)
    dataset = change(locked, PRACTICE, en, f"{en}[[river-report#2]]")
    assert [] == stale(dataset)
    assert State.NEW not in {unit.state for unit in units(dataset)}


def test_new_id_of_what_is_linked_changes_no_state(locked: Path) -> None:
    """A record that gets another id, in every text that links to it, leaves what is stale stale and what is fresh fresh."""
    change(locked, PRACTICE, "每月一起巡河", "每周一起巡河")
    before = [unit.state for unit in units(load(locked)[0])]
    for path in locked.glob("d*/**/*.*"):
        if path.suffix in (".yml", ".md") and path.name != Path(LOCK).name:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("boat-incidents", "boat-disputes"), encoding="utf-8")
    figures = locked / "data/figures"
    (figures / "boat-incidents.yml").rename(figures / "boat-disputes.yml")
    dataset = load(locked)[0]
    assert before == [unit.state for unit in units(dataset)]
    handbook_of.write(locked, {LOCK: recorded(dataset)})
    assert before == [unit.state for unit in units(load(locked)[0])]


def test_section_whose_original_is_gone_keeps_what_is_known(locked: Path) -> None:
    """A heading that gets another id leaves its translation behind; recorded in between, that is stale where it was, once it follows."""
    change(locked, PAGE, "牵头的是", "现在牵头的是")
    dataset = change(locked, PAGE, "{#who}", "{#division}")
    handbook_of.write(locked, {LOCK: recorded(dataset)})
    dataset = change(locked, PAGE.replace(".zh.", ".en."), "{#who}", "{#division}")
    assert [("docs/safety/river-safety", "division")] == stale(dataset)


def test_renamed_record_keeps_what_is_known_of_its_translations(locked: Path) -> None:
    """Under a new id stale stays stale, confirmed stays confirmed, and fresh is not new; recording changes nothing of it."""
    dataset = change(locked, PRACTICE, "每月一起巡河", "每周一起巡河")
    handbook_of.write(locked, {LOCK: recorded(dataset, ["joint-patrols"], "it fits")})
    change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    change(locked, PRACTICE, "id: joint-patrols", "id: patrols")
    (locked / PRACTICE).rename(locked / "data/practices/patrols.yml")
    for _ in range(2):
        dataset = load(locked)[0]
        assert [("patrols", "how")] == stale(dataset)
        told = {(unit.owner, unit.reason) for unit in units(dataset) if unit.reason}
        assert {("patrols", "it fits")} == told
        assert State.NEW not in {unit.state for unit in units(dataset)}
        handbook_of.write(locked, {LOCK: recorded(dataset)})
    assert "joint-patrols" not in (locked / LOCK).read_text(encoding="utf-8")


def test_passage_that_moves_to_another_record_is_known_there(locked: Path) -> None:
    """What is known of a translation goes with its words; a copy is new, for its first place still holds it."""
    gap = "  - zh: 经费\n    en: what it costs\n"
    change(locked, "data/places/river-town.yml", "cite:\n", f"gaps:\n{gap}cite:\n")
    change(locked, "data/places/river-town.yml", "经费", "费用")
    assert [] == stale(load(locked)[0])
    assert [("river-town", "gaps.0")] == stale(change(locked, PRACTICE, f"gaps:\n{gap}", ""))


def test_accepting_confirms_for_a_reason(locked: Path) -> None:
    """`accept` makes the translation fresh and keeps the reason, whatever it holds."""
    dataset = change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    handbook_of.write(
        locked, {LOCK: recorded(dataset, ["joint-patrols"], "only a word: 'now' # added")}
    )
    again = load(locked)[0]
    assert [] == stale(again)
    assert ["only a word: 'now' # added"] == [unit.reason for unit in units(again) if unit.reason]
    assert [] == codes(locked)[1:]  # besides the one text that has no English


@pytest.mark.parametrize("path", [PRACTICE, PAGE.replace(".zh.", ".en.")])
def test_a_file_that_cannot_be_read_keeps_its_pairs(locked: Path, path: str) -> None:
    """A slip in a file is no reason to forget what its translations were made from; a file that is gone is."""
    lock = (locked / LOCK).read_text(encoding="utf-8")
    content = (locked / path).read_text(encoding="utf-8")
    (locked / path).write_text(
        content.replace("summary:", "summary：").replace("title:", "title："), encoding="utf-8"
    )
    assert lock == recorded(load(locked)[0])
    (locked / path).unlink()
    assert lock != recorded(load(locked)[0])


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda lock: "joint-patrols:\n  en:\n    - not a pair\n", "translations-lock-form"),
        (lambda lock: "joint-patrols: x\n", "translations-lock-form"),
        (lambda lock: "joint-patrols:\n", "translations-lock-form"),
        (lambda lock: "joint-patrols:\n  en: x\n", "translations-lock-form"),
        (lambda lock: lock.replace("docs/", "<<<<<<< HEAD\ndocs/", 1), "translations-lock-form"),
        (lambda lock: "# nothing\n", "translations-lock-form"),
        (lambda lock: "{}\n", "translations-lock-missing"),
        (lambda lock: "", "translations-lock-missing"),
        (lambda lock: None, "translations-lock-missing"),
    ],
)
def test_broken_lock_is_reported_and_never_overwritten(
    locked: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[str], str | None], code: str
) -> None:
    """Without a whole lock nothing tells what is stale: the check says so with the remedy, and the commands refuse to begin a new one."""
    git(locked, "init", "-q", "-b", "main")
    git(locked, "add", "-A")
    git(locked, "commit", "-qm", "first")
    monkeypatch.chdir(locked)
    change(locked, PRACTICE, "属于河长制的一部分", "现已属于河长制的一部分")
    spoilt = spoil((locked / LOCK).read_text(encoding="utf-8"))
    (locked / LOCK).unlink()
    if spoilt is not None:
        (locked / LOCK).write_text(spoilt, encoding="utf-8")
    (found,) = (f for f in check_handbook(locked)[1] if f.place.path == LOCK)
    assert code == found.code
    assert all(
        "git checkout HEAD -- data/translations.lock.yml" in found.text(lang)
        for lang in MESSAGE_LANGUAGES
    )
    for command in (["record"], ["accept", "joint-patrols", "--reason", "it fits"]):
        done = CliRunner().invoke(main, ["translations", *command, "--lang", "en"])
        assert (1, True) == (done.exit_code, code in done.output)
    assert spoilt == (
        (locked / LOCK).read_text(encoding="utf-8") if (locked / LOCK).exists() else None
    )
    git(locked, "checkout", "HEAD", "--", LOCK)
    assert 0 == CliRunner().invoke(main, ["translations", "record"]).exit_code
    assert [("joint-patrols", "how")] == stale(load(locked)[0])


def test_lock_of_any_size_is_read(locked: Path) -> None:
    """It grows with the handbook beyond what a file written by hand may hold."""
    lock = (locked / LOCK).read_text(encoding="utf-8")
    more = "".join(f"    - {n:012x} {n:012x}\n" for n in range(MAX_BYTES // 32))
    handbook_of.write(locked, {LOCK: f"{lock}other-record:\n  en:\n{more}"})
    dataset, findings = load(locked)
    assert [] == findings
    assert MAX_BYTES // 32 == len(dataset.lock["other-record"]["en"])


def test_handbook_that_never_had_a_lock_gets_one(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a lock in the last commit there is nothing to lose: the check asks for one and `record` writes it."""
    (locked / LOCK).unlink()
    git(locked, "init", "-q", "-b", "main")
    monkeypatch.chdir(locked)
    assert ["translations-lock-missing"] == [
        f.code for f in check_handbook(locked)[1] if f.place.path == LOCK
    ]
    assert 0 == CliRunner().invoke(main, ["translations", "record"]).exit_code
    assert [] == [f for f in check_handbook(locked)[1] if f.place.path == LOCK]
