"""`handbook check` and `handbook format`: what is wrong with the records and the prose, and the style of records."""

import sys
from collections import Counter
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import format_option, lang_option, main, note, refuse, say
from handbook.diagnostics import Severity, report
from handbook.load import Unloadable, load, yaml_style
from handbook.load.validation import validate
from handbook.load.yaml_tree import parse
from handbook.model.labels import Labels
from handbook.model.records import Record


@main.command()
@click.argument("paths", nargs=-1, type=click.Path())
@format_option("text", "github", "json")
@lang_option
def check(paths: tuple[str, ...], form: str, lang: str) -> None:
    """Report every problem in the records and the prose, or in PATHS alone."""
    selected = _selected(paths, lang)
    dataset, findings = check_handbook(Path.cwd(), selected or None)
    if findings or form == "json":
        click.echo(report(findings, form, lang))
    errors = sum(f.severity is Severity.ERROR for f in findings)
    counts = {"records": len(dataset.records), "pages": len(dataset.prose), "errors": errors}
    note(lang, "checked", **counts, warnings=len(findings) - errors)
    sys.exit(1 if errors else 0)


def _selected(paths: tuple[str, ...], lang: str) -> list[Path]:
    """Return the files and folders that are named; refuse what is not in the handbook."""
    for path in paths:
        if not Path(path).exists():
            refuse(lang, "no-path", path=path)
        if not Path(path).resolve().is_relative_to(Path.cwd().resolve()):
            refuse(lang, "elsewhere", path=path)
    return [Path(path).resolve() for path in paths]


@main.command("format")
@click.argument("paths", nargs=-1, type=click.Path())
@lang_option
def format_(paths: tuple[str, ...], lang: str) -> None:
    """Put the records in PATHS, or all of them, into the one style that the check asks for."""
    selected = _selected(paths, lang)
    dataset = load(Path.cwd())[0]
    outcomes: Counter[str] = Counter()
    for record in dataset.records.values():
        path = dataset.files[record.id]
        file = (dataset.root / path).resolve()
        expected = yaml_style.in_style(record, dataset.languages)
        content = file.read_bytes()
        if content == expected.encode() or (
            selected and not any(map(file.is_relative_to, selected))
        ):
            continue
        if yaml_style.first_comment(content.decode("utf-8", "replace")):
            outcome = "has-comments"
        elif not _reads_back(expected, record, dataset.labels):
            outcome = "otherwise"
        else:
            outcome = "formatted"
            file.write_bytes(expected.encode())
        outcomes[outcome] += 1
        click.echo(say(lang, outcome, path=path), err=outcome != "formatted")
    if outcomes["otherwise"]:
        sys.exit(1)
    if not outcomes["formatted"]:
        note(lang, "in-style", count=len(dataset.records))


def _reads_back(text: str, record: Record, labels: Labels) -> bool:
    """Return whether a text is read as a record."""
    try:
        return validate(type(record), parse(text, ""), "", labels) == record
    except Unloadable:
        return False
