"""Decode a file's bytes before anything reads its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.diagnostics import Diagnostic, Location, shorten

MAX_BYTES = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
#: Lines that git puts round two versions; one of seven equals signs alone may be meant otherwise.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A message at a line and column, from 0, and the field there if known; a Diagnostic once its file is known."""

    code: str
    line: int
    column: int
    values: dict[str, object]
    field: str = ""

    def at(self, path: str) -> Diagnostic:
        """Return the diagnostic in a file."""
        return Diagnostic(self.code, Location(path, self.line + 1, self.column + 1, self.field), self.values)


def decode(content: bytes) -> tuple[str | None, list[FileProblem]]:
    """Return a file's text, or None, and what is wrong with its bytes."""
    if len(content) > MAX_BYTES:
        return None, [FileProblem("file-too-large", 0, 0, {"size": f"{len(content):,}", "limit": f"{MAX_BYTES:,}"})]
    if content.startswith(b"\xef\xbb\xbf"):
        return None, [FileProblem("file-bom", 0, 0, {})]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start)
        return None, [FileProblem("file-not-utf8", line, 0, {"offset": error.start + 1})]
    if not text.strip():
        return None, [FileProblem("file-empty", 0, 0, {})]
    if control := _CONTROL.search(text):
        line, column = position(text, control.start())
        return None, [FileProblem("file-control-character", line, column, {"found": f"U+{ord(control[0]):04X}"})]
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (mark := _CONFLICT.search(text)):
        return None, [FileProblem("file-merge-conflict", text.count("\n", 0, mark.start()), 0, {"found": shorten(mark[0].strip(), 40)})]
    return text, []


def position(text: str, offset: int) -> tuple[int, int]:
    """Return (line, column), from 0, of an offset into a text."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
