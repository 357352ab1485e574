"""The documents that PDFs are made from."""

from __future__ import annotations

import dataclasses
import io
import json
from collections import Counter
from pathlib import Path
from types import MappingProxyType

import pikepdf
import pytest

from handbook.book.build import template_folder
from handbook.book.documents import Library, place
from handbook.book.typst.compile import typeset
from handbook.book.typst.workers import Job
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.model.types import Paragraphs
from handbook.pages.render import render
from tests.helpers import handbook_of
from tests.helpers.processes import apart


def documents(root: Path) -> dict[str, Job]:
    """Return every document by the name of its file."""
    handbook = render(load(root)[0])
    libraries = [
        Library(handbook, lang, "https://example.org/") for lang in handbook.dataset.languages
    ]
    jobs = [job for library in libraries for job in (library.handbook(), *library.documents())]
    return {job.name: job for job in jobs}


def test_comma_changes_only_the_documents_that_say_it_and_the_handbooks(tmp_path: Path) -> None:
    """The edition stands in the handbooks alone; every other document has a version of its own."""
    root = handbook_of.good(tmp_path)
    before = documents(root)
    practice = handbook_of.PRACTICE.replace("夜里轮流", "夜里，轮流")
    handbook_of.write(root, {"data/practices/joint-patrols.yml": practice})
    after = documents(root)
    names = {
        "river-safety.zh.pdf",
        "joint-patrols.zh.pdf",
        "handbook.zh.pdf",
        "handbook.en.pdf",
    }
    assert names == {key for key in before if before[key] != after[key]}


def test_headings_of_six_levels_are_typeset(dataset: Dataset) -> None:
    """A page with headings six levels deep is typeset, with marks right below them."""
    practice = next(iter(dataset.of(Practice)))
    documents = {
        document.name: document for document in Library(render(dataset), "zh", "").documents()
    }
    data = json.loads(documents[f"{practice.theme}.zh.pdf"].data)
    data["chapters"][0]["blocks"] = [
        block
        for level in range(1, 7)
        for block in (
            {"t": "h", "level": level, "label": f"at-{level}", "c": ["题"]},
            {
                "t": "p",
                "c": ["字", {"t": "a", "mark": True, "c": ["〔1〕"]}],
            },
        )
    ]
    with template_folder(dataset) as templates:
        pdf, *_ = apart(typeset, templates / "book.typ", json.dumps(data), 0)
    assert pdf.startswith(b"%PDF")


def test_practice_says_what_its_marks_mean(root: Path) -> None:
    """A practice's own PDF ends by naming the source and just the paragraphs that it cites."""
    data = json.loads(documents(root)["joint-patrols.en.pdf"].data)
    assert data["marks"].startswith("Numbers after ¶ are paragraphs of the source: ")
    assert data["marks"].endswith("paragraph\xa02, paragraph\xa03, paragraph\xa04.")


@pytest.mark.parametrize(("lang", "other"), [("zh", "Joint river patrols"), ("en", "两岸联合巡河")])
def test_short_pdfs_of_a_practice_have_both_names(root: Path, lang: str, other: str) -> None:
    """Its own PDF and its sheet name a practice in the other language, too."""
    made = documents(root)
    for name in ("joint-patrols", "joint-patrols.sheet"):
        assert other in made[f"{name}.{lang}.pdf"].data, name


def test_only_where_the_site_has_an_address_has_a_sheet_a_code(root: Path) -> None:
    """The address beside it is short enough to be typed."""
    handbook = render(load(root)[0])
    for address, has in (("https://example.org/a/", True), ("", False)):
        for lang, home in (("zh", "example.org/a"), ("en", "example.org/a/en")):
            made = {job.name: job for job in Library(handbook, lang, address).documents()}
            data = json.loads(made[f"joint-patrols.sheet.{lang}.pdf"].data)
            assert (has, has, home if has else "") == ("qr" in data, "qr_alt" in data, data["home"])


