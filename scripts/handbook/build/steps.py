"""Steps of a build, side by side in processes of their own.

    Step(name, make, after) … ─ run ─▶ name ─▶ value, with when each began and ended

A step begins once those that it comes after have ended, and finds their values. It has a process to
itself, which begins as a copy of this one: what it reads is there, and only its value is sent back.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

from handbook.diagnostics import HandbookError
from handbook.diagnostics.crashes import crashes_reported, process_died

#: Elsewhere libraries of the system do not survive the copy, and processes begin anew.
_CONTEXT: Any = get_context("fork" if sys.platform == "linux" else "spawn")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a build.

    Attributes:
        name: Its name.
        make: What it does. It is called with the values of the steps before it, by name, in a
            process of its own unless it is `here`; its value goes through a pipe.
        after: The names of the steps it comes after.
        here: Whether it is done in this process, because it is short.
    """

    name: str
    make: Callable[[Mapping[str, Any]], Any]
    after: tuple[str, ...] = ()
    here: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step began and ended, in seconds of a clock that only runs forward."""

    name: str
    began: float
    ended: float
    after: tuple[str, ...] = ()


def run(
    steps: Iterable[Step],
    *,
    begun: Callable[[str], None] = lambda name: None,
    most: int | None = None,
) -> tuple[dict[str, Any], list[Timing]]:
    """Do steps, as many at once as there are processors.

    Those that are ready begin in their order.

    Args:
        steps: The steps, each after those that it comes after.
        begun: Called with the name of each step that begins.
        most: How many may be done at once; None: one for each processor.

    Returns:
        The value of each step by its name, and when each was done.

    Raises:
        HandbookError: A step failed; the others are ended at once.
    """
    waiting = [*steps]
    most = most or os.cpu_count() or 1
    values: dict[str, Any] = {}
    timings: list[Timing] = []
    running: dict[Connection, tuple[Step, BaseProcess, float]] = {}

    def ended(step: Step, value: Any, since: float) -> None:
        values[step.name] = value
        timings.append(Timing(step.name, since, time.monotonic(), step.after))

    try:
        while waiting or running:
            ready = [step for step in waiting if values.keys() >= {*step.after}]
            for step in ready:
                if not step.here and len(running) >= most:
                    continue
                waiting.remove(step)
                begun(step.name)
                since = time.monotonic()
                before = {name: values[name] for name in step.after}
                if step.here:
                    ended(step, step.make(before), since)
                    break  # others may be ready now
                receiving, process = start(step, before)
                running[receiving] = step, process, since
            else:
                finished = {*connection.wait(running)}
                for each in [each for each in running if each in finished]:
                    step, process, since = running.pop(each)
                    ended(step, answer(each, process), since)
    finally:
        for _, process, _ in running.values():
            end(process)
    return values, timings


def critical_path(timings: Iterable[Timing]) -> list[Timing]:
    """Return the steps that each waited for the one before it, up to the last that ended."""
    by_name = {timing.name: timing for timing in timings}
    path: list[Timing] = []
    following = max(by_name.values(), key=lambda timing: timing.ended, default=None)
    while following:
        path.append(following)
        before = (by_name[name] for name in following.after if name in by_name)
        following = max(before, key=lambda timing: timing.ended, default=None)
    return path[::-1]


def start(step: Step, before: Mapping[str, Any]) -> tuple[Connection, BaseProcess]:
    """Begin a step in a process; return where its `answer` comes from, and the process."""
    receiving, sending = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_make, args=(sending, step.make, before), daemon=False)
    process.start()
    sending.close()
    return receiving, process


def end(process: BaseProcess) -> None:
    """End a step's process at once, with those that it started."""
    with suppress(ProcessLookupError):  # it has ended, or not begun
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.kill()
    process.join()


def answer(receiving: Connection, process: BaseProcess) -> Any:
    """Return a step's value, or raise what ended it."""
    try:
        value, error = receiving.recv()
    except (EOFError, ConnectionResetError):
        process.join()
        raise process_died(process.exitcode or 0) from None
    finally:
        receiving.close()
    process.join()
    if error:
        raise error
    return value


def _make(
    sending: Connection, make: Callable[[Mapping[str, Any]], Any], values: Mapping[str, Any]
) -> None:
    os.setpgid(0, 0)  # with the programs it starts, so that they end together
    Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what is there stays, and need not be looked through
    value, error = None, None
    try:
        with crashes_reported():
            value = make(values)
    except HandbookError as failure:
        error = failure
    sending.send((value, error))


def _end_with_parent() -> None:
    """End this process and those it started where the one that started it is killed."""
    if parent := parent_process():
        parent.join()
    os.killpg(0, signal.SIGKILL)
