"""The `handbook` command. The current directory is the handbook's root; exit 0 without errors, 1 with problems, 2 for wrong usage."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from handbook.cli import editing as commands
from handbook.cli import workflows as upkeep
from handbook.cli.console import check_or_exit, lang_option, say
from handbook.diagnostics import HandbookError, Severity, report
from handbook.model.kinds import KINDS

#: What the commands say themselves; findings have their own messages beside the rules.


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, build and extend the handbook in the current directory."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How problems are printed.")
@lang_option
def check(paths: tuple[str, ...], form: str, lang: str) -> None:
    """Report every problem in the records and the prose, or in PATHS alone."""
    wanted = []
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(say(lang, "no-path", path=path))
        wanted.append(Path(path).resolve())
    dataset, findings = check_or_exit(lang, wanted or None)
    if findings or form == "json":
        click.echo(report(findings, form, lang))
    errors = sum(f.severity is Severity.ERROR for f in findings)
    click.echo(
        say(lang, "checked", records=len(dataset.records), pages=len(dataset.prose), errors=errors, warnings=len(findings) - errors),
        err=True,
    )
    sys.exit(1 if errors else 0)


@main.command()
@click.option("--verbose", is_flag=True, help="Print the weight of each page's first view.")
@lang_option
def build(verbose: bool, lang: str) -> None:
    """Check everything, then build the whole site into site/."""
    started = time.monotonic()
    dataset, findings = check_or_exit(lang)
    if findings:
        click.echo(report(findings, "text", lang))
    if any(f.severity is Severity.ERROR for f in findings):
        click.echo(say(lang, "not-built"), err=True)
        sys.exit(1)
    # Only now: the other commands need not wait for MkDocs and Typst to load.
    from rich.console import Console

    from handbook.build import build_all
    from handbook.site.page_weight import BYTES, REQUESTS, said

    target = Path.cwd() / "site"
    console = Console(stderr=True)
    with console.status("") as status:
        try:
            weights = build_all(dataset, target, lambda step, done: status.update(f"{say(lang, step)} {done}"))
        except HandbookError as error:
            if error.details:
                click.echo(error.details, err=True)
            click.echo(report(error.diagnostics, "text", lang))
            click.echo(say(lang, "faulty", count=len(error.diagnostics)), err=True)
            sys.exit(1)
    if verbose:
        for weight in weights:
            size, most = said(weight.bytes, weight.requests), said(BYTES, REQUESTS)
            click.echo(say(lang, "weight", page=weight.path, size=size, most=most), err=True)
    shown = os.path.relpath(target)
    click.echo(say(lang, "built", target=f"{shown}/", seconds=f"{time.monotonic() - started:.1f}"), err=True)


@main.command()
@click.argument("kind", type=click.Choice([folder.removesuffix("s") for folder in KINDS]))
@click.argument("record_id", metavar="ID")
@lang_option
def new(kind: str, record_id: str, lang: str) -> None:
    """Write a filled-in starting file for a record of KIND under ID."""
    from handbook.cli.new import starting_file

    path = Path("data") / f"{kind}s" / f"{record_id}.yml"
    findings, text = starting_file(KINDS[f"{kind}s"], record_id, Path.cwd())
    if findings:
        raise click.UsageError(report(findings, "text", lang))
    if path.exists():
        click.echo(say(lang, "exists", path=path), err=True)
        sys.exit(1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(say(lang, "wrote-starting-file", path=path))


for _command in (*commands.COMMANDS, *upkeep.COMMANDS):
    main.add_command(_command)
