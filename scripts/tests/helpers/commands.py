"""The `handbook` command, run in the current directory."""

from __future__ import annotations

from click.testing import CliRunner, Result

from handbook.cli import main


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(arguments))


def brief(*arguments: str) -> str:
    """Return the review brief in English alone."""
    done = run("diff", *arguments, "--only", "en")
    assert 0 == done.exit_code, done.output
    return done.stdout
