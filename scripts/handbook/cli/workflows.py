"""The commands of the workflows, which run the same on a laptop: `scope`, `links` and `smoke`; and what is made from the code, `messages` and `words`.

What a command alone needs it imports itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sized
from pathlib import Path

import click

from handbook.cli.console import lang_option, load_or_exit, say
from handbook.diagnostics import MESSAGE_LANGUAGES, command_data, printable, report

#: What these commands say.


#: The exit code of `links` where links are dead, so that it differs from a handbook that cannot be read.
DEAD = 3


def _tell_workflow(found: Mapping[str, Sized]) -> None:
    """Tell a workflow's later steps, where one runs, what was found: `name=true` or `name=false`."""
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={'true' if of else 'false'}\n" for name, of in found.items())


@click.command()
@click.argument("base")
@lang_option
def scope(base: str, lang: str) -> None:
    """Say whether the files that differ from revision BASE are content, system, or both, which is a problem: split them; fonts go with either."""
    from handbook.review.scope import touched

    try:
        parts = touched(Path.cwd(), base)
    except subprocess.CalledProcessError:
        click.echo(say(lang, "no-such-revision", revision=base), err=True)
        sys.exit(2)
    _tell_workflow(parts)
    if parts["content"] and parts["system"]:
        touched_files = {part: ", ".join(files[:3]) for part, files in parts.items()}
        if os.environ.get("GITHUB_ACTIONS"):  # a runner does not know its reader's language
            click.echo("::error::" + command_data("\n".join(say(each, "split", **touched_files) for each in MESSAGE_LANGUAGES)))
        else:
            click.echo(say(lang, "split", **touched_files))
        sys.exit(1)
    click.echo(say(lang, next((part for part, files in parts.items() if files), "neither")))


@click.command()
@lang_option
def links(lang: str) -> None:
    """Ask every external link of the records and the prose, and list those that do not answer, as Markdown; exit 3 where there are any."""
    from handbook.cli.web import dead_links, external_links

    dataset = load_or_exit(lang)
    found = external_links(dataset)
    dead = dead_links(found)
    _tell_workflow({"dead": dead})
    if not dead:
        click.echo(say(lang, "links-fine", count=len(found)))
        return
    click.echo(f"## {say(lang, 'links-title')}\n")
    for address, (status, files) in dead.items():
        click.echo(f"- <{address}> ({status or '–'}): {', '.join(f'`{printable(file)}`' for file in files)}")
    sys.exit(DEAD)


@click.command("smoke")
@click.argument("url")
@lang_option
def smoke_(url: str, lang: str) -> None:
    """Ask the site published at URL for a page of each kind, and say which does not answer as it should."""
    from handbook.cli.web import smoke

    if wrong := smoke(url):
        click.echo("\n".join(wrong))
        sys.exit(1)
    click.echo(say(lang, "smoke-fine", url=url))


@click.command()
@lang_option
def messages(lang: str) -> None:
    """Write MESSAGES.md: every message of the check with its remedy."""
    from handbook.cli.message_reference import build_message_reference

    path = Path("MESSAGES.md")
    path.write_text(build_message_reference(), encoding="utf-8")
    click.echo(say(lang, "wrote", path=path), err=True)


@click.command()
@lang_option
def words(lang: str) -> None:
    """Write the list of the interface's words that the check asks for, from data/labels.yml as it is."""
    from handbook.checks.words import build_words
    from handbook.load import Unloadable, load_labels
    from handbook.model.labels import WORDS

    try:
        text = build_words(load_labels(Path.cwd()).words)  # what it says now is what will be asked for
    except Unloadable as error:
        click.echo(report(error.diagnostics, "text", lang))
        sys.exit(1)
    WORDS.write_text(text, encoding="utf-8")
    click.echo(say(lang, "wrote", path=os.path.relpath(WORDS)), err=True)


COMMANDS = (scope, links, smoke_, messages, words)
