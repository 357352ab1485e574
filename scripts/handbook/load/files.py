"""Read a file's bytes, within a limit."""

from __future__ import annotations

from pathlib import Path

from handbook.diagnostics import Diagnostic, Location
from handbook.load.decoding import MAX_BYTES
from handbook.load.folders import link_at


def read_bytes(path: Path, name: str) -> tuple[bytes | None, list[Diagnostic]]:
    """Read a file of at most MAX_BYTES; a larger one is not read whole.

    Returns:
        The content, or None with diagnostics that say why.
    """
    if found := link_at(path, name):
        return None, found
    try:
        if not path.is_file():
            raise OSError("not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [Diagnostic("file-unreadable", Location(name), {"reason": error.strerror or str(error)})]
    if len(content) > MAX_BYTES:
        return None, [Diagnostic("file-too-large", Location(name), {"size": f"{path.stat().st_size:,}", "limit": f"{MAX_BYTES:,}"})]
    return content, []
