"""The list of names of the real handbook."""

from __future__ import annotations

from collections import Counter
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.kinds import search_order
from handbook.search.documents import Document
from handbook.search.names import build_lists


def entries_of(real: Dataset) -> list[dict[str, Any]]:
    """Return the list of names of a page for each record."""
    made = [
        Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id)
        for record in real.records.values()
    ]
    lists = build_lists(real, "zh", {"zh": made, "en": made}, {}, {})
    assert {""} == set(lists)
    entries: list[dict[str, Any]] = lists[""]["entries"]
    return entries


def test_each_record_has_one_entry_with_its_names_and_facets(real: Dataset) -> None:
    """Each record stands in the list once, with its title, its names and its parts."""
    entries = entries_of(real)
    assert len(real.records) == len(entries)
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries}
    assert "“五联”新格局" in lines["five-joint"]["n"]
    assert "违法犯罪联查" in lines["five-joint"]["p"]
    assert "Five Joint mechanism" in lines["five-joint"]["o"]["en"]
    assert "58公里" in lines["border-km"]["n"]
    assert "yāo èr sān sì wǔ rèxiàn" in lines["government-hotline"]["n"]
    assert "tiao jie" in lines["mediation"]["r"].values()
    assert ["pinghu"] == lines["court"]["f"]["place"]
    assert ["jinshan"] == [p for p in lines["langxia"]["f"]["place"] if p != "langxia"]
    assert all(
        search_order()[entry["k"]] == real.records[id_].folder for id_, entry in lines.items()
    )


def test_quotation_is_a_proper_name_only_where_the_title_ends_with_it_or_is_so_for_short(
    real: Dataset,
) -> None:
    """A practice is called what its title quotes if the title ends with it or is that for short; what it only mentions is no name of it."""
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries_of(real)}
    assert all(
        "q" in lines[id_]
        for id_ in ("five-joint", "guangchen-model", "ping-zhi-110", "xi-shi-wu-song")
    )
    assert not any(
        "q" in lines[id_] for id_ in ("sixteen-measures", "safe-border-volunteers", "safe-border")
    )


def test_names_of_an_entry_differ_in_letters(real: Dataset) -> None:
    """What differs from the title or another name in punctuation alone is left out."""
    for entry in entries_of(real):
        letters = [
            "".join(c for c in name.casefold() if c.isalnum())
            for name in (entry["t"], *entry.get("n", ()))
        ]
        assert {1} == set(Counter(letters).values()), entry


def test_everyday_words_lead_to_words_of_the_handbook(real: Dataset) -> None:
    """Each word that an everyday word stands for occurs in the handbook's own texts, titles or names in its language."""
    for lang, words in real.labels.everyday.items():
        texts = [passage.text for passage in real.passages if passage.lang == lang]
        texts += [word.get(lang, "") for word in real.labels.words.values()]
        written = "\n".join(texts).lower()
        missing = {
            other for others in words.values() for other in others if other.lower() not in written
        }
        assert set() == missing
