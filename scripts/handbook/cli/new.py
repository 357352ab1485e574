"""`handbook new`: a starting file for a record, written from its model."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from pydantic import BaseModel

from handbook.cli.console import fail, lang_option, main, say
from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, Location, report
from handbook.load import load_labels
from handbook.load.yaml_style import written
from handbook.model import records, types
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.text.languages import language


@main.command()
@click.argument("kind", type=click.Choice([kind.name for kind in KINDS.values()]))
@click.argument("record_id")
@click.option("--title", default="")
@click.option("--short-title", default="")
@lang_option
def new(kind: str, record_id: str, title: str, short_title: str, lang: str) -> None:
    """Write a starting file for a record of KIND under ID.

    Where its name is given, the file proposes how it is read.
    """
    model = next(each.record for each in KINDS.values() if each.name == kind)
    path = Path("data") / model.folder / f"{record_id}.yml"
    given = {"title": title, "short_title": short_title}
    findings, text = starting_file(model, record_id, Path.cwd(), given)
    if findings:
        raise click.UsageError(report(findings, "text", lang))
    if path.exists():
        fail(lang, "exists", path=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(say(lang, "wrote-starting-file", path=path))


def starting_file(
    kind: type[records.Record], record_id: str, root: Path, names: Mapping[str, str] | None = None
) -> tuple[list[Diagnostic], str]:
    """Return the problems of an id, and the text of a starting file.

    The file has every field, optional ones as comments.

    Args:
        kind: The model of the record.
        record_id: The record's id.
        root: The handbook's root.
        names: What is known of the names in the leading language, by field.
    """
    others = (f"data/{folder}/{record_id}.yml" for folder in KINDS if folder != kind.folder)
    other = next((path for path in others if (root / path).exists()), "")
    code = "id-taken" if other else ""
    if not types.is_slug(record_id):
        code = "id-form"
    elif record_id in types.RESERVED | types.DEVICES:
        code = "id-reserved"
    location = Location(f"data/{kind.folder}/{record_id}.yml", field="id")
    example = fields_of(kind)["id"].examples[0]
    values = {"found": record_id, "example": example, "nearest": "", "other": other}
    findings = [Diagnostic(code, location, values)] if code else []
    labels = load_labels(root)
    given = {"id": record_id, **_given(kind, labels, names or {})}
    return findings, "\n".join(_lines(kind, labels, given)) + "\n"


def _given(
    kind: type[records.Record], labels: Labels, names: Mapping[str, str]
) -> dict[str, object]:
    """Return the values of the fields that names tell, as they are written to a file."""
    first, *others = labels.languages
    fields = fields_of(kind)
    found: dict[str, object] = {
        field: {first: name, **dict.fromkeys(others, types.PLACEHOLDER)}
        for field, name in names.items()
        if name and field in fields
    }
    called = names.get("short_title") or names.get("title") or ""
    proper = issubclass(kind, records.Called)
    if "pinyin" in fields and (pinyin := language(first, labels).romanisation(called, proper)):
        found["pinyin"] = pinyin
    return found


def _lines(
    kind: type[records.Record], labels: Labels, given: Mapping[str, object]
) -> Iterator[str]:
    yield from (f"# {say(lang, 'starting-file')}" for lang in MESSAGE_LANGUAGES)
    for field in fields_of(kind).values():
        yield f"# {' · '.join(field.description.values())}"
        if field.name in given:
            yield written({field.name: given[field.name]}).rstrip("\n")
        else:
            yield from _commented(field, _field(field, labels))


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
