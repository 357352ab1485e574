"""The commands of the workflows, run as on the repository's host."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from handbook.review.browser import serving
from tests.helpers import ROOT
from tests.helpers.repository import committed, copied, git
from tests.helpers.runner import Ran, Runner

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
#: The tests themselves, one of which is this.
TESTS = frozenset({"make test", "make test-nightly"})
#: What may end a command that asks others: what they answer, which any day may bring, and is no fault of the command.
ANSWERS = {
    "make audit": r"(?s)(vulnerabilit|could not be audited).*npm.*(vulnerabilit|audit endpoint)"
}


def fine(ran: Ran) -> bool:
    """Return whether a command did what it is there for."""
    return not ran.code or bool(re.search(ANSWERS.get(ran.script, r"(?!)"), ran.output))


@pytest.mark.nightly
@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_of_a_workflow_runs_in_a_clean_clone(workflow: Path, tmp_path: Path) -> None:
    """Job by job, with what the host and its actions give; but for the tests themselves."""
    origin = committed(copied(ROOT, tmp_path / "origin"))
    git(origin, "checkout", "-q", "-b", "change")
    shutil.copyfile(origin / "LICENSE", origin / "LICENSE-CHANGE")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "change")
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "merge", "change")
    published = tmp_path / "published"
    published.mkdir()
    with serving(published) as address:
        runner = Runner(origin, tmp_path / "runner", published, address, TESTS)
        ran = runner.run(origin / workflow.relative_to(ROOT))
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    scripts = [step["run"].strip() for job in jobs for step in job["steps"] if "run" in step]
    assert [script for script in scripts if script not in TESTS] == [each.script for each in ran]
    assert [] == [(each.script, each.output[-2000:]) for each in ran if not fine(each)]
