"""The commands for what is made from the code: `schema` and `messages`."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.cli.console import lang_option, load_or_exit, say
from handbook.cli.message_reference import build_message_reference


@click.command()
@lang_option
def schema(lang: str) -> None:
    """Write the JSON Schemas of all kinds of records into data/schema/, for editors' tools."""
    from handbook.opendata.json_schema import write_schemas

    dataset = load_or_exit(lang)
    write_schemas(dataset.root / "data" / "schema", dataset.labels)
    click.echo(say(lang, "recorded", path="data/schema/"), err=True)


@click.command()
@lang_option
def messages(lang: str) -> None:
    """Write MESSAGES.md: every message of the check with its remedy."""
    path = Path("MESSAGES.md")
    path.write_text(build_message_reference(), encoding="utf-8")
    click.echo(say(lang, "wrote", path=path), err=True)
