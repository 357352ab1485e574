"""What a change means to readers: told from two git revisions, in words, and kept for the change log."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load import load, translation_lock
from tests.helpers import handbook_of
from tests.helpers.commands import brief, run
from tests.helpers.repository import edit, git

PRACTICE = "data/practices/joint-patrols.yml"
FIGURE = "data/figures/boat-incidents.yml"


def test_unchanged_handbook_has_an_empty_brief(repository: Path) -> None:
    """An unchanged handbook has one sentence, and no problems."""
    assert "Nothing that readers see has changed." in brief("main")
    assert "No problems." in brief("main")


def test_changed_words_are_marked_in_the_brief(repository: Path) -> None:
    """A sentence is told old → new with the words that changed, under its record's title, without YAML."""
    edit(repository, PRACTICE, ("every month", "every week"))
    told = brief("main")
    assert "    - Joint river patrols · **What it is**: " in told
    assert 1 == told.count("every <del>month</del>")
    assert "every <ins>week</ins>" in told
    assert "summary:" not in told
    assert "### Changed" not in told  # it is told above


def test_text_in_the_brief_has_no_marks(repository: Path) -> None:
    """A sentence with a citation is told as readers read it."""
    edit(repository, PRACTICE, ("river-chief system[[", "river-chief order[["))
    told = brief("main")
    assert "<ins>order</ins>" in told
    assert "[[" not in told
    assert "river-report#" not in told


def test_changed_number_asks_for_its_reason(repository: Path) -> None:
    """A figure is told as number → number, and the reviewer is to ask why; the pages that show it are named."""
    edit(repository, FIGURE, ("value: 1728", "value: 1800"))
    told = brief("main", "--preview", "https://preview.example/")
    asked = told.split("- [ ] Numbers changed.")[1].split("### ")[0]
    assert [
        "    - Boat incidents handled · **The number**: <del>1,728</del> incidents → <ins>1,800</ins> incidents",
        "        - The number is printed in:",
        "            - Joint river patrols: The police of both banks patrol the river together every month and have handled 1,800 incidents.",
    ] == asked.split("\n")[1:4]
    assert "**1 number changed; 1 entry changed.**" in told
    assert "(https://preview.example/en/safety/river-safety/joint-patrols/)" in told
    assert "(https://preview.example/figures/#boat-incidents)" in told


def test_typed_number_for_a_figure_asks_for_its_reason(repository: Path) -> None:
    """A number that is typed where a figure stood reads the same, but no longer follows the figure."""
    edit(repository, PRACTICE, ("已处理[[boat-incidents]]纠纷", "已处理1728起纠纷"))
    told = brief("main")
    lost = (
        "**What it is · References to figures · 简体中文**: 两岸的派出所每月一起巡河，已处理<del>⟨"
    )
    assert f"    - Joint river patrols · {lost}" in told.split("- [ ] Numbers are typed")[1]
    assert "：</del>1728起<del>⟩</del>纠纷。" in told
    assert "Numbers changed" not in told
    git(repository, "commit", "-qam", "typed")
    edit(repository, PRACTICE, ("已处理1728起纠纷", "已处理[[boat-incidents]]纠纷"))
    assert "Numbers are typed" not in brief("HEAD")


def test_gained_citation_is_no_loss(repository: Path) -> None:
    """A record that rests on another paragraph, too, loses nothing; the mark is told."""
    edit(
        repository,
        PRACTICE,
        ("cite:\n  - river-report#2\n", "cite:\n  - river-report#2\n  - river-report#4\n"),
    )
    told = brief("main")
    assert "- **Citations**: \\[¶2\\]<ins>\\[¶4\\]</ins>" in told
    assert "- [ ]" not in told


PAGES = [f"docs/safety/river-safety.{lang}.md" for lang in ("zh", "en")]


def asked(repository: Path, question: str) -> list[str]:
    """Return what the brief asks under a question, then commit."""
    told = brief("HEAD").partition(f"- [ ] {question}")[2].split("\n### ")[0]
    git(repository, "commit", "-qam", "next")
    return [line for line in re.split(r"\n- \[ \]", told)[0].split("\n")[1:] if line]


LOST = "Statements lost a source."
REWORDED = "Statements were reworded or added."
MOVED = "Citations moved to another paragraph."
ZH = "巡河由12人分三组进行，属于河长制的一部分。"
EN = "Twelve people patrol in three groups, as part of the river-chief system."
HOW = "    - Joint river patrols · **How it works · Citations"


