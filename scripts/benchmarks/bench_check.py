"""Measure loading and the check: `python -m benchmarks.bench_check [RECORDS …]` in scripts/. Not a test: machines differ, and what counts is how the numbers grow.

load, check    seconds of processor time for the first time in a process, and both in thousandths for each record; at most 1.2 times as much for
               each at the largest size as at the smallest
÷ PyYAML       load and check by the time that PyYAML's C loader alone takes for the same files; at most 12
one changed    load and check again in the same process, after the text of one record changed, as a preview does: seconds of processor time and of the clock
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import make
from handbook.checks import run
from handbook.load import load


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes, in seconds of processor time and of the clock."""
    gc.collect()
    started, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - started, time.perf_counter() - clock


def row(root: Path, size: int) -> list[str]:
    """Return what is measured in a handbook."""
    gc.set_threshold(20_000)  # as the command does
    files = sorted((root / "data").rglob("*.yml"))
    alone, _ = seconds(lambda: [yaml.load(each.read_bytes(), yaml.CSafeLoader) for each in files])
    read, _ = seconds(lambda: load(root))
    dataset, findings = load(root)
    checked, _ = seconds(lambda: run(dataset))
    record = next(each for each in dataset.records.values() if hasattr(each, "how") and each.how)
    file = root / dataset.files[record.id]
    file.write_text(file.read_text(encoding="utf-8").replace("。", "了。", 1), encoding="utf-8")
    again, clock = seconds(lambda: run(load(root)[0]))
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    whole = read + checked
    numbers = (f"{whole / size * 1000:.2f}", f"{whole / alone:.1f}", f"{again:.2f}, {clock:.2f}")
    assert not findings, "the corpus is without fault"
    return [f"{size:,}", f"{read:.2f}", f"{checked:.2f}", *numbers, f"{largest:,} MB"]


def main(sizes: Sequence[int]) -> None:
    """Print a table with a line for each number of records, measured in a process of its own."""
    table = Table("records", "load", "check", "ms a record", "÷ PyYAML", "one changed", "memory")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as process:
            root = make(Path(folder) / "handbook", size)
            table.add_row(*process.apply(row, (root, size)))
    Console(width=100).print(table)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 2000, 10_000])
