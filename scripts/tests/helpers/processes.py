"""Work in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a function returns in a copy of this process.

    Whatever sets type is called so. Typst has threads, which copies of a process do not have: the steps
    of a build, which are copies of the process that builds, would wait for them for ever.
    """
    with ProcessPoolExecutor(1, get_context("fork")) as process:
        return process.submit(function, *args, **kwargs).result()
