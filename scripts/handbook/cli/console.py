"""What the commands share: their group, sentences in the editor's language, and common options.

All that a command prints is in messages.yml: its own sentences as `says-…`, its help as `help-…`,
the names of what it takes as `takes-…`, and click's own sentences, by their English, as `click-…`.
"""

import functools
import gettext
import io
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NoReturn

import click
from click.exceptions import Abort, Exit

from handbook.diagnostics import (
    COMMAND,
    MESSAGE_LANGUAGES,
    MESSAGES,
    HandbookError,
    locale_language,
    message,
    printable,
    report,
)
from handbook.diagnostics.crashes import crashes_reported
from handbook.load.revisions import RevisionMissing
from handbook.text.languages import language


class Commands(click.Group):
    """The group of all commands, which speaks the editor's language."""

    lang = MESSAGE_LANGUAGES[-1]

    def main(self, args: Any = None, prog_name: str | None = None, *more: Any, **extra: Any) -> Any:
        """Run a command in the language asked for; tell how to ask where none was."""
        words = [*(sys.argv[1:] if args is None else args)]
        named = [then for word, then in pairwise(words) if word == "--lang"]
        named += [word[7:] for word in words if word.startswith("--lang=")]
        asked = next(filter(MESSAGE_LANGUAGES.__contains__, named), locale_language())
        self._speak(asked or MESSAGE_LANGUAGES[-1])
        try:
            return super().main(words, COMMAND, *more, **extra)
        finally:
            if not (asked or os.environ.get("GITHUB_ACTIONS")):
                hints = (say(each, "language", code=each) for each in MESSAGE_LANGUAGES)
                click.echo(" · ".join(hints), err=True)

    def _speak(self, lang: str) -> None:
        self.lang = lang
        columns = shutil.get_terminal_size().columns
        # click counts one column for a Han character, which takes two
        self.context_settings["terminal_width"] = columns // 2 if language(lang).han else columns
        for name, command in _commands("", self):
            command.help = message(f"help{name or '-handbook'}", lang)
            command.short_help = command.help.split("\n")[0].rstrip("。.")
            command.options_metavar = message("takes-options", lang)
            command._help_option = None  # click keeps it with its words
            if isinstance(command, click.Group):
                command.subcommand_metavar = message("takes-command", lang)
            for each in command.params:
                optional = isinstance(each, click.Argument) and not each.required
                if isinstance(each, click.Option):
                    own = f"help{name}-{each.name}"
                    each.help = message(own if own in MESSAGES else f"help-{each.name}", lang)
                if (own := f"takes-{each.name}") in MESSAGES or each.type is click.STRING:
                    word = message(own if own in MESSAGES else "takes-text", lang)
                    word += "…" * (each.nargs < 0)
                    each.metavar = f"[{word}]" if optional else word


def _commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield each command below a command, and that itself, by its names with hyphens before them."""
    yield name, command
    for each in getattr(command, "commands", {}).values():
        yield from _commands(f"{name}-{each.name}", each)


#: click's sentences, by their English, in each language.
_CLICK = {
    entry.found[MESSAGE_LANGUAGES[-1]]: entry.found
    for code, entry in MESSAGES.items()
    if code.startswith("click-")
}


def _translated(domain: str, message: str) -> str:
    return _CLICK.get(message, {}).get(main.lang, message)


def _counted(domain: str, msgid1: str, msgid2: str, n: int) -> str:
    return _translated(domain, msgid1 if n == 1 else msgid2)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage on one line, which click would break for its few columns."""
        self.write(say(main.lang, "usage", usage=f"{prog} {args}") + "\n")


# click asks gettext for its words, and gettext would ask for compiled files.
gettext.dgettext, gettext.dngettext = _translated, _counted
click.Context.formatter_class = _Formatter


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(MESSAGE_LANGUAGES), expose_value=False)
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

    languages = click.Choice(MESSAGE_LANGUAGES)
    return click.option("--lang", type=languages, default=lambda: main.lang)(run)


def format_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, which chooses one of some forms, `text` by default."""
    return click.option("--format", "form", type=click.Choice(forms), default="text")


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
