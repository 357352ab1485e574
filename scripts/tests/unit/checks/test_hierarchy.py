"""Rules of parents and of the themes' order."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks.context import Context
from handbook.checks.rules import hierarchy
from handbook.load import load
from tests.helpers import handbook_of
from tests.helpers.repository import edit


@pytest.mark.parametrize("members", [2, 3, 4, 5])
def test_parent_cycle_is_reported_on_each_member(root: Path, members: int) -> None:
    """A circle is told at each of its members, and what hangs on the circle is not."""
    circle = ["river-town", *(f"town-{number}" for number in range(1, members))]
    above = dict(zip(circle, [*circle[1:], circle[0]], strict=True)) | {"quay": "river-town"}
    for place, parent in above.items():
        text = handbook_of.PLACE.replace(
            "id: river-town\n", f"id: {place}\nparent: {parent}\n"
        ).replace("河畔镇", f"{place}河畔镇")
        handbook_of.write(
            root, {f"data/places/{place}.yml": text.replace("Riverside", f"Riverside {place}")}
        )
    dataset, _ = load(root)
    found = [
        (finding.code, finding.place.path, finding.place.field)
        for finding in hierarchy.check(Context(dataset))
    ]
    assert sorted(("parent-circle", f"data/places/{place}.yml", "parent") for place in circle) == (
        sorted(found)
    )


def test_practices_and_bodies_do_not_come_after_themselves(root: Path) -> None:
    """A circle of successors is told at each of its members."""
    handbook_of.changing(root)
    status = "status:\n  state: replaced\n  by: joint-patrols\n"
    edit(root, "data/practices/river-watch.yml", ("results:\n", f"{status}results:\n"))
    police = "data/organisations/river-police.yml"
    edit(root, police, ("\ncite:\n", "\nsucceeded_by: river-guard\ncite:\n"))
    found = [
        (finding.code, finding.place.path.rpartition("/")[2], finding.place.field)
        for finding in hierarchy.check(Context(load(root)[0]))
    ]
    assert [
        ("successor-circle", "joint-patrols.yml", "status.by"),
        ("successor-circle", "river-guard.yml", "succeeded_by"),
        ("successor-circle", "river-police.yml", "succeeded_by"),
        ("successor-circle", "river-watch.yml", "status.by"),
    ] == sorted(found)


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
    assert ("order-taken", "data/themes/second.yml", "data/themes/river-safety.yml") == (
        found.code,
        found.place.path,
        found.values["other"],
    )
