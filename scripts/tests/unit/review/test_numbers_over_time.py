"""What changes in a figure over time, told as its readers see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.review.changes import told_fields
from handbook.review.compare import compare
from handbook.review.weight import Weight, field_weight
from tests.helpers import handbook_of

SERIES = handbook_of.SERIES


def changed(root: Path, before: str, after: str) -> list[tuple[str, str, str, Weight]]:
    """Return (label, old, new, weight) in English of what differs between two states of the figure."""
    states: list[Dataset] = []
    for text in (before, after):
        handbook_of.write(root, {"data/figures/boat-incidents.yml": text})
        states.append(load(root)[0])
    return [
        (
            field.label.resolve("en")[0],
            *((side.resolve("en")[0] if side else "") for side in (field.old, field.new)),
            field_weight(change, field, states[1]),
        )
        for change in compare(*states).changes
        for field in told_fields(change)
    ]


def test_first_years_beside_a_flat_number_are_told_with_what_readers_see_now(root: Path) -> None:
    """The number that texts showed was given a period; then come those that were added."""
    assert [
        (
            "The number",
            "1,728 incidents[¶3]",
            "1,728 incidents (provisional)[¶3] (2024)",
            Weight.DATED,
        ),
        ("Its numbers over time · 2020", "", "1,200 incidents[¶3]", Weight.COUNTED),
        ("Its numbers over time · 2021", "", "1,500 incidents[¶3]", Weight.COUNTED),
        (
            "Its numbers over time · 2023",
            "",
            "900 incidents (not comparable with the numbers before: boats adrift are no longer counted)[¶3]",
            Weight.COUNTED,
        ),
    ] == changed(root, handbook_of.FIGURE, SERIES)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "value: 1500",
            "value: 1501",
            [("Its numbers over time · 2021", "1,500 incidents[¶3]", "1,501 incidents[¶3]")],
        ),
        (
            "value: 1728\n    status: provisional",
            "value: 1730",
            [
                (
                    "The number",
                    "1,728 incidents (provisional)[¶3] (2024)",
                    "1,730 incidents[¶3] (2024)",
                )
            ],
        ),
        (
            "    break:\n      zh: 不再计入走失的船\n      en: boats adrift are no longer counted\n",
            "",
            [
                (
                    "Its numbers over time · 2023",
                    "900 incidents (not comparable with the numbers before: boats adrift are no longer counted)[¶3]",
                    "900 incidents[¶3]",
                )
            ],
        ),
        (
            "date: '2021'",
            "date: '2021/2022'",
            [
                (
                    "The number",
                    "1,500 incidents[¶3] (2021)",
                    "1,500 incidents[¶3] (2021–2022)",
                )
            ],
        ),
    ],
)
def test_each_change_of_a_number_is_told_with_its_period(
    root: Path, old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    """A reviewer who knows no YAML sees what changes, of which period, and with which mark."""
    assert old in SERIES
    found = changed(root, SERIES, SERIES.replace(old, new, 1))
    assert expected == sorted(change[:3] for change in found)
    weight = Weight.DATED if "date" in old else Weight.NUMBER
    assert {weight} == {change[3] for change in found}


def test_number_with_another_citation_is_told_with_its_marks(root: Path) -> None:
    """That it rests on something else is a change of its own, whatever the number."""
    moved = SERIES.replace("value: 1500\n    cite:\n      - river-report#3", "value: 1500\n    cite:\n      - river-report#2")  # fmt: skip
    found = changed(root, SERIES, moved.replace("\ncite:\n", "\ncite:\n  - river-report#2\n"))
    assert (
        "Its numbers over time · 2021",
        "1,500 incidents[¶3]",
        "1,500 incidents[¶2]",
        Weight.MOVED,
    ) in found
