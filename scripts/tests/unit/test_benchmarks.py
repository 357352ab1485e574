"""The benchmarks: a handbook of the same bytes each time, in which the check finds nothing, given to each peer, and a page on all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.bench_builds import OURS, REFERENCE, WHOLE, Row, report
from benchmarks.bench_search import Search
from benchmarks.corpus import change, make
from benchmarks.measure import Cost, cost
from benchmarks.peers import PEERS
from handbook.checks import check_handbook
from handbook.load import load
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


def test_each_peer_gets_plain_markdown_and_its_configuration(tmp_path: Path) -> None:
    """Nothing of the handbook's own Markdown is left in a peer's pages, and one changed record changes few of them."""
    root = make(tmp_path / "corpus", 0)
    before, _ = load(root)
    change(root)
    after, _ = load(root)
    for peer in PEERS:
        project = tmp_path / peer.folder
        peer.lay_out(before, project, tmp_path)
        pages = {file: file.read_text("utf-8") for file in project.rglob("*.md")}
        assert len(before.languages) < len(pages), peer.name
        for text in pages.values():
            assert not re.search(r":::|:lang\[|\{#|\[\[|\]\(site:|^:   ", text, re.MULTILINE), text
        peer.write(after, project)
        changed = [file for file, text in pages.items() if file.read_text("utf-8") != text]
        assert 0 < len(changed) < len(pages) / 2, peer.name


def test_what_a_command_costs_is_told_and_it_ends_at_its_limit(tmp_path: Path) -> None:
    """A command that goes on is ended with what it started; one that fails has its last words told."""
    environment = dict(os.environ)
    late = cost("sleep 60 & echo $! > pid; sleep 60", tmp_path, environment, 1)
    assert "not within 1 s" == late.failed
    other = Path("/proc", (tmp_path / "pid").read_text().strip(), "cmdline")
    for _ in range(200):  # until it is gone, or nothing is left of it but its number
        if not (other.exists() and other.read_bytes()):
            break
        time.sleep(0.05)
    else:
        raise AssertionError("what the command started goes on")
    assert "no such thing" == cost("echo no such thing; false", tmp_path, environment, 20).failed
    ran = cost(
        "python3 -c 'x = bytes(100_000_000); sum(range(30_000_000))'", tmp_path, environment, 60
    )
    assert ("", True, True) == (ran.failed, ran.cpu > 0, ran.wall > 0)


def test_the_last_run_tells_of_each_generator() -> None:
    """BENCHMARKS.md has a row of what each generator does, or why it is absent."""
    told = (ROOT / "BENCHMARKS.md").read_text(encoding="utf-8")
    assert [] == [peer.name for peer in PEERS if f"| {peer.name} | {peer.packages} | " not in told]


def test_the_page_tells_of_each_generator_or_why_it_is_absent() -> None:
    """A generator that could not be installed, or did not end, has a row that says so, and no figures."""
    made, late = Cost(2, 3, 100), Cost(9, 9, 9, "not within 9 s")
    absent = {PEERS[1].name: "no such package"}
    rows = [Row(name, 50, made, made) for name in (OURS, WHOLE)]
    rows += [Row(peer.name, 200, made, made) for peer in PEERS if peer.name not in absent]
    rows += [
        Row(OURS, 200, made, made, search=Search(1, 2, [3, 4])),
        Row(OURS, 2000, made, made),
        Row(REFERENCE, 2000, late),
    ]
    page = report(rows, absent, "").splitlines()
    told = [line for line in page if line.startswith("|")]
    assert all(line == line.rstrip() for line in page)
    tables = [table.splitlines() for table in "\n".join(page).split("\n\n") if table[0] == "|"]
    assert all(len({line.count("|") for line in table}) == 1 < len(table) - 1 for table in tables)
    for peer in PEERS:
        assert any(line.startswith(f"| {peer.name} | ") for line in told)
    assert ["no such package"] == [
        line.split("Absent: ")[1].split(" |")[0] for line in told if "Absent" in line
    ]
    assert 1 == sum("not within 9 s" in line for line in told)
