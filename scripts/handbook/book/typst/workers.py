"""Make many PDFs at once: processes typeset, pack and write them.

Typst uses all processors for one long document, but remembers what it laid out until its process
ends. So each long document has a process of its own, and the short ones share as many processes as
there are processors.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from handbook.book.typst import TypesettingError

_COMMAND = (sys.executable, "-m", "handbook.book.typst.compile")


@dataclass(frozen=True, slots=True)
class Job:
    """A document to make.

    Attributes:
        name: The name of the file to write.
        template: The file name of its template.
        data: What the template reads, as JSON on one line.
        timestamp: Its moment in Unix seconds.
    """

    name: str
    template: str
    data: str
    timestamp: int


def typeset_all(
    templates: Path,
    folder: Path,
    long: Iterable[Job],
    short: Iterable[Job] = (),
    done: Callable[[str], None] = lambda name: None,
) -> None:
    """Make long documents one after another, then many short ones at once.

    Args:
        templates: The folder of the templates.
        folder: The folder to write to.
        long: The long documents; while one is being typeset, the next is asked for.
        short: The short documents; all are asked for while long ones are being typeset.
        done: Called with the name of each file that is made; of short ones, by several threads.

    Raises:
        TypesettingError: A document could not be made; the first that failed is reported.
    """
    with _Pool(1) as one_at_a_time:
        typeset = partial(_typeset_each, one_at_a_time, (*_COMMAND, templates, folder), done)
        running = [one_at_a_time.submit(typeset, [job]) for job in long]
        waiting = iter(list(short))  # a list: two threads cannot ask a generator at once
        for finished in running:
            finished.result()
    count = min(os.cpu_count() or 1, 4)
    with _Pool(count) as pool:
        typeset = partial(_typeset_each, pool, (*_COMMAND, templates, folder), done)
        for finished in [pool.submit(typeset, waiting) for _ in range(count)]:
            finished.result()


class _Pool(ThreadPoolExecutor):
    """Threads that each drive a process; what ends the block early ends the processes at once."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._started: list[Popen[str]] = []
        self._ended = False

    def start(self, command: Sequence[str | Path]) -> Popen[str]:
        process = Popen(command, stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8")
        self._started.append(process)
        if self._ended:
            process.kill()
        return process

    def __exit__(self, kind: type[BaseException] | None, *about: Any) -> None:
        if kind:
            self._ended = True
            self.shutdown(wait=False, cancel_futures=True)
            for process in self._started:
                process.kill()
        super().__exit__(kind, *about)


def _typeset_each(
    pool: _Pool, command: Sequence[str | Path], done: Callable[[str], None], jobs: Iterable[Job]
) -> None:
    """Make documents in turn in one process; a shared iterator gives each to one process."""
    with pool.start(command) as process:
        for job in jobs:
            _typeset(job, process)
            done(job.name)


def _typeset(job: Job, process: Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    request = json.dumps([job.name, job.template, job.timestamp])
    with suppress(BrokenPipeError):  # where the process has died, it answers nothing
        process.stdin.write(f"{request}\n{job.data}\n")
        process.stdin.flush()
    if not (answer := process.stdout.readline()):
        with suppress(BrokenPipeError):  # of what was not written
            process.stdin.close()
        raise TypesettingError("", file=job.name, exit_code=process.wait())
    if failure := json.loads(answer):
        raise TypesettingError(**failure, file=job.name)