def test_lost_citation_stands_in_its_statement(repository: Path) -> None:
    """Its mark is struck out where it stood, among those that remain: in one language alone, in all, in a page."""
    edit(repository, PRACTICE, (f"{EN[:-1]}[[river-report#2]].", EN))
    [lost] = asked(repository, LOST)
    assert lost.startswith(f"{HOW} · English**: ")
    assert lost.endswith("as part of the river-chief system<del>\\[¶2\\]</del>.")
    edit(repository, PRACTICE, (f"{ZH[:-1]}[[river-report#2]]。", ZH))
    [lost] = asked(repository, LOST)
    assert f"{HOW} · 简体中文**: {ZH[:-1]}<del>〔2〕</del>。" == lost
    edit(
        repository,
        PRACTICE,
        (ZH, "巡河由12人[[river-report#2]]分三组进行[[river-report#4]]，属于河长制的一部分。"),
        (EN, "Twelve people[[river-report#2]] patrol[[river-report#4]], as they do."),
    )
    assert [] == asked(repository, LOST)
    edit(
        repository, PRACTICE, ("人[[river-report#2]]", "人"), ("people[[river-report#2]]", "people")
    )
    assert [f"{HOW}**: Twelve people<del>\\[¶2\\]</del> patrol\\[¶4\\], as they do."] == asked(
        repository, LOST
    )
    for page in PAGES:
        edit(repository, page, ("[[river-report#1]]", ""))
    [lost] = asked(repository, LOST)
    assert lost.startswith("    - Safety on the river bank · **The question · Citations**: ")
    assert lost.endswith("<del>\\[¶1\\]</del>.")


def test_moved_citation_is_asked_as_moved(repository: Path) -> None:
    """From paragraph 2 to paragraph 4, in a text or of a record as a whole, with what rests on it; lost is neither."""
    edit(
        repository,
        PRACTICE,
        ("一部分[[river-report#2]]", "一部分[[river-report#4]]"),
        ("system[[river-report#2]]", "system[[river-report#4]]"),
    )
    assert "lost a source" not in brief("HEAD")
    [moved] = asked(repository, MOVED)
    assert moved.startswith(f"{HOW}**: ")
    assert "<del>\\[¶2\\]</del>. → " in moved
    assert moved.endswith("<ins>\\[¶4\\]</ins>.")
    edit(repository, PRACTICE, ("\ncite:\n  - river-report#2\n", "\ncite:\n  - river-report#4\n"))
    [moved] = asked(repository, MOVED)
    assert moved.startswith("    - Joint river patrols · **Citations**: ")
    assert moved.endswith("1,728 incidents.<ins>\\[¶4\\]</ins>")


def test_citation_lost_in_text_and_list_is_told_once(repository: Path) -> None:
    """The record that no longer lists what its text no longer cites has lost one source."""
    organisation = "data/organisations/river-police.yml"
    text = (repository / organisation).read_text(encoding="utf-8")
    fewer = text.replace("[[river-report#2]]", "").replace("  - river-report#2\n", "")
    handbook_of.write(repository, {organisation: fewer})
    assert "**1 statement lost a source; 1 entry changed.**" in brief("HEAD")
    [lost] = asked(repository, LOST)
    assert lost.endswith(
        "**What it is · Citations**: The police body of Riverside<del>\\[¶2\\]</del>\\[title\\]."
    )


def test_citation_that_goes_to_another_sentence_is_lost_by_the_first(repository: Path) -> None:
    """A sentence that stands loses its source to the next one; one that is only reworded keeps it."""
    how = "属于河长制的一部分[[river-report#2]]。"
    edit(repository, PRACTICE, (how, "属于河长制的一部分。夜里也去[[river-report#2]]。"))
    assert [f"{HOW} · 简体中文**: {ZH[:-1]}<del>〔2〕</del>。"] == asked(repository, LOST)
    edit(repository, PRACTICE, ("夜里也去", "夜里都去"))
    assert [] == asked(repository, LOST)


@pytest.mark.parametrize(
    ("file", "old", "new", "question"),
    [
        (FIGURE, "reported_by: river-police", "reported_by: river-court", "Who says so"),
        (PRACTICE, "role: lead", "role: partner", "Who says so"),
        (PRACTICE, "据报道，偷渔", "据渔民介绍，偷渔", "Who says so"),
        (PRACTICE, "every month", "every week", "Only the translation changed."),
        (PRACTICE, "en: what it costs", "en: what a boat costs", "Only the translation changed."),
        (PRACTICE, "en: Joint river patrols", "en: Joint patrols", "Names changed, or"),
        (PRACTICE, "id: night-watch", "id: late-watch", "Headings or parts have another id"),
    ],
)
def test_what_changes_the_meaning_is_asked_and_counted(
    repository: Path, file: str, old: str, new: str, question: str
) -> None:
    """Who says so, another language alone, a narrower gap, a name, an anchor: the summary and the questions have it."""
    court = handbook_of.ORGANISATION.replace("river-police", "river-court").replace(
        "Riverside Police Station", "River court"
    )
    handbook_of.write(repository, {"data/organisations/river-court.yml": court})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a court")
    edit(repository, file, (old, new))
    told = brief("HEAD")
    assert f"\n- [ ] {question}" in told
    assert 1 == told.count("\n- [ ] ")
    assert "; 1 entry changed" in told.split("\n")[2]


def test_translation_that_changed_alone_stands_with_its_original(repository: Path) -> None:
    """The original, which did not change, is shown below it."""
    edit(repository, PRACTICE, ("as part of", "instead of"))
    [changed, original] = asked(repository, "Only the translation changed.")
    assert "<ins>instead</ins>" in changed
    assert f"        - 简体中文 (not changed): {ZH}" == original


