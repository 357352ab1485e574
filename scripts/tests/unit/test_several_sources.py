"""A handbook of several sources: every output shows which statement rests on which, and where they differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.book.documents import Library
from handbook.book.notice_sheet import cited_line, sheet_page
from handbook.build.pages import Finished, Surroundings, finish_pages
from handbook.checks import check_handbook
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Cited, Platform, Practice
from handbook.pages.build import build_pages
from handbook.pages.queries import in_order
from handbook.pages.render import render
from handbook.store import Store
from handbook.text.citations import mark_of, sources_in_words
from tests.helpers import golden, handbook_of
from tests.helpers.commands import brief
from tests.helpers.open_data import open_data, rows_of
from tests.helpers.repository import committed, edit
from tests.helpers.several_sources import files, several
from tests.unit.pages.test_build import text

PRACTICE, TOWN = "data/practices/joint-patrols.yml", "data/places/river-town.yml"
DIFFERENCE = """\
differences:
  - about:
      zh: 名称的由来
      en: where the name comes from
    accounts:
      - text:
          zh: 由河得名。
          en: From the river.
        cite:
          - river-report#5
      - text:
          zh: 由桥得名。
          en: From the bridge.
        cite:
          - river-gazette#6
"""


@pytest.fixture
def handbook(tmp_path: Path) -> Dataset:
    """Return the handbook of several sources."""
    return load(several(tmp_path))[0]


def test_handbook_of_several_sources_passes_the_check(tmp_path: Path) -> None:
    """What the other tests look at is right."""
    assert [] == [found.text("en") for found in check_handbook(several(tmp_path))[1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["safety/river-safety/joint-patrols", "sources", "sources/river-gazette"]
)
def test_page_is_its_golden_file(handbook: Dataset, path: str, lang: str) -> None:
    """Both accounts stand with their marks, and a source's page tells its places, and what it is to the others."""
    golden.agrees(f"several/{path}.{lang}.md", text(build_pages(handbook, lang)[path]))


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("paragraph", "〔8〕", "[¶8]"),
        ("page", "〔第8页〕", "[p. 8]"),
        ("section", "〔第8节〕", "[§8]"),
        ("table", "〔表8〕", "[Table 8]"),
    ],
)
def test_mark_tells_the_kind_of_place(tmp_path: Path, kind: str, zh: str, en: str) -> None:
    """The only source needs no mark of its own before the number."""
    source = handbook_of.SOURCE.replace("places", f"locator: {kind}\nplaces")
    dataset = handbook_of.changed(tmp_path, river_report=source)
    marks = [mark_of(dataset, "river-report", 8, lang) for lang in ("zh", "en")]
    assert [zh, en] == [mark and mark.words for mark in marks]


def test_mark_names_its_source_and_whether_it_is_superseded(handbook: Dataset) -> None:
    """With several sources, the number alone would not tell which."""
    assert ("[Gazette p. 8]", "Gazette, page 8") == mark_of(handbook, "river-gazette", 8, "en")
    assert ("〔公报 第8页〕", "公报，第8页") == mark_of(handbook, "river-gazette", 8, "zh")
    assert ("〔简报 第2节〕", "简报，第2节（已被取代）") == mark_of(
        handbook, "river-brief", 2, "zh"
    )


def test_page_shows_the_marks_of_all_that_a_statement_rests_on(handbook: Dataset) -> None:
    """Where two sources agree, both marks stand."""
    html = render(handbook).pages["en"]["places"].html
    assert '>[Report ¶1]</a><a aria-label="Brief, section 2 (superseded)"' in html


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "folder", [folder for folder, kind in KINDS.items() if issubclass(kind.record, Cited)]
)
def test_what_sources_tell_differently_is_printed_of_each_kind(
    tmp_path: Path, folder: str, lang: str
) -> None:
    """On the record's own place both accounts stand, under words that say that sources differ."""
    root = several(tmp_path)
    [file] = (root / "data" / folder).glob("*.yml")
    typed = file.read_text("utf-8")
    if "differences:" in typed:
        typed = typed.replace("differences:\n", DIFFERENCE)
    else:
        before = "gaps:" if "gaps:" in typed else "cite:"
        head, tail = typed.rsplit(f"\n{before}", 1)
        typed = f"{head}\n{DIFFERENCE}{before}{tail}"
    file.write_text(f"{typed}  - river-report#5\n  - river-gazette#6\n", "utf-8")
    dataset = load(root)[0]
    pages = build_pages(dataset, lang).values()
    told = {
        "zh": ("来源说法不一", "名称的由来", "由河得名[[river-report#5]]。", "由桥得名[[river-gazette#6]]。"),
        "en": ("Sources differ", "where the name", "From the river[[river-report#5]].", "From the bridge[[river-gazette#6]]."),
    }[lang]  # fmt: skip
    printed = [page.markdown for page in pages if told[2] in page.markdown]
    assert printed
    for page in printed:  # of an honour, also that of its theme
        places = [page.index(words) for words in told]
        assert sorted(places) == places


