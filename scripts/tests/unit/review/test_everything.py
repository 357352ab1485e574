"""A branch with everything that a reviewer must catch: the brief says each of it in so many words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.load import load, translation_lock
from tests.helpers import handbook_of
from tests.helpers.commands import brief, run
from tests.helpers.repository import edit, git

#: A second practice and a second place, which the branch removes and renames.
FORMER = {
    "data/practices/night-boat.yml": handbook_of.PRACTICE.replace("joint-patrols", "night-boat")
    .replace("两岸联合巡河", "夜船")
    .replace("Joint river patrols", "Night boat")
    .replace("联合巡河", "夜间渡船")
    .replace("river patrols", "night boats")
    .replace("Liǎng'àn Liánhé Xúnhé", "Yèchuán"),
    "data/places/mill-town.yml": handbook_of.PLACE.replace("river-town", "mill-town")
    .replace("河畔镇", "磨坊镇")
    .replace("Riverside", "Milltown")
    .replace("Hépàn", "Mòfáng"),
}
NEW = """\
id: reed-cutting
title:
  zh: 割芦苇
  en: Reed cutting
summary:
  zh: 每年秋天割一次芦苇，成效显著，居民张三表示满意[[river-report#4]]。
  en: The reeds are cut every autumn[[river-report#4]].
search_terms:
  en:
    - rushes
pinyin: Gē Lúwěi
theme: river-safety
kind: agreement
how:
  zh: 由[[river-police]]通知，[详情](https://see.example/a)。
  en: '[[river-police]] gives notice, see [details](https://see.example/a).'
gaps:
  - zh: 割多少
    en: how much is cut
cite:
  - river-report#4
"""


@pytest.fixture
def told(repository: Path) -> str:
    """Return the English brief of a branch that changes all there is."""
    handbook_of.write(repository, FORMER)
    lock = translation_lock.recorded(load(repository)[0])
    handbook_of.write(repository, {translation_lock.LOCK: lock})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "as it was")
    edit(repository, "data/figures/boat-incidents.yml", ("value: 1728", "value: 1800"))
    edit(
        repository,
        "data/practices/joint-patrols.yml",
        (
            "由12人分三组进行，属于河长制的一部分[[river-report#2]]。",
            "由12人分三组进行，现已属于河长制。",
        ),
        ("date: 2023-08", "date: 2023"),
        ("    role: lead", "    role: partner"),
        ("    - river patrols\n", "    - river patrols\n    - boat patrols\n"),
        ("gaps:\n  - zh: 经费\n    en: what it costs\n", ""),
        ("每月一起巡河", "每月一起认真巡河"),
    )
    accepted = run("translations", "accept", "joint-patrols", "--reason", "no other sense in it")
    assert 0 == accepted.exit_code, accepted.output
    edit(repository, "data/organisations/river-police.yml", ("的警察机构", "的基层警察机构"))
    handbook_of.write(repository, {"data/practices/reed-cutting.yml": NEW})
    (repository / "data/practices/night-boat.yml").unlink()
    place = (repository / "data/places/mill-town.yml").read_text(encoding="utf-8")
    (repository / "data/places/mill-town.yml").unlink()
    place = place.replace("id: mill-town", "id: old-mill").replace(
        "summary:", "was:\n  - mill-town\nsummary:"
    )
    handbook_of.write(repository, {"data/places/old-mill.yml": place})
    edit(
        repository,
        "docs/safety/river-safety.en.md",
        ("|Riverside]] lies by the river", "|Riverside]] lies on both banks"),
    )
    edit(repository, "data/labels.yml", ("en: Sources\n", "en: What is cited\n"))
    return brief("HEAD")


def test_a_line_tells_how_much_of_what_changed(told: str) -> None:
    """The brief begins with it, the weightiest first."""
    assert (
        "**A private person seems to be named in 1 place; 1 number changed; 1 statement lost a source; 1 entry removed; statements reworded or added in 1 place; "
        "2 translations left as they were though the original changed; 1 gap gone or narrower; who says so or has which role changed in 1 place; 1 entry added; "
        "only the translation changed in 1 place; 1 entry has another address; 3 entries changed; 1 page changed; 1 translation lags behind; "
        "words of the interface or settings changed in 1 place.**"
    ) == told.split("\n")[2]


@pytest.mark.parametrize(
    ("part", "sentences"),
    [
        (
            "### For the author to answer",
            [
                "- [ ] Numbers changed. Why, and which paragraph bears each out?",
                "    - Boat incidents handled · **The number**: <del>1,728</del> incidents → <ins>1,800</ins> incidents",
                "        - The number is printed in:",
                "            - Safety on the river bank: Riverside Police Station leads and has handled 1,800 incidents",
                "- [ ] Statements lost a source. Do the marks that remain still bear everything out?",
                "    - Joint river patrols · **How it works · Citations · 简体中文**: 巡河由12人分三组进行，属于河长制<del>的一部分〔2〕</del>。",
                "- [ ] Gaps are gone or narrower. Which paragraph answers each?",
                "    - Joint river patrols · **What the source does not say**: <del>what it costs</del>",
                "- [ ] Who says so, or who has which role, changed. Which paragraph bears it out?",
                "    - Joint river patrols · **Who does what · Riverside Police Station · Its role**: <del>lead</del> → <ins>partner</ins>",
                "- [ ] Entries were added. Which paragraph bears each sentence out?",
                "    - Reed cutting: \\[¶4\\]",
                "- [ ] Only the translation changed. Do both still say the same?",
                "    - Safety on the river bank · **The question**: Riverside lies <del>by the river</del>, and Joint river patrols belong to the… → Riverside",
                "        - 简体中文 (not changed): 河畔临河，两岸联合巡河属于河长制。",
            ],
        ),
        (
            "### What the check says: 0 errors, 6 warnings",
            [
                "- **Riverside Police Station** `data/organisations/river-police.yml`",
                "    - line 7 · What it is · English: The original has changed",
                "- **Reed cutting** `data/practices/reed-cutting.yml`",
                "    - line 6 · What it is · 简体中文: '成效显著' is praise.",
            ],
        ),
        (
            "### Changed · Practices · Joint river patrols",
            [
                "- **Other names that the source uses**: river patrols<ins>, boat patrols</ins>",
                "- **When it began**: <del>August </del>2023",
            ],
        ),
        (
            "### Added · Practices · Reed cutting",
            [
                "> How it works: Riverside Police Station gives notice, see details\\[¶4\\].<br>",
                "> Not stated: how much is cut.<br>",
                "- **What readers may type**: <ins>rushes</ins>",
                "- **How it works · Links**: added <ins>https<span>:</span>//see.example/a</ins>",
            ],
        ),
        ("### Removed · Practices · Night boat", ["> Night boat<br>"]),
        ("### New address · Places · Milltown (mill-town → old-mill)", []),
        (
            "### Words of the interface and settings changed (1)",
            ["- **Words of the interface**: <del>Sources</del> → <ins>What is cited</ins>"],
        ),
        (
            "- [ ] Statements were reworded or added.",
            [
                "    - Riverside Police Station · **What it is**: 简体中文: 河畔镇的<ins>基层</ins>警察机构〔2〕〔题目〕。",
                "        - English (not changed): The police body of Riverside.",
            ],
        ),
        (
            "- [ ] These seem to name private persons.",
            [
                "    - Reed cutting: '居民张三' seems to be the name of a private person. The handbook names"
            ],
        ),
        (
            "- [ ] The original changed, and the translation was confirmed as it was. Does the reason hold?",
            [
                "    - Joint river patrols · How it works · English; reason: no other sense in it",
                "        - 简体中文: 巡河由12人分三组进行，属于河长制<del>的一部分〔2〕</del>。 → 巡河由12人分三组进行，<ins>现已</ins>属于河长制。",
                "        - English (not changed): Twelve people patrol in three groups, as part of the river-chief system.",
            ],
        ),
        (
            "### Pages affected (15)",
            [
                "- Boat incidents handled `/figures/#boat-incidents`",
                "- All practices `/practices/`",
                "- Figures `/figures/`",
                "- Downloads `/downloads/`",
            ],
        ),
        (
            "- [ ] Entries were removed.",
            [
                "    - Night boat",
                "        - Its address leads nowhere from now on; to lead readers",
            ],
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_each_change_is_plain(told: str, part: str, sentences: list[str]) -> None:
    """Under its heading, in sentences of its own, in their order."""
    _, heading, rest = told.partition(f"{part}")
    assert heading, told
    lines = rest.split("\n### ")[0].split("\n")
    for sentence in sentences:
        found = [at for at, line in enumerate(lines) if line.startswith(sentence)]
        assert found, (sentence, lines)
        lines = lines[found[0] + 1 :]


def test_new_record_tells_beside_its_page_only_what_that_does_not_show(told: str) -> None:
    """Where it belongs, what readers may type, where links lead; neither its title nor its citations, which stand there."""
    added = told.split("### Added")[1].split("\n### ")[0]
    assert ["What readers may type", "The theme", "How it works · Links"] == re.findall(
        r"^- \*\*(.+?)\*\*", added, re.MULTILINE
    )


def test_weightiest_changes_come_first(told: str) -> None:
    """Numbers, lost citations and gaps, facts, texts, translations, the rest."""
    headings = [line[4:] for line in told.split("\n") if line.startswith("### ")]
    assert [
        "Changed · Practices · Joint river patrols",
        "Removed · Practices · Night boat",
        "Added · Practices · Reed cutting",
        "New address · Places · Milltown (mill-town → old-mill)",
    ] == [heading for heading in headings if heading.count(" · ") > 1]


def test_data_and_system_together_are_told_apart(told: str, repository: Path) -> None:
    """A change of both is refused, in a sentence that names files of each."""
    git(repository, "add", "-A")
    done = run("scope", "HEAD")
    assert 1 == done.exit_code
    assert "data/labels.yml" in done.output


@pytest.mark.parametrize("room", [65536, 6000, 3000])
def test_brief_fits_where_it_is_to_be_shown(told: str, room: int) -> None:
    """However little room there is, it says in both languages that it was cut."""
    done = run("diff", "HEAD", "--room", str(room))
    assert room >= len(done.stdout)
    cut = room < 2 * len(told)
    assert cut == ("This is only the beginning" in done.stdout)
    assert cut == ("到此为止" in done.stdout)
    assert 2 == done.stdout.count("## ") - done.stdout.count("### ")