def test_equal_warnings_of_many_records_are_one_line(repository: Path) -> None:
    """From five on they are told once, with the records' names and fields; fewer stand with their record."""
    for path in (
        "organisations/river-police",
        "places/river-town",
        "terms/river-chief",
        "honours/clean-river",
    ):
        file = f"data/{path}.yml"
        [summary] = re.findall(
            r"^  zh: .*[^。\n]。?$", (repository / file).read_text(encoding="utf-8"), re.MULTILINE
        )[-1:]
        edit(repository, file, (summary, summary.replace("  zh: ", "  zh: 又")))
    told = brief("main").split("### What the check says")[1].split("### ")[0]
    assert "places: " not in told
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    told = brief("main").split("### What the check says")[1].split("### ")[0]
    assert 1 == told.count("The original has changed")
    assert "<code>./handbook translations accept … --reason " in told
    [places] = re.findall("    - 5 places: (.*)", told)
    assert "Joint river patrols · How it works · English" in places
    assert "Riverside Police Station · " in places


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_of_the_language_that_changed_are_listed(repository: Path, lang: str) -> None:
    """The other language's addresses stand there only where its pages differ, too."""
    edit(repository, f"docs/safety/river-safety.{lang}.md", ("description: ", "description: 又 "))
    pages = brief("main").split("### Pages affected")[1].split("###")[0]
    assert (lang == "zh") == ("简体中文 `/safety/river-safety/`" in pages)
    assert (lang == "en") == ("English `/en/safety/river-safety/`" in pages)


def test_stale_section_of_a_page_is_told_without_its_heading(repository: Path) -> None:
    """The section is named by its heading, and its text begins below it."""
    edit(repository, PAGES[0], ("[[river-report#1]]", "，也在城边[[river-report#1]]"))
    [stale, beside] = asked(repository, REWORDED)
    assert stale.endswith(
        "Safety on the river bank · **The question**: 简体中文: 河畔临河，两岸联合巡河属于河长制<ins>，也在城边</ins>〔1〕。"
    )
    assert beside.startswith("        - English (not changed): Riverside lies")
    assert "question}" not in beside


def test_lost_citation_of_a_part_asks_for_its_reason(repository: Path) -> None:
    """What an item of a list rests on counts like what its record rests on."""
    edit(repository, PRACTICE, ("      cite:\n        - river-report#2\n", ""))
    [lost] = asked(repository, LOST)
    assert lost.endswith("Poaching is reported to have fallen.<del>\\[¶2\\]</del>")


def test_changed_link_is_reported_with_both_targets(repository: Path) -> None:
    """Words that lead elsewhere now are told with both targets, and a new link with its address; a record under a new id is the same target."""
    edit(
        repository,
        PAGES[1],
        ("[[river-chief|river-chief system]]", "[[clean-river|river-chief system]]"),
        ("../figures.md", "../honours.md"),
    )
    edit(repository, PRACTICE, ("every month", "every month ([see](https://see.example/a_(b)))"))
    told = brief("main")
    chief = "Links · river-chief system · English**: <del>river-chief system</del> → <ins>Cleanest"
    assert chief in told
    assert "figures · English**: ../<del>figures</del>.md → ../<ins>honours</ins>.md" in told
    assert (
        "**What it is · Links · English**: added <ins>https<span>:</span>//see.example/a\\_(b)</ins>"
        in told
    )
    git(repository, "commit", "-qam", "second")
    term = (repository / "data/terms/river-chief.yml").read_text(encoding="utf-8")
    (repository / "data/terms/river-chief.yml").unlink()
    handbook_of.write(
        repository, {"data/terms/river-head.yml": term.replace("id: river-chief", "id: river-head")}
    )
    edit(repository, PAGES[0], ("[[river-chief|", "[[river-head|"))
    assert "Links" not in brief("HEAD")


def test_changed_order_and_changed_part_id_are_reported(repository: Path) -> None:
    """Parts that changed places, and a part's id, which links lead to, are changes; a part that came to others is not one of their order."""
    watch = "  - id: night-watch\n    title:\n      zh: 夜间值守\n      en: Night watch\n    text:\n      zh: 夜里轮流值守。\n      en: Both banks take turns at night.\n"
    count = "  - id: boat-count\n    title:\n      zh: 点船\n      en: Counting boats\n"
    edit(repository, PRACTICE, (watch, count + watch))
    assert "Order" not in brief("main")
    git(repository, "commit", "-qam", "second")
    edit(repository, PRACTICE, (count + watch, watch + count))
    assert "**The parts it consists of · Order**:" in brief("HEAD")
    git(repository, "commit", "-qam", "third")
    edit(repository, PRACTICE, ("id: night-watch", "id: late-watch"))
    told = brief("HEAD")
    assert "Night watch · Its id**: <del>night-watch</del> → <ins>late-watch</ins>" in told
    assert "Order" not in told


def test_second_role_of_an_organisation_is_an_addition(repository: Path) -> None:
    """A second role of an organisation is an entry of its own, before or after the first."""
    edit(
        repository,
        PRACTICE,
        ("actors:\n", "actors:\n  - organisation: river-police\n    role: partner\n"),
    )
    told = brief("main")
    assert "**Who does what**: <ins>Riverside Police Station (partner)</ins>" in told
    assert "<del>" not in told


