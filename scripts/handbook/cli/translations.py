"""`handbook translations`: which translations lag behind their originals, and the lock that records them."""

import json
from operator import itemgetter
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, format_option, lang_option, main, note, refuse, say
from handbook.diagnostics import MESSAGES, Severity, message, report
from handbook.load import load, translation_lock
from handbook.load.revisions import last_commit_of
from handbook.model.dataset import Dataset
from handbook.model.introspect import dotted
from handbook.model.vocabulary import VOCABULARY
from handbook.text import translation_state
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.translation_state import State

#: How many texts are listed that wait for a translation, if not all.
SHORTEST = 20


@main.group("translations", invoke_without_command=True)
@format_option("text", "json")
@click.option("--all", "all_", is_flag=True)
@lang_option
@click.pass_context
def translations_(context: click.Context, form: str, all_: bool, lang: str) -> None:
    """List what is missing, stale or not recorded, the shortest originals first."""
    if context.invoked_subcommand:
        return
    dataset, findings = load(Path.cwd())
    units, leading = list(translation_state.units(dataset)), language(dataset.languages[0])
    waiting = [
        (
            plain_text(dataset, unit.original, leading.code),
            unit.lang,
            unit.state,
            unit.owner,
            dotted(unit.field),
        )
        for unit in units
        if unit.state is not State.FRESH
    ]
    words = [
        f.place for f in findings if (f.code, f.place.path) == ("translation-missing", VOCABULARY)
    ]
    for place in words:
        name, value, of = place.field.split(".")
        original = getattr(dataset.labels.vocabulary, name)[value].resolve(leading.code)[0]
        waiting.append((original, of, State.MISSING, place.path, f"{name}.{value}"))
    rows = [
        {
            "size": leading.word_count(text),
            "lang": of,
            "state": state,
            "owner": owner,
            "field": field,
        }
        for text, of, state, owner, field in waiting
    ]
    rows.sort(key=itemgetter("size"))
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows if all_ else rows[:SHORTEST]:
        state = message(f"state-{row['state']}", lang)
        click.echo(message("says-to-translate", lang, {**row, "state": state}))
    if not all_ and (more := len(rows[SHORTEST:])):
        note(lang, "more-to-translate", count=more)
    count = len(units) + len(words)
    note(lang, "translated", fresh=count - len(rows), count=count)


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
    units = list(translation_state.units(dataset))
    if unknown := [owner for owner in ids if owner not in {unit.owner for unit in units}]:
        refuse(lang, "unknown", id=", ".join(unknown))
    samples = MESSAGES["sample-reason"].found.values()
    if reason.strip(" .。…") in ("", *samples) or not any(map(str.isalnum, reason)):
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
