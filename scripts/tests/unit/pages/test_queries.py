"""Queries on the data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.queries import Queries, mentions, title_key
from tests.helpers import handbook_of
from tests.helpers.handbook_of import changed


def test_mentions_come_from_fields_texts_and_pages(dataset: Dataset) -> None:
    """What mentions a record is listed once, records before pages."""
    assert ("joint-patrols", "docs/safety/river-safety") == mentions(dataset)["river-chief"]
    assert ("docs/safety/river-safety",) == mentions(dataset)["joint-patrols"]


def test_citations_of_a_paragraph_come_from_fields_and_texts(dataset: Dataset) -> None:
    """Citations in fields and in texts count alike."""
    assert ("river-safety", "river-town", "docs/safety/river-safety") == mentions(dataset)[
        "river-report", 1
    ]


@pytest.mark.parametrize(
    ("title", "pinyin", "key"),
    [
        ("长三角一体化", "Cháng Sānjiǎo yītǐhuà", "changsanjiaoyitihua"),
        ("调诉比", "tiáosùbǐ", "tiaosubi"),
        ("平安建设", "píng'ān jiànshè", "ping an jian she"),
        ("12345热线", "yāo èr sān sì wǔ rèxiàn", "12345 re xian"),
    ],
)
def test_a_title_is_sorted_as_its_editor_reads_it(
    tmp_path: Path, title: str, pinyin: str, key: str
) -> None:
    """A character may read otherwise than it mostly does; a title with digits is found under them."""
    term = handbook_of.TERM.replace("河长制", title).replace("hé zhǎng zhì", pinyin)
    handbook_of.write(tmp_path, {**handbook_of.FILES, "data/terms/river-chief.yml": term})
    record = load(tmp_path)[0].records["river-chief"]
    assert key == title_key(record, "zh")
    assert "riverchief system" == title_key(record, "en")


def test_the_glossary_is_sorted_by_pinyin_and_by_alphabet(tmp_path: Path) -> None:
    """Chinese terms follow their pinyin, English ones the alphabet."""
    term = handbook_of.TERM
    other = (
        term.replace("river-chief", "accord")
        .replace("河长制", "公约")
        .replace("en: accord system", "en: An accord")
        .replace("river chiefs", "accords")
        .replace("hé zhǎng zhì", "gōngyuē")
    )
    handbook_of.write(tmp_path, {**handbook_of.FILES, "data/terms/accord.yml": other})
    dataset = load(tmp_path)[0]
    assert ["accord", "river-chief"] == [t.id for t in Queries(dataset, "zh").of("terms")]
    assert ["accord", "river-chief"] == [t.id for t in Queries(dataset, "en").of("terms")]


def test_practices_of_an_organisation_are_those_it_takes_part_in(dataset: Dataset) -> None:
    """A part of any kind counts."""
    queries = Queries(dataset, "en")
    assert ["joint-patrols"] == [each.id for each in queries.practices_of("river-police")]
    assert [] == queries.practices_of("nobody")


def test_records_stand_in_an_order_that_means_something(tmp_path: Path) -> None:
    """First the headlines, then by the vocabulary, then by the place in the source that tells of them, then what is mentioned most."""

    def figure(record_id: str, place: int, headline: str = "") -> str:
        text = handbook_of.FIGURE.replace("boat-incidents", record_id)
        text = text.replace("river-report#3", f"river-report#{place}")
        return text.replace("measure:", f"{headline}measure:")

    court = handbook_of.ORGANISATION.replace("river-police", "a-court").replace(
        "kind: police", "kind: court"
    )
    files = {
        "figures/late": figure("late", 9),
        "figures/early": figure("early", 1),
        "figures/first": figure("first", 9, "headline: 1\n"),
        "organisations/a-court": court,
    }
    handbook_of.write(handbook_of.good(tmp_path), {f"data/{n}.yml": t for n, t in files.items()})
    queries = Queries(load(tmp_path)[0], "en")
    assert ["first", "early", "boat-incidents", "late"] == [f.id for f in queries.of("figures")]
    assert ["river-police", "a-court"] == [o.id for o in queries.of("organisations")]


def test_practices_stand_as_the_editors_put_them_within_their_theme(tmp_path: Path) -> None:
    """Low numbers come first, whatever the kinds; equal numbers stand as the vocabulary has it, and those without one last."""

    def practice(record_id: str, kind: str, order: str) -> str:
        text = handbook_of.PRACTICE.replace("id: joint-patrols", f"id: {record_id}")
        return text.replace("kind: mechanism\n", f"kind: {kind}\n{order}")

    files = {
        "a-pact": practice("a-pact", "agreement", ""),
        "main-pact": practice("main-pact", "agreement", "order: 10\n"),
        "same-pact": practice("same-pact", "agreement", "order: 20\n"),
        "same-scheme": practice("same-scheme", "mechanism", "order: 20\n"),
    }
    files = {f"data/practices/{name}.yml": text for name, text in files.items()}
    handbook_of.write(handbook_of.good(tmp_path), files)
    expected = ["main-pact", "same-scheme", "same-pact", "joint-patrols", "a-pact"]
    assert expected == [practice.id for practice in Queries(load(tmp_path)[0], "en").practices]


def test_a_filter_offers_what_narrows_the_list(tmp_path: Path) -> None:
    """A value that every practice has, or a single one, is not offered."""
    assert {} == Queries(changed(tmp_path), "en").filters()
    other = handbook_of.PRACTICE.replace("id: joint-patrols", "id: night-patrols")
    third = handbook_of.PRACTICE.replace("id: joint-patrols", "id: river-pact").replace(
        "kind: mechanism", "kind: agreement"
    )
    files = {"data/practices/night-patrols.yml": other, "data/practices/river-pact.yml": third}
    handbook_of.write(tmp_path, files)
    filters = Queries(load(tmp_path)[0], "en").filters()
    assert {"kind": [("mechanism", 2)]} == filters


def test_what_a_figure_counts_is_no_event_of_a_theme(tmp_path: Path) -> None:
    """The timeline has the periods of figures; the dates of a theme have them not."""
    figure = handbook_of.FIGURE.replace("measure:", "period:\n  date: '2023'\nmeasure:")
    queries = Queries(changed(tmp_path, boat_incidents=figure), "en")

    def kinds(theme: str) -> set[str]:
        return {record.folder for _, events in queries.timeline(theme) for _, _, record in events}

    assert "figures" in kinds("")
    assert {"practices", "honours"} == kinds("river-safety")
