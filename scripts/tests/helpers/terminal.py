"""A command in a pseudo-terminal, as an editor runs it."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

#: How long a question may take to come.
PATIENCE = 20


def in_terminal(
    root: Path, lang: str, *arguments: str, answers: list[tuple[str, str]]
) -> tuple[int, str]:
    """Run a command in a handbook; return its exit code and all that stood in the terminal.

    Args:
        root: The handbook's root.
        lang: The language of messages.
        arguments: The command's words.
        answers: What the terminal shows before each answer, and the answer.
    """
    child, terminal = pty.fork()
    if not child:
        try:
            os.chdir(root)
            # tests that run in the background may have been told to ignore it
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ["HANDBOOK_LANG"] = lang
            program = "from handbook.cli import main; main()"
            os.execv(sys.executable, [sys.executable, "-c", program, *arguments])
        finally:
            os._exit(1)
    shown, seen = b"", 0
    for question, answer in answers:
        while (found := shown.find(question.encode(), seen)) < 0:
            shown += (more := _read(terminal))
            if not more:
                raise AssertionError(f"{question!r} never came: {shown.decode()}")
        seen = found + len(question.encode())
        if (
            answer < " "
        ):  # an order to stop is lost between a question and the reading of its answer
            time.sleep(0.5)
        os.write(terminal, answer.encode())
    while more := _read(terminal):
        shown += more
    os.close(terminal)  # a child that still waits is told that its terminal is gone
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def _read(terminal: int) -> bytes:
    """Return what comes next; nothing at the end."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""
