"""References of records: ids and locators in their fields, and lookup of records by name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pydantic import BaseModel

from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import FieldPath, values_of
from handbook.model.records import Answer, Record
from handbook.model.types import HEAD, LOCATOR, To

_LOCATOR = re.compile(LOCATOR)


@lru_cache(maxsize=1 << 14)
def split_locator(locator: str) -> tuple[str, int] | None:
    """Return (source, place or HEAD), or None if the text is not a locator."""
    match = _LOCATOR.match(locator)
    return (match["source"], int(match["place"] or HEAD)) if match else None


def standing_gap(dataset: Dataset, answer: Answer) -> int | None:
    """Return the position of a gap that a source answers, or None where it does not stand."""
    gaps = getattr(dataset.records.get(answer.record), "gaps", ())
    words = [next(iter(gap.root.values())) for gap in gaps]
    gap = next(iter(answer.gap.root.values()))
    return words.index(gap) if gap in words else None


def references(record: BaseModel) -> Iterator[tuple[FieldPath, str, To]]:
    """Yield (path, id, accepted kinds) for every reference to another record."""
    for path, field, value in values_of(record):
        if field.refers_to and value is not None:
            yield path, value, field.refers_to


def citations(record: BaseModel) -> Iterator[tuple[FieldPath, str]]:
    """Yield (path, locator) for every citation in a record's `cite` fields."""
    return ((path, value) for path, field, value in values_of(record) if field.name == "cite")


def id_of_name(name: str, ids: Mapping[str, str]) -> str:
    """Return the id of a name's record, or of the only one in whose names it stands; or ""."""
    if len(name) < 2 or name in ids:
        return ids.get(name, "")
    found = {record_id for known, record_id in ids.items() if name in known}
    return found.pop() if len(found) == 1 else ""


def ids_by_name(records: Iterable[Record]) -> Mapping[str, str]:
    """Return the id of each record by its names in every language.

    Names are the title, the short title, the aliases, former names and the search terms. The first of several records
    with the same name wins.
    """
    ids: dict[str, str] = {}
    for record in records:
        for _, name in names_of(record):
            ids.setdefault(name, record.id)
    return ids


def names_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (language, name) for a record's title, its other names and search terms."""
    for path, _, lang, name in texts_of(record):
        if path[0] in {"title", "short_title", "aliases", "search_terms"} or "name" in path:
            yield lang, name
