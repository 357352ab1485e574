"""Read a file's bytes, within a limit."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics import Diagnostic, Location, Message
from handbook.load.decoding import MAX_BYTES, TOO_LARGE
from handbook.load.folders import link_at

UNREADABLE = Message(
    "file-unreadable",
    "读不了这个文件（$reason）。", "The file cannot be read ($reason).",
    "请检查它是不是普通文件、有没有读取权限。", "Is it an ordinary file, and may it be read?",
)  # fmt: skip


def read_bytes(path: Path, name: str) -> tuple[bytes | None, list[Diagnostic]]:
    """Return a file's bytes, no more than one over the limit: a huge file is not read whole."""
    if found := link_at(path, name):
        return None, found
    try:
        if not path.is_file():
            raise OSError("not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [Diagnostic(UNREADABLE, Location(name), {"reason": error.strerror or str(error)})]
    if len(content) > MAX_BYTES:
        return None, [Diagnostic(TOO_LARGE, Location(name), {"size": f"{path.stat().st_size:,}", "limit": f"{MAX_BYTES:,}"})]
    return content, []
