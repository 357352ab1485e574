"""The tables in each format, and what describes them."""

from __future__ import annotations

import dataclasses
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pytest

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Figure, Practice
from handbook.model.resources import yaml_data
from handbook.model.tables import other_tables
from handbook.opendata.columns import columns_of
from handbook.opendata.tables import CODEBOOK, Table, build_tables, codebook
from handbook.opendata.workbook import MOST
from handbook.text.bigrams import paired
from handbook.text.languages import HAN
from tests.helpers import handbook_of
from tests.helpers.golden import keeps
from tests.helpers.handbook_of import changed
from tests.helpers.open_data import (
    EDITION,
    HISTORY,
    HOSTILE,
    as_written,
    differing_answers,
    differing_tables,
    open_data,
    rows_of,
    unlike_schema,
)
from tests.helpers.rewritten import rewritten

#: What readers rely on: each column with its type, a line each. Lines are added, never changed or removed.
CONTRACT = Path(__file__).with_name("tables_v1.txt")
READERS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the small handbook with a figure over time, whose data files will lie in it."""
    root = handbook_of.good(tmp_path_factory.mktemp("tables"))
    return handbook_of.write(root, {"data/figures/boat-incidents.yml": handbook_of.SERIES})


@pytest.fixture(scope="module")
def dataset(site: Path) -> Dataset:
    """Return the handbook."""
    return load(site)[0]


@pytest.fixture(scope="module")
def tables(dataset: Dataset) -> tuple[Table, ...]:
    """Return its tables."""
    return build_tables(dataset, EDITION, HISTORY)


@pytest.fixture(scope="module")
def files(dataset: Dataset, site: Path) -> dict[str, bytes]:
    """Return its data files, which lie in the folder from now on."""
    files = open_data(dataset)
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    return files


@pytest.fixture
def database(files: dict[str, bytes], site: Path) -> Iterator[sqlite3.Connection]:
    """Return its database, read by the SQLite that Python has."""
    with closing(sqlite3.connect(site / "data/handbook.sqlite")) as connection:
        yield connection


def schemas(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return each table's resource in the data package, by its name."""
    package = json.loads(files["data/datapackage.json"])
    return {resource["name"]: resource for resource in package["resources"]}


# --- the tables ---


def test_names_of_tables_are_their_own(tables: tuple[Table, ...]) -> None:
    """No list of a model is called as a kind or as another table is, and no column twice in one."""
    names = [table.name for table in tables]
    assert sorted(set(names)) == sorted(names)
    for table in tables:
        columns = [column.name for column in table.columns]
        assert sorted(set(columns)) == sorted(columns), table.name
        for column in table.columns:
            told = {*column.title}, {*column.description}
            assert ({*MESSAGE_LANGUAGES}, {*MESSAGE_LANGUAGES}) == told, column.name


def test_contract_is_kept(dataset: Dataset, tables: tuple[Table, ...]) -> None:
    """No column goes or gets another type, and no table goes; in a text's columns the language is any."""
    keeps(CONTRACT, _contract([*tables, codebook(tables)], dataset.languages))


def _contract(every: list[Table], languages: Sequence[str]) -> list[str]:
    """Return each column with its type, what it refers to, and whether it tells rows from others."""
    lines = {}
    for table in every:
        for column in table.columns:
            *outer, last = column.steps
            of_text = column.language in languages and table.name != CODEBOOK
            name = "_".join([*outer, "<language>" if of_text else last])
            told = [
                column.kind,
                *(f"-> {to}" for to in [column.refers_to] if to),
                *["key"] * column.is_key,
            ]
            lines[f"{table.name}.{name}: {' '.join(told)}"] = None
    return [*lines]


def test_what_is_described_is_there(tables: tuple[Table, ...]) -> None:
    """The tables that the page of data names are those that there are; no column is described that there is none of."""
    every = [*tables, codebook(tables)]
    assert {*KINDS, *other_tables()} == {table.name for table in every}
    assert {*yaml_data("handbook.opendata", "columns.yml")} <= {
        column.steps[0] for table in every for column in table.columns
    }


def test_types_come_from_the_models(dataset: Dataset) -> None:
    """Numbers with their limits, truth values, values to choose from and lists are told from texts."""
    figure = {column.name: column for column in columns_of(Figure, dataset.labels)}
    practice = {column.name: column for column in columns_of(Practice, dataset.labels)}
    assert ("number", "boolean") == (figure["value"].kind, figure["period_inferred"].kind)
    assert "count" in figure["measure"].constraints["enum"]
    assert ["mechanism", "agreement"] == practice["kind"].constraints["enum"]
    assert ("integer", {"minimum": 1}) == (practice["order"].kind, practice["order"].constraints)
    assert "list" == practice["places"].kind
    assert figure["title_zh"].constraints["required"]
    assert not figure["title_en"].constraints


