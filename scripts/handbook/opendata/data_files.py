"""The tables in each format, below data/.

<table>.csv        a file for each table that has rows, and for each kind
handbook.xlsx      the same as sheets of a workbook
handbook.sqlite    every table, with views and an index of all texts
datapackage.json   what the tables are, for programs
"""

import json

from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset
from handbook.model.urls import DATABASE, PACKAGE, WORKBOOK, table_path
from handbook.opendata.csv_files import build_csv
from handbook.opendata.database import build_database
from handbook.opendata.package import build_package
from handbook.opendata.tables import build_tables, codebook
from handbook.opendata.workbook import build_workbook


def build_data_files(dataset: Dataset, edition: Version, history: History) -> dict[str, bytes]:
    """Return every file by its path in the site.

    Args:
        dataset: The handbook.
        edition: The edition of the whole, which the tables and the package tell.
        history: What the versions of records are dated by.
    """
    every = build_tables(dataset, edition, history)
    having_rows = [table for table in every if table.is_shown]
    tables, shown = ([*each, codebook(each)] for each in (every, having_rows))
    files = {table_path(table.name): build_csv(table) for table in shown}
    files[WORKBOOK] = build_workbook(dataset, shown)
    files[DATABASE] = build_database(dataset.languages, tables)
    package = build_package(dataset, edition, shown, files)
    files[PACKAGE] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    return files
