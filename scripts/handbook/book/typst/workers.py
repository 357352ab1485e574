"""Make many PDFs at once: processes typeset, pack and write them.

Typst remembers what it laid out until its process ends, so the processes stay for the whole set: while
the longest documents, which come first, are typeset one in each, the short ones wait.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from queue import SimpleQueue
from subprocess import PIPE, Popen

from handbook.book.typst import TypesettingError

_COMMAND = (sys.executable, "-m", "handbook.book.typst.compile")
#: More processes than this would need more memory than they save time.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A document to make.

    Attributes:
        name: The name of the file to write.
        template: The file name of its template.
        data: What the template reads, as JSON.
        timestamp: Its moment in Unix seconds.
    """

    name: str
    template: str
    data: str
    timestamp: int


def typeset_all(
    templates: Path,
    folder: Path,
    jobs: Iterable[Job],
    done: Callable[[str], None] = lambda name: None,
) -> None:
    """Make documents, as many at once as there are processors.

    Args:
        templates: The folder of the templates.
        folder: The folder to write to.
        jobs: The documents, the longest first; each is begun as soon as it is given.
        done: Called with the name of each file that is made, by several threads.

    Raises:
        TypesettingError: A document could not be made; the first that failed is reported.
    """
    count = min(os.cpu_count() or 1, _MOST)
    with ThreadPoolExecutor(count) as pool, _processes(count, templates, folder) as processes:
        idle: SimpleQueue[Popen[str]] = SimpleQueue()
        for process in processes:
            idle.put(process)

        def make(job: Job) -> None:
            process = idle.get()
            try:
                _typeset(job, process)
            finally:
                idle.put(process)
            done(job.name)

        for finished in [pool.submit(make, job) for job in jobs]:
            finished.result()


@contextmanager
def _processes(count: int, *folders: Path) -> Iterator[list[Popen[str]]]:
    """Start processes that typeset; what ends the block early ends them at once."""
    processes: list[Popen[str]] = []
    command: list[str | Path] = [*_COMMAND, *folders]
    try:
        for _ in range(count):
            processes.append(Popen(command, stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8"))
        yield processes
    except BaseException:
        for process in processes:
            process.kill()
        raise
    finally:
        for process in processes:
            with suppress(BrokenPipeError), process:  # closes its input, then waits for its end
                pass


def _typeset(job: Job, process: Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError):  # where the process has died, it answers nothing
        process.stdin.write(json.dumps(astuple(job)) + "\n")
        process.stdin.flush()
    if not (answer := process.stdout.readline()):
        raise TypesettingError("", file=job.name, exit_code=process.wait())
    if failure := json.loads(answer):
        raise TypesettingError(**failure, file=job.name)
