"""The contract of the API: each answer keeps to its schema, the schemas to the models, and both to what was promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from handbook.load import load
from handbook.load.files import write_files
from handbook.model.answers import common_fields, components
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Practice
from handbook.opendata.api import build_api
from handbook.pages.build import build_pages
from handbook.text.conversion import converted
from handbook.text.plain_data import precision_of
from tests.helpers import handbook_of, several_sources
from tests.helpers.golden import keeps
from tests.helpers.open_data import (
    EDITION,
    HISTORY,
    answers_of,
    differing_answers,
    open_data,
    unlike_schema,
)

#: What readers rely on: each field with its type, a line each. Lines are added, never changed or removed.
CONTRACT = Path(__file__).with_name("api_v1.txt")
RECORDS = {kind.record.__name__ for kind in KINDS.values()}
SERIES = {"data/figures/boat-incidents.yml": handbook_of.SERIES}
EVERY_WAY: dict[str, Callable[[Path], Dataset]] = {
    "good": lambda root: load(handbook_of.good(root))[0],
    "changing": lambda root: load(handbook_of.changing(root))[0],
    "series": lambda root: load(handbook_of.write(handbook_of.good(root), SERIES))[0],
    "sources": lambda root: load(handbook_of.write(handbook_of.good(root), several_sources.files()))[0],
    "converted": lambda root: converted(load(handbook_of.with_hant(handbook_of.good(root)))[0]),
}  # fmt: skip


@pytest.fixture(params=EVERY_WAY)
def handbook(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    """Return a small handbook: as it is, with practices that are over, numbers over time, several sources …"""
    return EVERY_WAY[request.param](tmp_path)


@pytest.fixture
def files(dataset: Dataset) -> dict[str, bytes]:
    """Return the data files of the small handbook."""
    return open_data(dataset)


def read(files: Mapping[str, bytes], path: str) -> Any:
    """Return the data of an answer."""
    return json.loads(files[f"api/v1/{path}.json"])["data"]


def test_every_answer_keeps_to_its_schema(handbook: Dataset) -> None:
    """Each names its schema, holds what that requires, and nothing that it does not tell of."""
    from jsonschema import (
        Draft202012Validator,
    )  # takes a second, for which no other test shall wait

    files = open_data(handbook)
    assert [] == [*unlike_schema(files)]
    schemas = {path for path in files if path.startswith("api/v1/schema/")}
    for path in schemas:
        Draft202012Validator.check_schema(json.loads(files[path]))
    unused = schemas - {answer["schema"].removeprefix("/") for answer in answers_of(files).values()}
    assert unused <= {"api/v1/schema/correction.json"}  # there is none


def test_answers_hold_the_values_of_the_records(handbook: Dataset) -> None:
    """One by one, and no others; numbers are numbers, truth values are told in full."""
    assert [] == [*differing_answers(handbook, open_data(handbook))]


def test_openapi_describes_every_answer(handbook: Dataset) -> None:
    """The description is valid, and each file below the API is at an address that it names."""
    from openapi_spec_validator import OpenAPIV31SpecValidator  # takes a second, too

    files = open_data(handbook)
    described = json.loads(files["api/v1/openapi.json"])
    assert [] == [*OpenAPIV31SpecValidator(described).iter_errors()]
    one = {f"/{record.folder}/{record.id}.json" for record in handbook.records.values()}
    named = {path.replace("{id}", "*") for path in described["paths"]}
    for path in files:
        at = path.removeprefix("api/v1")
        if path.startswith("api/v1/") and "/schema/" not in at and at != "/openapi.json":
            assert at in named or (f"/{at.split('/')[1]}/*.json" in named and at in one), path
    assert ("3.1.0", "v1") == (described["openapi"], described["info"]["version"])
    assert [{"url": "../v1"}] == described["servers"]
    summary = described["paths"]["/index.json"]["get"]["summary"]
    assert summary.startswith("接口目录 / where to begin")


def lines(schemas: Mapping[str, Any]) -> list[str]:
    """Return each field of each component with its type, whether it is always there first."""

    def kind(schema: Any) -> str:
        if "$ref" in schema:
            return str(schema["$ref"])
        if "additionalProperties" in schema:
            return f"{{{kind(schema['additionalProperties'])}}}"
        return f"[{kind(schema['items'])}]" if "items" in schema else schema.get("type", "anything")

    return [
        f"{name}.{field}: {'always' if field in schema.get('required', ()) else 'maybe'} {kind(part)}"
        for name, schema in schemas.items()
        if name not in {"Text", "Names"}  # which have the handbook's languages
        for field, part in schema["properties"].items()
    ]


def test_contract_is_kept(dataset: Dataset) -> None:
    """No field goes or gets another type within v1."""
    keeps(CONTRACT, lines(components(dataset.labels)))


def test_values_to_choose_from_have_words(files: dict[str, bytes]) -> None:
    """Each value of an enumeration is told in every language; what a record holds is one of them."""
    words = {
        (row["of"], row["field"], row["value"]): row["title"] for row in read(files, "choices")
    }
    assert {"zh": "牵头", "en": "lead"} == words["Actor", "role", "lead"]
    practice = read(files, "practices/joint-patrols")
    assert ("Practice", "kind", practice["kind"]) in words
    enums = {
        (name, field, value)
        for name, schema in json.loads(files["api/v1/openapi.json"])["components"][
            "schemas"
        ].items()
        for field, part in schema.get("properties", {}).items()
        for value in part.get("enum", ())
        if (name, field) not in {("Entry", "kind"), ("Citation", "kind")} and field != "precision"
    }
    assert enums - words.keys() == {each for each in enums if each[0] == "ObservationRow"}


def in_own_language(data: Any, lang: str) -> Any:
    """Return data in which only the texts of one language stand."""
    if isinstance(data, list):
        return [in_own_language(each, lang) for each in data]
    if not isinstance(data, dict):
        return data
    return {
        key: "…" if key in {"zh", "en"} - {lang} else in_own_language(value, lang)
        for key, value in data.items()
    }


def test_page_shows_an_answer_and_how_to_read_it(tmp_path: Path) -> None:
    """The example is what the file holds that it names, and the program that reads the list runs."""
    root = handbook_of.good(tmp_path)
    dataset = load(root)[0]
    files = open_data(dataset)
    write_files(root / "site", files)
    for lang in dataset.languages:
        markdown = build_pages(dataset, lang, only={"api"})["api"].markdown
        [path] = re.findall(r"\]\(site:(api/v1/figures/.*\.json)\)", markdown)
        example, program = re.findall(r"```(?:json|python)\n(.*?)```", markdown, re.DOTALL)
        assert in_own_language(read(files, path[7:-5]), lang) == json.loads(example)
        program = program.replace("https://example.org/", f"{(root / 'site').as_uri()}/")
        run = subprocess.run(
            [sys.executable, "-"], input=program, capture_output=True, text=True, check=True
        )
        figures = json.loads(files["api/v1/figures.json"])["data"]
        assert [
            f"{each['title'][lang]} {each['value']}" for each in figures
        ] == run.stdout.splitlines()


def test_references_and_citations_lead_somewhere(files: dict[str, bytes]) -> None:
    """An id has its page and its file beside it, a citation its source, place and mark."""
    practice = read(files, "practices/joint-patrols")
    actor = practice["actors"][0]["organisation"]
    assert "river-police" == actor["id"]
    assert "/organisations/#river-police" == actor["path"]
    assert actor["id"] == json.loads(files[actor["json"].removeprefix("/")])["data"]["id"]
    assert {
        "source": "river-report",
        "kind": "paragraph",
        "place": 2,
        "mark": {"zh": "〔2〕", "en": "[¶2]"},
        "path": "/sources/river-report/#p2",
    } == practice["cite"][0]


def test_citations_of_heads_and_of_several_sources(tmp_path: Path) -> None:
    """Title and by-line have no number; a mark names its source where there are several, and its kind of place."""
    dataset = EVERY_WAY["sources"](tmp_path)
    [difference] = read(open_data(dataset), "practices/joint-patrols")["differences"]
    cited = difference["accounts"][1]["cite"][0]
    assert ("page", 9, "[Gazette p. 9]") == (cited["kind"], cited["place"], cited["mark"]["en"])
    changing = EVERY_WAY["changing"](tmp_path / "changing")
    [former] = read(open_data(changing), "organisations/river-police")["former_names"]
    [head] = former["cite"]
    assert ("head", "/sources/river-report/#p0") == (head["kind"], head["path"])
    assert "place" not in head


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        ("2023", "year"),
        ("2024-Q1", "quarter"),
        ("2023-08", "month"),
        ("2023-08-01", "day"),
        ("2019/2023", "year"),
        ("2019-01-01/2019-06-30", "day"),
    ],
)
def test_dates_say_how_precise_they_are(date: str, precision: str) -> None:
    """Whatever the date, or the ends of the time that a number is of."""
    assert precision == precision_of(date)


def test_periods_say_when_they_begin_and_end(tmp_path: Path) -> None:
    """Nobody has to know how a quarter is written."""
    series = handbook_of.SERIES.replace("date: '2023'", "date: 2023-Q2")
    root = handbook_of.write(
        handbook_of.good(tmp_path), {"data/figures/boat-incidents.yml": series}
    )
    periods = [
        each["period"]
        for each in read(open_data(load(root)[0]), "figures/boat-incidents")["observations"]
    ]
    [quarter] = [each for each in periods if each["precision"] == "quarter"]
    assert ("2023-04", "2023-06") == (quarter["from"], quarter["to"])
    assert all(isinstance(each["cumulative"], bool) for each in periods)


def test_search_has_every_name_of_every_record(dataset: Dataset, files: dict[str, bytes]) -> None:
    """Each once, with where its record is; the title stands by itself."""
    entries = read(files, "search")
    assert [*dataset.records] == [each["id"] for each in entries]
    [entry] = [each for each in entries if each["id"] == "joint-patrols"]
    practice = dataset.records["joint-patrols"]
    assert isinstance(practice, Practice)
    wanted = {*practice.aliases.get("zh"), *practice.search_terms.get("zh")}
    assert wanted - {practice.title.root["zh"]} == {*entry["names"]["zh"]}
    assert ("practices", dict(practice.title.items())) == (entry["kind"], entry["title"])
    assert "/api/v1/practices/joint-patrols.json" == entry["json"]


def test_search_tells_which_records_have_changed(files: dict[str, bytes]) -> None:
    """The version of each is that of its own answer."""
    for entry in read(files, "search"):
        assert json.loads(files[entry["json"][1:]])["edition"] == entry["edition"]


def test_index_leads_to_everything(dataset: Dataset, files: dict[str, bytes]) -> None:
    """From it a program finds each list, its size, the languages and the description."""
    index = read(files, "index")
    for name, endpoint in index["endpoints"].items():
        assert endpoint["count"] == len(read(files, endpoint["all"].removesuffix(".json"))), name
    assert {"practices", "search"} < index["endpoints"].keys()
    assert [("zh", "/"), ("en", "/en/")] == [
        (each["code"], each["path"]) for each in index["languages"]
    ]
    assert index["openapi"].removeprefix("/") in files
    assert "site" not in index  # it is not known
    published = build_api(dataset, EDITION, HISTORY, "https://handbook.example/river")
    assert "https://handbook.example/river/" == read(published, "index")["site"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_describes_every_field(lang: str, dataset: Dataset) -> None:
    """In the words of its language, from what programs get; the page of the data leads there."""
    pages = build_pages(dataset, lang, only={"api", "data"})
    markdown = pages["api"].markdown
    common = set(common_fields(components(dataset.labels))["properties"])
    assert {"id", "title", "cite"} < common
    every = {**components(dataset.labels), "Record": common_fields(components(dataset.labels))}
    del every["ObservationRow"]  # nothing empty is told of
    assert "ObservationRow" not in markdown
    for name, schema in every.items():
        section = markdown.partition(f" {{#of-{name.lower()}}}\n")[2].partition("\n### ")[0]
        assert section, name
        if name in {"Text", "Names"}:
            continue
        for field in schema["properties"].keys() - (common if name in RECORDS else set()):
            mark = "" if field in schema.get("required", ()) else "?"
            assert f"\n`{field}`{mark}\n:   " in section, (name, field)
    assert "](api.md)" in pages["data"].markdown
    assert ":lang[" not in markdown
