"""`handbook build`: the whole site into site/."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from handbook.cli.console import check_or_exit, lang_option, say
from handbook.diagnostics import HandbookError, Severity, report


@click.command()
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
    from handbook.site.page_weight import BYTES, REQUESTS, in_words

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
            size, most = in_words(weight.bytes, weight.requests), in_words(BYTES, REQUESTS)
            click.echo(say(lang, "weight", page=weight.path, size=size, most=most), err=True)
    shown = os.path.relpath(target)
    click.echo(say(lang, "built", target=f"{shown}/", seconds=f"{time.monotonic() - started:.1f}"), err=True)
