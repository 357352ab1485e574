"""Kinds of change that a reviewer must not miss: each is asked about in a question of its own."""

from __future__ import annotations

from pathlib import Path

from handbook.cli.review import _as_text
from tests.helpers import handbook_of
from tests.helpers.commands import brief
from tests.helpers.repository import edit, git

PRACTICE = handbook_of.PRACTICE_FILE
REWORDED = "- [ ] Statements were reworded or added."


def test_reworded_statement_is_asked_about(repository: Path) -> None:
    """In both languages, under the same citation: the sentence alone, with its mark; other punctuation is nothing."""
    edit(
        repository,
        PRACTICE,
        ("属于河长制的一部分", "不属于河长制的一部分"),
        ("as part of the", "not as part of the"),
    )
    told = brief("main").split(REWORDED)[1].split("\n### ")[0]
    assert "<ins> not</ins> as part of the river-chief system\\[¶2\\]." in told
    git(repository, "commit", "-qam", "reworded")
    edit(repository, PRACTICE, ("分三组进行，", "分三组进行；"))
    assert REWORDED not in brief("HEAD")


def test_word_of_a_vocabulary_is_asked_about_once(repository: Path) -> None:
    """In readers' words, with the records that have it; none of them changed its role."""
    edit(repository, PRACTICE, ("every month", "every week"))
    edit(repository, "data/vocabulary.yml", ("en: lead", "en: leads all"))
    told = brief("main")
    asked = told.split("- [ ] Words of a vocabulary changed.")[1].split("\n### ")[0]
    assert "**Its role**: lead<ins>s all</ins>" in asked or "<ins>leads all</ins>" in asked
    assert "1 entry uses it: Joint river patrols" in asked
    assert "which role, changed" not in told
    assert "vocabulary.roles" not in told


def test_a_terminal_shows_no_markup() -> None:
    """What went and what came stand in signs of their own; nothing is escaped."""
    told = "- **Role**: <del>a</del> → <ins>b\\[¶2\\]</ins> a<span>#</span>1 &lt;x&gt;<br>"
    assert "- Role: [-a-] → {+b[¶2]+} a#1 <x>" == _as_text(told)
