"""`handbook check --explain`: a message at length, with an example."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.diagnostics import EXAMPLES, MESSAGE_LANGUAGES, MESSAGES, Severity, explained
from tests.helpers.repository import edit
from tests.helpers.slips import PRACTICE
from tools.examples import build_examples

CODES = [code for code, entry in MESSAGES.items() if entry.severity is not Severity.NOTE]


def run(*arguments: str) -> Result:
    """Run the check in English."""
    return CliRunner().invoke(main, ["check", *arguments, "--lang", "en"])


def test_examples_are_those_of_the_cases() -> None:
    """The file that ships has what the check says today of the cases of its tests; `python -m tools.examples` writes it."""
    assert build_examples() == EXAMPLES.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", MESSAGE_LANGUAGES)
def test_every_message_is_explained(lang: str) -> None:
    """Each begins with its code, and most have an example; none shows a placeholder's name."""
    told = {code: explained(code, lang) for code in CODES}
    assert all(text.startswith(f"{code} [") for code, text in told.items())
    assert len(CODES) < 2 * sum("\n+ " in text or "\n- " in text for text in told.values())
    assert not any("{found}" in text for text in told.values())


def test_example_shows_what_is_wrong_and_what_is_right() -> None:
    """The message is that of the example, and the lines are those that change."""
    told = run("--explain", "number-typed").stdout
    assert "Write [[boat-incidents]] in each language" in told
    assert "- " in told
    assert "+       zh: 夜里[[boat-incidents]]，轮流值守。" in told


def test_unknown_code_is_refused_with_those_near_it() -> None:
    """A slip in the code is answered with the codes it may mean; a command's own sentences are none."""
    done = run("--explain", "number-typd")
    assert 2 == done.exit_code
    assert "Nearest: number-typed" in done.stderr
    assert 2 == run("--explain", "says-checked").exit_code


def test_findings_are_followed_by_how_to_have_one_explained(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where something was found, the end says it once; where nothing was, there is nothing to explain."""
    monkeypatch.chdir(root)
    assert "--explain" not in run().stderr
    edit(root, PRACTICE, ("夜里轮流", "夜里1728起，轮流"))
    assert "check --explain number-" in run().stderr
    assert "--explain" not in run("--format", "json").stderr
