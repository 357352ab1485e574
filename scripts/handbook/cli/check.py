"""`handbook check` and `handbook format`: what is wrong with the records and the prose, and the style of records."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handbook.cli.console import check_or_exit, lang_option, load_or_exit, say
from handbook.diagnostics import Severity, report
from handbook.load import yaml_style
from handbook.load.validation import validate
from handbook.load.yaml_tree import parse


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How problems are printed.")
@lang_option
def check(paths: tuple[str, ...], form: str, lang: str) -> None:
    """Report every problem in the records and the prose, or in PATHS alone."""
    selected = []
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(say(lang, "no-path", path=path))
        selected.append(Path(path).resolve())
    dataset, findings = check_or_exit(lang, selected or None)
    if findings or form == "json":
        click.echo(report(findings, form, lang))
    errors = sum(f.severity is Severity.ERROR for f in findings)
    click.echo(
        say(lang, "checked", records=len(dataset.records), pages=len(dataset.prose), errors=errors, warnings=len(findings) - errors),
        err=True,
    )
    sys.exit(1 if errors else 0)


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@lang_option
def format_(paths: tuple[Path, ...], lang: str) -> None:
    """Put the records in PATHS, or all of them, into the one style that the check asks for."""
    dataset = load_or_exit(lang)
    selected = [path.resolve() for path in paths]
    formatted, failed = 0, False
    for record in dataset.records.values():
        file = dataset.root / dataset.files[record.id]
        if selected and not any(file.resolve().is_relative_to(path) for path in selected):
            continue
        expected = yaml_style.in_style(record, dataset.languages).encode()
        if (content := file.read_bytes()) == expected:
            continue
        if yaml_style.has_comments(content.decode("utf-8", "replace")):
            click.echo(say(lang, "has-comments", path=dataset.files[record.id]), err=True)
            continue
        tree, _ = parse(expected)
        if tree is None or validate(type(record), tree, "", [], dataset.labels) != record:
            click.echo(say(lang, "otherwise", path=dataset.files[record.id]), err=True)
            failed = True
            continue
        file.write_bytes(expected)
        formatted += 1
        click.echo(say(lang, "formatted", path=dataset.files[record.id]))
    if failed:
        sys.exit(1)
    if not formatted:
        click.echo(say(lang, "in-style", count=len(dataset.records)), err=True)
