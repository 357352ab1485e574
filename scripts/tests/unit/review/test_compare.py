"""Two data sets compared."""

from __future__ import annotations

from pathlib import Path

from handbook.load import load
from handbook.load.revisions import dataset_at
from handbook.model.editions import ChangeKind
from handbook.review.compare import compare
from tests.helpers import handbook_of


def test_record_under_a_new_id_is_one_change(repository: Path) -> None:
    """A record under a new id is renamed, not removed and added; a new one and one that went are told as such."""
    place = (repository / "data/places/river-town.yml").read_text(encoding="utf-8")
    handbook_of.write(
        repository,
        {"data/places/river-side.yml": place.replace("id: river-town", "id: river-side")},
    )
    (repository / "data/places/river-town.yml").unlink()
    (repository / "data/honours/clean-river.yml").unlink()
    found = {
        (c.kind, c.owner, c.was)
        for c in compare(dataset_at(repository, "main")[0], load(repository)[0]).changes
    }
    assert {
        (ChangeKind.RENAMED, "river-side", "river-town"),
        (ChangeKind.REMOVED, "clean-river", None),
    } <= found
    assert (
        not {(ChangeKind.ADDED, "river-side", None), (ChangeKind.REMOVED, "river-town", None)}
        & found
    )
