"""`handbook new`: a starting file for a record, written from its model."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pydantic import BaseModel

from handbook.cli.console import fail, lang_option, main, say
from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, Location, report
from handbook.load import load_labels
from handbook.model import records, types
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels


@main.command()
@click.argument("kind", type=click.Choice([kind.name for kind in KINDS.values()]))
@click.argument("record_id", metavar="ID")
@lang_option
def new(kind: str, record_id: str, lang: str) -> None:
    """Write a starting file for a record of KIND under ID."""
    model = next(each.record for each in KINDS.values() if each.name == kind)
    path = Path("data") / model.folder / f"{record_id}.yml"
    findings, text = starting_file(model, record_id, Path.cwd())
    if findings:
        raise click.UsageError(report(findings, "text", lang))
    if path.exists():
        fail(lang, "exists", path=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(say(lang, "wrote-starting-file", path=path))


def starting_file(
    kind: type[records.Record], record_id: str, root: Path
) -> tuple[list[Diagnostic], str]:
    """Return the problems of an id, and the text of a starting file.

    The file has every field, optional ones as comments.
    """
    others = (f"data/{folder}/{record_id}.yml" for folder in KINDS if folder != kind.folder)
    other = next((path for path in others if (root / path).exists()), "")
    code = "id-taken" if other else ""
    if not types.is_slug(record_id):
        code = "id-form"
    elif record_id in types.RESERVED:
        code = "id-reserved"
    location = Location(f"data/{kind.folder}/{record_id}.yml", field="id")
    example = fields_of(kind)["id"].examples[0]
    values = {"found": record_id, "example": example, "nearest": "", "other": other}
    findings = [Diagnostic(code, location, values)] if code else []
    return findings, "\n".join(_lines(kind, load_labels(root), record_id)) + "\n"


def _lines(kind: type[records.Record], labels: Labels, record_id: str) -> Iterator[str]:
    yield from (f"# {say(lang, 'starting-file')}" for lang in MESSAGE_LANGUAGES)
    for field in fields_of(kind).values():
        yield f"# {' · '.join(field.description.values())}"
        yield from _commented(
            field, [f"id: {record_id}"] if field.name == "id" else _field(field, labels)
        )


def _commented(field: ModelField, lines: Iterable[str]) -> Iterator[str]:
    return (line if field.required else f"# {line}" for line in lines)


def _field(field: ModelField, labels: Labels) -> Iterator[str]:
    """Yield a field's lines: what it accepts as a comment, and placeholders, since an example would be published."""
    if field.choices:
        yield f"# {' | '.join(labels.choices(field.choices))}"
    elif field.examples:
        yield f"# {' · '.join(say(lang, 'for-example') for lang in MESSAGE_LANGUAGES)}: {field.examples[0]}"
    if not (field.model or field.is_list):
        yield f"{field.name}: {types.PLACEHOLDER}"
        return
    yield f"{field.name}:"
    first = "  - " if field.is_list else "  "
    for index, line in enumerate(_value(field.model, labels)):
        yield f"{' ' * len(first) if index else first}{line}"


def _value(model: type[BaseModel] | None, labels: Labels) -> Iterator[str]:
    if model is None:
        yield types.PLACEHOLDER
    elif issubclass(model, types.Names):
        for lang in labels.languages:
            yield from (f"{lang}:", f"  - {types.PLACEHOLDER}")
    elif issubclass(model, types.Text):
        yield from (f"{lang}: {types.PLACEHOLDER}" for lang in labels.languages)
    else:
        for field in fields_of(model).values():
            yield from _commented(field, _field(field, labels))
