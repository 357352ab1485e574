"""Wiki links, references, citations and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.checks import check_handbook
from handbook.model.types import HEAD
from handbook.text import wikilinks as links
from handbook.text.wikilinks import WikiLink, find, replace
from tests.helpers import handbook_of

#: Texts made of what matters to links and code.
MARKUP = st.lists(st.sampled_from(["[[", "]]", "[", "]", "|", "#", "`", "``", "```", "~~~", "\n", "\n\n", "a", "河", " ", "x-1"])).map(
    "".join
)


def targets(text: str) -> list[str]:
    """Return what the links of a text name."""
    return [link.target for link in find(text)]


def test_a_link_has_its_span_target_and_words() -> None:
    """A link is told from its first bracket to its last."""
    assert [WikiLink(1, 14, "a-b", "words"), WikiLink(14, 21, "c#3", None)] == list(find("x[[a-b|words]][[c#3]]."))


def test_a_link_that_cites_has_a_locator() -> None:
    """Only source#paragraph and source#head are locators."""
    assert [("c", 3), ("c", HEAD), None, None, None] == [link.locator for link in find("[[c#3]] [[c#head]] [[c#0]] [[c#heads]] [[c]]")]


@pytest.mark.parametrize(
    "text",
    ["`[[a]]`", "``[[a]] ` ``", "```\n[[a]]\n```", "~~~ yaml\n[[a]]\n\n[[a]]\n~~~", "````\n```\n[[a]]\n````"],
)
def test_links_in_code_stay_as_they_are(text: str) -> None:
    """Code is shown, not read."""
    assert [] == targets(text)
    assert text == replace(text, lambda _: "!")


@pytest.mark.parametrize("text", ["`one [[a]]", "` one\n\n[[a]] `", "``` [[a]] `", "```\n[[a]]", "```\n[[a]]\n~~~"])
def test_links_beside_stray_backticks_are_links(text: str) -> None:
    """A backtick without a partner in its paragraph, or a fence that is never closed, hides nothing."""
    assert ["a"] == targets(text)


@given(st.text() | MARKUP)
def test_finding_and_replacing_never_fail(text: str) -> None:
    """Any text has links or none; replacing each link with itself gives the text back."""
    assert text == replace(text, lambda link: text[link.start : link.end])


@given(MARKUP)
def test_code_stands_apart_and_in_order(text: str) -> None:
    """Pieces of code do not overlap and lie within the text."""
    edges = [edge for span in links.code_spans(text) for edge in span]
    assert sorted(edges) == edges
    assert all(0 <= edge <= len(text) for edge in edges)


def test_a_new_record_needs_no_new_code(tmp_path: Path) -> None:
    """A synthetic handbook of many records is good and its references are all found."""
    dataset, findings = check_handbook(handbook_of.synthetic(tmp_path, 50))
    assert [] == findings
    assert 50 + 9 == len(dataset.records)
