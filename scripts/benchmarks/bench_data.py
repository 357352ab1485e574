"""Measure the data files: `python -m benchmarks.bench_data [RECORDS …]` in scripts/. Not a test: machines differ.

Seconds of processor time for each format, what it takes to make the tables it is made from beside it, and the size of the files. For 2,000 records
JSON, tables, CSV, the database and JSON-LD together take at most 5 seconds; the workbook, Turtle, which is made of JSON-LD, and the zip of all
these, without the citations of pages, are told alone.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import make
from handbook.load import load
from handbook.load.build_version import edition_of, read_history
from handbook.load.files import write_files
from handbook.model.urls import BULK, JSON_LD, TURTLE
from handbook.opendata.api import build_api
from handbook.opendata.bulk import write_bulk
from handbook.opendata.csv_files import build_csv
from handbook.opendata.data_files import build_data_files
from handbook.opendata.database import build_database
from handbook.opendata.linked import as_turtle, build_graph
from handbook.opendata.tables import build_tables
from handbook.opendata.workbook import build_workbook

T = TypeVar("T")


def row(root: Path, size: int) -> list[str]:
    """Return what is measured in a handbook."""
    dataset, history = load(root)[0], read_history(root)
    edition = edition_of(dataset, history)
    answers, json = _timed(lambda: build_api(dataset, edition, history))
    tables, making = _timed(lambda: build_tables(dataset, edition, history))
    files, csv = _timed(lambda: [build_csv(table) for table in tables])
    database, sqlite = _timed(lambda: build_database(dataset.languages, tables))
    workbook, xlsx = _timed(lambda: build_workbook(dataset, tables))
    graph, jsonld = _timed(lambda: build_graph(dataset, edition, history).encode())
    turtle, ttl = _timed(lambda: as_turtle(graph.decode(), JSON_LD, "").encode())
    cells = [
        (json, [*answers.values()]),
        (csv, files),
        (sqlite, [database]),
        (jsonld, [graph]),
        (xlsx, [workbook]),
        (ttl, [turtle]),
    ]
    site = root.with_name("site")
    write_files(site, answers)
    write_files(site, build_data_files(dataset, edition, history))
    write_files(site, {JSON_LD: graph, TURTLE: turtle})
    _, packing = _timed(lambda: write_bulk(dataset, site, edition))
    cells.append((packing, [(site / BULK).read_bytes()]))
    sizes = [f"{taken}, {sum(map(len, made)) / 1e6:.1f} MB" for taken, made in cells]
    return [f"{size:,}", sizes[0], making, *sizes[1:]]


def _timed(make: Callable[[], T]) -> tuple[T, str]:
    gc.collect()
    started = time.process_time()
    made = make()
    return made, f"{time.process_time() - started:.2f} s"


def main(sizes: Sequence[int]) -> None:
    """Print a table with a line for each number of records, measured in a process of its own."""
    table = Table("records", "JSON", "tables", "CSV", "SQLite", "JSON-LD", "xlsx", "Turtle", "zip")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as process:
            root = make(Path(folder) / "handbook", size)
            table.add_row(*process.apply(row, (root, size)))
    Console(width=120).print(table)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200, 2000, 10_000])
