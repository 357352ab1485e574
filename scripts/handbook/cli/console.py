"""What the commands share: their group, sentences in the editor's language, and common options."""

import functools
import io
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click
from click.exceptions import Abort, Exit

from handbook.diagnostics import (
    MESSAGE_LANGUAGES,
    HandbookError,
    locale_language,
    message,
    printable,
    report,
)
from handbook.diagnostics.crashes import crashes_reported
from handbook.load.revisions import RevisionMissing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and extend the handbook in the current directory."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that knows no Chinese gets escapes
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # An order to end is obeyed as Ctrl-C is: children end, and nothing is left half done.
    signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt(number)


def lang_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--lang`, and a sentence in its `--format` whatever ends it."""

    @functools.wraps(command)
    def run(*arguments: Any, lang: str, **options: Any) -> None:
        try:
            with crashes_reported(
                RevisionMissing, click.ClickException, Abort, Exit, BrokenPipeError
            ):
                command(*arguments, lang=lang, **options)
        except HandbookError as error:
            if error.details:
                click.echo(error.details, err=True)
            told = report(error.diagnostics, options.get("form", "text"), lang)
            try:
                click.echo(told)
            except OSError:  # standard output is what failed
                click.echo(told, err=True)
            sys.exit(1)
        except RevisionMissing as error:
            fail(lang, "no-revision", code=2, revision=error)
        except KeyboardInterrupt as order:
            fail(lang, "stopped", code=128 + (order.args or [signal.SIGINT])[0])

    text = "Language of messages; the locale's by default."
    return click.option(
        "--lang", type=click.Choice(MESSAGE_LANGUAGES), default=locale_language, help=text
    )(run)


def format_option(text: str, *forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, which chooses one of some forms, `text` by default."""
    return click.option("--format", "form", type=click.Choice(forms), default="text", help=text)


def say(lang: str, name: str, **values: object) -> str:
    """Return a sentence of a command, `says-<name>` in the catalogue.

    Each value is shown on one line.
    """
    return message(
        f"says-{name}", lang, {key: {lang: printable(str(value))} for key, value in values.items()}
    )


def note(lang: str, name: str, **values: object) -> None:
    """Print a sentence to standard error, which leaves standard output to what is asked for."""
    click.echo(say(lang, name, **values), err=True)


def fail(lang: str, name: str, *, code: int = 1, **values: object) -> NoReturn:
    """Print a sentence as an error and exit."""
    note(lang, name, **values)
    sys.exit(code)


def refuse(lang: str, name: str, **values: object) -> NoReturn:
    """Print a sentence as wrong usage and exit with 2."""
    raise click.UsageError(say(lang, name, **values))
