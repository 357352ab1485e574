"""`handbook build`: the whole site into site/."""

import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from handbook.checks import check
from handbook.cli.console import fail, lang_option, main, note, say
from handbook.diagnostics import Diagnostic, HandbookError, Severity, report
from handbook.load import load
from handbook.load.revisions import history_faults
from handbook.store import STORE, Store

if TYPE_CHECKING:
    from handbook.build.steps import Timing


class Part(click.ParamType):  # type: ignore[type-arg]
    """The number of a part and how many there are: `2/3`."""

    name = "part"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return both numbers."""
        match = re.fullmatch("([0-9]{1,4})/([0-9]{1,4})", value)
        if match and 1 <= int(match[1]) <= int(match[2]):
            return int(match[1]), int(match[2])
        return self.fail(say(main.lang, "no-part", found=value), param, ctx)


@main.command()
@click.option("--part", type=Part())
@click.option("--timings", is_flag=True)
@click.option("--verbose", is_flag=True)
@click.option("--without-pdfs", is_flag=True)
@lang_option
def build(
    part: tuple[int, int] | None, timings: bool, verbose: bool, without_pdfs: bool, lang: str
) -> None:
    """Check everything, then build the whole site into site/."""
    _build(part, timings, verbose, not without_pdfs, lang)


@main.command()
@click.argument(
    "stores", nargs=-1, required=True, type=click.Path(dir_okay=False, exists=True, path_type=Path)
)
@click.option("--timings", is_flag=True)
@lang_option
def join(stores: tuple[Path, ...], timings: bool, lang: str) -> None:
    """Build the site from parts that were made apart."""
    own = Store(Path.cwd())
    for file in stores:
        try:
            own.take(file)
        except ValueError:
            fail(lang, "no-store", file=str(file))
    _build(None, timings, False, True, lang)


def _build(
    part: tuple[int, int] | None, timings: bool, verbose: bool, pdfs: bool, lang: str
) -> None:
    started = time.monotonic()
    dataset, unreadable = load(Path.cwd())
    if any(map(_is_error, unreadable)):
        _refuse(check(dataset, unreadable), lang)

    def checked() -> list[Diagnostic]:
        found = check(dataset, unreadable)
        if any(map(_is_error, found)):
            raise HandbookError(found)
        return found

    if faults := history_faults(dataset.root):
        click.echo(report(faults, "text", lang))
    # Only now: the other commands need not wait for MkDocs and Typst to load.
    from rich.console import Console

    from handbook.build import build_all, build_part
    from handbook.build.steps import Timing, critical_path
    from handbook.site.page_weight import BYTES, REQUESTS, check_weight, first_view

    target, loaded = Path.cwd() / "site", time.monotonic()
    with Console(stderr=True).status("") as status:

        def progress(step: str) -> None:
            if step == "waiting":  # told where no progress is shown, too
                note(lang, step)
            else:
                status.update(in_words(step, lang))

        try:
            built = (
                build_part(dataset, *part, progress, check=checked)
                if part
                else build_all(dataset, target, progress, pdfs=pdfs, check=checked)
            )
        except HandbookError as error:
            # what is wrong with the content explains whatever else has failed
            if any(map(_is_error, found := check(dataset, unreadable))):
                _refuse(found, lang)
            if error.details:
                click.echo(error.details, err=True)
            click.echo(report(error.diagnostics, "text", lang))
            fail(lang, "faulty", count=len(error.diagnostics))
    if built.findings:
        click.echo(report(built.findings, "text", lang))
    if heavy := [*check_weight(built.weights)]:  # a handbook that grows is built all the same
        click.echo(report(heavy, "text", lang))
    if verbose:
        for weight in built.weights:
            size, most = first_view(weight.bytes, weight.requests), first_view(BYTES, REQUESTS)
            note(lang, "weight", page=weight.path, size=size, most=most)
    if built.store_damaged:
        note(lang, "store-damaged")
    if timings:
        _list([Timing("load", started, loaded), *built.timings], started, lang)
        note(lang, "critical")
        _list(critical_path(built.timings), started, lang)
        kept, count = built.kept
        note(lang, "store", kept=kept, count=count)
    made = STORE if part else "site/"
    note(lang, "built", target=made, seconds=f"{time.monotonic() - started:.1f}")


def _is_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR


def _refuse(findings: list[Diagnostic], lang: str) -> NoReturn:
    click.echo(report(findings, "text", lang))
    fail(lang, "not-built")


def _list(timings: Iterable["Timing"], since: float, lang: str) -> None:
    for each in sorted(timings, key=lambda timing: timing.began):
        began, ended = (f"{moment - since:5.1f}" for moment in (each.began, each.ended))
        note(lang, "timing", began=began, ended=ended, step=in_words(each.name, lang))


def in_words(step: str, lang: str) -> str:
    """Return the words for a step of the build, with the language and share it is of."""
    name, _, share = step.partition(" ")
    return f"{say(lang, f'step-{name}')} {share}".strip()
