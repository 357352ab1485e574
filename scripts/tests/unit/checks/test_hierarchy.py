"""Rules of parents and of the themes' order."""

from __future__ import annotations

from pathlib import Path

from handbook.checks.context import Context
from handbook.checks.rules import hierarchy
from handbook.load import load
from tests.helpers import handbook_of


def test_parent_cycle_is_reported_on_each_member(root: Path) -> None:
    """A circle of three is told at each of the three, and what hangs on the circle is not."""
    above = {
        "river-town": "mid-town",
        "mid-town": "up-town",
        "up-town": "river-town",
        "quay": "river-town",
    }
    for place, parent in above.items():
        text = handbook_of.PLACE.replace(
            "id: river-town\n", f"id: {place}\nparent: {parent}\n"
        ).replace("河畔镇", f"{place}河畔镇")
        handbook_of.write(
            root, {f"data/places/{place}.yml": text.replace("Riverside", f"Riverside {place}")}
        )
    dataset, _ = load(root)
    found = list(hierarchy.check(Context(dataset)))
    assert {
        ("parent-circle", f"data/places/{place}.yml", "parent")
        for place in above
        if place != "quay"
    } == {(finding.code, finding.place.path, finding.place.field) for finding in found}
    assert 3 == len(found)


def test_second_theme_of_the_same_order_is_reported(root: Path) -> None:
    """The second theme of the same order is told, with the first one's file."""
    theme = (
        handbook_of.THEME.replace("id: river-safety", "id: second")
        .replace("河岸平安", "第二")
        .replace("Safety on the river bank", "Second")
    )
    handbook_of.write(root, {"data/themes/second.yml": theme})
    dataset, _ = load(root)
    (found,) = hierarchy.check(Context(dataset))
    assert ("theme-order-taken", "data/themes/second.yml", "data/themes/river-safety.yml") == (
        found.code,
        found.place.path,
        found.values["other"],
    )
