"""The index of names."""

from __future__ import annotations

from pathlib import Path

from handbook.book.name_index import index_of_names
from tests.helpers import handbook_of


def test_a_name_of_two_records_stands_in_the_index_once(tmp_path: Path) -> None:
    """It leads to the first of them, and tells the page of the other; where it is named is told of the record whose title it is."""
    practice = handbook_of.PRACTICE.replace("    - 联合巡河", "    - 河长制")
    dataset = handbook_of.changed(tmp_path, joint_patrols=practice)
    places = {"joint-patrols": "patrols", "river-chief": "chief"}
    index = index_of_names(dataset, "zh", places)
    assert [("H", ["河长制"]), ("L", ["两岸联合巡河"])] == [
        (section["letter"], [name["name"] for name in section["names"]]) for section in index
    ]
    [shared], [own] = (section["names"] for section in index)
    assert (["patrols", "chief"], ["chief"]) == (shared["places"], shared["named"])
    assert (["patrols"], ["patrols"]) == (own["places"], own["named"])
