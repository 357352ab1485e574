"""What the commands share: their group, sentences in the editor's language, and common options.

All that a command prints is in messages.yml: its own sentences as `says-…`, its help as `help-…`,
the names of what it takes as `takes-…`, and click's own sentences, by their English, as `click-…`.
"""

import datetime
import functools
import gettext
import io
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NoReturn
from unicodedata import east_asian_width

import click
from click import _textwrap, formatting
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


class Commands(click.Group):
    """The group of all commands, which speaks the editor's language."""

    lang = MESSAGE_LANGUAGES[-1]

    def main(self, args: Any = None, prog_name: str | None = None, *more: Any, **extra: Any) -> Any:
        """Run a command in the language asked for; tell how to ask where none was."""
        words = [self._option(word) for word in (sys.argv[1:] if args is None else args)]
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

    def _option(self, word: str) -> str:
        """Return a word as it was meant: `-lang` is `--lang`."""
        options = {
            opt for _, each in _commands("", self) for param in each.params for opt in param.opts
        }
        return f"-{word}" if f"-{word}".split("=")[0] in options else word

    def _speak(self, lang: str) -> None:
        self.lang = lang
        self.context_settings["terminal_width"] = shutil.get_terminal_size().columns
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


class _Sentence(str):
    """A sentence of click's, in which quotes and lists are marked as the editor's language does."""

    def format(self, *args: object, **values: object) -> str:
        """Fill in the values."""
        return super().format(*args, **{key: _marked(value) for key, value in values.items()})


def _marked(value: object) -> object:
    if not isinstance(value, str) or "'" not in value:
        return value
    quoted = re.sub("'([^']*)'", lambda match: say(main.lang, "quoted", word=match[1]), value)
    return quoted.replace(", ", message("list-separator", main.lang))


def _missing(error: click.MissingParameter) -> str:
    param = error.param
    assert param
    assert error.ctx
    name = param.opts[0] if isinstance(param, click.Option) else param.make_metavar(error.ctx)
    return say(main.lang, "not-given", needed=name.strip("[]"))


def _translated(domain: str, message: str) -> str:
    return _Sentence(_CLICK.get(message, {}).get(main.lang, message))


def _counted(domain: str, msgid1: str, msgid2: str, n: int) -> str:
    return _translated(domain, msgid1 if n == 1 else msgid2)


def _columns(text: str) -> int:
    """Return how many columns a text takes; click counts one for a Han character, which takes two."""
    return sum(1 + (east_asian_width(each) in "WF") for each in text)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage on one line, which click would break for its few columns."""
        self.write(say(main.lang, "usage", usage=f"{prog} {args}") + "\n")

    def write_heading(self, heading: str) -> None:
        """Write a heading with the colon of the language."""
        self.write(say(main.lang, "heading", heading=heading) + "\n")


# click asks gettext for its words, and gettext would ask for compiled files.
gettext.dgettext, gettext.dngettext = _translated, _counted
click.MissingParameter.format_message = _missing  # type: ignore[method-assign, assignment]
for _module in (_textwrap, formatting):
    _module.term_len = _columns  # type: ignore[attr-defined]
# Lines break at spaces and between Han characters, never within a word, nor before a mark.
_textwrap.TextWrapper._split = staticmethod(  # type: ignore[method-assign, assignment]
    re.compile(r"\s+|[^\W\x00-\u2e7f][^\w\s\x00-\x7f]*|(?:(?![^\W\x00-\u2e7f])\S)+").findall
)
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
            own = f"stopped-{command.__name__}"
            name = own if f"says-{own}" in MESSAGES else "stopped"
            fail(lang, name, code=128 + (order.args or [signal.SIGINT])[0])

    languages = click.Choice(MESSAGE_LANGUAGES)
    return click.option("--lang", type=languages, default=lambda: main.lang)(run)


def format_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, which chooses one of some forms, `text` by default."""
    return click.option("--format", "form", type=click.Choice(forms), default="text")


def latest_day() -> str:
    """Return the day that it is where the day is latest, after which no editor's today is."""
    latest = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=14)
    return latest.date().isoformat()


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
