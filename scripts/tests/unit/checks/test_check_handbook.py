"""The check of a whole handbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import checks
from handbook.checks import RULES, check_handbook
from handbook.checks.context import Context
from handbook.diagnostics import Diagnostic, Location
from tests.helpers import handbook_of
from tests.helpers.markup import MARKUP
from tests.helpers.slips import FIGURE, PAGE, PRACTICE

Check = Callable[..., list[Diagnostic]]


def test_crash_of_a_rule_is_its_finding_and_the_other_rules_go_on(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule, its exception and the line of the program are told, in whatever files were asked."""

    def crashing(context: Context) -> Iterator[Diagnostic]:
        yield Diagnostic("id-form", Location("data/terms/a.yml"), {"found": "A"})
        raise KeyError("missing")

    term = "data/terms/river-chief.yml"
    handbook_of.write(root, {term: (root / term).read_text().replace("id: river", "id: other")})
    expected = {finding.code for finding in check_handbook(root)[1]}
    monkeypatch.setattr(
        checks, "RULES", (SimpleNamespace(__name__="rules.broken", check=crashing), *RULES)
    )
    codes = [finding.code for finding in check_handbook(root)[1]]
    assert {"rule-crashed", "id-form", *expected} == set(codes)
    by_code = {finding.code: finding for finding in check_handbook(root, [root / "docs"])[1]}
    crash = by_code["rule-crashed"]
    assert "broken" in crash.message("zh")
    assert "KeyError: 'missing'" in crash.message("en")


def test_unfilled_names_are_not_reported_as_shared(root: Path) -> None:
    """Two records whose names are not written yet do not share one."""
    for path in (PRACTICE, "data/places/river-town.yml"):
        text = handbook_of.FILES[path]
        handbook_of.write(root, {path: re.sub("(title:\n  zh: ).+", "\\1…", text)})
    assert ["text-unfilled"] * 2 == [
        f.code for f in check_handbook(root)[1] if f.code in {"text-unfilled", "name-taken"}
    ]


def test_references_to_an_unreadable_record_are_not_reported(check: Check) -> None:
    """A source that cannot be read is cited all the same, and a page may link to it."""
    found = check("data/sources/river-report.yml", "places: 12", "places: twelve")
    assert ["number-form", "check-incomplete"] == [finding.code for finding in found]


def test_finding_in_a_page_has_line_and_column(check: Check) -> None:
    """A finding in a page is told at its very character."""
    (found,) = check(PAGE, "牵头的是", "牵头\u200b的是")
    assert (PAGE, 14, 3) == (found.place.path, found.place.line, found.place.column)


FIELDS = [
    (PRACTICE, "夜里轮流值守。"),
    (PRACTICE, "两岸联合巡河"),
    (PRACTICE, "Both banks take turns at night."),
    (FIGURE, "起"),
]


@given(text=st.text() | MARKUP, where=st.sampled_from(FIELDS))
def test_any_text_in_a_field_gives_findings_with_places(
    root: Path, text: str, where: tuple[str, str]
) -> None:
    """Whatever an editor writes into a record, the check answers and says where."""
    path, old = where
    typed = "".join(f"\\U{ord(char):08x}" for char in text if char.isprintable() or char == "\n")
    handbook_of.write(
        root, {**handbook_of.FILES, path: handbook_of.FILES[path].replace(old, f'"{typed}"', 1)}
    )
    for finding in check_handbook(root)[1]:
        assert finding.text("zh")
        assert finding.place.line >= 1


@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")))
    | MARKUP.map(lambda text: text.replace("\0", ""))
)
def test_any_text_in_a_page_gives_findings_within_it(root: Path, text: str) -> None:
    """Whatever an editor writes into a page, the check answers, and within the page."""
    page = handbook_of.PAGE_ZH.replace("临河，", text)
    handbook_of.write(root, {**handbook_of.FILES, PAGE: page})
    for finding in check_handbook(root)[1]:
        if finding.place.path == PAGE:
            assert 1 <= finding.place.line <= page.count("\n") + 1
