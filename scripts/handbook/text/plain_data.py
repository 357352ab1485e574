"""Records and their parts as plain data: as tables have them, and as the API answers them."""

from collections.abc import Mapping
from functools import reduce
from operator import getitem
from typing import Any

from pydantic import BaseModel

from handbook.model import answers
from handbook.model.dataset import Dataset, texts_of
from handbook.model.introspect import ModelField, fields_of
from handbook.model.records import Observation, Period, Record, Source
from handbook.model.references import names_of, split_locator
from handbook.model.types import HEAD, PERIOD, Names, Prose, Text
from handbook.model.urls import address_of, addresses, api_path, place_address
from handbook.text.citations import mark_of
from handbook.text.plain_text import plain_text

_PRECISIONS = {4: "year", 7: "month", 10: "day"}


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


def precision_of(date: str) -> str:
    """Return how precise a date or period is: year, quarter, month or day."""
    return "quarter" if "-Q" in date else _PRECISIONS[len(date.partition("/")[0])]


class Shape:
    """Shapes plain data as the API answers it: references, citations and dates in full."""

    def __init__(self, dataset: Dataset) -> None:
        """Take note of where each record stands in the site."""
        self._dataset = dataset
        self._places = {name: f"/{each.path}" for name, each in addresses(dataset).items()}
        self._citations: dict[str, dict[str, Any]] = {}

    def record(self, model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record from its data."""
        return {**self._part(model, data), "path": data["path"]}

    def observation(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return an observation from its row, with its figure."""
        figure = self._reference(row["figure"])
        return {"figure": figure, **self._part(Observation, row), "path": row["path"]}

    def entry(self, record: Record) -> dict[str, Any]:
        """Return the names of a record, each once."""
        names: dict[str, dict[str, None]] = {}
        for lang, name in names_of(record):
            if name != record.title.get(lang):
                names.setdefault(lang, {})[name] = None
        title = dict(record.title.items())
        told = {"kind": record.folder, "title": title, "names": {k: [*v] for k, v in names.items()}}
        own = self._reference(record.id)
        return {"id": own.pop("id"), **told, **own}

    def _part(self, model: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Any]:
        shaped: dict[str, Any] = {}
        defaults = answers.defaults_of(model)
        for name, each in fields_of(model).items():
            value = data.get(name, defaults.get(name))
            if value is None or value in ([], {}):
                continue
            shaped[name] = (
                [self._value(each, item) for item in value]
                if each.is_list
                else self._value(each, value)
            )
            if answers.is_date(each):
                shaped["precision"] = precision_of(value)
                if each.pattern == PERIOD:
                    first, last = Period.model_construct(date=value).span
                    shaped |= {"from": first, "to": last}
        return shaped

    def _value(self, each: ModelField, value: Any) -> Any:
        if each.name == "cite":
            return self._citation(value)
        if each.refers_to:
            return self._reference(value)
        if each.model and not issubclass(each.model, (Text, Names)):
            return self._part(each.model, value)
        return value

    def _reference(self, record_id: str) -> dict[str, str]:
        folder = self._dataset.records[record_id].folder
        path, json = self._places[record_id], f"/{api_path(folder, record_id)}"
        return {"id": record_id, "path": path, "json": json}

    def _citation(self, locator: str) -> dict[str, Any]:
        if locator not in self._citations:
            self._citations[locator] = self._cited(*(split_locator(locator) or ("", HEAD)))
        return self._citations[locator]

    def _cited(self, source_id: str, place: int) -> dict[str, Any]:
        source = self._dataset.records[source_id]
        assert isinstance(source, Source)
        languages = self._dataset.languages
        marks = ((lang, mark_of(self._dataset, source_id, place, lang)) for lang in languages)
        return {
            "source": source_id,
            **({"kind": answers.HEAD_KIND} if place == HEAD else {"kind": source.locator}),
            **({} if place == HEAD else {"place": place}),
            "mark": {lang: mark.words for lang, mark in marks if mark},
            "path": f"/{place_address(source_id, place).path}",
        }
