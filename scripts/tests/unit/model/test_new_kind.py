"""The recipe "… a kind of record" of HACKING.md, followed on a copy of the small handbook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from handbook.book.documents import Library
from handbook.checks import check_handbook
from handbook.cli.new import starting_file
from handbook.load import labels_file, load
from handbook.load.build_version import read_history
from handbook.model.kinds import KINDS, Event, Kind, index_pages, search_order
from handbook.model.records import Cited, Dated, Described, PlaceId
from handbook.model.types import FieldDescription
from handbook.model.urls import Address, address_of
from handbook.opendata.json_schema import build_schemas
from handbook.opendata.linked import build_linked
from handbook.pages import environment
from handbook.pages.render import Handbook, render
from handbook.review.brief import build_brief
from handbook.review.compare import compare
from handbook.search.names import build_lists
from handbook.site.form_editor import build_config
from tests.helpers import handbook_of
from tests.helpers.mkdocs_site import build_site
from tests.helpers.open_data import EDITION, HISTORY, open_data
from tests.helpers.search_index import build_documents


class Meeting(Described, Cited):
    """A day on which people met."""

    folder = "meetings"
    place: Annotated[
        PlaceId, FieldDescription(zh="地点", en="Where"), Field(examples=["river-town"])
    ]
    held: Annotated[Dated, FieldDescription(zh="日期", en="When it was held")]


#: The declaration.
MEETINGS = Kind(
    record=Meeting,
    index="meetings",
    facets={"place": lambda meeting: [meeting.place]},
    event=Event(field="held", word="event_meeting"),
)
#: The words.
WORDS = {
    "kind_meetings": {"zh": "会议", "en": "Meetings"},
    "meetings_title": {"zh": "会议", "en": "Meetings"},
    "meetings_description": {"zh": "开过的会议。", "en": "The meetings that were held."},
    "event_meeting": {"zh": "{title}召开", "en": "{title} (held)"},
}
#: The templates: of a record's page, and of the index page.
TEMPLATES = {
    "meeting.md.jinja": """\
{% import "_parts.jinja" as part with context %}
# {{ name(record.title) }}

{{ prose(record.summary) }}{{ cite(record.cite) }}

{{ part.facts([("places", link(record.place)), ("year", date(record.held))]) }}
{{ part.gaps(record) }}
""",
    "meetings.md.jinja": """\
# {{ title }}

{% for record in records.values() | selectattr("folder", "equalto", "meetings") %}
- {{ link(record) }}
{% endfor %}
""",
}
RECORD = """\
id: first-meeting
title:
  zh: 第一次护河会
  en: First river meeting
summary:
  zh: 两岸的[[river-police]]第一次开会。
  en: The first meeting of the [[river-police]].
place: river-town
held:
  date: 2023-09
cite:
  - river-report#2
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small handbook with one record of a new kind."""
    templates = tmp_path / "templates"
    shutil.copytree(environment.FOLDER, templates)
    handbook_of.write(templates, TEMPLATES)
    monkeypatch.setitem(KINDS, Meeting.folder, MEETINGS)
    monkeypatch.setattr(environment, "FOLDER", templates)
    environment._environment.cache_clear()
    words = {**labels_file.engine_words(), **WORDS}
    monkeypatch.setattr(labels_file, "engine_words", lambda: words)
    files = {"data/meetings/first-meeting.yml": RECORD, **handbook_of.SITE}
    yield handbook_of.write(handbook_of.good(tmp_path / "handbook"), files)
    environment._environment.cache_clear()


@pytest.fixture
def handbook(root: Path) -> Handbook:
    """Return the handbook with its pages."""
    return render(load(root)[0])


def test_record_of_a_new_kind_is_checked(root: Path) -> None:
    """The record is accepted, and a field that its model does not have is reported."""
    assert [] == check_handbook(root)[1]
    file = root / "data/meetings/first-meeting.yml"
    file.write_text(RECORD.replace("held:", "holden:"), "utf-8")
    assert {"field-unknown", "check-incomplete"} == {
        finding.code for finding in check_handbook(root)[1]
    }


def test_new_kind_has_pages_and_a_place_in_lists(handbook: Handbook) -> None:
    """It is read below its folder, and listed on its index page and by its date."""
    pages = {path: rendered.page.markdown for path, rendered in handbook.pages["en"].items()}
    record = handbook.dataset.records["first-meeting"]
    assert Address("meetings/first-meeting") == address_of(record, handbook.dataset)
    assert "[Riverside](../places.md#river-town)" in pages["meetings/first-meeting"]
    assert "(meetings/first-meeting.md)" in pages["meetings"]
    assert "(held)" in pages["timeline"]
    assert "meetings" in index_pages()


def test_new_kind_is_in_the_site_and_in_search(handbook: Handbook, tmp_path: Path) -> None:
    """MkDocs builds its pages without a warning; the list of names ranks it and knows its facets."""
    build_site(handbook, tmp_path / "site")
    assert 'href="../meetings/"' in (tmp_path / "site/en/figures/index.html").read_text("utf-8")
    dataset = handbook.dataset
    documents = {
        lang: build_documents(dataset, tmp_path / "site", lang) for lang in dataset.languages
    }
    names = build_lists(dataset, "en", documents, {}, {})[""]
    entry = next(entry for entry in names["entries"] if entry["a"] == "meetings/first-meeting/")
    assert "meetings" == search_order()[entry["k"]] == list(names["values"]["kind"])[entry["k"]]
    assert {"place": ["river-town"], "year": ["2023"]} == entry["f"]


def test_new_kind_is_in_the_book(handbook: Handbook) -> None:
    """Its index page is a chapter, its record stands below it and in the index of names."""
    book = json.loads(Library(handbook, "en", "").handbook().data)
    assert "meetings" in {
        block.get("label") for chapter in book["chapters"] for block in chapter["blocks"]
    }
    named = {name["name"]: name["places"] for letter in book["index"] for name in letter["names"]}
    assert ["meetings/first-meeting"] == named["First river meeting"]


def test_new_kind_has_data_schema_form_and_starting_file(handbook: Handbook, root: Path) -> None:
    """What is made from the models follows from the declaration."""
    dataset = handbook.dataset
    files = open_data(dataset, read_history(root))
    answer = json.loads(files["api/v1/meetings/first-meeting.json"])
    assert "/meetings/first-meeting/" == answer["data"]["path"]
    assert b"first-meeting" in files["data/meetings.csv"]
    graph = build_linked(dataset, EDITION, HISTORY)["data/handbook.ttl"].decode()
    assert "<id/first-meeting/> a handbook:Meeting,\n        schema:Thing ;" in graph
    assert 'handbook:Meeting.held a rdf:Property ;\n    rdfs:label "When it was held"@en' in graph
    assert "held" in json.loads(build_schemas(dataset.labels)["meeting.json"])["properties"]
    collections = build_config(dataset, {"name": "test-repo"})["collections"]
    assert "data/meetings" == next(c["folder"] for c in collections if c["name"] == "meetings")
    assert "held:" in starting_file(Meeting, {"id": "second-meeting"}, dataset, "en")


def test_new_kind_is_told_to_reviewers(handbook: Handbook, tmp_path: Path) -> None:
    """A record that was added is named with its kind."""
    before, _ = load(handbook_of.good(tmp_path / "before"))
    assert "Meetings · First river meeting" in build_brief(
        compare(before, handbook.dataset), [], languages=["en"]
    )
