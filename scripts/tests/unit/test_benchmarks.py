"""The benchmarks' handbook: the same bytes each time, and nothing in it that the check would complain of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from benchmarks.corpus import make
from handbook.checks import check_handbook
from tests.helpers import ROOT


def test_a_corpus_is_a_handbook_of_that_size_in_which_nothing_is_found(tmp_path: Path) -> None:
    """A corpus of 200 records passes the check, without a warning, and has all kinds as the real handbook has them."""
    dataset, findings = check_handbook(make(tmp_path / "corpus", 200))
    assert (200, []) == (len(dataset.records), findings)
    real, made = (
        Counter(file.parent.name for file in (root / "data").glob("*/*.yml"))
        for root in (ROOT, tmp_path / "corpus")
    )
    grown = real.keys() - {"themes", "corrections", "schema"}
    assert all(1.5 * real[kind] <= made[kind] <= 2 * real[kind] for kind in grown)


def test_a_corpus_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Two processes with other hash seeds write the same files."""
    trees = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "benchmarks.corpus", str(tmp_path / seed), "200"]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run(command, cwd=ROOT / "scripts", env=environment, check=True)
        files = sorted((tmp_path / seed / "data").rglob("*.yml"))
        trees.append({file.relative_to(tmp_path / seed): file.read_bytes() for file in files})
    assert trees[0] == trees[1]
