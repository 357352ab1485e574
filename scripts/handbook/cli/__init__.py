"""The `handbook` command. The current directory is the handbook's root.

Exit codes: 0 without errors, 1 with problems, 2 for wrong usage. What a command alone needs and is slow to
load it imports itself, so that `handbook check` answers at once.
"""

from __future__ import annotations

import click

from handbook.cli.build import build
from handbook.cli.check import check, format_
from handbook.cli.generate import messages, schema
from handbook.cli.new import new
from handbook.cli.review import diff, edition, scope
from handbook.cli.smoke import smoke
from handbook.cli.translations import translations_


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and extend the handbook in the current directory."""


for _command in (
    check,
    build,
    new,
    format_,
    translations_,
    diff,
    edition,
    scope,
    schema,
    messages,
    smoke,
):
    main.add_command(_command)
