"""What the commands share: their group, sentences in the editor's language, and common options."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from handbook.diagnostics import MESSAGE_LANGUAGES, locale_language, message, printable, report
from handbook.load import Unloadable
from handbook.load.revisions import RevisionMissing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and extend the handbook in the current directory."""


def lang_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--lang`, and end it where there is no handbook or no such revision."""

    @functools.wraps(command)
    def run(*arguments: Any, lang: str, **options: Any) -> None:
        try:
            command(*arguments, lang=lang, **options)
        except Unloadable as error:
            click.echo(report(error.diagnostics, "text", lang))
            sys.exit(1)
        except RevisionMissing as error:
            fail(lang, "no-revision", code=2, revision=error)

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
