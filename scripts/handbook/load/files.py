"""Read a file within a limit, and decode its bytes before anything reads its text."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook.diagnostics import Diagnostic, Location, shorten

MAX_BYTES = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
#: Lines that git puts round two versions; one of seven equals signs alone may be meant otherwise.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A message at a line and column, from 0, and the field there if known."""

    code: str
    line: int = 0
    column: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    field: str = ""

    def at(self, path: str) -> Diagnostic:
        """Return the diagnostic in a file."""
        place = Location(path, self.line + 1, self.column + 1, self.field)
        return Diagnostic(self.code, place, self.values)


def read_bytes(root: Path, name: str, findings: list[Diagnostic]) -> bytes | None:
    """Read a file of at most MAX_BYTES; links are not followed.

    Args:
        root: The handbook's root.
        name: The file's path from the root.
        findings: Receives a diagnostic where the file cannot be read.

    Returns:
        The content, or None.
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
    """Return a file's text, or what is wrong with its bytes."""
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
    """Return (line, column), from 0, of an offset into a text."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
