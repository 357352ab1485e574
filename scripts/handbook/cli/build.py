"""`handbook build`: the whole site into site/."""

import time
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, lang_option, main, note, say
from handbook.diagnostics import HandbookError, Severity, report
from handbook.load.revisions import history_faults


@main.command()
@click.option("--verbose", is_flag=True)
@lang_option
def build(verbose: bool, lang: str) -> None:
    """Check everything, then build the whole site into site/."""
    started = time.monotonic()
    dataset, findings = check_handbook(Path.cwd())
    if findings:
        click.echo(report(findings, "text", lang))
    if any(f.severity is Severity.ERROR for f in findings):
        fail(lang, "not-built")
    if faults := history_faults(dataset.root):
        click.echo(report(faults, "text", lang))
    # Only now: the other commands need not wait for MkDocs and Typst to load.
    from rich.console import Console

    from handbook.build import build_all
    from handbook.site.page_weight import BYTES, REQUESTS, check_weight, in_words

    target = Path.cwd() / "site"
    with Console(stderr=True).status("") as status:

        def progress(step: str, done: str) -> None:
            status.update(f"{say(lang, step)} {done}")
            if step == "waiting":  # told where no progress is shown, too
                note(lang, step)

        try:
            built = build_all(dataset, target, progress)
        except HandbookError as error:
            if error.details:
                click.echo(error.details, err=True)
            click.echo(report(error.diagnostics, "text", lang))
            fail(lang, "faulty", count=len(error.diagnostics))
    if heavy := [*check_weight(built.weights)]:  # a handbook that grows is built all the same
        click.echo(report(heavy, "text", lang))
    if verbose:
        for weight in built.weights:
            size, most = in_words(weight.bytes, weight.requests), in_words(BYTES, REQUESTS)
            note(lang, "weight", page=weight.path, size=size, most=most)
    note(lang, "built", target="site/", seconds=f"{time.monotonic() - started:.1f}")
