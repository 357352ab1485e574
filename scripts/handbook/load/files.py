"""Files read up to a size limit, and decoded with checks for unsuitable bytes; files written."""

import re
import stat
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path

from handbook.diagnostics import HandbookError, Phrase, shorten
from handbook.diagnostics.crashes import reason_of

#: The maximal bytes of a file that editors write, and of one that commands write, which grows with the
#: handbook or with a change of it: the lock of translations, an edition.
MAX_BYTES, MAX_WRITTEN = 250_000, 50_000_000

#: Control characters, and the line breaks that no editor shows as one.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
#: Git's conflict markers; `=======` only below an empty line, for it may underline a heading.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*|\r?$)|(?<=\n\n)={7}$|(?<=\n\r\n)={7}\r$", re.M)
_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


class Unloadable(HandbookError):
    """An error for files that cannot be read as what they should hold."""


def read_text(root: Path, name: str, most: int = MAX_BYTES, if_empty: str = "file-empty") -> str:
    """Return the text of a file; symbolic links are not followed.

    Args:
        root: The handbook's root.
        name: The file's path from the root.
        most: The maximal number of bytes.
        if_empty: The code of the diagnostic where there is nothing in the file.

    Raises:
        Unloadable: The file cannot be read, or its bytes are unsuitable.
    """
    return decode(read_bytes(root, name, most), name, if_empty)


def read_bytes(root: Path, name: str, most: int = MAX_BYTES) -> bytes:
    """Return the content of a file as `read_text` does, but not decoded."""
    path = root / name
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise Unloadable.of("file-symlink", name, found=name)
        if not stat.S_ISREG(status.st_mode):
            raise Unloadable.of("file-unreadable", name, reason=Phrase("reason-eisdir"))
        if (size := status.st_size) > most:
            raise Unloadable.of("file-too-large", name, size=f"{size:,}", limit=f"{most:,}")
        return path.read_bytes()
    except OSError as error:
        raise Unloadable.of("file-unreadable", name, reason=reason_of(error)) from error


def decode(content: bytes, name: str, if_empty: str = "file-empty") -> str:
    """Return the text of a file's content.

    Raises:
        Unloadable: The bytes are unsuitable for a text.
    """
    if content.startswith(BOM_UTF8):
        raise Unloadable.of("file-bom", name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unloadable.of("file-not-utf8", name, line, offset=error.start + 1) from error
    if not text.strip():
        raise Unloadable.of(if_empty, name, path=name)
    if control := _CONTROL.search(text):
        line, column = position(text, control.start())
        found = f"U+{ord(control[0]):04X}"
        raise Unloadable.of("file-control-character", name, line + 1, column + 1, found=found)
    if any(each in text for each in _MARKS) and (mark := _CONFLICT.search(text)):
        line, found = text.count("\n", 0, mark.start()) + 1, shorten(mark[0].strip(), 40)
        raise Unloadable.of("file-merge-conflict", name, line, found=found)
    return text


def position(text: str, offset: int) -> tuple[int, int]:
    """Return the (line, column) of an offset in a text, both from 0."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


def write_files(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a directory, whose folders are made."""
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
