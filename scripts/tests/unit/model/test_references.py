"""References and citations in the fields of records."""

from __future__ import annotations

from handbook.model.dataset import Dataset
from handbook.model.references import citations, references


def test_references_give_field_target_and_kind(dataset: Dataset) -> None:
    """Every id in a record's fields is found, however deep."""
    found = [
        (field, target, to.folders)
        for field, target, to in references(dataset.records["joint-patrols"])
    ]
    assert [
        (("theme",), "river-safety", ("themes",)),
        (("actors", 0, "organisation"), "river-police", ("organisations",)),
        (("places", 0), "river-town", ("places",)),
        (("platforms", 0), "river-line", ("platforms",)),
        (("results", "figures", 0), "boat-incidents", ("figures",)),
        (("results", "honours", 0), "clean-river", ("honours",)),
        (("related", 0), "clean-river", ()),
        (("tags", 0), "river-chief", ("terms",)),
    ] == found


def test_citations_give_field_and_locator(dataset: Dataset) -> None:
    """Every citation is found, those of parts included."""
    found = set(citations(dataset.records["joint-patrols"]))
    assert {
        (("results", "statements", 0, "cite", 0), "river-report#2"),
        (("cite", 0), "river-report#2"),
    } == found