def test_sheet_tells_who_says_what_in_words(handbook: Dataset) -> None:
    """On paper alone no one can follow a mark: each account stands after its source."""
    [practice] = handbook.of(Practice)
    told = "## Sources differ\n\nHow often they patrol. Report: They patrol every month. Gazette: They patrol every week."
    assert told in sheet_page(practice, handbook, "en").markdown
    line = cited_line("book_sheet_source", practice.cite, handbook, "zh", marks=True)
    assert "〔公报〕《河畔公报》，河畔派出所，2025年3月，第7页、第8页" in line.replace("\u2060", "")


def test_foot_of_a_pdf_says_what_the_marks_of_its_sources_mean(handbook: Dataset) -> None:
    """Its marks have the places, which need not be told again."""
    library = Library(render(handbook), "zh", "")
    [job] = [each for each in library.documents() if each.name == "joint-patrols.zh.pdf"]
    told = "〔〕里是出处。〔报告〕《河畔镇护河报告》，河畔派出所，2024年（推断）。〔公报〕《河畔公报》，河畔派出所，2025年3月。"
    assert told == json.loads(job.data)["marks"].replace("\u2060", "")


def test_how_to_cite_names_the_sources(handbook: Dataset, tmp_path: Path) -> None:
    """Whoever cites an entry says what it rests on; where there is but one source, the handbook says it."""
    [practice] = handbook.of(Practice)
    told = "《河畔镇护河报告》第2段；《河畔公报》第7页、第8页、第9页"
    assert told == sources_in_words(handbook, practice, "zh")
    assert "" == sources_in_words(handbook_of.changed(tmp_path / "one"), practice, "zh")


def finished(root: Path, store: Store) -> tuple[str, Finished]:
    """Return the practice's English page as it is published, with what search has of it."""
    path = "safety/river-safety/joint-patrols"
    made = finish_pages(render(load(root)[0]), "en", [path], Surroundings("", {}, {}), store)
    return next(iter(made.values()))


def test_page_says_how_to_cite_it_with_its_sources(installed: Path) -> None:
    """The line that a reader copies has them, too, as they are called now."""
    root, store = handbook_of.write(installed, files()), Store(installed)
    told = "Joint river patrols (resting on “{}” paragraph 2; “Riverside gazette” page 7, page 8, page 9), Riverside handbook"
    assert told.format("Riverside report on the river") in finished(root, store)[0]
    edit(root, "data/sources/river-report.yml", ("Riverside report on the river", "A report"))
    assert told.format("A report") in finished(root, store)[0]


def test_search_finds_every_account(installed: Path) -> None:
    """Each in its words, without its mark."""
    _, page = finished(handbook_of.write(installed, files()), Store(installed))
    [quoted] = [
        document.quoted["content"] for document in page.documents if not document.address.count("#")
    ]
    assert "They patrol every month. They patrol every week." in " ".join(quoted.split())


def test_data_hold_the_accounts_with_their_citations(handbook: Dataset) -> None:
    """Programs get both, plain, and the kind of places of each source where it is no paragraph."""
    made = open_data(handbook)
    practice = json.loads(made["api/v1/practices/joint-patrols.json"])["data"]
    [difference] = practice["differences"]
    accounts = difference["accounts"]
    cited = [[(at["source"], at["place"]) for at in each["cite"]] for each in accounts]
    assert [[("river-report", 2)], [("river-gazette", 9)]] == cited
    assert "They patrol every week." == accounts[1]["text"]["en"]
    sources = json.loads(made["api/v1/sources.json"])["data"]
    told = {source["id"]: source["locator"] for source in sources}
    assert {"river-report": "paragraph", "river-brief": "section", "river-gazette": "page"} == told
    rows = [
        row for row in rows_of(made, "differences_accounts") if row["record_id"] == practice["id"]
    ]
    assert [
        (each["text"]["en"], *(f"{at['source']}#{at['place']}" for at in each["cite"]))
        for each in accounts
    ] == [(row["text_en"], row["cite"]) for row in rows]
    assert ["differences[1].accounts[1]", "differences[1].accounts[2]"] == [
        row["part"] for row in rows
    ]


