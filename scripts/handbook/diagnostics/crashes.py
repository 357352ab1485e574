"""Diagnostics for unexpected exceptions, located in the program or template."""

from __future__ import annotations

import signal
import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from handbook.diagnostics import Diagnostic, HandbookError, Location, verbatim

_PACKAGE = Path(__file__).parents[1]
_TEMPLATES = {".jinja", ".html", ".xml"}


def crash(error: BaseException) -> HandbookError:
    """Return a HandbookError for an unexpected exception, with its traceback in `details`."""
    if isinstance(error, OSError):
        return HandbookError.of("file-access", reason=verbatim(str(error)))
    place = place_of(error)
    code = "template-error" if Path(place.path).suffix in _TEMPLATES else "internal-error"
    trace = "".join(traceback.format_exception(error)).rstrip()
    return HandbookError([Diagnostic(code, place, {"error": named(error)})], trace)


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

    It is the innermost line in the package or its templates; failing that, the innermost line.
    """
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Location(_shown(Path(error.filename)), error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
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
