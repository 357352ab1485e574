"""Measure what editors wait for: `python -m benchmarks.bench_editors` in scripts/. Not a test: machines differ.

check, one file   `handbook check` on one changed file of the real data, as a command with its start; under 0.5 s
check, all        the same on all real data; under 1 s
diff              telling a change of 200 records, from two git revisions; under 3 s

Beside each stands what it costs in processor time against `python -c 'import yaml, pydantic'` in the same run, which does not change with
what else the machine is doing.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.helpers import ROOT, handbook_of

WHO = [
    "-c",
    "user.name=Editor",
    "-c",
    "user.email=editor@handbook.example",
    "-c",
    "commit.gpgsign=false",
]
COMMAND = [sys.executable, "-c", "from handbook.cli import main; main()"]
# As on an editor's machine, where Python keeps what it compiled; some build machines tell it not to.
AS_USUAL = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PEER = [sys.executable, "-c", "import yaml, pydantic"]


def taken(root: Path, *command: str) -> tuple[float, float]:
    """Return (seconds, seconds of processor time) of a run of a command."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command,
        cwd=root,
        env=AS_USUAL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        time.perf_counter() - started,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )


def measure(said: str, root: Path, *arguments: str, times: int = 7) -> None:
    """Print the shortest and median of several runs, and the ratio to the peer."""
    taken(root, *COMMAND, *arguments)  # the first run compiles
    runs = [(taken(root, *COMMAND, *arguments), taken(root, *PEER)) for _ in range(times)]
    seconds = [run[0] for run, _ in runs]
    ratio = median(run[1] for run, _ in runs) / median(peer[1] for _, peer in runs)
    print(
        f"{said:16} {min(seconds):.2f} s, median {median(seconds):.2f} s; {ratio:.1f} times the peer's processor time"
    )


def changed(root: Path, count: int) -> None:
    """Write a synthetic handbook, commit it, and change a sentence in some of its records."""
    handbook_of.synthetic(root, count)
    handbook_of.write(root, {"data/labels.yml": (ROOT / "data" / "labels.yml").read_bytes()})
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run(["git", *WHO, *command], cwd=root, check=True)
    for n in range(count):
        for path in (root / "data").glob(f"*/practice-{n:05}.yml"):
            path.write_text(
                path.read_text(encoding="utf-8")
                .replace("居民", "村民")
                .replace("residents", "villagers"),
                encoding="utf-8",
            )


def main() -> None:
    """Print what each takes."""
    measure("check, one file:", ROOT, "check", "data/practices/five-joint.yml")
    measure("check, all:", ROOT, "check")
    with tempfile.TemporaryDirectory() as folder:
        changed(Path(folder), 200)
        measure("diff, 200:", Path(folder), "diff", "HEAD", times=3)


if __name__ == "__main__":
    main()
