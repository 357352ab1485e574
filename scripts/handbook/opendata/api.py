"""The records as JSON.

    api/v1/index.json              the endpoints below, with counts; the languages
    api/v1/<kind>.json             all records of a kind
    api/v1/<kind>/<id>.json        one record
    api/v1/observations.json       each number of each figure, where one has several
    api/v1/search.json             the names of every record

Every answer has one envelope: `api`, `schema`, `edition`, `licence` where one was chosen, `converted` where a language
is made of another, `nature` and `data`. What each holds is told by `model/answers.py`, from which `openapi.py` makes
the schemas. Changes are noted in CHANGELOG_API.md; one that breaks readers gets a new number in the path.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.load.build_version import History, Version
from handbook.load.files import write_files
from handbook.model import answers
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Figure, Observation, Period, Record, Source
from handbook.model.references import names_of, split_locator
from handbook.model.types import HEAD, PERIOD, Names, Text
from handbook.model.urls import (
    API_VERSION,
    OBSERVATIONS,
    OPENAPI,
    Urls,
    addresses,
    api_path,
    place_address,
    schema_path,
)
from handbook.opendata import observations
from handbook.opendata.openapi import answer_name, as_json, build_openapi
from handbook.opendata.values import as_data, converted_languages
from handbook.text.citations import mark_of

_PRECISIONS = {4: "year", 7: "month", 10: "day"}


def build_api(dataset: Dataset, edition: Version, history: History) -> dict[str, bytes]:
    """Return every data file by its path in the site.

    Args:
        dataset: The handbook.
        edition: The edition of the whole, which the index tells.
        history: What the versions of records and of their lists are dated by.
    """
    chosen = dataset.labels.site.licence
    licence = {"licence": chosen.name} if chosen else {}
    nature = {lang: dataset.labels.word("nature_note", lang) for lang in dataset.languages}
    conversions = converted_languages(dataset.labels)
    shape = _Shape(dataset)

    def answer(path: str, data: Any, version: Version) -> bytes:
        schema = f"/{schema_path(answer_name(path))}"
        envelope = {"api": API_VERSION, "schema": schema, "edition": version.id, **licence}
        return as_json({**envelope, **conversions, "nature": nature, "data": data})

    files: dict[str, bytes] = {}
    endpoints: dict[str, Any] = {}
    for folder, kind in KINDS.items():
        records = [as_data(record, dataset) for record in dataset.of(kind.record)]
        shaped = [shape.record(kind.record, record) for record in records]
        own = [dataset.files[record["id"]] for record in records]
        files[api_path(folder)] = answer(folder, shaped, history.version(records, own))
        for record, data, file in zip(records, shaped, own, strict=True):
            one = answer(f"{folder}/{{id}}", data, history.version(record, [file]))
            for name in (record["id"], *record.get("was", ())):
                files[api_path(folder, name)] = one
        paths = {"all": f"{folder}.json", "one": f"{folder}/{{id}}.json"}
        endpoints[folder] = {"count": len(records), **paths}
    if rows := observations.rows(dataset):
        own = [dataset.files[figure.id] for figure in dataset.of(Figure)]
        shaped = [*map(shape.observation, rows)]
        files[api_path(OBSERVATIONS)] = answer(OBSERVATIONS, shaped, history.version(rows, own))
        endpoints[OBSERVATIONS] = {"count": len(rows), "all": f"{OBSERVATIONS}.json"}
    entries = [*map(shape.entry, dataset.records.values())]
    version = history.version(entries, dataset.files.values())
    files[api_path(answers.SEARCH)] = answer(answers.SEARCH, entries, version)
    endpoints[answers.SEARCH] = {"count": len(entries), "all": f"{answers.SEARCH}.json"}
    index = {**_whole(dataset), "endpoints": endpoints, "openapi": f"/{OPENAPI}"}
    files[api_path()] = answer(answers.INDEX, index, edition)
    return files | {path: as_json(value) for path, value in build_openapi(dataset).items()}


def write_api(dataset: Dataset, directory: Path, edition: Version, history: History) -> None:
    """Write every data file below a directory."""
    write_files(directory, build_api(dataset, edition, history))


def precision_of(date: str) -> str:
    """Return how precise a date or period is: year, quarter, month or day."""
    return "quarter" if "-Q" in date else _PRECISIONS[len(date.partition("/")[0])]


def _whole(dataset: Dataset) -> dict[str, Any]:
    languages, urls = dataset.labels.languages, Urls(dataset.languages)
    return {
        "title": {lang: dataset.labels.word("site_name", lang) for lang in languages},
        "languages": [
            {"code": lang, "name": settings.name, "path": f"/{urls.root(lang)}"}
            for lang, settings in languages.items()
        ],
    }


class _Shape:
    """Gives plain data the shape that answers have: references, citations and dates in full."""

    def __init__(self, dataset: Dataset) -> None:
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
