"""What a command costs: time, what its processes compute for, and the most memory that they have at one moment."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: How often memory is looked at, in seconds: seldom enough to cost a process next to nothing.
_OFTEN = 0.5


@dataclass(frozen=True)
class Cost:
    """Seconds, computed seconds of all processes together, and their most memory in MB.

    Attributes:
        failed: Why the command came to no end, or "".
    """

    wall: float
    cpu: float
    memory: float
    failed: str = ""


def memory(root: int) -> float:
    """Return what a process and those below it hold now, in MB; what they share counts once."""
    parents, sizes = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[process.name] = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue  # it has just ended
    ours, found = {str(root)}, 0
    while len(ours) > found:
        found = len(ours)
        ours |= {process for process, parent in parents.items() if parent in ours}
    for process in ours:
        try:
            rows = Path("/proc", process, "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes[process] = next((int(row.split()[1]) for row in rows if row[:4] == "Pss:"), 0)
    return sum(sizes.values()) / 1024


def cost(command: str, folder: Path, environment: Mapping[str, str], limit: float) -> Cost:
    """Run a shell command and return its cost; end all that it started at the limit."""
    with (folder / ".said").open("w+b") as said:
        started, peak = time.monotonic(), 0.0
        process = subprocess.Popen(
            command,
            shell=True,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        looked, ended, late = 0.0, 0, False
        while not ended:
            time.sleep(0.02)
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            now = time.monotonic() - started
            if not ended and now - looked >= _OFTEN:
                peak, looked = max(peak, memory(process.pid)), time.monotonic() - started
            if not ended and now > limit:
                late = True
                os.killpg(process.pid, signal.SIGKILL)
                ended, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    failed = f"not within {limit:.0f} s" if late else ""
    if process.returncode and not late:
        failed = (lines or ["failed without a word"])[-1][:120]
    return Cost(now, used.ru_utime + used.ru_stime, peak, failed)
