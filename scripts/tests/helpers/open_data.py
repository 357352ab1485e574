"""The data files of handbooks, as tests read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset
from handbook.opendata.api import build_api
from handbook.opendata.data_files import build_data_files

EDITION = Version("3fa9c1b2", 0)
HISTORY = History(None, {})


def open_data(dataset: Dataset, history: History = HISTORY) -> dict[str, bytes]:
    """Return every data file of a handbook by its path in the site."""
    answers = build_api(dataset, EDITION, history)
    return {**answers, **build_data_files(dataset, EDITION, history)}


def rows_of(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    """Return the rows of a table as its CSV file has them."""
    text = files[f"data/{table}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
