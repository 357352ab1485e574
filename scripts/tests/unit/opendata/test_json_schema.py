"""Schemas of records, for editors' programs."""

from __future__ import annotations

import json
import re

from handbook.model.dataset import Dataset
from handbook.opendata.json_schema import build_schemas


def test_the_schemas_speak_both_languages(dataset: Dataset) -> None:
    """Every field of every kind is described in Chinese and in English."""
    for name, text in build_schemas(dataset.labels).items():
        for field, said in json.loads(text)["properties"].items():
            assert re.search(r"[一-鿿].*\n\n.*[a-z]", said["description"], re.DOTALL), (
                f"{name}: {field}"
            )
