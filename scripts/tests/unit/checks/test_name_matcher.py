"""Names found in texts."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from handbook.checks import check_handbook
from handbook.checks.name_matcher import Match, NameMatcher, fold, longest
from tests.helpers import handbook_of
from tests.helpers.slips import FIGURE, PRACTICE


def test_number_within_an_agreed_name_is_not_reported(root: Path) -> None:
    """An agreed name may hold its number: it is masked wherever it stands."""
    figure = handbook_of.FIGURE.replace(
        "summary:",
        "aliases:\n  zh:\n    - 一千七百二十八起\n  en:\n    - 1,728 incidents\nsummary:",
    )
    practice = handbook_of.PRACTICE.replace("夜里轮流", "夜里一千七百二十八起").replace(
        "take turns", "take 1,728 incidents"
    )
    handbook_of.write(root, {FIGURE: figure, PRACTICE: practice})
    assert [] == check_handbook(root)[1]


def test_name_is_found_only_as_a_whole_word() -> None:
    """A name is found among other words in any case, and not inside a longer word or number."""
    names = NameMatcher([("110", "a"), ("River chief", "b"), ("河长", "c")])
    assert ["a", "b", "c"] == [found.owner for found in names.find("110, the river chiefs, 河长制")]
    assert [] == list(names.find("1101 x110 xriver chief"))


def test_longest_of_nested_names_counts() -> None:
    """A name inside a longer one is part of it; names that overlap both count."""
    names = NameMatcher([("大平安", "a"), ("平安", "b"), ("平安建设", "c"), ("设计", "d")])
    assert [("a", 0, 3), ("c", 1, 5), ("d", 4, 6)] == [
        (f.owner, f.start, f.end) for f in longest(names.find("大平安建设计"))
    ]
    assert [] == longest([])


@given(st.text(), st.lists(st.tuples(st.text(max_size=4), st.text(max_size=2))))
def test_any_name_is_found_in_any_text(text: str, held: list[tuple[str, str]]) -> None:
    """Any names are found in any text where they stand, and folding keeps every offset."""
    assert len(fold(text)) == len(text)
    for found in NameMatcher(held).find(text):
        assert fold(text)[found.start : found.end] in {fold(name) for name, _ in held}
        assert isinstance(found, Match)