def test_stale_translations_are_listed_once(repository: Path) -> None:
    """Chinese changed without its English is listed for the reviewer, once."""
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    told = brief("main")
    stale = told.split(f"- [ ] {REWORDED}")[1].split("\n### ")[0]
    assert ": 巡河由12人分三组进行，<ins>现已</ins>属于河长制的一部分〔2〕。\n" in stale
    assert "        - English (not changed): Twelve people patrol in three groups, as part" in stale
    assert 1 == told.count("<ins>现已</ins>")
    git(repository, "commit", "-qam", "second")
    assert "lag behind" not in brief("HEAD").split("### What the check says")[0]


def test_removed_record_asks_for_its_reason(repository: Path) -> None:
    """The author is to say why a record goes and where its address leads, which is told once."""
    (repository / PRACTICE).unlink()
    told = brief("main")
    asked = told.split("- [ ] Entries were removed.")[1].split("###")[0]
    assert asked.split("\n")[1:3] == [
        "    - Joint river patrols",
        "        - Its address leads nowhere from now on; to lead readers to what takes its place, remove it with --to: 简体中文 `/safety/river-safety/joint-patrols/` · English `/en/safety/river-safety/joint-patrols/`",
    ]
    assert "            - Safety on the river bank: Riverside lies by the river, and" in asked
    assert "no longer lead anywhere" not in told


def test_what_a_removal_takes_with_it_is_told_with_it(repository: Path) -> None:
    """A record that only loses its reference to the removed one is no change of its own; with another change it is."""
    edit(repository, PRACTICE, ("  honours:\n    - clean-river\n", ""))
    git(repository, "commit", "-qam", "an honour fewer")
    (repository / "data/honours/clean-river.yml").unlink()
    edit(repository, PRACTICE, ("related:\n  - clean-river\n", ""))
    told = brief("HEAD")
    assert "### Changed" not in told
    named = (
        "        - Named or linked in:\n            - Joint river patrols: What it belongs with\n"
    )
    assert named in told
    edit(repository, PRACTICE, ("every month", "every week"))
    told = brief("HEAD")
    assert named in told  # whatever else changed in it
    assert "### Changed" in told


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("据报道，偷渔的人少了。", "偷渔的人少了。", "Words such as"),
        ("is reported to have fallen", "has fallen", "Words such as"),
        ("date: 2023-08\n", "date: 2023-08-05\n", "Facts were"),
        ("date: 2023-08\n", "date: 2022-08\n", "Facts were"),
        ("date: 2023-08\n", "date: 2023\n", ""),
    ],
)
def test_lost_attribution_and_other_dates_ask_for_their_reasons(
    repository: Path, old: str, new: str, question: str
) -> None:
    """A text that no longer says who says so, a date with more in it and another date are asked for; one with less in it is not."""
    edit(repository, PRACTICE, (old, new))
    asked = [line for line in brief("main").split("\n") if line.startswith("- [ ]")]
    assert len(asked) == bool(question)
    assert all(line.startswith(f"- [ ] {question}") for line in asked)


def test_role_no_longer_inferred_asks_for_its_reason(repository: Path) -> None:
    """Who is said to lead, no longer by inference alone, is a stronger statement."""
    edit(repository, PRACTICE, ("    role: lead\n", "    role: lead\n    inferred: true\n"))
    assert "- [ ]" not in brief("main")
    git(repository, "commit", "-qam", "inferred")
    edit(repository, PRACTICE, ("    inferred: true\n", ""))
    assert "- [ ] Words such as" in brief("HEAD")


def test_unrecorded_translation_is_listed_as_stale(repository: Path) -> None:
    """English that is not in the lock is named when its Chinese changed from under it: the form editor records nothing."""
    (repository / translation_lock.LOCK).write_text("river-town:\n", encoding="utf-8")
    git(repository, "commit", "-qam", "a lock without a pair")
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    told = brief("HEAD")
    assert "; 1 translation lags behind" in told
    assert "        - English (not changed): Twelve people" in told


@pytest.mark.parametrize("recorded", [True, False])
def test_translation_of_a_renamed_record_lags_behind(repository: Path, recorded: bool) -> None:
    """A new id is no reason to forget what the translation was made from, recorded or not."""
    if not recorded:
        (repository / translation_lock.LOCK).write_text("river-town:\n", encoding="utf-8")
        git(repository, "commit", "-qam", "a lock without a pair")
    edit(
        repository,
        PRACTICE,
        ("属于河长制的一部分", "现已属于河长制的一部分"),
        ("id: joint-patrols", "id: patrols"),
    )
    (repository / PRACTICE).rename(repository / "data/practices/patrols.yml")
    told = brief("HEAD")
    assert "; 1 translation lags behind" in told
    assert "        - English (not changed): Twelve people" in told


def test_accepted_translation_is_listed_with_its_reason(repository: Path) -> None:
    """What `accept` was given as a reason stands in the brief, where the reviewer can judge it."""
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    assert (
        0
        == run(
            "translations", "accept", "joint-patrols", "--reason", "one word, no other sense"
        ).exit_code
    )
    told = brief("main")
    confirmed = told.split("- [ ] The original changed, and the translation was confirmed")[1]
    assert [
        "    - Joint river patrols · How it works · English; reason: one word, no other sense",
        "        - 简体中文: 巡河由12人分三组进行，<ins>现已</ins>属于河长制的一部分〔2〕。",
        "        - English (not changed): Twelve people patrol in three groups, as part of the river-chief system.",
    ] == confirmed.split("\n")[1:4]
    assert 1 == told.count("<ins>现已</ins>")
    assert "lag behind" not in told


