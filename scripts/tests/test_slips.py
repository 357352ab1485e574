"""An editor's typical slips, each with its one message: the file, the line, the field, and the remedy in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.errors import MESSAGE_LANGUAGES, Finding, Level
from handbook.load import load
from tests.slips import SLIPS, Slip

#: Slips after which the rest of the handbook is fine, so that they alone are told; the others are told on with what they entail.
ENTAILS = {
    "an id differs from its file", "a number is typed by hand", "a heading has no id", "a page has no front matter",
    "digits are full-width", "English has curly quotes", "a text has HTML",
}  # fmt: skip


def findings_of(slip: Slip, root: Path) -> list[Finding]:
    """Return what the check finds after a slip, besides that the file could not be read."""
    file = root / slip.file
    file.write_bytes(slip.apply(file.read_bytes()))
    return [finding for finding in load(root)[1] if finding.message.code != "check-incomplete"]


def test_there_are_slips_enough() -> None:
    """The slips are at least the thirty that the design asks for, and each has its own name."""
    assert len(SLIPS) >= 30
    assert len({slip.name for slip in SLIPS}) == len(SLIPS)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_told_with_its_place(slip: Slip, root: Path) -> None:
    """The message names the file, the line and the field, and no other message stands in its way."""
    found = findings_of(slip, root)
    places = [(f.message.code, f.place.path, f.place.line, f.place.field) for f in found]
    assert (slip.code, slip.file, slip.line, slip.field) in places
    if slip.name not in ENTAILS:
        assert 1 == len(places), places


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_told_with_its_remedy(slip: Slip, root: Path) -> None:
    """The message ends with what to do, filled in, in both languages."""
    finding = next(f for f in findings_of(slip, root) if f.message.code == slip.code)
    for lang in MESSAGE_LANGUAGES:
        said = finding.text(lang)
        remedy = finding.message.zh_remedy if lang == "zh" else finding.message.en_remedy
        for words in re.split(r"\$\{?[a-z_]+\}?", remedy):
            assert words in said
        assert said.startswith(f"{slip.file}:{slip.line}:")
        assert "$" not in said.removeprefix(slip.file)


def test_missing_english_is_a_warning(root: Path) -> None:
    """Chinese alone is enough to publish: the missing English is named and nothing fails."""
    slip = next(slip for slip in SLIPS if slip.code == "translation-missing")
    assert [Level.WARNING] == [finding.level for finding in findings_of(slip, root)]
