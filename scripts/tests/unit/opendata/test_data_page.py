"""The page of data: its worked examples, which are run as readers find them."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from handbook.load import load
from handbook.load.files import write_files
from handbook.pages.build import build_pages
from tests.helpers import handbook_of
from tests.helpers.open_data import open_data

#: CSV as LibreOffice writes it, with commas and quotes, in UTF-8.
UTF_8 = "csv:Text - txt - csv (StarCalc):44,34,76"
FIGURE = "data/figures/boat-incidents.yml"


@pytest.fixture(scope="module", params=["one number", "several periods"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the small handbook, whose figure has one number or several, and its data files."""
    root = handbook_of.good(tmp_path_factory.mktemp("examples"))
    if request.param == "several periods":
        handbook_of.write(root, {FIGURE: handbook_of.SERIES})
    write_files(root, open_data(load(root)[0]))
    return root


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest, site: Path) -> str:
    """Return the page in a language, as Markdown."""
    return build_pages(load(site)[0], request.param, only=["data"])["data"].markdown


def told(page: str) -> list[str]:
    """Return what the page says that the examples find."""
    return re.findall("`([^`]+)`", page.split("(figures.md#boat-incidents)")[1].split("\n")[0])


def code(page: str, name: str) -> str:
    """Return an example."""
    found = re.search(rf"^```{name}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_example_in_python_prints_what_the_page_says(page: str, site: Path) -> None:
    """With the standard library alone, where the file lies."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", code(page, "python")]
    done = subprocess.run(command, cwd=site / "data", capture_output=True, encoding="utf-8")
    assert (told(page), "") == (done.stdout.splitlines(), done.stderr)


def test_examples_in_sql_find_what_the_page_says(page: str, site: Path) -> None:
    """The numbers, with their units; and first what is called as the words that are looked for."""
    with closing(sqlite3.connect(site / "data/handbook.sqlite")) as database:
        numbers, search = code(page, "sql").split("\n\n")
        found = database.execute(numbers).fetchall()
        assert told(page) == [" ".join(map(str, row)) for row in found]
        assert "/safety/river-safety/joint-patrols/" == database.execute(search).fetchone()[1]


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the sqlite3 program is not installed")
def test_examples_in_sql_run_in_the_program(page: str, site: Path) -> None:
    """It runs what is pasted, its first line being what starts it."""
    sql = code(page, "sql")
    command, _, script = sql.removeprefix("-- ").partition("\n")
    done = subprocess.run(
        command.split(), input=script, cwd=site / "data", capture_output=True, encoding="utf-8"
    )
    assert "" == done.stderr
    assert told(page)[0] == done.stdout.splitlines()[0].replace("|", " ")


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_example_in_r_prints_what_the_page_says(page: str, site: Path) -> None:
    """Base R reads the table."""
    command, environ = ["Rscript", "-e", code(page, "r")], os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=site / "data", env=environ, capture_output=True, encoding="utf-8"
    )
    rows = [line.split(maxsplit=1)[1] for line in done.stdout.splitlines()[1:]]
    assert told(page) == [re.sub(" +", " ", row) for row in rows], done.stderr


def test_example_for_spreadsheets_names_the_right_cells(page: str, site: Path) -> None:
    """Its formula looks for the figure's id in the first column, and for `value` in the second row; the first there is one of those that the page tells."""
    formula = r'=INDEX\((\w+)!A:AZ,MATCH\("([\w-]+)",\1!A:A,0\),MATCH\("value",\1!2:2,0\)\)\n'
    found = re.fullmatch(formula, code(page, "text"))
    assert found
    rows = [*openpyxl.load_workbook(site / "data/handbook.xlsx")[found[1]].values]
    value = next(row for row in rows if row[0] == found[2])[rows[1].index("value")]
    assert str(value) == told(page)[0].split()[0]
    assert rows[1].index("value") < 52  # AZ


@pytest.mark.nightly
@pytest.mark.parametrize("page", ["en"], indirect=True)
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_example_for_spreadsheets_runs_in_libreoffice(
    page: str, site: Path, tmp_path: Path
) -> None:
    """The formula, in an empty cell of the first sheet, gives the number."""
    book = openpyxl.load_workbook(site / "data/handbook.xlsx")
    (sheet := book.worksheets[0])["J30"] = code(page, "text").strip()
    book.save(tmp_path / "book.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", UTF_8, "book.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    rows = [*csv.reader((tmp_path / "book.csv").read_text("utf-8").splitlines())]
    assert told(page)[0].split()[0] == rows[29][9], sheet.title
