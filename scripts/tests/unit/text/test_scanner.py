"""The scanner reads a text as the parser does, or the check refuses the text."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.checks import check_handbook
from handbook.checks.context import Context
from handbook.checks.rules import allowed_markup, directives, markdown_syntax, page_structure
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.types import HEAD
from handbook.text.scanner import Scan, Section, WikiLink, replace_wiki_links, scan
from tests.helpers import handbook_of

PREFIXES = [
    "",
    "",
    "",
    "# ",
    "##",
    "## b ",
    "    ",
    "\t",
    "- ",
    "1. ",
    "> ",
    ":   ",
    "| ",
    "!!! note",
    ":::cards",
    ":::",
    "        ",
    "[x]: y",
    " ",
]
INLINE = [
    "a", "河", " ", "b c", "{#c}", "#", "[a](b.md)", "[a](<b> 'c')", "[x]", "[a][x]", "[[a]]", "[[a|b]]", "[[b#1]]", "`c`", "``d ` e``",
    "<https://a.b>", ":lang[f]{zh}", "**g**", "\\`", "\\[", "\\\\", "&amp;", "!", ":", "|", '"', "(", "(d)", "1", "_", "*", "-",
    "[", "]", ")", "](", "]:", "`", "``", "<", ">", "\\", "[[", "]]", ":lang[", "]{zh}",
]  # fmt: skip
FENCES = ["```", "````", "~~~", "```sh", "``` {a}", "---", "===", "***", "a|b\n-|-", ""]
LINE = st.builds(
    lambda prefix, parts: prefix + "".join(parts),
    st.sampled_from(PREFIXES),
    st.lists(st.sampled_from(INLINE), max_size=4),
)
MARKDOWN = st.lists(
    st.tuples(LINE | st.sampled_from(FENCES), st.sampled_from(["\n", "\n\n"])).map("".join),
    max_size=7,
).map("".join)
#: Findings about something else than how a text is read.
HARMLESS = frozenset(
    {
        "page-title-first",
        "page-title-twice",
        "heading-level",
        "heading-id",
        "heading-id-twice",
        "theme-page-missing",
    }
)


@cache
def small_handbook() -> Dataset:
    """Return the small handbook."""
    with tempfile.TemporaryDirectory() as folder:
        return load(handbook_of.good(Path(folder)))[0]


def codes(text: str) -> set[str]:
    """Return what the check finds in the reading of a page with this text."""
    dataset = small_handbook()
    (path, lang), page = next(iter(dataset.prose.items()))
    context = Context(
        replace(dataset, prose={(path, lang): page.model_copy(update={"body": text})}),
        frozenset({f"docs/{path}"}),
    )
    rules = (allowed_markup, directives, markdown_syntax, page_structure)
    return {finding.code for rule in rules for finding in rule.check(context)} - HARMLESS


@settings(max_examples=400, deadline=None)
@given(text=MARKDOWN)
def test_accepted_text_has_the_parsers_headings_code_and_links(text: str) -> None:
    """Hypothesis finds no text that the check accepts and the parser reads otherwise."""
    if not codes(text):
        assert Scan(text).difference() is None


@pytest.mark.parametrize(
    "text",
    [
        "- # in an item",
        "> # in a quotation",
        "a|b\n-|-\n# a row",
        "1. a\n\n    - b\n\n            code [a](b.md)",
        "`a\n# b` c",
        "- [a]: https://b.c",
        "[a]:\nb.md",
    ],
)
def test_text_that_reads_otherwise_is_refused(text: str) -> None:
    """The parser sees a heading, code or a link that the scanner does not."""
    assert codes(text)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("##B {#b}\n", [(2, "B", "b")]),
        ("## B ##\ntext\n# C", [(2, "B", None), (1, "C", None)]),
        ("```\n# a\n````\n# b\n```\n\n# c", [(1, "c", None)]),
        ("~~~ sh\n# a\n~~~\n# b {#b}", [(1, "b", "b")]),
        ("    # a\n\\# b\n`# c`", []),
        ("# a \\{#b}", [(1, "a \\{#b}", None)]),
    ],
)
def test_headings_are_the_parsers(text: str, headings: list[tuple[int, str, str | None]]) -> None:
    """No space is needed; only a fence of the same length closes code."""
    assert headings == [
        (heading.level, heading.words, heading.id) for heading in scan(text).headings
    ]


def test_sections_begin_at_headings_below_the_title() -> None:
    """Each has its heading's id, or its words; together they are the text."""
    text = "# Title\n\n```\n## not one\n````\n```\n\n##One {#one}\n\ntext\n## Two"
    expected = [
        Section("opening", 0, text[:33]),
        Section("one", 7, "##One {#one}\n\ntext"),
        Section("Two", 10, "## Two"),
    ]
    assert expected == list(scan(text).sections)
    assert text == "\n".join(section.text for section in scan(text).sections)
    assert ["", "## One"] == [section.text for section in scan("## One").sections]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('[a](b.md "t") ![c](d)', [("inline", "b.md", 0, 13), ("image", "d", 15, 21)]),
        ("[a [b] c](<d e>)", [("inline", "d e", 0, 16)]),
        ("[a](b(c)d)", [("inline", "b(c)d", 0, 10)]),
        ("`[a](b)` \\[a](b)", []),
        (
            "[x]: <y> 'z'\n<https://a.b>",
            [("definition", "y", 0, 8), ("automatic", "https://a.b", 13, 26)],
        ),
    ],
)
def test_links_have_kind_address_and_span(
    text: str, links: list[tuple[str, str, int, int]]
) -> None:
    """Titles and nested brackets are no part of the address."""
    assert links == [(link.kind, link.address, link.start, link.end) for link in scan(text).links]


