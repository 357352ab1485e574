"""The steps of a build: each after those that it needs, side by side, and ended together."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from handbook.build.steps import Step, Timing, critical_path, run
from handbook.diagnostics import HandbookError


def named(_: Mapping[str, Any]) -> int:
    """Return the process that a step is done in."""
    return os.getpid()


def test_steps_find_the_values_of_those_before_them() -> None:
    """And of those alone; a short one is done in this process, any other in its own."""

    def total(values: Mapping[str, Any]) -> list[int]:
        return sorted(values.values())

    steps = [
        Step("last", total, ("both", "one")),
        Step("both", lambda values: sum(total(values)), ("one", "two"), here=True),
        Step("one", lambda _: 1),
        Step("two", lambda _: 2),
        Step("elsewhere", named),
        Step("here", named, here=True),
    ]
    values, timings = run(steps)
    assert (3, [1, 3]) == (values["both"], values["last"])
    assert (False, True) == (values["elsewhere"] == os.getpid(), values["here"] == os.getpid())
    assert {step.name for step in steps} == {timing.name for timing in timings}


@pytest.mark.parametrize("most", [1, 2, 5])
def test_no_more_at_once_than_asked_for(tmp_path: Path, most: int) -> None:
    """Steps that wait for nothing begin in their order."""

    def count(_: Mapping[str, Any]) -> int:
        (own := tmp_path / str(os.getpid())).touch()
        time.sleep(0.2)
        at_once = len([*tmp_path.iterdir()])
        own.unlink()
        return at_once

    begun: list[str] = []
    values, _ = run([Step(name, count) for name in "abcde"], begun=begun.append, most=most)
    assert [*"abcde"] == begun
    assert max(values.values()) <= most
    assert most == 1 or max(values.values()) > 1


def test_a_step_that_fails_ends_the_others(tmp_path: Path) -> None:
    """At once, with what they have started; what waits for it never begins."""

    def slow(_: Mapping[str, Any]) -> None:
        os.system(f"sleep 20; touch {tmp_path}/late")

    def fail(_: Mapping[str, Any]) -> None:
        raise ValueError("no")

    began = time.monotonic()
    steps = [Step("slow", slow), Step("fail", fail), Step("after", slow, ("fail",))]
    with pytest.raises(HandbookError, match="ValueError: no"):
        run(steps, most=2)
    assert time.monotonic() - began < 15
    assert [] == [*tmp_path.iterdir()]


def test_value_larger_than_a_pipe_holds_arrives() -> None:
    """And a step that has ended does not wait for others."""
    values, _ = run([Step("large", lambda _: "x" * 10_000_000), Step("small", lambda _: "x")])
    assert (10_000_000, 1) == tuple(len(values[name]) for name in ("large", "small"))


def test_critical_path_is_what_each_waited_for() -> None:
    """From the step that ended last back to one that waited for nothing."""
    timings = [
        Timing("a", 0, 3),
        Timing("b", 0, 1),
        Timing("c", 3, 5, ("a", "b")),
        Timing("d", 1, 4, ("b",)),
        Timing("e", 5, 6, ("c", "d")),
    ]
    assert ["a", "c", "e"] == [timing.name for timing in critical_path(timings)]
    assert [] == critical_path([])
