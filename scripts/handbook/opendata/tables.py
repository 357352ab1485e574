"""The records as tables: what each format of them (CSV, workbook, database) is made from.

    about                     title, edition, licence
    records                   every record of every kind
    <kind>                    a row for each record of a kind
    <field>                   lists of parts and of texts, a row for each: `actors`, `gaps` …
    observations              each number of each figure, where one has several
    names, links, citations   other names, what refers to what, what cites what
    choices, codebook         the words of values to choose from, what each column is

Columns are the model's fields in their order, whether or not a record fills them. A text has a column for
each language (`title_zh`), a part one for each of its fields (`started_date`); lists of ids and of names are joined
by `; `. A part is named by its place in its record (`components[2]`), wherever it stands in a table.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset
from handbook.model.introspect import FieldPath, ModelField, dotted, values_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.references import citations, references, split_locator
from handbook.model.tables import list_fields, list_name, other_tables
from handbook.model.types import HEAD, Names, Text
from handbook.model.urls import OBSERVATIONS
from handbook.opendata import observations
from handbook.opendata.columns import (
    DELIMITER,
    RECORDS,
    Column,
    by_language,
    column,
    columns_of,
    in_languages,
    model_columns,
)
from handbook.opendata.values import version_of
from handbook.text.plain_data import as_data, path_of

#: The tables that tell what the others are, and what each column is.
ABOUT, CODEBOOK = "about", "codebook"
#: The longest example in the codebook, and how it writes limits.
_LONG = 60
_SIGNS = {"minimum": "≥", "maximum": "≤"}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: Its name.
        title: Its name for readers, by language.
        columns: Its columns. The first of a table that texts stand in holds the id of their record.
        rows: The values of each row: text, number, truth value, list of texts, or None.
    """

    name: str
    title: Mapping[str, str]
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def key(self) -> list[str]:
        """Return the names of the columns that tell a row from all others."""
        return [column.name for column in self.columns if column.is_key]

    @property
    def is_shown(self) -> bool:
        """Return whether it is a file of its own: it is that of a kind, or has a row."""
        return self.name in KINDS or bool(self.rows)


def build_tables(dataset: Dataset, edition: Version, history: History) -> tuple[Table, ...]:
    """Return every table but the codebook; those of lists and links may have no rows.

    Args:
        dataset: The handbook.
        edition: The edition of the whole.
        history: What the versions of records are dated by.
    """
    labels = dataset.labels
    records = dataset.records.values()
    data = {record.id: as_data(record, dataset, defaults=True) for record in records}
    tables = [_about(labels, edition), _records(dataset, history)]
    for folder, kind in KINDS.items():
        title = {lang: labels.word(f"kind_{folder}", lang) for lang in dataset.languages}
        own = [data[record.id] for record in dataset.of(kind.record)]
        tables.append(_table(folder, title, columns_of(kind.record, labels), own))
    tables += _lists(dataset, data)
    columns, rows = observations.columns(labels), observations.rows(dataset)
    tables.append(_table(OBSERVATIONS, other_tables()[OBSERVATIONS], columns, rows))
    tables += [_names(records), _links(records), _citations(records)]
    return (*tables, _choices(tables, labels))


def joined(value: Any) -> Any:
    """Return a list as one text, none as no value, and any other value as it is."""
    return (DELIMITER.join(value) or None) if isinstance(value, list) else value


def _table(
    name: str,
    title: Mapping[str, str],
    columns: Iterable[Column],
    data: Iterable[Mapping[str, Any]],
) -> Table:
    columns = tuple(columns)
    rows = [tuple(reduce(_step, each.steps, row) for each in columns) for row in data]
    return Table(name, title, columns, rows)


