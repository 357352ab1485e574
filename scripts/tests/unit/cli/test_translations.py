"""`handbook translations`: what lags behind, and what is confirmed."""

from __future__ import annotations

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


def test_list_names_stale_fields_and_leaves_fresh_ones_out(stale: Path) -> None:
    """What lags behind is named by its field; what is fresh is named with `--all` alone."""
    listed = _translations().output
    assert "components[1].text" in listed
    assert "summary" not in listed
    assert "summary" in _translations("--all").output


def test_confirming_says_how_many_and_then_that_nothing_is_stale(stale: Path) -> None:
    """A stale translation is confirmed once, with its reason; a second time there is none."""
    arguments = ("accept", "joint-patrols", "--reason", "the same thing")
    assert "Accepted 1 translations: joint-patrols." in _translations(*arguments).output
    assert "No translation of joint-patrols is stale." in _translations(*arguments).output


@pytest.mark.parametrize("reason", ["", " ", "\u200b", "…"])
def test_reason_has_words(stale: Path, reason: str) -> None:
    """Nothing is accepted for no reason."""
    assert 2 == _translations("accept", "joint-patrols", "--reason", reason).exit_code
