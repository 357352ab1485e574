"""The fenced directives: a closed set, with Markdown inside, and nothing of them inside code."""

from __future__ import annotations

from lxml import html

from handbook.text.markdown import parser

DIAGRAM = '{"kind": "rank", "id": "d", "title": "<b>", "says": "a & b", "words": "w", "count": 2, "mark": "1"}'


def parsed(markdown: str) -> html.HtmlElement:
    """Return the tree of some Markdown."""
    return html.fromstring(f"<div>{parser().convert(markdown)}</div>")


def test_cards_are_a_list_in_a_division() -> None:
    """What stands between the fences is Markdown: a list, with links that work."""
    tree = parsed("Before\n\n:::cards\n- **[A](a.md)** one\n- two\n:::\n\nAfter")
    assert ["p", "div", "p"] == [e.tag for e in tree]
    assert 2 == len(tree.findall("div[@class='cards']/ul/li"))
    assert "a.md" == tree.find("div/ul/li/strong/a").get("href")
    assert ":::" not in tree.text_content()


def test_facets_hold_a_definition_list() -> None:
    """Facets are a definition list in a division of their own."""
    assert (
        "dd" == parsed(":::facets\nKind\n:   [A](a.md)\n:::").find("div[@class='facets']/dl")[1].tag
    )


def test_a_diagram_is_drawn_and_its_words_escaped() -> None:
    """A description becomes a figure; nothing it says is read as markup."""
    figure = parsed(f":::diagram\n{DIAGRAM}\n:::").find("figure")
    assert 2 == len(figure.findall(".//circle"))
    assert "<b>" == figure.find("figcaption").text


def test_unknown_directives_and_code_stay_as_typed() -> None:
    """A name outside the set, a diagram without a description, an open fence and a fence inside code are text."""
    for typed in (":::video\nx\n:::", ":::diagram\nnobody\n:::", ":::cards\n- a"):
        assert ":::" in parsed(typed).text_content()
    code = parsed("```\n:::cards\n- a\n:::\n```")
    assert not code.find_class("cards")
    assert ":::cards" in code.text_content()


def test_tables_stand_in_a_division_that_can_scroll() -> None:
    """Each table is wrapped, and what follows it stays in its place."""
    tree = parsed("| a |\n|---|\n| 1 |\n\nAfter")
    assert ["div", "p"] == [e.tag for e in tree]
    assert "table" == tree[0][0].tag
