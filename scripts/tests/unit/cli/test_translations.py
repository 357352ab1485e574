"""`handbook translations`: what lags behind, and what is confirmed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main

PRACTICE = "data/practices/joint-patrols.yml"


@pytest.fixture
def stale(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a handbook whose translations are recorded, one of them stale since."""
    monkeypatch.chdir(root)
    assert 0 == _translations("record").exit_code
    file = root / PRACTICE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("夜里轮流值守", "夜里轮班值守"), encoding="utf-8")
    return root


def _translations(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["translations", *arguments, "--lang", "en"])


def test_list_has_what_waits_and_nothing_else_the_shortest_first(stale: Path) -> None:
    """What lags behind or is missing is listed by its length, without what is fresh; the end tells how much is."""
    file = stale / PRACTICE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("      en: Night watch\n", ""), encoding="utf-8")
    listed = _translations()
    assert [
        "4 words · joint-patrols components[1].title (missing, en)",
        "6 words · joint-patrols components[1].text (stale, en)",
    ] == [line for line in listed.stdout.splitlines() if "joint-patrols" in line]
    assert re.search(r"\d\d of \d\d translations keep up", listed.stderr)
    assert "summary" not in listed.stdout


def test_words_of_a_vocabulary_wait_too(stale: Path) -> None:
    """What a value is not called yet is listed with its file, and counted."""
    before = _translations()
    file = stale / "data/vocabulary.yml"
    text = file.read_text(encoding="utf-8")
    value = re.search(r"^place_kinds:\n  (\w+):\n    zh: \S+\n(    en: .*\n)", text, re.M)
    assert value
    file.write_text(text.replace(value[2], "", 1), encoding="utf-8")
    listed = _translations()
    assert f" · data/vocabulary.yml place_kinds.{value[1]} (missing, en)\n" in listed.stdout
    fresh, total = map(int, re.findall(r"\d+", before.stderr)[:2])
    assert f"{fresh} of {total + 1} translations" in listed.stderr


def test_list_is_short_unless_all_is_asked_for(stale: Path) -> None:
    """Twenty lines are enough for a day; the rest comes with `--all`, and programs get all of it."""
    for file in stale.glob("data/[!l]*/*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("\n  en: ", "\n  # "), encoding="utf-8")
    for page in stale.glob("docs/**/*.en.md"):
        page.unlink()
    short, whole = _translations(), _translations("--all")
    assert 20 == len(short.stdout.splitlines()) < len(whole.stdout.splitlines())
    assert f"{len(whole.stdout.splitlines()) - 20} more; --all lists them." in short.stderr
    assert len(whole.stdout.splitlines()) == len(
        json.loads(_translations("--format", "json").stdout)
    )


def test_confirming_says_how_many_and_then_that_nothing_is_stale(stale: Path) -> None:
    """A stale translation is confirmed once, with its reason; a second time there is none."""
    arguments = ("accept", "joint-patrols", "--reason", "the same thing")
    assert "Accepted 1 translations: joint-patrols." in _translations(*arguments).output
    assert "No translation of joint-patrols is stale." in _translations(*arguments).output


@pytest.mark.parametrize("reason", ["", " ", "\u200b", "…", "为什么仍然合适", "why it still fits."])
def test_reason_has_words(stale: Path, reason: str) -> None:
    """Nothing is accepted for no reason, nor for the words that stand in its place in the message."""
    assert 2 == _translations("accept", "joint-patrols", "--reason", reason).exit_code
