"""The list of names."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import search_order
from handbook.search.documents import Document
from handbook.search.names import Index, build_lists
from tests.helpers import ROOT


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the real handbook's data."""
    return load(ROOT)[0]


def entries_of(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the list of names of a page for each record."""
    made = [Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id) for record in dataset.records.values()]
    lists = build_lists(dataset, "zh", {"zh": made, "en": made}, Index({}, {}, {}))
    assert {""} == set(lists)
    entries: list[dict[str, Any]] = lists[""]["entries"]
    return entries


def test_each_record_has_one_entry_with_its_names_and_facets(dataset: Dataset) -> None:
    """Each record stands in the list once, with its title, its names and its parts."""
    entries = entries_of(dataset)
    assert len(dataset.records) == len(entries)
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries}
    assert "五联机制" in lines["five-joint"]["n"]
    assert "违法犯罪联查" in lines["five-joint"]["p"]
    assert "Five Joint mechanism" in lines["five-joint"]["o"]["en"]
    assert "58公里" in lines["border-km"]["n"]
    assert "yāo èr sān sì wǔ rèxiàn" in lines["government-hotline"]["n"]
    assert "tiao jie" in lines["mediation"]["r"].values()
    assert ["pinghu"] == lines["court"]["f"]["place"]
    assert ["jinshan"] == [p for p in lines["langxia"]["f"]["place"] if p != "langxia"]
    assert all(search_order()[entry["k"]] == dataset.records[id_].folder for id_, entry in lines.items())


def test_quotation_is_a_proper_name_only_where_the_title_ends_with_it_or_an_alias_has_it(dataset: Dataset) -> None:
    """A practice is called what its title quotes if the title ends with it or an alias says so; what it only mentions is no name of it."""
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries_of(dataset)}
    assert all("q" in lines[id_] for id_ in ("five-joint", "guangchen-model", "ping-zhi-110", "xi-shi-wu-song"))
    assert not any("q" in lines[id_] for id_ in ("sixteen-measures", "safe-border-volunteers", "safe-border"))


def test_names_of_an_entry_differ_in_letters(dataset: Dataset) -> None:
    """What differs from the title or another name in punctuation alone is left out."""
    for entry in entries_of(dataset):
        letters = ["".join(c for c in name.casefold() if c.isalnum()) for name in (entry["t"], *entry.get("n", ()))]
        assert {1} == set(Counter(letters).values()), entry


def test_long_list_has_a_whole_and_parts_beside_what_everyone_gets(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long list everyone gets what the empty box offers; the whole and its parts are files of their own."""
    monkeypatch.setattr("handbook.search.names.WHOLE", 50)
    made = [Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id) for record in dataset.records.values()]
    lists = build_lists(dataset, "zh", {"zh": made, "en": made}, Index({}, {}, {}))
    head = lists[""]
    assert {"", ".all", *(f".{n}" for n in range(head["parts"]))} == set(lists)
    assert len(dataset.records) == len(lists[".all"])
    assert set(head["suggested"]) <= {entry["a"].strip("/").rpartition("/")[2] for entry in head["entries"]}


def test_everyday_words_lead_to_words_of_the_handbook(dataset: Dataset) -> None:
    """Each word that an everyday word stands for occurs in the handbook's own texts, titles or names in its language."""
    for lang, words in dataset.labels.everyday.items():
        texts = [passage.text for passage in dataset.passages if passage.lang == lang]
        texts += [word[lang] for word in dataset.labels.words.values()]
        written = "\n".join(texts).lower()
        missing = {other for others in words.values() for other in others if other.lower() not in written}
        assert set() == missing
