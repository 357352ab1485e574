"""The commands for editors and reviewers: `format`, `translations`, `diff`, `edition` and `schema`.

What a command alone needs it imports itself, so that `handbook check` answers at once.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from handbook.checks import check_handbook
from handbook.cli.console import check_or_exit, lang_option, load_or_exit, say
from handbook.diagnostics import Severity, report
from handbook.load import translation_lock
from handbook.load import yaml_style as style
from handbook.load.validation import validate
from handbook.load.yaml_tree import parse
from handbook.model.dataset import Dataset
from handbook.model.introspect import dotted
from handbook.model.types import Date
from handbook.text import translations
from handbook.text.translations import State

#: What these commands say.


def _fail(text: str, code: int = 1) -> None:
    click.echo(text, err=True)
    sys.exit(code)


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@lang_option
def format_(paths: tuple[Path, ...], lang: str) -> None:
    """Put the records in PATHS, or all of them, into the one style that the check asks for."""
    dataset = load_or_exit(lang)
    wanted = [path.resolve() for path in paths]
    mended, failed = 0, False
    for record in dataset.records.values():
        file = dataset.root / dataset.files[record.id]
        if wanted and not any(file.resolve().is_relative_to(path) for path in wanted):
            continue
        expected = style.in_style(record, dataset.languages).encode()
        if (content := file.read_bytes()) == expected:
            continue
        if style.has_comments(content.decode("utf-8", "replace")):
            click.echo(say(lang, "has-comments", path=dataset.files[record.id]), err=True)
            continue
        tree, _ = parse(expected)
        if tree is None or validate(type(record), tree, "", dataset.languages)[0] != record:
            click.echo(say(lang, "otherwise", path=dataset.files[record.id]), err=True)
            failed = True
            continue
        file.write_bytes(expected)
        mended += 1
        click.echo(say(lang, "formatted", path=dataset.files[record.id]))
    if failed:
        sys.exit(1)
    if not mended:
        click.echo(say(lang, "in-style", count=len(dataset.records)), err=True)


@click.group("translations", invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the list is printed.")
@click.option("--all", "all_", is_flag=True, help="List the texts that are fresh, too.")
@lang_option
@click.pass_context
def translations_(context: click.Context, form: str, all_: bool, lang: str) -> None:
    """List the translations that are missing, stale or new, record by record with how much is fresh."""
    if context.invoked_subcommand:
        return
    dataset = load_or_exit(lang)
    rows = _rows(dataset)
    if form == "json":
        listed = [{"owner": owner, "lang": of, "fresh_percent": _percent(states), **states} for (owner, of), states in rows.items()]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    words = {"zh": {"missing": "缺", "stale": "落后", "new": "未登记", "fresh": "最新"}}.get(lang, {})
    for (owner, of), states in rows.items():
        click.echo(f"{_percent(states):3}% {owner} [{of}]")
        for state, fields in states.items():
            if fields and (all_ or state != State.FRESH):
                click.echo(f"     {words.get(state, state)}: {', '.join(fields)}")
    total = {state.value: [field for states in rows.values() for field in states[state.value]] for state in State}
    click.echo(f"{_percent(total):3}% ({len(total[State.FRESH])}/{sum(map(len, total.values()))})", err=True)


def _rows(dataset: Dataset) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Return for each (record or page, language) its fields by how they stand."""
    rows: dict[tuple[str, str], dict[str, list[str]]] = {}
    for unit in translations.units(dataset):
        row = rows.setdefault((unit.owner, unit.lang), {state.value: [] for state in State})
        row[unit.state.value].append(dotted(unit.field))
    return rows


def _percent(states: Mapping[str, list[str]]) -> int:
    total = sum(map(len, states.values()))
    return 100 * len(states[State.FRESH]) // total if total else 100


@translations_.command("record")
@lang_option
def record(lang: str) -> None:
    """Record which original each new translation was made from; what is stale stays so."""
    dataset = _with_lock(lang)
    _write_lock(dataset, translation_lock.recorded(dataset), lang)


@translations_.command("accept")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--reason", default="", help="Why the translations still fit.")
@lang_option
def accept(ids: tuple[str, ...], reason: str, lang: str) -> None:
    """Confirm that the stale translations of the records or pages ID… still fit, for a reason."""
    dataset = _with_lock(lang)
    units = list(translations.units(dataset))
    if unknown := [owner for owner in ids if owner not in {unit.owner for unit in units}]:
        raise click.UsageError(say(lang, "unknown", id=", ".join(unknown)))
    if not reason.strip():
        raise click.UsageError(say(lang, "no-reason"))
    stale = [unit for unit in units if unit.owner in ids and unit.state is State.STALE]
    _write_lock(dataset, translation_lock.recorded(dataset, ids, reason), lang)
    said = "accepted" if stale else "nothing-stale"
    click.echo(say(lang, said, count=len(stale), id=", ".join(ids)))


