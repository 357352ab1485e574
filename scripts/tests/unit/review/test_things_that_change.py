"""What became of practices and organisations, in the reviewer's brief."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import handbook_of
from tests.helpers.commands import brief, run
from tests.helpers.repository import edit, git


@pytest.fixture
def changing(repository: Path) -> Path:
    """Return a handbook before whose last commit nothing had become of anything."""
    handbook_of.changing(repository)
    git(repository, "add", "-A")
    return repository


def test_what_became_of_things_is_told_in_words(changing: Path) -> None:
    """A status and a successor are asked about; a former name is told under its organisation."""
    told = brief("main")
    assert (
        "- [ ] Facts were changed or added. Which paragraph bears each out?\n"
        "    - Joint river patrols · **Its status**: <ins>replaced: River watch (June 2024)\\[¶2\\]</ins>\n"
    ) in told
    assert (
        "- [ ] Names changed, or former ones were told. What does the source call it, and until when?\n"
        "    - Riverside Police Station · **Former names**: <ins>Rivermouth Police Station (until May 2021)\\[title\\]</ins>\n"
    ) in told
    git(changing, "commit", "-qm", "changed")
    edit(changing, "data/practices/night-boats.yml", ("state: trial", "state: ended"))
    edit(changing, "data/organisations/river-guard.yml", ("succeeded_by: river-police\n", ""))
    assert "<del>on trial</del> → <ins>ended</ins>" in brief("main")
    assert "**The organisation that carries on**: <del>Riverside Police Station</del>" in brief(
        "main"
    )


def test_former_names_are_told_apart(changing: Path) -> None:
    """A second former name leaves the first as it is."""
    git(changing, "commit", "-qm", "changed")
    police = "data/organisations/river-police.yml"
    edit(
        changing,
        police,
        ("former_names:\n", "former_names:\n  - name:\n      zh: 老所\n      en: Old station\n"),
    )
    told = brief("main")
    assert "**Former names**: <ins>Old station</ins>" in told
    assert "Rivermouth" not in told


def test_days_of_checking_are_one_line(repository: Path) -> None:
    """They are no change of what is told, in the brief or in an edition; one that is taken back is told."""
    edit(repository, handbook_of.PRACTICE_FILE, ("\ncite:\n", "\nchecked: 2026-03-01\ncite:\n"))
    edit(repository, "data/places/river-town.yml", ("cite:\n", "checked: 2026-03-01\ncite:\n"))
    told = brief("main")
    names = "Joint river patrols, Riverside"
    assert f"\n\nEditors looked at these against their sources: {names} (1 March 2026).\n" in told
    assert "Nothing that readers see" not in told
    assert "### Changed" not in told
    git(repository, "commit", "-qam", "checked")
    edit(repository, "data/places/river-town.yml", ("checked: 2026-03-01\n", ""))
    assert "the date was taken back: Riverside." in brief("main")
    titles = ("--title", "第一版", "--title", "First")
    assert 0 == run("edition", "--date", "2026-03-02", *titles).exit_code
    done = run("edition", "HEAD~1", "--date", "2026-03-03", *titles)
    assert 1 == done.exit_code
