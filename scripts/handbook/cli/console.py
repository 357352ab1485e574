"""What the commands share: words in the editor's language, the option that sets it, and loading or leaving."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from handbook.checks import check_handbook
from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, locale_language, message, printable, report
from handbook.load import Unloadable, load
from handbook.model.dataset import Dataset

#: The option that every command takes.
lang_option = click.option(
    "--lang", type=click.Choice(MESSAGE_LANGUAGES), default=locale_language, help="Language of messages; the locale's by default."
)


def say(lang: str, name: str, **values: object) -> str:
    """Return a sentence of a command (`says-<name>` in the catalogue), its values each on one line."""
    return message(f"says-{name}", lang, {key: {lang: printable(str(value))} for key, value in values.items()})


def load_or_exit(lang: str) -> Dataset:
    """Return the data set of the current directory, unchecked; where there is no handbook, say so and exit 1."""
    with _or_exit(lang):
        return load(Path.cwd())[0]


def check_or_exit(lang: str, only: Collection[Path] | None = None) -> tuple[Dataset, list[Diagnostic]]:
    """Return the checked data set of the current directory and its findings, or those in some files; exit 1 where there is no handbook."""
    with _or_exit(lang):
        return check_handbook(Path.cwd(), only)


@contextmanager
def _or_exit(lang: str) -> Iterator[None]:
    try:
        yield
    except Unloadable as error:
        click.echo(report(error.diagnostics, "text", lang))
        sys.exit(1)


def fail(text: str, code: int = 1) -> NoReturn:
    """Print a sentence as an error and exit."""
    click.echo(text, err=True)
    sys.exit(code)
