"""Measure the check: `python -m benchmarks.bench_check` in scripts/. Not a test: machines differ, and what counts is the two ratios it prints.

check ÷ PyYAML   how often the time that PyYAML's C loader alone takes for the same files; at most 12
1,000 ÷ 100      how much longer ten times as many records take; about 10
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from handbook.checks import check_handbook
from tests.helpers.handbook_of import synthetic


def best(run: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs in seconds."""
    shortest = float("inf")
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        run()
        shortest = min(shortest, time.process_time() - started)
    return shortest


def main(sizes: tuple[int, ...] = (100, 1000)) -> None:
    """Print the times and ratios for some numbers of records."""
    taken: list[float] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = synthetic(Path(folder), size)
            files = sorted((root / "data").rglob("*.yml"))

            def parse(files: list[Path] = files) -> None:
                for file in files:
                    yaml.load(file.read_bytes(), yaml.CSafeLoader)

            errors = check_handbook(root)[1]
            yaml_alone, check = best(parse), best(lambda root=root: check_handbook(root))
            taken.append(check)
            print(
                f"{size:6} records, {len(errors)} findings: PyYAML {yaml_alone:.3f} s, check {check:.3f} s, check ÷ PyYAML {check / yaml_alone:.1f}"
            )
    print(f"{sizes[-1]} ÷ {sizes[0]} records: {taken[-1] / taken[0]:.1f} times as long")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or (100, 1000))