def test_a_new_source_moves_no_entry(handbook: Dataset, tmp_path: Path) -> None:
    """What the older source tells stands first, whatever the ids of sources are."""
    second = handbook_of.PLATFORM.replace("river-line", "a-line").replace("report#2", "gazette#1")
    handbook_of.write(tmp_path, {"data/platforms/a-line.yml": second})
    lines = [each.id for each in in_order(load(tmp_path)[0], "zh").of(Platform)]
    assert ["river-line", "a-line"] == lines


def test_what_rests_on_a_superseded_source_is_told_once(tmp_path: Path) -> None:
    """Not of the record, of a part of it and of a text."""
    root = several(tmp_path)
    practice = handbook_of.PRACTICE.replace("river-report", "river-brief")
    handbook_of.write(root, {PRACTICE: practice})
    found = [each.code for each in check_handbook(root)[1] if each.place.path == PRACTICE]
    assert ["cite-superseded"] == found


def test_what_sources_tell_differently_answers_no_gap(tmp_path: Path) -> None:
    """A record may cite a source for that alone, and what it answers is not told yet."""
    root = several(tmp_path)
    town, gazette = root / TOWN, root / "data/sources/river-gazette.yml"
    told = town.read_text("utf-8").replace("gaps:\n", f"{DIFFERENCE}gaps:\n")
    town.write_text(f"{told}  - river-report#5\n  - river-gazette#6\n", "utf-8")
    answer = (
        "  - record: river-town\n    gap:\n      zh: 人口\n      en: how many people live there\n"
    )
    gazette.write_text(f"{gazette.read_text('utf-8')}{answer}", "utf-8")
    assert ["answer-not-told"] == [each.code for each in check_handbook(root)[1]]


def test_every_field_of_a_source_is_for_readers(handbook: Dataset) -> None:
    """Copies, corrections and what it supersedes stand on its page and on theirs."""
    pages = build_pages(handbook, "en")
    gazette, report, old = (
        pages[f"sources/river-{each}"].markdown for each in ("gazette", "report", "brief")
    )
    assert "https://archive.example.org/gazette>) (1 April 2025)" in gazette
    assert "Corrects\n:   [Riverside report on the river](river-report.md)" in gazette
    assert "Corrected by\n:   [Riverside gazette](river-gazette.md)" in report
    assert "Superseded by\n:   [Riverside gazette](river-gazette.md)" in old
    assert {"archives", "answers", "corrects", "supersedes"} < {*fields_of(KINDS["sources"].record)}


def test_a_gap_that_still_stands_is_not_told_as_answered(tmp_path: Path) -> None:
    """A page must not say of one thing that it is stated and that it is not."""
    root = several(tmp_path)
    edit(root, PRACTICE, ("cite:\n  - river-report#2\n  - river-gazette#7", "gaps:\n  - zh: 经费\n    en: what it costs\ncite:\n  - river-report#2\n  - river-gazette#7"))  # fmt: skip
    assert "Stated here" not in build_pages(load(root)[0], "en")["sources/river-gazette"].markdown


def test_brief_tells_what_came_and_went(repository: Path) -> None:
    """A reviewer reads both accounts with their marks; that a difference went is asked about."""
    handbook_of.write(repository, files())
    told = brief("main")
    assert "    - Joint river patrols · **Where sources differ**:" in told
    assert "        - <ins>They patrol every month.\\[Report ¶2\\]</ins>\n" in told
    assert "        - <ins>They patrol every week.\\[Gazette p. 9\\]</ins>\n" in told
    assert "A brief on the river: no source" not in told
    assert "(1 April 2025)" in told


def test_brief_tells_which_account_changed(repository: Path) -> None:
    """Of several things that sources tell differently, it names the one; a kind of place is told in words."""
    handbook_of.write(repository, files())
    committed(repository)
    edit(repository, PRACTICE, ("They patrol every week", "They patrol every two weeks"))
    edit(repository, "data/sources/river-gazette.yml", ("locator: page", "locator: section"))
    told = brief("HEAD")
    assert (
        "**Where sources differ · how often they patrol · The accounts · What this source says**"
        in told
    )
    assert "**What citations number**: <del>Page</del> → <ins>Section</ins>" in told
