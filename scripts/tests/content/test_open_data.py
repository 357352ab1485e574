"""The real handbook's data files."""

from __future__ import annotations

from handbook.model.dataset import Dataset
from tests.helpers.open_data import differing_answers, differing_tables, open_data, unlike_schema


def test_every_file_holds_the_records(real: Dataset) -> None:
    """Answers keep to their schemas, and they and the tables have each value of each record."""
    files = open_data(real)
    assert [] == [*unlike_schema(files)]
    assert [] == [*differing_answers(real, files), *differing_tables(real, files)]
