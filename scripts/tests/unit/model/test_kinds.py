"""Kinds of records: each is declared once, and nothing that asks for kinds misses one."""

from __future__ import annotations

import pytest

from handbook.load.labels_file import engine_words
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS, has_sheet, index_pages, search_order, word_of
from handbook.model.records import Practice, Results
from handbook.model.vocabulary import PracticeKind
from tests.helpers import ROOT


def test_index_pages_stand_in_the_order_of_looking_up() -> None:
    """The book and the site's list of pages follow this order."""
    assert [
        *("practices", "figures", "honours", "organisations", "places", "platforms", "glossary"),
        *("timeline", "sources", "downloads", "data", "api", "changes", "search", "selection"),
    ] == index_pages()


def test_search_ranks_every_kind_and_pages() -> None:
    """Sources rank before pages of prose, and corrections after them."""
    assert {*KINDS, "pages"} == set(search_order())
    assert ["practices", "themes"] == search_order()[:2]
    assert ["sources", "pages", "corrections"] == search_order()[-3:]


@pytest.mark.parametrize("folder", KINDS)
def test_declared_fields_exist(folder: str) -> None:
    """What a kind says of its fields is true of its model; ids name kinds that exist."""
    kind = KINDS[folder]
    fields = fields_of(kind.record)
    assert folder == kind.record.folder
    assert {kind.below, kind.event.field if kind.event else ""} <= {"", "latest", *fields}
    references = [field.refers_to for field in fields.values() if field.refers_to]
    assert {to for reference in references for to in reference.folders} <= set(KINDS)


@pytest.mark.parametrize("folder", KINDS)
def test_each_kind_has_its_words(folder: str) -> None:
    """A kind is named, and its index page has a title and a description."""
    kind = KINDS[folder]
    keys = {
        f"kind_{folder}",
        *(f"{kind.index}_{part}" for part in ("title", "description") if kind.index),
    }
    assert keys <= set(engine_words())


def test_word_of_a_records_own_kind_goes_before_the_general_one() -> None:
    """An agreement is signed where another practice begins; without such a word it begins too."""
    signed = Practice.model_construct(kind=PracticeKind("agreement"))
    words = engine_words()
    assert "event_started_agreement" == word_of("event_started", signed, words)
    assert "event_started" == word_of("event_started", signed, {"event_started"})
    assert "event_started" == word_of(
        "event_started", Practice.model_construct(kind=PracticeKind("service")), words
    )


def test_contributing_names_every_folder_in_both_languages() -> None:
    """An editor finds where the records of each kind stand."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [] == [folder for folder in KINDS if text.count(f"`data/{folder}/`") < 2]


@pytest.mark.parametrize(
    ("told", "has"),
    [
        ((), False),
        (("how",), False),
        (("actors",), False),
        (("statements", "figures", "honours"), False),
        (("how", "components", "steps"), False),
        (("how", "actors"), True),
        (("components", "honours"), True),
        (("steps", "figures"), True),
        (("actors", "statements"), True),
    ],
)
def test_sheet_answers_two_of_three_questions(told: tuple[str, ...], has: bool) -> None:
    """How it works, who does it, what is reported: a practice that answers two has a sheet."""
    in_results = ("statements", "figures", "honours")
    fields = dict.fromkeys(("how", "components", "steps", "actors", *in_results), ())
    said = {name: ("said",) if name in told else empty for name, empty in fields.items()}
    results = Results.model_construct(**{name: said.pop(name) for name in in_results})
    assert has == has_sheet(Practice.model_construct(results=results, **said))


def test_only_practices_have_sheets(dataset: Dataset) -> None:
    """No other record has one."""
    assert ["joint-patrols"] == [key for key, each in dataset.records.items() if has_sheet(each)]