def test_columns_stay_when_no_record_fills_them(files: dict[str, bytes]) -> None:
    """A kind's table without rows has the same columns as one with; a list's is not published."""
    names = [each["name"] for each in schemas(files)["corrections"]["schema"]["fields"]]
    assert ",".join(names) == files["data/corrections.csv"].decode("utf-8-sig").strip()
    assert "data/steps.csv" not in files


def test_a_field_left_at_its_default_is_told_in_the_table(files: dict[str, bytes]) -> None:
    """What a record does not say is false, not unknown, where the model says so."""
    assert {"false"} == {row["started_inferred"] for row in rows_of(files, "practices")}


def test_each_item_of_a_list_is_a_row(files: dict[str, bytes]) -> None:
    """Parts and texts that records have several of stand in rows that name their record and their place in it."""
    [actor] = rows_of(files, "actors")
    assert ("joint-patrols", "actors[1]", "river-police", "lead", "false") == tuple(
        actor[name] for name in ("record_id", "part", "organisation", "role", "inferred")
    )
    [gap] = rows_of(files, "gaps")
    assert ("joint-patrols", "gaps[1]", "what it costs") == (
        gap["record_id"],
        gap["part"],
        gap["text_en"],
    )


def test_links_name_who_refers_to_whom_and_rests_on_what(files: dict[str, bytes]) -> None:
    """Each reference and each citation of a field is a row, with the part of the record that it stands in."""
    links = {(row["record_id"], row["field"]): row for row in rows_of(files, "links")}
    assert "river-police" == links["joint-patrols", "actors[1].organisation"]["target"]
    assert "actors[1]" == links["joint-patrols", "actors[1].organisation"]["part"]
    assert "" == links["joint-patrols", "places[1]"]["part"]
    cited = {(row["record_id"], row["field"]): row for row in rows_of(files, "citations")}
    assert ("river-report", "2", "results.statements[1]") == tuple(
        cited["joint-patrols", "results.statements[1].cite[1]"][name]
        for name in ("source", "place", "part")
    )
    assert "" == cited["river-police", "cite[2]"]["place"]  # the head


def test_every_record_tells_its_version(dataset: Dataset, files: dict[str, bytes]) -> None:
    """The table of all records has the version that the record's answer tells."""
    for row in rows_of(files, "records"):
        one = json.loads(files[f"api/v1/{row['kind']}/{row['id']}.json"])
        assert (one["edition"], one["data"]["path"]) == (row["edition"], row["path"])
    assert [*dataset.records] == [row["id"] for row in rows_of(files, "records")]


def test_tables_tell_their_edition_and_licence(files: dict[str, bytes]) -> None:
    """A file that went from hand to hand says what it is of."""
    told = {row["item"]: row["text_en"] for row in rows_of(files, "about")}
    assert ("Riverside handbook", EDITION.id) == (told["title"], told["edition"])
    assert told["licence"].startswith("Creative Commons Attribution 4.0 <https://")
    assert told["nature"]


def test_words_of_choices_are_told(files: dict[str, bytes]) -> None:
    """Whoever reads `lead` finds what readers of the site read."""
    words = {
        (row["table_name"], row["column_name"], row["value"]): row["title_zh"]
        for row in rows_of(files, "choices")
    }
    assert "牵头" == words["actors", "role", "lead"]
    assert "做法" == words["records", "kind", "practices"]


# --- the data package ---


