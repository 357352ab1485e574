"""A runner of workflows, as far as this project's go: steps run in a clean clone, actions have stand-ins."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

#: Programs of the host or that wait: they note how they were called, and do nothing.
STAND_INS = ("gh", "sleep")


@dataclass
class Ran:
    """A command of a step, how it ended and what it printed."""

    script: str
    code: int
    output: str


@dataclass
class Runner:
    """A runner for one workflow.

    Attributes:
        repository: What is checked out.
        folder: Where jobs, artifacts and stand-ins lie.
        published: The folder that Pages serves.
        address: The address at which it does.
        skipped: Scripts that are not run.
    """

    repository: Path
    folder: Path
    published: Path
    address: str
    skipped: frozenset[str] = frozenset()
    ran: list[Ran] = field(default_factory=list)

    def run(self, workflow: Path) -> list[Ran]:
        """Run every step of every job, whatever its condition; return the commands."""
        (self.folder / "bin").mkdir(parents=True)
        for name in STAND_INS:
            program = self.folder / "bin" / name
            program.write_text(f'#!/bin/sh\necho "{name} $@" >> "{self.folder}/calls"\n')
            program.chmod(0o755)
        github = {
            "server_url": "https://host.example",
            "repository": "someone/handbook",
            "ref_name": "main",
            "run_id": "1",
            "token": "secret",
        }
        jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
        needs: dict[str, Any] = {}
        for name, job in jobs.items():
            contexts: dict[str, Any] = {"github": github, "needs": needs, "steps": {}}
            home = self.folder / "jobs" / name
            home.mkdir(parents=True)
            for step in job["steps"]:
                outputs = self._step(home, step, contexts)
                if "id" in step:
                    contexts["steps"][step["id"]] = {"outputs": outputs}
            outputs = {key: _filled(v, contexts) for key, v in job.get("outputs", {}).items()}
            needs[name] = {"outputs": outputs}
            shutil.rmtree(home)  # a job finds nothing of another but what it was handed
        return self.ran

    def _step(self, home: Path, step: dict[str, Any], contexts: dict[str, Any]) -> dict[str, str]:
        if "uses" in step:
            options = {key: str(value) for key, value in step.get("with", {}).items()}
            return self._action(step["uses"].partition("@")[0], home, options)
        script = step["run"].strip()
        assert "${{" not in script, "a shell would run what a title says"
        if script in self.skipped:
            return {}
        files = {
            key: home.parent / key for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
        }
        for file in files.values():
            file.write_text("")
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "HANDBOOK"))}
        environ |= {key: str(file) for key, file in files.items()}
        environ |= {"CI": "true", "GITHUB_ACTIONS": "true", "PYTHON": sys.executable}
        environ["PATH"] = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        environ |= {key: _filled(value, contexts) for key, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=home,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.ran.append(Ran(script, done.returncode, done.stdout))
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def _action(self, name: str, home: Path, options: dict[str, str]) -> dict[str, str]:
        kept = self.folder / "artifacts" / options.get("name", "")
        match name.removeprefix("actions/"):
            case "checkout":
                command = ["git", "clone", "-q", str(self.repository), str(home)]
                subprocess.run(command, check=True)
            case "setup-python" | "setup-node":
                pass
            case "configure-pages":
                return {"base_url": self.address.rstrip("/")}
            case "upload-pages-artifact":
                shutil.copytree(home / options["path"], self.published, dirs_exist_ok=True)
            case "upload-artifact":
                found = [_files(home, pattern) for pattern in options["path"].split()]
                top = Path(os.path.commonpath([start for start, _ in found]))
                for path in (path for _, paths in found for path in paths):
                    (kept / path.relative_to(top)).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, kept / path.relative_to(top))
            case "download-artifact":
                shutil.copytree(kept, home / options.get("path", ""), dirs_exist_ok=True)
            case "attest-build-provenance":
                for pattern in options["subject-path"].split():
                    _files(home, pattern)
            case "deploy-pages":
                return {"page_url": self.address}
            case _:
                raise AssertionError(f"{name} has no stand-in")
        return {}


def _files(home: Path, pattern: str) -> tuple[str, list[Path]]:
    """Return the folder above the first wildcard of a pattern, and the files that match, which must be there."""
    found = [Path(name) for name in glob.glob(str(home / pattern), recursive=True)]
    files = [f for path in found for f in ([path] if path.is_file() else path.rglob("*"))]
    files = [file for file in files if file.is_file()]
    assert files, f"nothing matches {pattern}"
    start = home / re.split(r"[^/]*[*?\[]", pattern)[0]
    return str(start.parent if start.is_file() else start), files


def _filled(text: str, contexts: dict[str, Any]) -> str:
    """Return a text with its expressions replaced by what they name, which must be there."""

    def value(expression: re.Match[str]) -> str:
        found: Any = contexts
        for name in expression[1].split("."):
            found = found[name]
        return str(found)

    return re.sub(r"\$\{\{ (.+?) \}\}", value, str(text))