def _listed(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    return Table(name, other_tables()[name], columns, rows)


def _step(data: Any, key: str) -> Any:
    return data.get(key) if data else None


# --- tables of lists: parts and texts that records have several of ---


def _lists(dataset: Dataset, data: Mapping[str, Mapping[str, Any]]) -> Iterator[Table]:
    """Yield a table for each list of parts or texts that a model has, of whatever kinds."""
    for steps, each in list_fields().items():
        rows = (
            {"record_id": record_id, "part": dotted(path), "text": item}
            | (item if isinstance(item, dict) else {})
            for record_id, record in data.items()
            for path, item in _items(record, steps)
        )
        columns = [*_own("part"), *_item_columns(each, dataset.labels)]
        yield _table(list_name(steps), each.label, columns, rows)


def _item_columns(each: ModelField, labels: Labels) -> Iterator[Column]:
    assert each.model
    if not issubclass(each.model, Text):
        yield from model_columns(each.model, labels, required=True)
    else:
        yield from by_language(("text",), each, labels, [each.label], required=True)


def _items(
    data: Any, steps: tuple[str, ...], path: FieldPath = ()
) -> Iterator[tuple[FieldPath, Any]]:
    """Yield (path, item) of a list in a record's data, and of each where several parts have one."""
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _items(item, steps, (*path, index))
    elif not steps:
        yield path, data
    elif data and data.get(steps[0]) is not None:
        yield from _items(data[steps[0]], steps[1:], (*path, steps[0]))


# --- tables of links ---


def _own(name: str) -> tuple[Column, Column]:
    """Return the columns that tell a row of a record: the record, and where in it."""
    return column("record_id", refers_to=RECORDS, is_key=True), column(name, is_key=True)


def _about(labels: Labels, edition: Version) -> Table:
    def said(word: str) -> Row:
        return tuple(labels.word(word, lang) for lang in labels.languages)

    everywhere = len(labels.languages)
    rows = [("title", *said("site_name")), ("nature", *said("nature_note"))]
    rows.append(("edition", *[edition.id] * everywhere))
    if licence := labels.site.licence:
        rows.append(("licence", *[f"{licence.title} <{licence.path}>"] * everywhere))
    return _listed(ABOUT, [column("item", is_key=True), *_by_language("text", labels)], rows)


def _records(dataset: Dataset, history: History) -> Table:
    labels = dataset.labels
    kinds = {
        folder: {lang: labels.word(f"kind_{folder}", lang) for lang in dataset.languages}
        for folder in KINDS
    }
    kind = replace(column("kind"), constraints={"required": True, "enum": [*kinds]}, choices=kinds)
    columns = [column("id", is_key=True), kind, *_by_language("title", labels), column("edition")]
    rows = [
        (
            *(record.id, record.folder, *map(record.title.get, dataset.languages)),
            *(version_of(record, dataset, history).id, path_of(record, dataset)),
        )
        for record in dataset.records.values()
    ]
    return _listed(RECORDS, [*columns, column("path")], rows)


def _by_language(name: str, labels: Labels) -> list[Column]:
    names = {lang: settings.name for lang, settings in labels.languages.items()}
    return in_languages(column(name, required=False), names)


def _names(records: Iterable[Record]) -> Table:
    columns = [*_own("field"), column("language"), column("name")]
    rows = [
        (record.id, dotted((*path, lang, index)), lang, name)
        for record in records
        for path, _, value in values_of(record)
        if isinstance(value, Names)
        for lang, names in value.items()
        for index, name in enumerate(names)
    ]
    return _listed("names", columns, rows)


def _links(records: Iterable[Record]) -> Table:
    part = column("part", required=False)
    columns = [*_own("field"), part, column("target", refers_to=RECORDS)]
    rows = [
        (*_place(record, path), target)
        for record in records
        for path, target, _ in references(record)
    ]
    return _listed("links", columns, rows)


def _citations(records: Iterable[Record]) -> Table:
    place = column("place", "integer", required=False)
    columns = [*_own("field"), column("part", required=False)]
    columns += [column("source", refers_to="sources"), place]
    rows = [
        (*_place(record, path), source, None if number == HEAD else number)
        for record in records
        for path, locator in citations(record)
        for source, number in filter(None, [split_locator(locator)])
    ]
    return _listed("citations", columns, rows)


def _place(record: Record, path: FieldPath) -> Row:
    """Return where something stands: its record, its field, and the part that has the field."""
    part = path[:-2] if isinstance(path[-1], int) else path[:-1]
    return record.id, dotted(path), dotted(part) or None


def _choices(tables: Iterable[Table], labels: Labels) -> Table:
    """Return the table of the words for each value that a column's values are chosen from."""
    keys = [column(name, is_key=True) for name in ("table_name", "column_name", "value")]
    rows = [
        (table.name, each.name, value, *map(words.get, labels.languages))
        for table in tables
        for each in table.columns
        for value, words in each.choices.items()
    ]
    return _listed("choices", [*keys, *_by_language("title", labels)], rows)


def codebook(tables: Iterable[Table]) -> Table:
    """Return the table that tells what each column of some tables is."""
    keys = [column(name, is_key=True) for name in ("table_name", "column_name")]
    told = [
        each
        for text in (column("title"), column("description"))
        for each in in_languages(text, {lang: lang for lang in MESSAGE_LANGUAGES})
    ]
    others = [column(name, required=False) for name in ("refers_to", "accepts", "example")]
    columns = [*keys, *told, column("type"), column("required", "boolean"), *others]
    rows = [
        (
            *(table.name, each.name),
            *map(each.title.get, MESSAGE_LANGUAGES),
            *map(each.description.get, MESSAGE_LANGUAGES),
            *(each.kind, each.constraints.get("required", False), each.refers_to),
            *(_accepts(each.constraints), _example(row[number] for row in table.rows)),
        )
        for table in tables
        for number, each in enumerate(table.columns)
    ]
    return _listed(CODEBOOK, columns, rows)


def _example(values: Iterable[Any]) -> str | None:
    """Return the first value there is, its beginning where it is long."""
    value = next((each for each in map(joined, values) if each is not None), None)
    text = value if value is None or isinstance(value, str) else json.dumps(value)
    return text if text is None or len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _accepts(constraints: Mapping[str, Any]) -> str | None:
    limits = [
        *constraints.get("enum", ()),
        *(f"{sign} {constraints[name]}" for name, sign in _SIGNS.items() if name in constraints),
        *filter(None, [constraints.get("pattern")]),
    ]
    return DELIMITER.join(limits) or None
