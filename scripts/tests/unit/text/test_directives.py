"""The fenced directives: a closed set, with Markdown inside, and nothing of them inside code."""

from __future__ import annotations

from lxml import html

from handbook.text.markdown import parser

DIAGRAM = '{"kind": "pair", "id": "d", "title": "<b>", "says": "a & b", "words": "w", "left": "l", "right": "r", "parts": ["p"]}'


def parsed(markdown: str) -> html.HtmlElement:
    """Return the tree of some Markdown."""
    return html.fromstring(f"<div>{parser().convert(markdown)}</div>")


def test_a_directive_of_templates_is_markdown_in_a_division() -> None:
    """What stands between the fences is Markdown: a list, with links that work."""
    tree = parsed("Before\n\n:::numbers\n- **1** [A](a.md)\n- two\n:::\n\nAfter")
    assert ["p", "div", "p"] == [e.tag for e in tree]
    assert 2 == len(tree.findall("div[@class='numbers']/ul/li"))
    assert "a.md" == tree.find("div/ul/li/a").get("href")
    assert ":::" not in tree.text_content()


def test_entries_take_their_ids_from_terms_and_first_cells() -> None:
    """An entry is linked to where it is neither a page nor a heading; elsewhere its id is shown as typed."""
    rows = "| A | B |\n|---|---|\n| **x** {#one} | y |"
    terms = "**T** {#two}\n:   a\n\nU\n:   b"
    tree = parsed(f":::entries\n{rows}\n\n{terms}\n:::")
    assert ["one"] == [row.get("id") for row in tree.findall(".//tbody/tr")]
    assert "x" == tree.findtext(".//tbody/tr/th/strong")
    assert ["two", None] == [term.get("id") for term in tree.findall(".//dt")]
    assert "{#" not in tree.text_content()
    assert 2 == parsed(f"{rows}\n\n{terms}").text_content().count("{#")


def test_a_diagram_is_drawn_and_its_words_escaped() -> None:
    """A description becomes a figure; nothing it says is read as markup."""
    figure = parsed(f":::diagram\n{DIAGRAM}\n:::").find("figure")
    assert 3 == len(figure.findall(".//rect"))
    assert "<b>" == figure.find("figcaption").text


def test_unknown_directives_and_code_stay_as_typed() -> None:
    """A name outside the set, a diagram without a description, an open fence and a fence inside code are text."""
    for typed in (":::video\nx\n:::", ":::diagram\nnobody\n:::", ":::entries\n- a"):
        assert ":::" in parsed(typed).text_content()
    code = parsed("```\n:::entries\n- a\n:::\n```")
    assert not code.find_class("entries")
    assert ":::entries" in code.text_content()


def test_tables_stand_in_a_division_that_can_scroll() -> None:
    """Each table is wrapped, and what follows it stays in its place."""
    tree = parsed("| a |\n|---|\n| 1 |\n\nAfter")
    assert ["div", "p"] == [e.tag for e in tree]
    assert "table" == tree[0][0].tag