def test_a_long_practice_flows_to_a_second_page(dataset: Dataset) -> None:
    """It fits on one page as it is; with much more text it has more, in type of the same size."""
    sizes, counts = [], []
    for times in (1, 40):
        practice = next(iter(dataset.of(Practice)))
        how = Paragraphs({lang: "\n\n".join([said] * times) for lang, said in practice.how.items()})
        records = dict(dataset.records) | {practice.id: practice.model_copy(update={"how": how})}
        longer = dataclasses.replace(dataset, records=MappingProxyType(records))
        jobs = {job.name: job for job in Library(render(longer), "zh", "").documents()}
        job = jobs[f"{practice.id}.zh.pdf"]
        with template_folder(dataset) as templates:
            content, *_ = apart(typeset, templates / job.template, job.data, 0)
        with pikepdf.open(io.BytesIO(content)) as document:
            counts.append(len(document.pages))
            operators = pikepdf.parse_content_stream(document.pages[0], "Tf")
            sizes.append(Counter(float(operands[1]) for operands, _ in operators).most_common(1))
    assert 1 == counts[0] < counts[1]
    assert sizes[0][0][0] == sizes[1][0][0]


def test_an_entry_is_told_once(root: Path) -> None:
    """An honour stands where its theme's part closes, and so in no list after it; the closing stands behind the practices."""
    for name in ("handbook.zh.pdf", "river-safety.zh.pdf"):
        chapters = json.loads(documents(root)[name].data)["chapters"]
        titles = [chapter["blocks"][0]["label"] for chapter in chapters]
        closing = titles.index("safety/river-safety#closing")
        assert ["safety/river-safety", "safety/river-safety/joint-patrols"] == titles[
            closing - 2 : closing
        ]
        assert "honours" not in titles
        assert 1 == json.dumps(chapters).count('"label": "honours#clean-river"')


def test_lists_of_a_theme_hold_what_it_mentions(tmp_path: Path) -> None:
    """The handbook's lists hold every record; those of a theme's book leave out what it says nothing of."""
    root = handbook_of.good(tmp_path)
    place = handbook_of.PLACE.replace("river-town", "hill-town").replace("河畔", "山畔")
    handbook_of.write(root, {"data/places/hill-town.yml": place})
    made = documents(root)
    for name, has in (("handbook.zh.pdf", True), ("river-safety.zh.pdf", False)):
        assert has == ('"label": "places#hill-town"' in made[name].data), name
        assert '"label": "places#river-town"' in made[name].data


def test_numbers_over_time_go_with_their_figure(tmp_path: Path) -> None:
    """A theme's book has the drawing and the periods of the figures that it mentions, and of no others."""
    root = handbook_of.good(tmp_path)
    other = handbook_of.SERIES.replace("boat-incidents", "boats-adrift")
    for named, theirs in ((handbook_of.SERIES, True), (handbook_of.FIGURE, False)):
        files = {"boat-incidents": named, "boats-adrift": other}
        handbook_of.write(root, {f"data/figures/{name}.yml": text for name, text in files.items()})
        made = documents(root)
        whole, own = made["handbook.zh.pdf"].data, made["river-safety.zh.pdf"].data
        assert '"label": "figures#boats-adrift_2021"' in whole
        assert "figures#diagram-boats-adrift" in whole
        assert "boats-adrift" not in own
        assert theirs == ('"label": "figures#boat-incidents_2021"' in own)
        assert theirs == ("figures#diagram-boat-incidents" in own)
        assert theirs == ("figures#series" in own)


def test_place_leads_out_of_the_document_to_the_web_and_draws_nothing_twice() -> None:
    """A link to what the document lacks has the web's address; a second drawing of the same names the first."""
    link = {"t": "a", "to": "there", "way": "w", "url": "https://example.org/", "c": ["x"]}
    drawing = {"t": "diagram", "id": "d", "label": "here#d", "c": []}
    heading = {"t": "h", "level": 1, "id": "", "label": "here", "c": [link, link | {"mark": True}]}
    pages = {"t": "pages", "to": ["here", "there"]}
    blocks = [heading, drawing, drawing, pages]
    outside, first, second, turn_to = place(blocks, ["here"], 1, {"here"}, {})
    assert (2, ["here"]) == (outside["level"], turn_to["to"])
    assert [
        {"t": "a", "url": "https://example.org/", "c": ["x"]},
        {"t": "a", "mark": True, "c": ["x"]},
    ] == outside["c"]
    assert {"t": "drawn", "to": "here#d"} == second
    assert "" == first["label"]  # it is not among those that are left to be told
    assert "url" not in place([link], ["there"])[0]