@pytest.mark.parametrize("accepted", [False, True])
def test_other_marks_confirm_nothing(repository: Path, accepted: bool) -> None:
    """Where punctuation alone changed width, nobody confirmed anything, nor does anything lag behind, whether the text was accepted before or not."""
    if accepted:
        edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
        assert (
            0 == run("translations", "accept", "joint-patrols", "--reason", "same sense").exit_code
        )
        git(repository, "commit", "-qam", "accepted")
    edit(
        repository, PRACTICE, ("分三组进行，", "分三组进行, "), ("夜里轮流值守。", "夜里轮流值守.")
    )
    told = brief("HEAD")
    assert "2 fields" in told or "changed" in told
    assert "confirmed" not in told
    assert "lag behind" not in told


def renamed(repository: Path) -> None:
    """Give the practice another id and record its translations, as an editor does by hand."""
    edit(repository, PRACTICE, ("id: joint-patrols", "id: patrols"))
    (repository / PRACTICE).rename(repository / "data/practices/patrols.yml")
    for page in PAGES:
        edit(repository, page, ("[[joint-patrols]]", "[[patrols]]"))
    run("translations", "record")  # which tells of what lags behind


def test_reason_outlives_a_rename(repository: Path) -> None:
    """A translation confirmed under the former id is told with its reason under the new one."""
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    reason = ("translations", "accept", "joint-patrols", "--reason", "one word, no other sense")
    assert 0 == run(*reason).exit_code
    git(repository, "commit", "-qam", "accepted")
    renamed(repository)
    told = brief("HEAD~1")
    assert (
        "- Joint river patrols · How it works · English; reason: one word, no other sense" in told
    )


def test_translation_recorded_as_it_was_has_no_reason(repository: Path) -> None:
    """What lags behind does not become fresh in silence: it lags behind or is told as confirmed without a reason."""
    edit(repository, PRACTICE, ("属于河长制的一部分", "现已属于河长制的一部分"))
    git(repository, "commit", "-qam", "changed")
    renamed(repository)
    assert "        - English (not changed): Twelve people" in brief("HEAD~1")
    forgotten = replace(load(repository)[0], lock={})
    lock = translation_lock.recorded(forgotten)  # by hand, as no command would
    handbook_of.write(repository, {translation_lock.LOCK: lock})
    assert "- Joint river patrols · How it works · English; no reason given" in brief("HEAD~1")


def test_rename_that_loses_its_address_is_told(repository: Path) -> None:
    """Without the former id under `was`, readers of the old address find nothing; with it, they are led on."""
    renamed(repository)
    told = brief("main")
    assert "### New address · Practices · Joint river patrols (joint-patrols → patrols)" in told
    assert (
        "> The former address leads nowhere: write joint-patrols among the former ids, and it will lead here."
        in told
    )
    assert "no longer lead anywhere (1)" in told
    patrols = "data/practices/patrols.yml"
    edit(repository, patrols, ("title:\n", "was:\n  - joint-patrols\ntitle:\n"))
    told = brief("main")
    assert "(joint-patrols → patrols)" in told
    assert "leads nowhere" not in told
    assert "no longer lead anywhere" not in told


def test_equal_problems_of_a_record_are_one_line(repository: Path) -> None:
    """It names their fields, under the record's title."""
    edit(
        repository,
        PRACTICE,
        ("属于河长制的一部分", "现已属于河长制的一部分"),
        ("夜里轮流值守", "夜里轮流守望"),
    )
    told = brief("main").split("### What the check says: 0 errors, 2 warnings")[1]
    assert told.startswith(f"\n\n- **Joint river patrols** `{PRACTICE}`\n    - ")
    places = r"line \d+ · How it works · English, line \d+ · The parts it consists of 1 · \w[^,]* · English"
    assert re.search(rf"\n    - {places}: The original", told)
    assert 1 == told.count("The original has changed")


def test_number_in_words_is_a_number(repository: Path) -> None:
    """三组 → 四组 is asked about like digits; 一部分 is no number."""
    edit(repository, PRACTICE, ("分三组进行，属于河长制的一部分", "分四组进行，属于河长制的一部分"))
    assert "**1 number changed; 1 entry changed" in brief("main")
    edit(
        repository,
        PRACTICE,
        ("分四组进行，属于河长制的一部分", "分三组进行，属于河长制的办法"),
    )
    assert "number" not in brief("main").split("\n")[2]