def test_directives_have_their_words_and_argument() -> None:
    """Words may hold links; without an argument there is no directive."""
    text = "a :lang[b [[c]]]{zh} :lang[f]"
    found = [(text[slice(*d.words)], text[slice(*d.argument)]) for d in scan(text).directives]
    assert [("b [[c]]", "zh")] == found


def test_wiki_links_have_span_target_and_words() -> None:
    """From the first bracket to the last."""
    assert (WikiLink(1, 14, "a-b", "words"), WikiLink(14, 21, "c#3", None)) == scan(
        "x[[a-b|words]][[c#3]]."
    ).wiki_links


def test_only_source_and_paragraph_or_head_make_a_locator() -> None:
    """Anything else names a record."""
    links = scan("[[c#3]] [[c#head]] [[c#0]] [[c#heads]] [[c]]").wiki_links
    assert [("c", 3), ("c", HEAD), None, None, None] == [link.locator for link in links]


@pytest.mark.parametrize(
    "text",
    [
        "`[[a]]`",
        "``[[a]] ` ``",
        "```\n[[a]]\n```",
        "~~~ yaml\n[[a]]\n\n[[a]]\n~~~",
        "````\n```\n[[a]]\n````",
    ],
)
def test_wiki_links_in_code_stay_as_typed(text: str) -> None:
    """Code is shown, not read."""
    assert () == scan(text).wiki_links
    assert text == replace_wiki_links(text, lambda _: "!")


@pytest.mark.parametrize(
    "text",
    ["`one [[a]]", "` one\n\n[[a]] `", "``` [[a]] `", "```\n[[a]]", "```\n[[a]]\n~~~", "\\`[[a]]`"],
)
def test_wiki_links_beside_stray_backticks_are_links(text: str) -> None:
    """A backtick without a partner, or an open fence, hides nothing."""
    assert ["a"] == [link.target for link in scan(text).wiki_links]


@given(st.text() | MARKDOWN)
def test_any_text_can_be_scanned(text: str) -> None:
    """Replacing each wiki link by itself gives the text back; code lies in order within the text."""
    assert text == replace_wiki_links(text, lambda link: text[link.start : link.end])
    code = sorted((*scan(text).fences, *scan(text).inline_code))
    edges = [edge for span in code for edge in span]
    assert sorted(edges) == edges
    assert all(0 <= edge <= len(text) for edge in edges)


def test_text_of_backticks_is_scanned_in_linear_time() -> None:
    """A hundred thousand openings without an end take no time that an editor would notice."""
    started = time.process_time()
    text = "".join("`" * (n % 300 + 1) + "\\` " for n in range(3000))
    assert len(scan(text + "```\n" * 20_001).fences) == 10_000
    assert list(scan("](" * 50_000).links) == list(scan("[" * 50_000).links) == []
    assert time.process_time() - started < 5


def test_synthetic_handbook_passes_the_check(tmp_path: Path) -> None:
    """Fifty records of all kinds need no new code."""
    dataset, findings = check_handbook(handbook_of.synthetic(tmp_path, 50))
    assert [] == findings
    assert 50 + 9 == len(dataset.records)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        (r"\[[river-town]]", []),
        (r"\\[[river-town]]", ["river-town"]),
        (r"\[[[river-town]]", ["river-town"]),
    ],
)
def test_brackets_after_a_backslash_are_no_wiki_link(text: str, targets: list[str]) -> None:
    """A backslash takes the meaning of the bracket after it, and of nothing else."""
    assert targets == [link.target for link in scan(text).wiki_links]
