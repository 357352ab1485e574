"""Queries on the data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.vocabulary import LEAD, Role
from handbook.pages.queries import Queries, mentions, title_key
from tests.helpers import handbook_of


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
    assert [("G", ["accord"]), ("H", ["river-chief"])] == [
        (letter, [t.id for t in terms]) for letter, terms in Queries(dataset, "zh").glossary()
    ]
    assert [("A", ["accord"]), ("R", ["river-chief"])] == [
        (letter, [t.id for t in terms]) for letter, terms in Queries(dataset, "en").glossary()
    ]


def test_practices_of_an_organisation_are_those_of_its_roles_or_all(dataset: Dataset) -> None:
    """Without a role every practice that it takes part in counts; with one, only those."""
    queries = Queries(dataset, "en")
    assert ["joint-patrols"] == [each.id for each in queries.practices_of("river-police")]
    assert ["joint-patrols"] == [each.id for each in queries.practices_of("river-police", LEAD)]
    assert [] == queries.practices_of("river-police", Role("partner"))
    assert [] == queries.practices_of("nobody")