def test_added_record_is_shown_whole_and_removed_addresses_are_listed(repository: Path) -> None:
    """Of what is added the reviewer reads everything, and of what goes, what readers lose, with the addresses that lead nowhere then."""
    place = (repository / "data/places/river-town.yml").read_text(encoding="utf-8")
    new = (
        place.replace("id: river-town", "id: mill-town")
        .replace("zh: ", "zh: 磨坊")
        .replace("en: ", "en: Mill ")
    )
    handbook_of.write(repository, {"data/places/mill-town.yml": new})
    (repository / "data/honours/clean-river.yml").unlink()
    told = brief("main")
    removed, _, added = told.partition("### Added")
    assert added.startswith(" · Places · Mill ")
    assert "    - Mill Riverside: \\[¶1\\]\n" in told
    assert "> Mill A town by the river\\[¶1\\].<br>\n" in added
    assert (
        "> Cleanest river 最美河流 Zuì Měi Héliú<br>"
        in removed.split("### Removed")[1].split("###")[0]
    )
    assert "`/honours/#clean-river`" in told.split("- [ ] Entries were removed.")[1].split("###")[0]


def test_removed_entry_is_a_removed_address(repository: Path) -> None:
    """An entry has an address, too: an anchor on the page of its kind."""
    edit(repository, PRACTICE, ("  honours:\n    - clean-river\n", ""), ("  - clean-river\n", ""))
    (repository / "data/honours/clean-river.yml").unlink()
    gone = brief("main").split("- [ ] Entries were removed.")[1].split("###")[0]
    assert "`/honours/#clean-river`" in gone


def test_lost_citation_of_a_record_asks_for_its_reason(repository: Path) -> None:
    """Where one citation fewer bears a record out, the reviewer is asked about what rests on it."""
    edit(
        repository,
        PRACTICE,
        ("cite:\n  - river-report#2\n", "cite:\n  - river-report#2\n  - river-report#4\n"),
    )
    assert [] == asked(repository, LOST)
    edit(repository, PRACTICE, ("  - river-report#4\n", ""))
    [lost] = asked(repository, LOST)
    assert lost.endswith("1,728 incidents.\\[¶2\\]<del>\\[¶4\\]</del>")


def test_a_pages_title_description_and_headings_are_compared(repository: Path) -> None:
    """What stands in a page's front matter and headings is read as well, and told as what it is."""
    edit(
        repository,
        "docs/safety/river-safety.en.md",
        ("description: ", "description: Anew, "),
        ("## ", "## Now "),
    )
    told = brief("main")
    assert "**The page's description**: " in told
    assert "<ins>Anew" in told
    assert "**Heading**: " in told
    assert "<ins>Now" in told


def test_changed_words_of_the_interface_are_listed(repository: Path) -> None:
    """A word of the interface that readers see everywhere is told by itself; a revision that lacks a word has today's."""
    edit(repository, "data/labels.yml", ("    en: Sources\n", "    en: What is cited\n"))
    told = brief("main")
    assert "**Words of the interface or settings changed in 1 place.**" in told
    assert "- **Words of the interface**: <del>Sources</del> → <ins>What is cited</ins>" in told
    git(repository, "commit", "-qam", "second")
    edit(repository, "data/labels.yml", ("  kind_sources:", "  diff_unheard_of:"))
    git(repository, "commit", "-qam", "a handbook that knows a word less")
    git(repository, "checkout", "-q", "HEAD~1")
    assert "Nothing that readers see has changed." in brief("main", "main")


def test_changed_settings_of_languages_and_everyday_words_are_listed(repository: Path) -> None:
    """What parts numbers, and what a reader's own word leads to, are told by name with the interface's words."""
    edit(
        repository,
        "data/labels.yml",
        (
            "    locale: en_GB\n",
            "    locale: en_GB\n    group: ' '\neveryday:\n  zh:\n    老板: [企业]\n",
        ),
    )
    told = brief("main")
    assert "### Words of the interface and settings changed (2)" in told
    assert "- **The languages · English · What parts thousands**: <ins>“ ”</ins>" in told
    assert "- **What readers say · 简体中文 · 老板**: 企业<del>, 经营主体</del>" in told


