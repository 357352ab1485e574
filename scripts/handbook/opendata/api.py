"""The records as JSON.

    api/v1/index.json              the endpoints below, with counts
    api/v1/<kind>.json             all records of a kind
    api/v1/<kind>/<id>.json        one record
    api/v1/observations.json       each number of each figure, where one has several

Every answer has one envelope: `api`, `edition`, `licence` where one was chosen, `converted` where a language
is made of another, `nature` and `data`. Changes are noted in
CHANGELOG_API.md; one that breaks readers gets a new number in the path.
"""

import json
from pathlib import Path
from typing import Any

from handbook.load.build_version import History, Version
from handbook.load.files import write_files
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Figure
from handbook.model.urls import API_VERSION, OBSERVATIONS, api_path
from handbook.opendata import observations
from handbook.opendata.values import as_data, converted_languages


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

    def answer(data: Any, version: Version) -> bytes:
        envelope = {"api": API_VERSION, "edition": version.id, **licence}
        return _json({**envelope, **conversions, "nature": nature, "data": data})

    files: dict[str, bytes] = {}
    index: dict[str, Any] = {}
    for folder, kind in KINDS.items():
        records = [as_data(record, dataset) for record in dataset.of(kind.record)]
        own = [dataset.files[record["id"]] for record in records]
        files[api_path(folder)] = answer(records, history.version(records, own))
        for record, file in zip(records, own, strict=True):
            one = answer(record, history.version(record, [file]))
            for name in (record["id"], *record.get("was", ())):
                files[api_path(folder, name)] = one
        paths = {"all": f"{folder}.json", "one": f"{folder}/{{id}}.json"}
        index[folder] = {"count": len(records), **paths}
    if rows := observations.rows(dataset):
        own = [dataset.files[figure.id] for figure in dataset.of(Figure)]
        files[api_path(OBSERVATIONS)] = answer(rows, history.version(rows, own))
        index[OBSERVATIONS] = {"count": len(rows), "all": f"{OBSERVATIONS}.json"}
    files[api_path()] = answer(index, edition)
    return files


def write_api(dataset: Dataset, directory: Path, edition: Version, history: History) -> None:
    """Write every data file below a directory."""
    write_files(directory, build_api(dataset, edition, history))


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
