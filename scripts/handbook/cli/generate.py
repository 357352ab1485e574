"""The commands for what is made from the code: `schema` and `messages`."""

from __future__ import annotations

from pathlib import Path

import click

from handbook.cli.console import lang_option, note
from handbook.cli.message_reference import build_message_reference
from handbook.load import load


@click.command()
@lang_option
def schema(lang: str) -> None:
    """Write the JSON Schemas of all kinds of records into data/schema/, for editors' tools."""
    from handbook.opendata.json_schema import write_schemas

    dataset = load(Path.cwd())[0]
    write_schemas(dataset.root / "data" / "schema", dataset.labels)
    note(lang, "wrote", path="data/schema/")


@click.command()
@lang_option
def messages(lang: str) -> None:
    """Write MESSAGES.md: every message of the check with its remedy."""
    path = Path("MESSAGES.md")
    path.write_text(build_message_reference(), encoding="utf-8")
    note(lang, "wrote", path=path)
