"""`handbook new`: a new record, asked for field by field, or a starting file where nobody can be asked."""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from handbook.cli.console import fail, lang_option, main, note, refuse, say
from handbook.cli.dialogue import (
    Dialogue,
    blank,
    choices,
    kinds,
    reading,
    such_as,
    unfinished,
    wanted,
    without_blanks,
)
from handbook.cli.rename import id_problem
from handbook.diagnostics import Phrase, message, nearest
from handbook.load import load
from handbook.load.files import read_text
from handbook.load.yaml_style import EXPLAINS, first_comment, written
from handbook.load.yaml_tree import locate, parse
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Record

#: The most values or records that a starting file lists for a field.
_LISTED = 12


@main.command()
@click.argument("kind", required=False)
@click.argument("record_id", required=False)
@click.option("--title", default="")
@click.option("--short-title", default="")
@lang_option
def new(kind: str | None, record_id: str | None, title: str, short_title: str, lang: str) -> None:
    """Ask for a record of a kind, or write a starting file for it."""
    dataset, context = load(Path.cwd())[0], click.get_current_context()
    dialogue, path = Dialogue(dataset, lang) if in_terminal() else None, Path()
    for argument in context.command.params[:2]:
        if not (dialogue or context.params[argument.name or ""]):
            raise click.MissingParameter(ctx=context, param=argument)
    try:
        model = _kind(kind, dataset, lang) if kind or not dialogue else dialogue.kind()
        problem = partial(id_problem, dataset, model)
        if not record_id and dialogue:
            record_id = dialogue.id(model, problem)
        path = Path("data") / model.folder / f"{record_id}.yml"
        known: dict[str, Any] = {}
        if path.exists():
            known = _begun(model, path, dialogue, lang)
        elif found := problem(record_id or ""):
            raise click.UsageError(found.message(lang))
        path.parent.mkdir(parents=True, exist_ok=True)
        known = known or {"id": record_id, **_given(model, dataset, title, short_title)}
        if dialogue:
            errors = dialogue.record(model, known, path)
            note(lang, "left-to-do" if errors else "finished", path=path, count=errors)
            sys.exit(bool(errors))
        path.write_text(starting_file(model, known, dataset, lang), encoding="utf-8")
        click.echo(say(lang, "wrote-starting-file", path=path))
    except click.Abort:
        note(lang, "left-early" if path.is_file() else "unchanged", id=path.stem)
        sys.exit(130)


def _begun(model: type[Record], path: Path, dialogue: Dialogue | None, lang: str) -> dict[str, Any]:
    """Return what a file has that is gone on with; end where it is not."""
    if not dialogue:
        fail(lang, "exists", path=path)
    text = read_text(Path.cwd(), path.as_posix())
    if first_comment(text):
        fail(lang, "has-comments", path=path)
    tree = parse(text, path.as_posix())
    known = {"id": path.stem, **(without_blanks(tree) or {})}
    if unfinished(model, known, dialogue.dataset):
        click.echo(say(lang, "resumes", path=path))
    elif not click.confirm(say(lang, "go-on", path=path)):
        fail(lang, "unchanged")
    return known


def _kind(typed: str | None, dataset: Dataset, lang: str) -> type[Record]:
    """Return the kind of a name or of the words for it; refuse another, with those that there are."""
    words = dict[str, str]()
    for each in dataset.languages:
        words |= {word: name for name, word in kinds(dataset, each)}
    names = {kind.name: kind.record for kind in KINDS.values()}
    if (name := words.get(str(typed), typed)) not in names:
        near = nearest(str(typed), names) or nearest(str(typed), words)
        told = message(near.code, lang, near.values).strip() if isinstance(near, Phrase) else ""
        listed = [say(lang, "value", value=each, words=of) for each, of in kinds(dataset, lang)]
        separator = message("list-separator", lang)
        refuse(lang, "no-kind", kind=typed, nearest=told, kinds=separator.join(listed))
    return names[str(name)]


def in_terminal() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _given(kind: type[Record], dataset: Dataset, title: str, short_title: str) -> dict[str, Any]:
    """Return the values of the fields that names tell, as they are written to a file."""
    fields, first = fields_of(kind), dataset.languages[0]
    names = {"title": title, "short_title": short_title}
    known: dict[str, Any] = {
        name: {first: text} for name, text in names.items() if text and name in fields
    }
    return known


def starting_file(kind: type[Record], known: Mapping[str, Any], dataset: Dataset, lang: str) -> str:
    """Return the text of a starting file.

    It has the fields that a record cannot do without, to be filled in, and below them what each
    takes and what else may be added. No line of that becomes a field by taking something away.

    Args:
        kind: The model of the record.
        known: The values of fields, its id among them.
        dataset: The handbook.
        lang: The language of the explanations.
    """
    fields, asked = fields_of(kind).values(), wanted(kind, dataset)
    tree = {
        field.name: known.get(field.name) or blank(field, dataset)
        for field in fields
        if field.name in known or any(field.name == each.name for each in asked)
    }
    lines = [say(lang, "starting-file", path=f"data/{kind.folder}/{known['id']}.yml")]
    for field in asked:
        if field.name not in known:
            spoken = reading(kind, known, dataset) if field.name == "pinyin" else ""
            told = spoken and say(lang, "reads", reading=spoken)
            lines.append(_explained(field, dataset, lang) + told)
    lines += ["", say(lang, "may-be-added", languages=", ".join(dataset.languages[1:]))]
    lines += (
        _explained(field, dataset, lang, kind)
        for field in fields
        if field.name not in {*tree, "was"}
    )
    return written(tree) + "".join(f"{EXPLAINS} {line}".rstrip() + "\n" for line in lines)


def _explained(
    field: ModelField, dataset: Dataset, lang: str, kind: type[Record] | None = None
) -> str:
    """Return what a field takes: its values by their words, or an example; and where a record of a kind has it."""
    values = choices(field, dataset, lang)
    known = [say(lang, "value", value=value, words=words) for value, words in values]
    takes = such_as(field, dataset, lang)
    if 0 < len(known) <= _LISTED:
        takes = say(lang, "one-of", values=say(lang, "gap").join(known))
    elif field.refers_to and field.refers_to.folders:
        takes = say(
            lang,
            "file-names",
            folders=", ".join(f"data/{each}/" for each in field.refers_to.folders),
        )
    for record in dataset.of(kind) if kind else ():
        if field.name in dataset.trees[record.id].marks:
            line = locate(dataset.trees[record.id], (field.name,))[0]
            takes += say(lang, "as-in", path=dataset.files[record.id], line=line)
            break
    return f"{field.name}  {field.description.get(lang, '')}{takes}"
