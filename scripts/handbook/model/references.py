"""References of records: ids and locators in their fields, and lookup of records by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from handbook.model.introspect import FieldPath, fields_of
from handbook.model.records import Record
from handbook.model.types import HEAD, LOCATOR, To

_LOCATOR = re.compile(LOCATOR)


def split_locator(locator: str) -> tuple[str, int] | None:
    """Return (source, paragraph or HEAD), or None if the text is not a locator."""
    match = _LOCATOR.match(locator)
    return (match["source"], int(match["paragraph"] or HEAD)) if match else None


@cache
def _plan(kind: type[BaseModel]) -> tuple[tuple[str, To | None], ...]:
    """Return the fields of a model that hold references, or parts that may hold some."""
    fields = fields_of(kind)
    return tuple(
        (name, fields[name].refers_to)
        for name in kind.model_fields
        if fields and (fields[name].refers_to or fields[name].model)
    )


def references(part: BaseModel) -> Iterator[tuple[FieldPath, str, To]]:
    """Yield (path, id, accepted kinds) for every reference to another record."""
    for name, to in _plan(type(part)):
        value = getattr(part, name)
        items = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, item in items:
            field_path: FieldPath = (name,) if index is None else (name, index)
            if isinstance(item, BaseModel):
                for path, target, kind in references(item):
                    yield (*field_path, *path), target, kind
            elif isinstance(item, str) and to is not None:
                yield field_path, item, to


def citations(part: BaseModel) -> Iterator[tuple[FieldPath, str]]:
    """Yield (path, locator) for every citation in a record's `cite` fields."""
    for name, value in part.__dict__.items():
        if name == "cite":
            yield from (((name, index), locator) for index, locator in enumerate(value))
        elif isinstance(value, BaseModel):
            yield from (((name, *path), locator) for path, locator in citations(value))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from (
                        ((name, index, *path), locator) for path, locator in citations(item)
                    )


def ids_by_name(records: Iterable[Record]) -> Mapping[str, str]:
    """Return the id of each record by its names in every language.

    Names are the title, the short title and the aliases. The first of several records with the same
    name wins.
    """
    ids: dict[str, str] = {}
    for record in records:
        for title in (record.title, getattr(record, "short_title", None)):
            for _, name in title.items() if title else ():
                ids.setdefault(name, record.id)
        for _, names in record.aliases.items() if hasattr(record, "aliases") else ():
            for name in names:
                ids.setdefault(name, record.id)
    return ids
