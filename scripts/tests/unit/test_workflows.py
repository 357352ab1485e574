"""The workflows of the repository's host."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from handbook.review.brief import ROOM
from handbook.starter import shared_files
from tests.helpers import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_least(path: Path) -> None:
    """Each action is pinned by commit with its version beside it; no right is given to a whole workflow, and none of the risky triggers is used."""
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    assert all(
        re.fullmatch(r"[\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in used
    ), used
    workflow = yaml.load(text, yaml.BaseLoader)
    assert {} == workflow["permissions"]
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])
    if "pull_request" in workflow["on"]:
        assert all(
            set(job["permissions"].values()) == {"read"} for job in workflow["jobs"].values()
        )


def targets_of(*names: str) -> set[str]:
    """Return the targets of some make files."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def test_the_workflows_run_targets_that_are_there() -> None:
    """Each command of the workflows is a make target that exists, so that it runs the same on a laptop; those that every handbook has need no more than the Makefile."""
    shared = {name for name in shared_files() if name.startswith(".github/workflows/")}
    assert shared
    for path in WORKFLOWS:
        called = re.findall(
            r"^ *(?:run: )?make (?:-s )?([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert called
        everywhere = path.relative_to(ROOT).as_posix() in shared
        assert set(called) <= targets_of("Makefile", *["scripts/engine.mk"] * (not everywhere))


def test_target_branch_decides_what_is_tested() -> None:
    """Before anything of the change runs, its code makes way for that of the branch it is for; the tests run unless that says plainly that they need not."""
    workflow = yaml.safe_load(
        (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    )
    jobs = workflow["jobs"]
    first, second, *_ = (step["run"] for step in jobs["scope"]["steps"] if "run" in step)
    assert "git checkout --quiet HEAD^1" == first.strip().splitlines()[-1]
    assert 'make scope BASE=HEAD HEAD="$MERGE"' == second
    needed = [f"needs.scope.outputs.{part} != 'false'" for part in jobs["scope"]["outputs"]]
    assert f"${{{{ !cancelled() && ({' || '.join(needed)}) }}}}" == jobs["test"]["if"]


def test_brief_stays_below_the_limit_of_a_summary() -> None:
    """GitHub shows nothing of a summary above 1 MiB; a character has at most four bytes, and the link to what is kept is short."""
    assert 4 * ROOM < 1024 * 1024 - 4096


@pytest.mark.parametrize("outcome", ["success", "skipped", ""])
def test_summary_links_to_pictures_that_were_kept(tmp_path: Path, outcome: str) -> None:
    """Below the title of each language it leads to the site and the pictures, or says that there are none."""
    path = ROOT / ".github" / "workflows" / "check.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["content"]["steps"]
    assert "${{ !cancelled() }}" == steps[-1]["if"]
    brief = "## Title\n\n**1 entry**\n\n### Part\n## 标题\n"
    (tmp_path / "brief.md").write_text(brief, encoding="utf-8")
    kept = "https://host.example/runs/1#artifacts"
    settings = {"PATH": "/usr/bin:/bin", "PICTURES": outcome, "KEPT": kept}
    settings["GITHUB_STEP_SUMMARY"] = str(tmp_path / "summary.md")
    subprocess.run(["bash", "-ec", steps[-1]["run"]], cwd=tmp_path, env=settings, check=True)
    lines = (tmp_path / "summary.md").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "## Title"
    assert lines[2] == lines[lines.index("## 标题") + 2]
    assert (f"]({kept})" in lines[2]) == (outcome == "success")


@pytest.mark.parametrize(
    ("issue", "action"),
    [
        ("", "issue create --title T --body-file status.md"),
        ("7", "issue edit 7 --body-file status.md"),
    ],
)
def test_what_waits_for_editors_is_told_in_one_issue(
    tmp_path: Path, issue: str, action: str
) -> None:
    """It is opened once, and rewritten each week."""
    path = ROOT / ".github" / "workflows" / "weekly.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["status"]["steps"]
    gh = f'case "$2" in list) echo "{issue}";; *) echo "$@" >> gh.log;; esac'
    for name, script in (("make", "echo waits"), ("gh", gh)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    for step in steps[-2:]:
        environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TITLE": "T"}
        subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=environ, check=True)
    assert "waits\n" == (tmp_path / "status.md").read_text()
    assert [action] == (tmp_path / "gh.log").read_text().splitlines()


@pytest.mark.parametrize(
    ("make", "issue", "actions"),
    [
        ("echo '# Summary'; exit 2", "", ["issue create --title T --body-file links.md"]),
        ("echo '# Summary'; exit 2", "7", ["issue edit 7 --body-file links.md"]),
        ("echo '# Summary'", "7", ["issue close 7 --comment # Summary"]),
        ("echo '# Summary'", "", []),
        ("echo no such package; exit 2", "7", None),
    ],
)
def test_issue_of_dead_links_follows_the_report(
    tmp_path: Path, make: str, issue: str, actions: list[str] | None
) -> None:
    """One issue is opened, edited and closed as the links go; a run that could not ask them fails and touches no issue."""
    workflow = yaml.safe_load(
        (ROOT / ".github" / "workflows" / "weekly.yml").read_text(encoding="utf-8")
    )
    ask, tell = (
        step["run"]
        for step in workflow["jobs"]["links"]["steps"]
        if step.get("name") in {"Ask", "Tell"}
    )
    gh = f'case "$2" in list) echo "{issue}";; *) echo "$@" >> gh.log;; esac'
    for name, script in (("make", make), ("gh", gh)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "output").touch()
    environ = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "TITLE": "T",
    }
    asked = subprocess.run(["bash", "-e", "-c", ask], cwd=tmp_path, env=environ, check=False)
    if actions is None:
        assert asked.returncode
        assert not (tmp_path / "output").read_text()
        return
    assert 0 == asked.returncode
    environ["DEAD"] = (tmp_path / "output").read_text().strip().removeprefix("dead=")
    subprocess.run(["bash", "-e", "-c", tell], cwd=tmp_path, env=environ, check=True)
    assert actions == (
        (tmp_path / "gh.log").read_text().splitlines() if (tmp_path / "gh.log").exists() else []
    )