def _with_lock(lang: str) -> Dataset:
    """Return the data set; where its lock cannot be relied on, say so and exit 1, for writing it anew would call what is stale fresh."""
    from handbook.load.revisions import last_commit_of

    dataset, findings = check_or_exit(lang, only=[(Path.cwd() / translation_lock.LOCK).resolve()])
    begun = last_commit_of(dataset.root, translation_lock.LOCK) != translation_lock.LOCK
    if wrong := [f for f in findings if f.severity is Severity.ERROR or (f.code == "translations-lock-missing" and begun)]:
        click.echo(report(wrong, "text", lang))
        _fail(say(lang, "no-lock", path=translation_lock.LOCK))
    return dataset


def _write_lock(dataset: Dataset, text: str, lang: str) -> None:
    (dataset.root / translation_lock.LOCK).write_text(text, encoding="utf-8")
    click.echo(say(lang, "recorded", path=translation_lock.LOCK), err=True)


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--preview", default=lambda: os.environ.get("HANDBOOK_PREVIEW_URL", ""), help="Address under which the new pages can be read."
)
@click.option("--only", multiple=True, metavar="LANGUAGE", help="Tell it in this language alone; every one by default.")
@lang_option
def diff(base: str, head: str | None, preview: str, only: tuple[str, ...], lang: str) -> None:
    """Tell what changed for readers from revision BASE to HEAD, or to the files as they are, as Markdown."""
    from handbook.load.revisions import RevisionMissing, dataset_at
    from handbook.review.brief import build_brief
    from handbook.review.compare import compare

    root = Path.cwd()
    try:
        before, _ = dataset_at(root, base)
        after, findings = dataset_at(root, head, check_handbook) if head else check_or_exit(lang)
    except RevisionMissing as error:
        _fail(say(lang, "no-revision", revision=error), 2)
    if unknown := [each for each in only if each not in after.languages]:
        raise click.UsageError(say(lang, "no-language", found=", ".join(unknown), accepted=", ".join(after.languages)))
    click.echo(build_brief(compare(before, after), findings, preview, only), nl=False)


def _is_day(date: str) -> bool:
    try:
        return TypeAdapter(Date).validate_python(date).count("-") == 2
    except ValidationError:
        return False


@click.command()
@click.argument("base", required=False)
@click.option("--title", nargs=2, metavar="ZH EN", required=True, help="The edition's name in Chinese and English.")
@click.option("--note", nargs=2, metavar="ZH EN", help="What changed and why, in Chinese and English.")
@click.option("--date", default=lambda: datetime.datetime.now(datetime.UTC).date().isoformat(), help="Its date; today's by default.")
@lang_option
def edition(base: str | None, title: tuple[str, str], note: tuple[str, str] | None, date: str, lang: str) -> None:
    """Write an edition: what changed since revision BASE, for the page of changes, the histories and the feeds.

    Without BASE it is compared with the edition before; the first is compared with nothing.
    """
    from handbook.load.revisions import RevisionMissing, commit_of, dataset_at, last_commit_of
    from handbook.model.editions import EDITIONS, Edition
    from handbook.model.types import Name
    from handbook.review.compare import compare, next_edition

    if not _is_day(date):
        raise click.UsageError(say(lang, "bad-date", date=date))
    for option, texts in (("--title", title), ("--note", note or ())):
        if not all(map(str.strip, texts)):
            raise click.UsageError(say(lang, "blank", option=option))
    dataset = load_or_exit(lang)
    path = Path(EDITIONS) / f"{date}.yml"
    if path.exists():
        _fail(say(lang, "exists", path=path))
    if dataset.editions and date <= dataset.editions[0].date:
        raise click.UsageError(say(lang, "too-early", date=date, last=dataset.editions[0].date))
    named, noted = dict(zip(("zh", "en"), title, strict=True)), dict(zip(("zh", "en"), note or (), strict=False))
    if base is None and not dataset.editions:
        made = Edition(date=date, title=Name(named), note=Name(noted) if noted else None)
    else:
        try:
            commit = commit_of(dataset.root, base or last_commit_of(dataset.root, next(iter(dataset.editions_by_file))))
            before, _ = dataset_at(dataset.root, commit)
        except RevisionMissing as error:
            _fail(say(lang, "no-revision", revision=error), 2)
        difference = compare(before, dataset)
        if not difference.changes:
            _fail(say(lang, "nothing-new", base=base or dataset.editions[0].date))
        made = next_edition(difference, date, named, noted, commit)
    path.parent.mkdir(exist_ok=True)
    path.write_text(style.in_style(made, dataset.languages), encoding="utf-8")
    click.echo(say(lang, "recorded", path=path))


@click.command()
@lang_option
def schema(lang: str) -> None:
    """Write the JSON Schemas of all kinds of records into data/schema/, for editors' tools."""
    from handbook.opendata.json_schema import write_schemas

    dataset = load_or_exit(lang)
    write_schemas(dataset.root / "data" / "schema", dataset.languages)
    click.echo(say(lang, "recorded", path="data/schema/"), err=True)


COMMANDS = (format_, translations_, diff, edition, schema)