def test_affected_pages_are_listed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is affected by whatever it shows, be it a summary, a name or a role; of very many, how many more there are is said."""
    edit(
        repository, "data/organisations/river-police.yml", ("zh: 河畔派出所", "zh: 河畔公安派出所")
    )
    told = brief("main")
    pages = told.split("### Pages affected")[1].split("###")[0]
    assert "`/safety/river-safety/joint-patrols/`" in pages
    assert "`/sources/river-report/`" in pages
    assert "`/organisations/#river-police`" in pages
    assert "`/about/`" not in pages
    monkeypatch.setattr("handbook.review.brief.PAGES", 2)
    assert re.search(r"- \d+ more", brief("main"))


def test_other_affected_pages_come_by_their_depth(repository: Path) -> None:
    """After what changed come the home page and themes, before the pages within them."""
    edit(repository, FIGURE, ("value: 1728", "value: 1800"))
    _, *others = re.findall(r" `/([^`]*)`\n", brief("main").split("### Pages affected")[1])
    depths = [address.count("/") for address in others]
    assert len({*depths}) > 1
    assert sorted(depths) == depths


def test_affected_pages_are_listed_of_a_broken_handbook(repository: Path) -> None:
    """A source, a theme or an original that is not there leaves a brief, whichever of the two states lacks it."""
    for path in ("data/sources/river-report.yml", "data/themes/river-safety.yml", PAGES[0]):
        (repository / path).unlink()
        told = brief("main")
        assert "### What the check says" in told
        git(repository, "commit", "-qam", path)
        git(repository, "checkout", "-q", "HEAD~1", path)
        assert "### What the check says" in brief("HEAD")
        git(repository, "commit", "-qam", "again")


def test_changed_statement_asks_for_its_reason(repository: Path) -> None:
    """A figure in words is as much a figure as a number is."""
    words = "statement:\n  zh: 明显减少\n  en: markedly fewer\n"
    edit(repository, FIGURE, ("value: 1728\nunit:\n  zh: 起\n  en: incidents\n", words))
    git(repository, "commit", "-qam", "in words")
    edit(repository, FIGURE, ("markedly", "slightly"))
    assert "- [ ] Numbers changed." in brief("HEAD")


def test_opening_of_a_page_is_labelled_as_such(repository: Path) -> None:
    """The paragraph under a page's title is not called its title, by the brief nor by the check."""
    for page, said in zip(PAGES, ("两岸同心。", "Both banks agree."), strict=True):
        edit(repository, page, ("\n## ", f"\n{said}\n\n## "))
    handbook_of.write(
        repository, {translation_lock.LOCK: translation_lock.recorded(load(repository)[0])}
    )
    git(repository, "commit", "-qam", "openings")
    edit(repository, PAGES[0], ("两岸同心。", "两岸一心。"))
    told = brief("HEAD")
    opening = "**The page's opening**: 简体中文: 两岸<del>同</del>心。 → 两岸<ins>一</ins>心。\n"
    assert f"{opening}        - English (not changed): Both banks agree.\n" in told
    assert " · The page's opening: The original has changed" in told
    assert ["opening"] == [
        f.place.field for f in check_handbook(repository)[1] if f.code == "translation-stale"
    ]


def test_symbolic_link_in_a_revision_is_left_out(repository: Path) -> None:
    """A symbolic link leads nowhere in what is compared, and ends nothing."""
    (repository / "docs/x.txt").symlink_to("/etc/passwd")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a link")
    assert "Nothing that readers see has changed." in brief("HEAD~1", "HEAD")


def test_section_under_another_id_is_the_same(repository: Path) -> None:
    """A heading that is given another id loses neither its text nor its citations: the id is told."""
    ids = re.search(r"\{#(.+?)\}", (repository / PAGES[0]).read_text(encoding="utf-8"))
    assert ids
    for page in PAGES:
        edit(repository, page, (ids[0], "{#another}"))
    linked = f"See [the question](#{ids[1]})."
    edit(repository, "docs/safety/river-safety.en.md", ("\n## ", f"\n{linked}\n\n## "))
    told = brief("main")
    assert f"· id**: <del>{ids[1]}</del> → <ins>another</ins>" in told
    assert "**1 anchor changed; 1 page changed" in told
    edit(repository, "docs/safety/river-safety.en.md", (f"#{ids[1]})", "#another)"))
    leads = (
        "        - What leads here now:\n            - Safety on the river bank: See the question."
    )
    assert leads in brief("main")


def test_reworded_basis_of_a_period_is_no_number(repository: Path) -> None:
    """What a figure's period is inferred from is a text; the period is part of the number."""
    period = "period:\n  date: 2023\n  inferred: true\n  basis:\n    zh: 文中提到这一年。\n    en: It speaks of it.\n"
    edit(repository, FIGURE, ("reported_by:", period + "reported_by:"))
    git(repository, "commit", "-qam", "a period")
    edit(repository, FIGURE, ("It speaks of it.", "It speaks of that year."))
    assert "Numbers changed" not in brief("HEAD")
    edit(repository, FIGURE, ("date: 2023", "date: 2022"))
    assert "- [ ] Numbers changed." in brief("HEAD")


def test_removed_page_of_the_menu_is_removed(repository: Path) -> None:
    """It can be read no less than any other that is gone; one problem is told as one, and what it names as code."""
    handbook_of.write(repository, handbook_of.SITE)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a menu")
    for lang in ("zh", "en"):
        (repository / f"docs/index.{lang}.md").unlink()
    told = brief("HEAD")
    assert "### Removed · Pages" in told
    assert "Cannot be read" not in told
    assert "1 error, " in told
    assert "from <code>nav</code> in mkdocs.yml" in told


def test_file_name_with_a_line_break_stays_on_its_line(repository: Path) -> None:
    """What stands in a file's name stays in the line that names the file."""
    handbook_of.write(repository, {"docs/a\n## forged `x.md": "x"})
    told = brief("main")
    assert "\n## forged" not in told
    assert "`docs/a\\u000a## forged 'x.md`" in told


def test_unreadable_file_is_not_reported_as_removed(repository: Path) -> None:
    """A slip in a file's YAML takes nothing away from readers, and the brief does not claim it."""
    edit(repository, PRACTICE, ("summary:", "summary："))
    told = brief("main")
    assert f"It cannot be read now: `{PRACTICE}`." in told
    assert "<del>" not in told
    assert "\n**1 entry cannot be read.**\n" in told
    assert "\n### Cannot be read · Practices · Joint river patrols\n" in told
    assert "no longer lead anywhere" not in told
    assert "Pages affected" not in told


