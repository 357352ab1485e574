"""How the fields of records and pages are compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.types import Name, Prose
from handbook.review.fields import FieldComparison
from handbook.review.settings import setting_changes
from tests.helpers import handbook_of


def changes(dataset: Dataset, **fields: Any) -> list[tuple[str, str, str, str]]:
    """Return (field, label, old, new) in English for a practice whose fields become others."""
    old = dataset.records["joint-patrols"]
    found = FieldComparison(dataset, dataset).record(old, old.model_copy(update=fields))
    return [
        (
            c.field,
            c.label.resolve("en")[0],
            *((side.resolve("en")[0] if side else "") for side in (c.old, c.new)),
        )
        for c in found
    ]


def test_unchanged_record_has_no_changes(dataset: Dataset) -> None:
    """Links and citations that stay are no change either."""
    assert [] == changes(dataset)


def test_notes_and_id_of_a_record_do_not_count(dataset: Dataset) -> None:
    """A renamed record is told by its change, and editors' notes are not published."""
    assert [] == changes(dataset, id="patrols", notes="ask again")


def test_citation_lost_in_every_language_is_one_change(dataset: Dataset) -> None:
    """Where the languages differ, each is told by its name."""
    how = dataset.records["joint-patrols"].how.root  # type: ignore[attr-defined]
    without = {lang: text.replace("[[river-report#2]]", "") for lang, text in how.items()}
    old, new = (
        f"Twelve people patrol in three groups, as part of the river-chief system{mark}."
        for mark in ("[¶2]", "")
    )
    assert [("lost", "How it works · Citations", old, new)] == changes(dataset, how=Prose(without))
    assert [("lost", "How it works · Citations · English", old, new)] == changes(
        dataset, how=Prose({**how, "en": without["en"]})
    )


def test_swapped_items_are_an_order_and_a_new_item_is_not(dataset: Dataset) -> None:
    """An item that came before others leaves their order."""
    first, *_ = components = dataset.records["joint-patrols"].components  # type: ignore[attr-defined]
    other = first.model_copy(update={"id": "other", "title": Name({"zh": "另一", "en": "Another"})})
    assert "Order" not in str(changes(dataset, components=(other, *components)))
    before, after = (
        dataset.records["joint-patrols"].model_copy(update={"components": items})
        for items in ((other, *components), (*components, other))
    )
    [change] = FieldComparison(dataset, dataset).record(before, after)
    assert "The parts it consists of · Order" == change.label.get("en")


def test_a_converted_language_and_its_exceptions_are_told_in_words(root: Path) -> None:
    """Which language, and which words it writes otherwise; not the keys of a file."""
    before = load(root)[0]
    after = load(handbook_of.with_hant(root, "zh-Hant:\n  出处: 來源\n"))[0]
    told = [
        (change.label.get("en"), (change.new or change.label).get("en"))
        for change in setting_changes(FieldComparison(before, after))
        if "languages." not in change.field
    ]
    hant = "The languages · 繁體中文"
    assert (f"{hant} · 出处", "來源") in told
    assert (f"{hant} · The configuration of OpenCC that converts them", "s2tw") in told
    assert [] == [label for label, _ in told if "." in str(label)]
