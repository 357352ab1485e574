"""Two data sets compared."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from handbook.load import load
from handbook.load.revisions import dataset_at
from handbook.load.yaml_style import in_style
from handbook.model.editions import EDITIONS, ChangeKind, Edition
from handbook.model.types import Name
from handbook.review.brief import build_brief
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


@pytest.mark.parametrize(
    ("before", "after"), list(permutations(["zh en", "zh fr", "fr zh en", "zh", "fr"], 2))
)
def test_languages_come_and_go(tmp_path: Path, before: str, after: str) -> None:
    """A handbook that gains, loses or reorders languages is compared, told and recorded all the same."""
    old, new = (
        handbook_of.in_languages(tmp_path / each, each.split(), changes)
        for each, changes in (
            (before, {}),
            (after, {"两岸": "双岸", "both banks": "the two banks", "report#2": "report#3"}),
        )
    )
    difference = compare(load(old)[0], load(new)[0])
    languages = after.split()
    assert len(languages) == build_brief(difference, []).count("\n## ") + 1
    edition = Edition(
        date="2027-01-01",
        title=Name(dict.fromkeys(languages, "A")),
        note=None,
        changes=difference.changes,
    )
    handbook_of.write(new, {f"{EDITIONS}/2027-01-01.yml": in_style(edition, tuple(languages))})
    dataset, findings = load(new)
    assert [] == [found for found in findings if found.place.path.startswith(EDITIONS)]
    assert difference.changes == dataset.editions[0].changes
