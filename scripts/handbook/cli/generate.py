"""The commands for what is made from the code: `schema`, `messages` and `words`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from handbook.cli.console import lang_option, load_or_exit, say
from handbook.cli.message_reference import build_message_reference
from handbook.diagnostics import report


@click.command()
@lang_option
def schema(lang: str) -> None:
    """Write the JSON Schemas of all kinds of records into data/schema/, for editors' tools."""
    from handbook.opendata.json_schema import write_schemas

    dataset = load_or_exit(lang)
    write_schemas(dataset.root / "data" / "schema", dataset.languages)
    click.echo(say(lang, "recorded", path="data/schema/"), err=True)


@click.command()
@lang_option
def messages(lang: str) -> None:
    """Write MESSAGES.md: every message of the check with its remedy."""
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