def test_practice_of_an_unknown_theme_is_a_problem_in_the_brief(repository: Path) -> None:
    """A theme that is not there leaves a practice without an address: a problem of the brief, not its end."""
    edit(repository, PRACTICE, ("theme: river-safety", "theme: river-safely"))
    assert "There is no" in brief("main")


def test_changed_colours_are_listed(repository: Path) -> None:
    """A colour that readers see everywhere is told by its name, and asked about."""
    edit(repository, "data/labels.yml", ("site:\n", "site:\n  colours: {link: '#0b4f57'}\n"))
    told = brief("main")
    assert "**Its colours · Links**: " in told.split("- [ ] The site's name, id or colours")[1]
    assert "<span>#</span>0b4f57" in told


def test_problems_of_the_new_state_begin_the_brief(repository: Path) -> None:
    """What the check finds in the new state stands before all that changed."""
    edit(repository, PRACTICE, ("- river-line", "- river-lime"))
    told = brief("main")
    assert "### What the check says: 1 error," in told
    assert told.index("### What the check says") < told.index("### Pages affected")


def test_flood_hides_no_other_change(repository: Path) -> None:
    """Pages of many paragraphs are shortened, in words, and what else changed, the check's results and both languages stand."""
    edit(repository, PRACTICE, ("every month", "every week"))
    for name, between in (("a", "\n\n"), ("b", "\n\n## 又\n\n")):
        body = between.join(f"无害的话第{number}段。" for number in range(5000))
        text = f"---\ntitle: 题\ndescription: 说明。\n---\n\n# 题\n\n{body}\n"
        handbook_of.write(repository, {f"docs/about/{name}.zh.md": text})
    told = run("diff", "main").stdout
    assert 100_000 > len(told)
    assert 2 == told.count("every <ins>week</ins>")
    assert re.search(r"- 另有\d+项\n", told)
    assert "### What the check says" in told


def test_many_long_changes_are_told_by_their_titles(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room, short changes stand whole, long ones by their titles, so that none hides another."""
    for path in [*(repository / "data").rglob("*/*.yml")]:
        place = path.relative_to(repository).as_posix()
        if "/schema/" not in place:
            edit(
                repository, place, ("\ntitle:\n", f"\naliases:\n  en: [{'alias ' * 40}]\ntitle:\n")
            )
    monkeypatch.setattr("handbook.review.brief.ROOM", 4000)
    told = brief("main")
    assert "### Changed · " in told
    assert "Too long to be shown here" in told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@octocat", "<span>@</span>octocat"),
        ("a/b#12", "a/b<span>#</span>12"),
        ("GH-12", "GH<span>-</span>12"),
        ("https://evil.com/a_b", "https<span>:</span>//evil.com/a\\_b"),
        ("www.evil.com", "www<span>.</span>evil.com"),
        ("$x^2$", "<span>$</span>x^2<span>$</span>"),
        ("(:tada:)", "(<span>:</span>tada:)"),
        ("a\u202eb\u3164", "a<code>U+202E</code>b<code>U+3164</code>"),
        ("1:2 a:b", "1:2 a:b"),
    ],
)
def test_github_makes_nothing_of_a_changed_text(repository: Path, typed: str, shown: str) -> None:
    """Mentions, references, addresses, mathematics and emoji stay text, and what nobody sees is named."""
    edit(repository, PRACTICE, ("every month", f"every {typed} month"))
    told = brief("main")
    assert shown in told
    assert shown == typed or typed not in told


def test_changed_title_of_a_link_is_reported(repository: Path) -> None:
    """What a link says when a reader points at it is a change like its address."""
    edit(repository, PAGES[1], ("(../figures.md)", '(../figures.md "good")'))
    git(repository, "commit", "-qam", "a title")
    edit(repository, PAGES[1], ('"good"', '"bad"'))
    told = brief("HEAD")
    assert '../figures.md "<del>good</del>" → ../figures.md "<ins>bad</ins>"' in told


def test_markup_in_a_text_is_escaped_in_the_brief(repository: Path) -> None:
    """Whatever a text holds comes out as text in the brief."""
    edit(repository, PRACTICE, ("every month", "every <b>week</b> [x](https://evil.example)"))
    told = brief("main")
    assert "<b>" not in told
    assert "[x](https://evil.example)" not in told


def test_brief_is_in_both_languages_unless_one_is_chosen(repository: Path) -> None:
    """Without a choice the brief is in Chinese and then in English."""
    edit(repository, PRACTICE, ("every month", "every week"))
    told = run("diff", "main").stdout
    assert told.index("这次修改对读者意味着什么") < told.index("What this change means to readers")


def test_shallow_clone_compares_what_it_has(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone of depth 2 compares its two commits; a revision it does not have is wrong usage with the way out."""
    for word in ("week", "day"):
        edit(
            repository,
            PRACTICE,
            ("every month" if word == "week" else "every week", f"every {word}"),
        )
        git(repository, "commit", "-qam", word)
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", f"file://{repository}", str(clone)], check=True
    )
    monkeypatch.chdir(clone)
    assert "<ins>day</ins>" in brief("HEAD~1", "HEAD")
    done = run("diff", "HEAD~2")
    assert 2 == done.exit_code
    assert "git fetch" in done.output
