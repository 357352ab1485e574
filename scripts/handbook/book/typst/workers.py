"""Many PDFs at once: each job goes to a process that typesets, packs and writes it.

Typst uses all processors for one long document but remembers what it laid out until its process ends, so long documents are made one
after another, each in a new process, and short ones by as many processes as there are processors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook.book.typst import TypesetFailed


@dataclass(frozen=True, slots=True)
class Job:
    """A document to make: its template, its data as JSON, its moment in Unix seconds and where it goes."""

    template: str
    data: str
    timestamp: int
    path: Path


class JobFailed(Exception):
    """A document could not be made; carries the job and what Typst said."""

    def __init__(self, job: Job, failure: TypesetFailed) -> None:
        """Keep both."""
        super().__init__(f"{job.path.name}: {failure.said}")
        self.job, self.failure = job, failure


def print_long(jobs: Iterable[Job], done: Callable[[Job], None] = lambda job: None) -> None:
    """Make long documents in turn, each in a process of its own, telling each that is done; raises JobFailed for the first that fails.

    While one is being typeset, the next job is asked for.
    """

    def typeset(job: Job) -> Job:
        with _typesetter() as work:
            work(job)
        return job

    with ThreadPoolExecutor(1) as one_at_a_time:
        for made in [one_at_a_time.submit(typeset, job) for job in jobs]:
            done(made.result())


def print_short(jobs: Iterable[Job], done: Callable[[Job], None]) -> None:
    """Make many short documents, telling each that is done; raises JobFailed for the first that fails."""
    waiting = iter(list(jobs))  # a list first: a generator cannot be asked by two threads at once

    def work() -> None:
        with _typesetter() as typeset:
            for job in waiting:  # whoever is free takes the next
                typeset(job)
                done(job)

    workers = max(1, min(os.cpu_count() or 1, 4))
    with ThreadPoolExecutor(workers) as pool:
        for finished in [pool.submit(work) for _ in range(workers)]:
            finished.result()


@contextmanager
def _typesetter() -> Iterator[Callable[[Job], None]]:
    """Give a function that has a job done by a process, which ends with the block."""
    command = [sys.executable, "-m", "handbook.book.typst.compile"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:

        def typeset(job: Job) -> None:
            order = {"template": job.template, "data": job.data, "timestamp": job.timestamp, "path": str(job.path.absolute())}
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(order, ensure_ascii=False) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline() or '{"said": "the typesetting process ended", "missing": ""}')
            if answer["said"]:
                raise JobFailed(job, TypesetFailed(answer["said"], answer["missing"]))

        try:
            yield typeset
        finally:
            assert process.stdin
            process.stdin.close()