def test_package_is_valid_and_so_are_its_tables(files: dict[str, bytes], site: Path) -> None:
    """Frictionless finds types, constraints, keys and foreign keys kept, and each file as the package says."""
    report = frictionless.validate(str(site / "data/datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    assert {path for path in files if path.endswith(".csv")} == {
        f"data/{resource['path']}" for resource in schemas(files).values()
    }


def test_frictionless_sees_what_is_wrong(
    files: dict[str, bytes], site: Path, tmp_path: Path
) -> None:
    """A reference to nothing, a value that is no choice, one that lacks and one of another type are found by the package alone."""
    folder = Path(shutil.copytree(site / "data", tmp_path / "data"))
    for table, old, new in (
        ("practices", b"river-safety", b"hill-safety"),
        ("places", b"town,", b"city,"),
        ("figures", b"count", b""),
        ("actors", b"false", b"perhaps"),
    ):
        (folder / f"{table}.csv").write_bytes(files[f"data/{table}.csv"].replace(old, new))
    package = json.loads(files["data/datapackage.json"])
    for resource in package["resources"]:
        del resource["bytes"], resource["hash"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = frictionless.validate(str(folder / "datapackage.json"))
    found = {(task.name, error.type) for task in report.tasks for error in task.errors}
    assert {
        ("practices", "foreign-key"),
        ("places", "constraint-error"),
        ("figures", "constraint-error"),
        ("actors", "type-error"),
    } <= found


def test_each_cell_is_of_its_columns_type(files: dict[str, bytes]) -> None:
    """Cells read as their column's type, and keep to its constraints."""
    for name, resource in schemas(files).items():
        for row in rows_of(files, name):
            for field in resource["schema"]["fields"]:
                cell, constraints = row[field["name"]], field.get("constraints", {})
                assert cell or not constraints.get("required"), field
                if cell:
                    READERS[field["type"]](cell)
                    assert cell in constraints.get("enum", [cell]), field
                    assert re.search(constraints.get("pattern", ""), cell), field


def test_references_are_foreign_keys(files: dict[str, bytes]) -> None:
    """A column of ids refers to the table of their kind, or to that of all records; within a table, to itself."""
    described = schemas(files)
    keys = {
        (name, *key["fields"]): key["reference"].get("resource")
        for name, resource in described.items()
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert "themes" == keys["practices", "theme"]
    assert "organisations" == keys["actors", "organisation"]
    assert None is keys["practices", "status_by"]
    assert None is keys["places", "parent"]
    assert {"records"} == {keys[folder, "id"] for folder in KINDS}


# --- all formats ---


@pytest.fixture(scope="module")
def hostile(dataset: Dataset) -> Dataset:
    """Return the handbook with texts of all sorts: each text is one or begins with one, and there are more other names."""
    texts, kept = cycle(HOSTILE), cycle((True, False))
    records = {
        each.id: rewritten(each, lambda said: next(texts) + (said if next(kept) else ""))
        for each in dataset.records.values()
    }
    words = {**dataset.labels.words}
    for name in ("site_name", "nature_note"):
        words[name] = {lang: f"{next(texts)}{said}" for lang, said in words[name].items()}
    labels = dataset.labels.model_copy(update={"words": words})
    return dataclasses.replace(dataset, records=records, labels=labels)


@pytest.fixture(scope="module")
def attacked(hostile: Dataset) -> dict[str, bytes]:
    """Return its data files."""
    return open_data(hostile)


def cells_of(files: Mapping[str, bytes]) -> list[str]:
    """Return every cell of every CSV file."""
    tables = [path[5:-4] for path in files if path.endswith(".csv")]
    return [cell for table in tables for row in rows_of(files, table) for cell in row.values()]


def test_every_format_has_every_value(hostile: Dataset, attacked: dict[str, bytes]) -> None:
    """JSON, CSV, workbook and database hold each value of each record, whatever it looks like, and no formula."""
    assert [] == [*differing_tables(hostile, attacked)]
    assert [] == [*differing_answers(hostile, attacked)]
    assert [] == [*unlike_schema(attacked)]
    package = json.loads(attacked["data/datapackage.json"])
    told = [hostile.labels.word("site_name", lang) for lang in hostile.languages]
    assert " · ".join(told) == package["title"]
    assert {*HOSTILE} <= {*map(as_written, cells_of(attacked))}


def test_a_cell_is_never_a_formula(attacked: dict[str, bytes]) -> None:
    """A text that a spreadsheet would run is set off, in every table; a negative number is not."""
    cells = cells_of(attacked)
    assert {"'=1+1", "''=1+1", "'''-1", "'＝1+1", "'quoted'"} <= {*cells}
    assert [] == [cell for cell in cells if re.match(r"[=+@＝＋＠－\t\r\n]|-(?!\d)", cell)]


def test_same_handbook_makes_the_same_bytes(dataset: Dataset, files: dict[str, bytes]) -> None:
    """Made again, later, each file is the same."""
    assert files == open_data(dataset)


# --- the workbook ---


def test_workbook_begins_with_what_it_is(files: dict[str, bytes], site: Path) -> None:
    """Each sheet has both names of its columns above, which stay in sight, and hides columns without a value; the first two tell what it is, and what each column."""
    book = openpyxl.load_workbook(site / "data/handbook.xlsx")
    assert ["about", "codebook"] == book.sheetnames[:2]
    assert {path[5:-4] for path in files if path.endswith(".csv")} == {*book.sheetnames}
    for sheet in book.worksheets:
        assert "B3" == sheet.freeze_panes, sheet.title
    assert "2000-01-01" == f"{book.properties.created:%Y-%m-%d}"  # not today
    figures = book["figures"]
    assert (True, False) == tuple(figures.column_dimensions[name].hidden for name in "DB")
    assert ("id", "title_zh") == (figures["A2"].value, figures["B2"].value)
    assert re.search(r"[一-鿿].*\n[A-Z]", figures["B1"].value)
    told = {
        (row[0], row[1]): row for row in book["codebook"].iter_rows(min_row=3, values_only=True)
    }
    for sheet in book.worksheets:
        if sheet.title == "codebook":
            continue
        for name in next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)):
            assert all(told[sheet.title, name][2:7]), (sheet.title, name)


def test_longest_text_of_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    """What no cell can hold ends there with the name of the file that has it whole."""
    text = "河" * MOST + "长"
    platform = handbook_of.PLATFORM + f"text:\n  zh: {text}\n"
    files = open_data(changed(tmp_path, river_line=platform))
    (tmp_path / "h.xlsx").write_bytes(files["data/handbook.xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "h.xlsx")["platforms"]
    heads = [cell.value for cell in sheet[2]]
    cell = sheet.cell(3, heads.index("text_zh") + 1).value
    assert (MOST, "河… [platforms.csv]") == (len(cell), cell[-len("河… [platforms.csv]") :])
    assert text == rows_of(files, "platforms")[0]["text_zh"]


# --- the database ---


def test_references_of_the_database_lead_somewhere(database: sqlite3.Connection) -> None:
    """SQLite finds the file whole and no foreign key without its row; a row that breaks one is refused."""
    assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
    assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("PRAGMA foreign_keys = ON")
    for broken in ("UPDATE practices SET theme = 'nowhere'", "UPDATE practices SET kind = 'no'"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(broken)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("巡河", {"joint-patrols", "boat-incidents", "river-safety"}),
        ("联合巡河", {"joint-patrols", "boat-incidents"}),
        ("河联", set()),
        ("派出所 纠纷", {"joint-patrols"}),
        ("由12人", {"joint-patrols"}),
        ("12人分三组", {"joint-patrols"}),
        ("热", {"river-line"}),
        ("POACHING", {"joint-patrols"}),
        ("poach", {"joint-patrols"}),
        ("river chiefs", {"river-chief"}),
        ("  偷渔　的人  ", {"joint-patrols"}),
        ('"偷渔"', {"joint-patrols"}),
        ("偷渔 OR 热线", set()),
        ("", set()),
        ("——", set()),
    ],
)
def test_search_cuts_what_is_looked_for(
    database: sqlite3.Connection, query: str, found: set[str]
) -> None:
    """Words of one and of two characters, phrases, several words and numbers are found as the site's search finds them."""
    ids = database.execute("SELECT id FROM search WHERE query = json_quote(?)", [query])
    assert found == {one for (one,) in ids}


def test_search_finds_whatever_stands_in_a_text(database: sqlite3.Connection) -> None:
    """Each piece of a text is found that begins where a word may: with a Han character, or after no letter or digit."""
    dice = random.Random(1)
    for _ in range(150):
        text = "".join(
            dice.choices("河巡联合公里〇𠮷ab1Z9é -–，。“_'\"/*^:()+", k=dice.randint(1, 14))
        )
        cut = "".join(paired([text]))
        database.execute("INSERT INTO words (words) VALUES ('delete-all')")
        database.execute(
            "INSERT INTO words (rowid, title, names, text) VALUES (1, '', '', ?)", [cut]
        )
        for match in re.finditer(rf"[{HAN}]|(?:(?<=[{HAN}])|(?<![^\W_]))[^\W_]", text):
            for end in range(match.start() + 1, len(text) + 1):
                piece = text[match.start() : end]
                query = "SELECT count(*) FROM search WHERE query = json_quote(?)"
                assert [(1,)] == database.execute(query, [piece]).fetchall(), (text, piece)


def test_search_ranks_names_first(database: sqlite3.Connection) -> None:
    """What is called so comes before what mentions it, with its title in the language in which it was found."""
    query = "SELECT title FROM search WHERE query = ? AND language = 'zh' ORDER BY rank LIMIT 1"
    assert [("最美河流",)] == database.execute(query, ['"河流"']).fetchall()


def test_views_tell_names(database: sqlite3.Connection) -> None:
    """Who does what, what cites what and all numbers are told with names, a row each."""
    [who] = database.execute("SELECT practice_en, role_en, organisation_en FROM who_does_what")
    assert ("Joint river patrols", "lead", "Riverside Police Station") == who
    [(place,)] = database.execute(
        "SELECT place FROM what_cites_what WHERE record_id = 'boat-incidents' AND part IS NULL"
    )
    assert 3 == place
    numbers = database.execute("SELECT period_date, value, unit_en FROM numbers").fetchall()
    assert ("2024", 1728, "incidents") == numbers[-1]
