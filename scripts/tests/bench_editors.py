"""Measure what editors wait for: `python -m tests.bench_editors` in scripts/. Not a test: machines differ.

check, one file   `handbook check` on one changed file of the real data, as a command with its start; under 0.5 s
check, all        the same on all real data; under 1 s
diff              telling a change of 200 records, from two git revisions; under 3 s
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import handbook_of

ROOT = Path(__file__).parents[2]
WHO = ["-c", "user.name=Editor", "-c", "user.email=editor@handbook.example", "-c", "commit.gpgsign=false"]
COMMAND = [sys.executable, "-c", "from handbook.cli import main; main()"]


def seconds(root: Path, *arguments: str, times: int = 5) -> float:
    """Return the shortest of several runs of a command."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([*COMMAND, *arguments], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - started)
    return min(taken)


def changed(root: Path, count: int) -> None:
    """Write a synthetic handbook, commit it, and change a sentence in some of its records."""
    handbook_of.synthetic(root, count)
    handbook_of.write(root, {"data/labels.yml": (ROOT / "data" / "labels.yml").read_bytes()})
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run(["git", *WHO, *command], cwd=root, check=True)
    for n in range(count):
        for path in (root / "data").glob(f"*/practice-{n:05}.yml"):
            path.write_text(path.read_text(encoding="utf-8").replace("居民", "村民").replace("residents", "villagers"), encoding="utf-8")


def main() -> None:
    """Print the three times."""
    print(f"check, one file: {seconds(ROOT, 'check', 'data/practices/five-joint.yml'):.2f} s")
    print(f"check, all:      {seconds(ROOT, 'check'):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        changed(Path(folder), 200)
        print(f"diff, 200:       {seconds(Path(folder), 'diff', 'HEAD', times=2):.2f} s")


if __name__ == "__main__":
    main()
