"""`handbook check` and `handbook format`: what is wrong with the records and the prose, and the style of records."""

import sys
from collections import Counter
from itertools import chain
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import format_option, lang_option, latest_day, main, note, refuse, say
from handbook.diagnostics import (
    MESSAGES,
    Diagnostic,
    Phrase,
    Severity,
    explained,
    message,
    nearest,
    report,
)
from handbook.load import Unloadable, load, yaml_style
from handbook.load.validation import validate
from handbook.load.yaml_tree import parse
from handbook.model.dataset import Dataset
from handbook.model.labels import Labels
from handbook.model.records import Record


@main.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--explain", default="")
@format_option("text", "github", "json")
@lang_option
def check(paths: tuple[str, ...], explain: str, form: str, lang: str) -> None:
    """Report every problem in records and prose, or in PATHS; or explain a message."""
    if explain:
        click.echo(explained(_code(explain, lang), lang))
        return
    selected = _selected(paths, lang)
    dataset, findings = check_handbook(Path.cwd(), selected or None, latest_day())
    if findings or form == "json":
        click.echo(report(findings, form, lang))
    errors = sum(f.severity is Severity.ERROR for f in findings)
    counts = {"errors": errors, "warnings": len(findings) - errors}
    if selected:
        looked, left = _reach(selected, dataset, findings)
        not_at = message("list-separator", lang).join([*left, say(lang, "what-others-say")])
        note(lang, "looked", count=len(looked), **counts, left=not_at)
    else:
        note(lang, "checked", records=len(dataset.records), pages=len(dataset.prose), **counts)
    if findings and form == "text":
        note(lang, "explain", code=findings[0].code)
    sys.exit(1 if errors else 0)


def _code(typed: str, lang: str) -> str:
    """Return the code of a message of the check; refuse another, with those that are near."""
    codes = [code for code, each in MESSAGES.items() if each.severity is not Severity.NOTE]
    if typed not in codes:
        near = nearest(typed, codes)
        told = message(near.code, lang, near.values).strip() if isinstance(near, Phrase) else ""
        refuse(lang, "no-code", code=typed, nearest=told)
    return typed


def _reach(
    selected: list[Path], dataset: Dataset, findings: list[Diagnostic]
) -> tuple[set[str], list[str]]:
    """Return the files that were looked at, and those near them that were not.

    These are the same page in other languages, and named files that are no part of the handbook.
    """
    home = Path.cwd().resolve()
    files = {*dataset.files.values(), *(f.place.path for f in findings)}
    looked = {file for file in files if any(map((home / file).is_relative_to, selected))}
    pages = ([page.file for page in each.values()] for each in dataset.pages.values())
    twins = chain.from_iterable(page for page in pages if not looked.isdisjoint(page))
    named = (path.relative_to(home).as_posix() for path in selected if path.is_file())
    return looked, [file for file in dict.fromkeys([*twins, *named]) if file not in looked]


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
    dataset, findings = load(Path.cwd())
    home, outcomes = Path.cwd().resolve(), Counter[str]()

    def is_selected(path: str) -> bool:
        return not selected or any(map((home / path).is_relative_to, selected))

    unread = {f.place.path for f in findings if Path(f.place.path).stem in dataset.unreadable}
    for path in filter(is_selected, sorted(unread)):
        outcomes["not-formatted"] += 1
        note(lang, "not-formatted", path=path)
    for record in dataset.records.values():
        path = dataset.files[record.id]
        file = (dataset.root / path).resolve()
        expected = yaml_style.in_style(record, dataset.languages)
        content = file.read_bytes()
        if not is_selected(path):
            continue
        outcomes["seen"] += 1
        if content == expected.encode():
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
    if outcomes["otherwise"] or outcomes["not-formatted"]:
        sys.exit(1)
    if not (outcomes["formatted"] or outcomes["has-comments"]):
        note(lang, "in-style", count=outcomes["seen"])


def _reads_back(text: str, record: Record, labels: Labels) -> bool:
    """Return whether a text is read as a record."""
    try:
        return validate(type(record), parse(text, ""), "", labels) == record
    except Unloadable:
        return False
