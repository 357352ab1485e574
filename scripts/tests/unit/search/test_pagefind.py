"""Runs of Pagefind's service, and what is told of one that fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.search.pagefind import run_pagefind
from tests.helpers import ROOT

PAGES = [("/", "<html lang=und><body><h1>a</h1></body></html>")]
#: Shell code that answers requests.
ANSWER = "answer() { printf '%s,' $(printf '{\"payload\": %s}' \"$1\" | base64 | tr -d '\\n'); }\n"
STARTED = ANSWER + 'answer \'{"type": "NewIndex", "index_id": 0}\'\n'


@pytest.fixture
def pagefind(tmp_path: Path) -> Callable[[str], Path]:
    """Return what makes the root of a handbook whose Pagefind is a shell script."""

    def root(script: str) -> Path:
        program = tmp_path / "node_modules/.bin/pagefind"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n{script}\n")
        program.chmod(0o755)
        return tmp_path

    return root


@pytest.mark.parametrize(
    ("script", "code", "told"),
    [
        ("echo no such thing >&2; exit 3", "program-failed", "no such thing"),
        (f"{STARTED} echo memory allocation of 9 bytes failed >&2; exit 101", "memory-short", "pagefind"),
        (f"{STARTED} kill -9 $$", "process-died", "SIGKILL"),
        ("exit 0", "process-died", "pagefind"),
        (STARTED + """answer '{"type": "Error", "message": "not this"}'; cat > /dev/null""", "program-failed", "not this"),
    ],
)  # fmt: skip
def test_failure_is_told(
    pagefind: Callable[[str], Path], script: str, code: str, told: str
) -> None:
    """What it printed, how it died or what it refused, whenever that was."""
    with pytest.raises(HandbookError, match=told) as error:
        run_pagefind(pagefind(script), PAGES)
    assert [code] == [diagnostic.code for diagnostic in error.value.diagnostics]


def test_it_ends_with_an_interruption(pagefind: Callable[[str], Path]) -> None:
    """Ctrl-C between two pages leaves no process behind."""

    def pages() -> Iterator[tuple[str, str]]:
        yield from ()
        raise KeyboardInterrupt

    root = pagefind(f"{STARTED} cat > /dev/null")
    with pytest.raises(KeyboardInterrupt):
        run_pagefind(root, pages())
    with pytest.raises(ProcessLookupError):
        os.kill(int((root / "pid").read_text()), 0)


def test_index_is_the_same_each_time() -> None:
    """The same pages make the same files, byte for byte."""
    pages = [
        (f"/{number}/", f"<html lang=und><h1>a{number}</h1><p>b c {number % 7}</p>")
        for number in range(300)
    ]
    assert run_pagefind(ROOT, pages) == run_pagefind(ROOT, pages)
