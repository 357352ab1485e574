"""Records and their parts as plain data."""

from functools import reduce
from operator import getitem
from typing import Any

from pydantic import BaseModel

from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import fields_of
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.model.types import Prose
from handbook.model.urls import address_of
from handbook.text.plain_text import plain_text


def as_data(record: Record, dataset: Dataset, *, defaults: bool = False) -> dict[str, Any]:
    """Return a record as plain data, its fields in the models' order.

    Args:
        record: The record.
        dataset: The data set.
        defaults: Include the fields that the record leaves at their default.

    Returns:
        Numbers as numbers, texts without markup, and the record's place in the site as `path`; no notes.
    """
    dumped = as_values(record, dataset, defaults=defaults)
    data = {name: dumped[name] for name in fields_of(type(record)) if name in dumped}
    return {**data, "path": path_of(record, dataset)}


def path_of(record: Record, dataset: Dataset) -> str:
    """Return a record's place in the site."""
    return f"/{address_of(record, dataset).path}"


def version_of(record: Record, dataset: Dataset, history: History) -> Version:
    """Return a record's version: its data's fingerprint, and its file's last change."""
    return history.version(as_data(record, dataset), [dataset.files[record.id]])


def as_values(part: BaseModel, dataset: Dataset, *, defaults: bool) -> dict[str, Any]:
    """Return a record or a part of one as plain data, without notes.

    Args:
        part: The record or part.
        dataset: The data set.
        defaults: Include the fields that it leaves at their default.

    Returns:
        Numbers as numbers, and texts without markup.
    """
    dumped = part.model_dump(
        mode="json", exclude_defaults=not defaults, exclude={"notes"}, warnings="none"
    )
    for (field, *path), kind, lang, text in texts_of(part):
        if issubclass(kind, Prose) and field in dumped:  # names are no Markdown
            holder = reduce(getitem, path[:-1], dumped[field])
            holder[path[-1]] = plain_text(dataset, text, lang)
    return dumped


def converted_languages(labels: Labels) -> dict[str, Any]:
    """Return `converted`: which languages are made of which, and how; else nothing."""
    made = {
        lang: {"from": each.settings.converted_from, "by": f"OpenCC {each.settings.converter}"}
        for lang, each in labels.conversions.items()
    }
    return {"converted": made} if made else {}
