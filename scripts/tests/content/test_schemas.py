"""The schemas of the real records, and how the handbook is cited."""

from __future__ import annotations

import json

import pytest
import yaml

from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.opendata.citations import CFF, build_cff
from handbook.opendata.json_schema import build_schemas
from tests.helpers import ROOT


def test_the_schemas_are_current(real: Dataset) -> None:
    """data/schema/ holds what the models say now; `handbook schema` writes it."""
    made = build_schemas(real.labels)
    assert set(made) == {path.name for path in (ROOT / "data" / "schema").iterdir()}
    for name, text in made.items():
        assert text == (ROOT / "data" / "schema" / name).read_text(encoding="utf-8"), name


def test_how_the_handbook_is_cited_is_current(real: Dataset) -> None:
    """CITATION.cff says what the labels say now; `handbook schema` writes it."""
    assert build_cff(real.labels) == (ROOT / CFF).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", KINDS)
def test_the_schemas_accept_the_records_and_nothing_else(folder: str) -> None:
    """Every real record of a kind fits its schema as an editor's tool reads it, and one with a misspelt field does not."""
    from jsonschema import Draft7Validator  # its import takes a second

    schema = json.loads(
        (ROOT / "data" / "schema" / f"{KINDS[folder].name}.json").read_text(encoding="utf-8")
    )
    text = json.dumps(schema).replace(
        "(?<", "(?P<"
    )  # JavaScript's named groups, as Python writes them
    validator = Draft7Validator(json.loads(text))
    for path in (ROOT / "data" / folder).glob("*.yml"):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [] == [error.message for error in validator.iter_errors(record)], path.name
        assert list(validator.iter_errors({**record, "sumary": "x"}))
