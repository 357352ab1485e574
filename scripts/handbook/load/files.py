"""Reading of files up to a size limit, and decoding with checks for unsuitable bytes."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.diagnostics import Diagnostic, Location, shorten

MAX_BYTES = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
#: Git's conflict markers. `=======` is left out, because it may be an underlined heading.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem at a line and column (both from 0), with its field if known."""

    code: str
    line: int = 0
    column: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    field: str = ""

    def at(self, path: str) -> Diagnostic:
        """Return the problem as a diagnostic in a file."""
        place = Location(path, self.line + 1, self.column + 1, self.field)
        return Diagnostic(self.code, place, self.values)


def read_bytes(root: Path, name: str, findings: list[Diagnostic]) -> bytes | None:
    """Read a file of at most MAX_BYTES, without following symbolic links.

    Args:
        root: The handbook's root.
        name: The file's path from the root.
        findings: Receives a diagnostic where the file cannot be read.

    Returns:
        The content, or None if it cannot be read.
    """
    path = root / name
    values: dict[str, object]
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            code, values = "file-symlink", {"found": name}
        elif not stat.S_ISREG(status.st_mode):
            code, values = "file-unreadable", {"reason": "not a file"}
        elif (size := status.st_size) > MAX_BYTES:
            code, values = "file-too-large", {"size": f"{size:,}", "limit": f"{MAX_BYTES:,}"}
        else:
            return path.read_bytes()
    except OSError as error:
        code, values = "file-unreadable", {"reason": error.strerror or str(error)}
    findings.append(Diagnostic(code, Location(name), values))
    return None


def decode(content: bytes) -> str | FileProblem:
    """Return a file's text, or the problem of its bytes."""
    if content.startswith(b"\xef\xbb\xbf"):
        return FileProblem("file-bom")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start)
        return FileProblem("file-not-utf8", line, 0, {"offset": error.start + 1})
    if not text.strip():
        return FileProblem("file-empty")
    if control := _CONTROL.search(text):
        character = {"found": f"U+{ord(control[0]):04X}"}
        return FileProblem("file-control-character", *position(text, control.start()), character)
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (mark := _CONFLICT.search(text)):
        line, _ = position(text, mark.start())
        return FileProblem("file-merge-conflict", line, 0, {"found": shorten(mark[0].strip(), 40)})
    return text


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the (line, column) of an offset in a text, both from 0."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
