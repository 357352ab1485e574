"""The records as JSON.

    api/v1/index.json              the endpoints below, with counts; the languages
    api/v1/<kind>.json             all records of a kind
    api/v1/<kind>/<id>.json        one record
    api/v1/observations.json       each number of each figure, where one has several
    api/v1/search.json             the names and the version of every record
    api/v1/choices.json            the words of each value that a field's is chosen from

Every answer has one envelope: `api`, `schema`, `edition`, `licence` where one was chosen, `converted` where a language
is made of another, `nature` and `data`. What each holds is told by `model/answers.py`, from which `openapi.py` makes
the schemas. Changes are noted in CHANGELOG_API.md; one that breaks readers gets a new number in the path.
"""

from typing import Any

from handbook.load.build_version import History, Version
from handbook.model import answers
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.records import Figure
from handbook.model.urls import API_VERSION, OBSERVATIONS, OPENAPI, Urls, api_path, schema_path
from handbook.model.vocabulary import VOCABULARY
from handbook.opendata import observations
from handbook.opendata.openapi import answer_name, as_json, build_openapi
from handbook.opendata.values import converted_languages
from handbook.text.plain_data import Shape, as_data


def build_api(
    dataset: Dataset, edition: Version, history: History, site_url: str = ""
) -> dict[str, bytes]:
    """Return every data file by its path in the site.

    Args:
        dataset: The handbook.
        edition: The edition of the whole, which the index tells.
        history: What the versions of records and of their lists are dated by.
        site_url: The published address, or "".
    """
    chosen = dataset.labels.site.licence
    licence = {"licence": chosen.name} if chosen else {}
    nature = {lang: dataset.labels.word("nature_note", lang) for lang in dataset.languages}
    conversions = converted_languages(dataset.labels)
    shape = Shape(dataset)

    def answer(path: str, data: Any, version: Version) -> bytes:
        schema = f"/{schema_path(answer_name(path))}"
        envelope = {"api": API_VERSION, "schema": schema, "edition": version.id, **licence}
        return as_json({**envelope, **conversions, "nature": nature, "data": data})

    files: dict[str, bytes] = {}
    endpoints: dict[str, Any] = {}
    versions: dict[str, Version] = {}
    for folder, kind in KINDS.items():
        records = [as_data(record, dataset) for record in dataset.of(kind.record)]
        shaped = [shape.record(kind.record, record) for record in records]
        own = [dataset.files[record["id"]] for record in records]
        files[api_path(folder)] = answer(folder, shaped, history.version(records, own))
        for record, data, file in zip(records, shaped, own, strict=True):
            versions[record["id"]] = version = history.version(record, [file])
            one = answer(f"{folder}/{{id}}", data, version)
            for name in (record["id"], *record.get("was", ())):
                files[api_path(folder, name)] = one
        paths = {"all": f"{folder}.json", "one": f"{folder}/{{id}}.json"}
        endpoints[folder] = {"count": len(records), **paths}
    if rows := observations.rows(dataset):
        own = [dataset.files[figure.id] for figure in dataset.of(Figure)]
        shaped = [*map(shape.observation, rows)]
        files[api_path(OBSERVATIONS)] = answer(OBSERVATIONS, shaped, history.version(rows, own))
        endpoints[OBSERVATIONS] = {"count": len(rows), "all": f"{OBSERVATIONS}.json"}
    entries = [
        {**shape.entry(record), "edition": versions[record.id].id}
        for record in dataset.records.values()
    ]
    version = history.version(entries, dataset.files.values())
    files[api_path(answers.SEARCH)] = answer(answers.SEARCH, entries, version)
    endpoints[answers.SEARCH] = {"count": len(entries), "all": f"{answers.SEARCH}.json"}
    values = _choices(dataset.labels)
    files[api_path(answers.CHOICES)] = answer(
        answers.CHOICES, values, history.version(values, [VOCABULARY])
    )
    endpoints[answers.CHOICES] = {"count": len(values), "all": f"{answers.CHOICES}.json"}
    index = {**_whole(dataset, site_url), "endpoints": endpoints, "openapi": f"/{OPENAPI}"}
    files[api_path()] = answer(answers.INDEX, index, edition)
    return files | {path: as_json(value) for path, value in build_openapi(dataset).items()}


def _choices(labels: Labels) -> list[dict[str, Any]]:
    return [
        {
            "of": component,
            "field": field,
            "value": str(value),
            "title": {lang: labels.choice(value, lang) for lang in labels.languages},
        }
        for (component, field), values in answers.choices(labels).items()
        for value in values
    ]


def _whole(dataset: Dataset, site_url: str) -> dict[str, Any]:
    languages, urls = dataset.labels.languages, Urls(dataset.languages, site_url)
    return {
        "title": {lang: dataset.labels.word("site_name", lang) for lang in languages},
        **({"site": urls.absolute("")} if site_url else {}),
        "languages": [
            {"code": lang, "name": settings.name, "path": f"/{urls.root(lang)}"}
            for lang, settings in languages.items()
        ],
    }
