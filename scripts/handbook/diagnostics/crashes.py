"""Diagnostics for unexpected exceptions, located in the program or template."""

import errno
import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateSyntaxError

from handbook.diagnostics import (
    MESSAGES,
    Diagnostic,
    HandbookError,
    Location,
    Phrase,
    verbatim,
)

_PACKAGE = Path(__file__).parents[1]
#: How systems, libraries and programs say what a machine has too little of, by the message for it.
_SHORT = {
    "memory-short": (
        *("Cannot allocate memory", "can't start new thread", "failed to map segment"),
        *("memory allocation of", "process OOM", "heap out of memory"),
    ),
    "disk-full": ("No space left on device", "Disk quota exceeded", "ENOSPC"),
}
_TEMPLATES = {".jinja", ".html", ".xml"}


def crash(error: BaseException) -> HandbookError:
    """Return a HandbookError for an unexpected exception.

    What the machine lacks is told as such; a fault of the program with its traceback in `details`.
    """
    if code := "memory-short" if isinstance(error, MemoryError) else short_of(str(error)):
        return HandbookError.of(code)
    if isinstance(error, OSError):
        path = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "."
        return HandbookError.of("file-access", _shown(Path(path)), reason=reason_of(error))
    place = place_of(error)
    code = "template-error" if Path(place.path).suffix in _TEMPLATES else "internal-error"
    trace = "".join(traceback.format_exception(error)).rstrip()
    return HandbookError([Diagnostic(code, place, {"error": named(error)})], trace)


@contextmanager
def crashes_reported(*but: type[Exception]) -> Iterator[None]:
    """Turn any unexpected exception into a HandbookError, but for those of some classes."""
    try:
        yield
    except Exception as error:
        if isinstance(error, (HandbookError, *but)):
            raise
        raise crash(error) from error


def short_of(text: str) -> str:
    """Return the code of what a failure's words say the machine has too little of, or ""."""
    codes = (code for code, said in _SHORT.items() if any(words in text for words in said))
    return next(codes, "")


def reason_of(error: OSError) -> Phrase:
    """Return why a file could not be read or written, as the value of a diagnostic."""
    name = errno.errorcode.get(error.errno or 0, "?")
    if (code := f"reason-{name.lower()}") in MESSAGES:
        return Phrase(code)
    return Phrase("reason-other", {"code": name})


def process_died(exit_code: int, path: str = ".") -> HandbookError:
    """Return the error for a child process that ended without a result.

    Args:
        exit_code: The exit code, or the negative number of the signal that ended the process.
        path: The path to report.
    """
    code = signal.Signals(-exit_code).name if exit_code < 0 else str(exit_code)
    return HandbookError.of("process-died", path, code=code)


def named(error: BaseException) -> dict[str, str]:
    """Return an exception's class and message as the value of a diagnostic."""
    return verbatim(f"{type(error).__name__}: {error}".removesuffix(": "))


def place_of(error: BaseException) -> Location:
    """Return the location at which an exception was raised.

    It is the innermost line in the package, its templates or the handbook's own; failing that, the innermost line.
    """
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Location(_shown(Path(error.filename)), error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    places = (_PACKAGE, Path.cwd() / "custom")
    own = [each for each in frames if any(map(Path(each.filename).is_relative_to, places))]
    if not (own or frames):
        return Location(".")
    innermost = (own or frames)[-1]
    return Location(_shown(Path(innermost.filename)), innermost.lineno or 1)


def _shown(path: Path) -> str:
    """Return a path relative to the current directory or, failing that, to the package's."""
    for base in (Path.cwd(), _PACKAGE.parent):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()
