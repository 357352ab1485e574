"""What editors are asked in a real terminal, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from tests.helpers import handbook_of
from tests.helpers.terminal import in_terminal

NEW = {
    "zh": [
        ("加哪一类？", ""), ("写序号", "3\n"), ("标识", "river-court\n"), ("名称 [简体中文]", "河畔法院\n"),
        ("名称 [English", "\n"), ("写号码", "1\n"), ("是什么 [简体中文]", "审理河上的案件。\n"), ("[English，可以以后补]", "\n"),
        ("hé pàn fǎ yuàn", "河畔 法院\n"), ("法院 (court)", ""), ("写序号", "2\n"),
        ("还可以填", ""), ("写序号", "place\n"), ("河畔镇 (river-town)", ""),
        ("写序号", "1\n"), ("还可以填", ""), ("写序号", "\n"),
    ],
    "en": [
        ("Of which kind?", ""), ("Number", "organisation\n"), ("id", "river-court\n"), ("name [简体中文]", "河畔法院\n"),
        ("name [English", "Riverside Court\n"), ("numbers", "1\n"), ("sentence [简体中文]", "审理河上的案件。\n"),
        ("[English", "Hears cases about the river.\n"), ("hé pàn fǎ yuàn", "河畔 法院\n"), ("Court (court)", ""),
        ("Number", "Court\n"), ("may be added", ""), ("Number", "2\n"), ("[简体中文]", "法庭\n"),
        ("What follows", "\n"), ("[English", "court\n"), ("What follows", "\n"), ("may be added", ""), ("Number", "\n"),
    ],
}  # fmt: skip
LEFT = {"zh": ("停下了。", "名称 [English"), "en": ("Stopped.", "name [English")}
#: What the same command asks first after that.
FIRST_BLANK = {"zh": "写号码", "en": "numbers"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the small good handbook with a site's configuration."""
    return handbook_of.write(handbook_of.good(tmp_path / "river"), handbook_of.SITE)


@pytest.mark.parametrize("lang", NEW)
def test_answers_become_a_record(root: Path, lang: str) -> None:
    """Kind and id are asked for, too, and the finished file has no error."""
    code, shown = in_terminal(root, lang, "new", answers=NEW[lang])
    assert 0 == code, shown
    assert {f.code for f in check_handbook(root)[1]} <= {"translation-missing"}
    text = (root / "data/organisations/river-court.yml").read_text(encoding="utf-8")
    assert "pinyin: Hépàn Fǎyuàn\n" in text
    assert ("place: river-town" in text) == (lang == "zh")
    assert ("en: Riverside Court" in text) == (lang == "en")


@pytest.mark.parametrize("lang", LEFT)
def test_ctrl_c_leaves_what_was_answered(root: Path, lang: str) -> None:
    """The file holds the answers, a sentence says so instead of a traceback, and the same command goes on from there."""
    told, last = LEFT[lang]
    answers = [("[简体中文]", "河湾村\n"), (last, "\x03")]
    code, shown = in_terminal(root, lang, "new", "place", "river-bend", answers=answers)
    assert (130, True) == (code, told in shown), shown
    assert "Traceback" not in shown
    text = (root / "data/places/river-bend.yml").read_text(encoding="utf-8")
    assert "title:\n  zh: 河湾村\nsummary:\n  zh: …\n" in text
    answers = [(FIRST_BLANK[lang], "1\n"), ("[简体中文]", "\x03")]
    code, shown = in_terminal(root, lang, "new", "place", "river-bend", answers=answers)
    assert 130 == code, shown
    assert "- river-report#1" in (root / "data/places/river-bend.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "question"), [("zh", "照这样改吗？"), ("en", "Go ahead?")])
def test_renaming_asks_first(root: Path, lang: str, question: str) -> None:
    """Nothing is changed at a no, all at a yes."""
    command = ("rename", "river-police", "water-police")
    old, new = (root / f"data/organisations/{name}.yml" for name in command[1:])
    assert 1 == in_terminal(root, lang, *command, answers=[(question, "n\n")])[0]
    assert (True, False) == (old.exists(), new.exists())
    assert 0 == in_terminal(root, lang, *command, answers=[(question, "y\n")])[0]
    assert (False, True) == (old.exists(), new.exists())
