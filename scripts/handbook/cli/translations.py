"""`handbook translations`: which translations lag behind their originals, and the lock that records them."""

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, format_option, lang_option, main, note, refuse, say
from handbook.diagnostics import Severity, message, report
from handbook.load import load, translation_lock
from handbook.load.revisions import last_commit_of
from handbook.model.dataset import Dataset
from handbook.model.introspect import dotted
from handbook.text import translations
from handbook.text.translations import State


@main.group("translations", invoke_without_command=True)
@format_option("text", "json")
@click.option("--all", "all_", is_flag=True)
@lang_option
@click.pass_context
def translations_(context: click.Context, form: str, all_: bool, lang: str) -> None:
    """List the translations that are missing, stale or new.

    Each record is listed with how much of it is fresh.
    """
    if context.invoked_subcommand:
        return
    rows = _rows(load(Path.cwd())[0])
    if form == "json":
        listed = [
            {"owner": owner, "lang": of, "fresh_percent": _percent(states), **states}
            for (owner, of), states in rows.items()
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for (owner, of), states in rows.items():
        click.echo(f"{_percent(states):3}% {owner} [{of}]")
        for state, fields in states.items():
            if fields and (all_ or state != State.FRESH):
                click.echo(f"     {message(f'state-{state}', lang)}: {', '.join(fields)}")
    total = {state: [*chain(*(row[state] for row in rows.values()))] for state in State}
    fresh, count = len(total[State.FRESH]), sum(map(len, total.values()))
    click.echo(f"{_percent(total):3}% ({fresh}/{count})", err=True)


def _rows(dataset: Dataset) -> dict[tuple[str, str], dict[State, list[str]]]:
    """Return for each (record or page, language) its fields by how they stand."""
    rows: dict[tuple[str, str], dict[State, list[str]]] = {}
    for unit in translations.units(dataset):
        row = rows.setdefault((unit.owner, unit.lang), {state: [] for state in State})
        row[unit.state].append(dotted(unit.field))
    return rows


def _percent(states: Mapping[State, list[str]]) -> int:
    total = sum(map(len, states.values()))
    return 100 * len(states[State.FRESH]) // total if total else 100


@translations_.command("record")
@lang_option
def record(lang: str) -> None:
    """Record which original each new translation was made from; what is stale stays so."""
    dataset = _with_lock(lang)
    _write_lock(dataset, translation_lock.recorded(dataset), lang)


@translations_.command("accept")
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", default="")
@lang_option
def accept(ids: tuple[str, ...], reason: str, lang: str) -> None:
    """Confirm that the stale translations of the records or pages ID… still fit, for a reason."""
    dataset = _with_lock(lang)
    units = list(translations.units(dataset))
    if unknown := [owner for owner in ids if owner not in {unit.owner for unit in units}]:
        refuse(lang, "unknown", id=", ".join(unknown))
    if not any(map(str.isalnum, reason)):
        refuse(lang, "no-reason")
    stale = [unit for unit in units if unit.owner in ids and unit.state is State.STALE]
    _write_lock(dataset, translation_lock.recorded(dataset, ids, reason), lang)
    outcome = "accepted" if stale else "nothing-stale"
    click.echo(say(lang, outcome, count=len(stale), id=", ".join(ids)))


def _with_lock(lang: str) -> Dataset:
    """Return the data set, or exit 1 where its lock is faulty: a new one would call stale translations fresh."""
    dataset, findings = check_handbook(Path.cwd(), only=[Path.cwd() / translation_lock.LOCK])
    if faults := [
        f
        for f in findings
        if f.severity is Severity.ERROR
        or (
            f.code == "translations-lock-missing"
            and last_commit_of(dataset.root, f.place.path) != f.place.path
        )
    ]:
        click.echo(report(faults, "text", lang))
        fail(lang, "no-lock", path=translation_lock.LOCK)
    return dataset


def _write_lock(dataset: Dataset, text: str, lang: str) -> None:
    (dataset.root / translation_lock.LOCK).write_text(text, encoding="utf-8")
    note(lang, "wrote", path=translation_lock.LOCK)
