"""Straight quotation marks become those of the page's language, and stay as typed everywhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook.text.markdown import parser
from handbook.text.quotes import curled, typed

QUOTES = "“”‘’"


CASES = [
    ('"Night Watch" mechanism', "“Night Watch” mechanism"),
    ("the People's Court, the sides' own", "the People’s Court, the sides’ own"),
    ('Ping\'an ("safety")', "Ping’an (“safety”)"),
    ('[[safe|"Safe Border" team]]', "[[safe|“Safe Border” team]]"),
    ("words that mean \"the 'wellspring'\"", "words that mean “the ‘wellspring’”"),
    ("\"'settle' first\"", "“‘settle’ first”"),
    ('"legal"—"service"', "“legal”—“service”"),
    ("“already” ‘set’", "“already” ‘set’"),
    ('cross-"border" work, well-"known"', "cross-“border” work, well-“known”"),
    ("rock-'n'-roll", "rock-’n’-roll"),
    ('"it is said—" he said', "“it is said—” he said"),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_marks_open_and_close(text: str, shown: str) -> None:
    """A mark opens after a space, a bracket, a dash or another that opens, and closes elsewhere; an apostrophe is a closing one."""
    assert shown == curled(text, QUOTES)
    assert text == curled(text, "")


@given(st.text(st.sampled_from("ab \"'([-—五")), st.sampled_from(["", " ", "a", "“"]))
def test_what_is_set_can_be_typed_again(text: str, before: str) -> None:
    """Nothing but the marks changes, whatever stands before, and the text as typed comes back."""
    shown = curled(text, QUOTES, before)
    assert text == typed(shown, QUOTES)
    assert not re.search("[\"']", shown)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("*\"One\"* [two](a.md)'s **'three'**\"", "“One” two’s ‘three’”"),
        ('say "`it\'s` so" and `"`\'s', "say “it's so” and \"’s"),
        ('one\n\n"two"', "one\n“two”"),
        ("- one\n- 'two'\n\n\"three\"", "\none\n‘two’\n\n“three”"),
        ('    it\'s "code"', 'it\'s "code"\n'),
        ('Term\'s\n:   "one"', "\nTerm’s\n“one”\n"),
        ('\\["a"\\] \\("b"\\)', "[“a”] (“b”)"),
        (
            "[https://example.org/it's](https://example.org/it's) <https://example.org/it's>",
            "https://example.org/it's https://example.org/it's",
        ),
    ],
)
def test_marks_are_set_across_elements(markdown: str, shown: str) -> None:
    """A mark looks at the character before it, in whichever element; a block begins anew; code stays as it was typed."""
    assert shown == html.fromstring(f"<div>{parser(QUOTES).convert(markdown)}</div>").text_content()


@pytest.mark.parametrize(
    ("quotes", "markdown", "shown"),
    [
        ("", ':lang["One"]{en} "two"', '“One” "two"'),
        ("", ':lang[the "*One*" :lang["一"]{zh}\'s]{en}', "the “One” “一”’s"),
        (QUOTES, '"One" :lang["一"]{zh}', "“One” “一”"),
    ],
)
def test_words_in_another_language_have_its_marks(quotes: str, markdown: str, shown: str) -> None:
    """Words are set with the marks of their language, or with those around them if it has none."""
    marks = {"en": QUOTES, "zh": ""}
    made = parser(quotes, quotes_of=marks.__getitem__).convert(markdown)
    assert shown == html.fromstring(made).text_content()


def test_what_is_read_aloud_has_them_too() -> None:
    """A link's hint is shown to some readers, and set like the text."""
    made = html.fromstring(parser(QUOTES).convert('[x](b.md "it\'s")'))
    assert "it’s" == made.find(".//a").get("title")


def test_a_heading_keeps_its_address() -> None:
    """An address is made of letters, so a heading has the same one whichever marks it is set with."""
    for markdown in ('## The source\'s "own" words', "## The source's words {#own}"):
        plain, set_ = (
            html.fromstring(parser(quotes).convert(markdown)).get("id") for quotes in ("", QUOTES)
        )
        assert plain == set_
