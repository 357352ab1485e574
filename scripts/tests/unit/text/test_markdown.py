"""The one Markdown: what it adds, and what nobody can get through it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook.text.markdown import Cited, escape, in_language, parser, web_link


def parsed(markdown: str) -> str:
    """Return the HTML of some Markdown."""
    return parser().convert(markdown)


def test_a_heading_takes_its_id() -> None:
    """`{#id}` sets a heading's id and does not show."""
    assert '<h2 id="how">怎样 <em>运作</em></h2>' == parsed("## 怎样 *运作* {#how}")


def test_a_run_in_another_language_is_marked() -> None:
    """`:lang` marks its words, links inside them included."""
    assert '<p>The <span lang="zh">联巡<a href="a.md">机制</a></span>.</p>' == parsed(
        "The :lang[联巡[机制](a.md)]{zh}."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "text <img src=x onerror=alert(1)> text",
        "<!-- hidden -->",
        "<div markdown=1>\n\n<p onmouseover=alert(1)>\n\n</div>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x](http://example.org/)",
        "![x](http://example.org/x.png)",
        "![x](x.png) ![x][y] ![y]\n\n[y]: x.png",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "text {: onclick=alert(1) }",
    ],
)
def test_nothing_hostile_gets_through(typed: str) -> None:
    """Raw HTML comes out as text, and addresses a browser would run are taken away."""
    tree = html.fromstring(f"<div>{parsed(typed)}</div>")
    assert not {e.tag for e in tree.iter() if isinstance(e.tag, str)} & {"script", "b", "img"}
    assert all(not name.startswith("on") for e in tree.iter() for name in e.attrib)
    assert all(
        not e.get("href", "").lower().strip().startswith(("javascript", "data", "http:"))
        for e in tree.iter()
    )
    assert not [c for c in tree.iter() if not isinstance(c.tag, str)]


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_an_escaped_name_shows_as_it_is(name: str) -> None:
    """Whatever a name holds, it comes out as that name when it is escaped."""
    assert name == html.fromstring(parsed("x" + escape(name) + "x")).text_content()[1:-1]


def test_chinese_emphasis_works_beside_quotes() -> None:
    """Bold that touches Chinese quotation marks is read as bold."""
    assert "<p><strong>“联巡”</strong>机制</p>" == parsed("**“联巡”**机制")


def test_a_bold_first_cell_heads_its_row() -> None:
    """Heads say what they head: a cell that is all bold its row, the first row its columns; a cell with other words is a cell."""
    tree = html.fromstring(
        parsed("| A | B |\n|---|---|\n| **[x](x.md)** | **1** |\n| **y** z | 2 |\n| y | 3 |")
    )
    assert [("A", "col"), ("B", "col"), ("x", "row")] == [
        (head.text_content(), head.get("scope")) for head in tree.iter("th")
    ]


def marked(markdown: str) -> str:
    """Return Markdown as HTML, in which the paragraphs of two sources can be cited."""
    return parser("“”‘’", lambda source, place: Cited(f"[{source}¶{place}]", f'{place} "x"', f"{source}.md") if source in "ab" else None).convert(markdown)  # fmt: skip


def marks(markdown: str) -> list[str]:
    """Return the words of the marks in Markdown."""
    tree = html.fromstring(f"<div>{marked(markdown)}</div>")
    return [mark.text_content() for mark in tree.find_class("mark")]


def test_a_citation_is_a_link_with_a_name() -> None:
    """It leads to its paragraph and says in words what it leads to, with the marks of its language."""
    link = '<a aria-label="5 “x”" class="mark" href="a.md">[a¶5]</a>'
    assert f"<p>One{link}.</p>" == marked("One[[a#5]].")


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ("[[a#6]][[a#5]]", ["[a¶5]", "[a¶6]"]),
        ("[[a#5]][[a#head]][[a#5]]", ["[a¶0]", "[a¶5]"]),
        ("[[b#1]][[a#2]][[b#10]][[b#9]]", ["[b¶1]", "[b¶9]", "[b¶10]", "[a¶2]"]),
        ("[[a#1]] and [[a#1]]", ["[a¶1]", "[a¶1]"]),
        (":lang[:lang[甲[[a#1]]]{zh}]{en}", ["[a¶1]"]),
        ("**a**[[a#1]] | [[c#1]] `[[a#1]]` \\[\\[a#1\\]\\]", ["[a¶1]"]),
    ],
)
def test_a_run_of_citations_has_each_once_in_the_order_of_the_source(
    run: str, shown: list[str]
) -> None:
    """Numbers are put in order, sources as they come; code, escaped brackets and what is no source stay."""
    assert shown == marks(run)


def test_a_mark_is_no_part_of_the_text_around_it() -> None:
    """A quotation mark looks past it, and the page's contents do not have it."""
    assert "”</p>" in marked('"x[[a#1]]"')
    md = parser(cited=lambda source, place: Cited("[1]", "", "a.md"))
    md.convert("## One *two*[[a#1]] three")
    assert ["One two three"] == [token["name"] for token in md.toc_tokens]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("一段：", '<p><span lang="zh">一段：</span></p>'),
        (
            "- 甲\n- 乙\n  丙",
            '<ul><li><span lang="zh">甲</span></li><li><span lang="zh">乙丙</span></li></ul>',
        ),
        ("甲**乙\n丙**", '<p><span lang="zh">甲<strong>乙丙</strong></span></p>'),
        ("1. 甲", '<ol><li><span lang="zh">甲</span></li></ol>'),
        ("附件[甲说明。", '<p><span lang="zh">附件[甲说明。</span></p>'),
        ("甲](b.md)", '<p><span lang="zh">甲](b.md)</span></p>'),
        ("[甲](b.md)末\\", '<p><span lang="zh"><a href="b.md">甲</a>末\\</span></p>'),
    ],
)
def test_words_in_another_language_keep_their_form(written: str, shown: str) -> None:
    """Each line, item and cell is marked for itself, and a bracket without its fellow does not end the mark."""
    assert shown == re.sub(r"\n *|(?<=>) (?=<)", "", parsed(in_language(written, "zh")))


def test_a_table_in_another_language_stays_a_table() -> None:
    """Its cells are marked, its rule is not."""
    made = parsed(in_language("|甲|乙|\n|--|--:|\n| [丙](c.md) | 甲\\|乙 |", "zh"))
    assert 4 == made.count('<span lang="zh">')
    assert '<span lang="zh">甲|乙</span>' in made.replace("\\|", "|")


@pytest.mark.parametrize(
    "name",
    ["1. a", "- a", "+ a", "# a", "a #", "a ##", ": a", "~~~", "=== a", "!!! note", "> a", "| a |", "&lt;", "<b>", "\\", ":::cards"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "# {}", "- {}", "a\n:   {}", "| **{}** |\n|---|\n| a |"])
def test_a_name_opens_no_block_and_ends_none(name: str, around: str) -> None:
    """Wherever a name stands, it is a name."""
    shown = html.fromstring(f"<div>{parsed(around.format(escape(name)))}</div>").text_content()
    assert name in shown


def test_what_is_not_stated_has_an_anchor() -> None:
    """The block of gaps is where a link to it leads."""
    shown = parsed(":::gaps\n**Not stated**: how often. {#gaps}\n:::")
    assert '<div class="gaps" id="gaps">\n<p><strong>Not stated</strong>: how often.</p>' in shown


def test_directives_stand_in_one_another() -> None:
    """A text that is marked as of another language may mark words itself."""
    shown = parsed(":lang[甲:lang[b]{en}]{zh}")
    assert '<p><span lang="zh">甲<span lang="en">b</span></span></p>' == shown


def test_code_of_another_language_is_not_marked() -> None:
    """Marks would show in it as typed."""
    assert ":lang[甲]{zh}" == in_language("甲", "zh")


@pytest.mark.parametrize(
    "address",
    ["https://a.example/*a*_b_", "https://a.example/a)b(c", "https://a.example/?a=1&copy=2"],
)
def test_an_address_ends_where_it_ends(address: str) -> None:
    """None of its characters closes the link or means anything else."""
    [link] = html.fromstring(f"<div>{parsed(web_link(escape(address), address))}</div>").iter("a")
    assert (address, address) == (link.get("href"), link.text_content())


@pytest.mark.parametrize("name", ["entries", "numbers"])
def test_an_empty_directive_shows_nothing(name: str) -> None:
    """A kind without records leaves no empty list, and no mark."""
    assert "<p>a</p>\n<p>b</p>" == parsed(f"a\n\n:::{name}\n:::\n\nb")


@pytest.mark.parametrize(
    "typed",
    ["[TOC]", "///Footnotes Go Here///", '!!! hb-printed "a"', "!!! note inline end", "!!!note-x"],
)
def test_what_extensions_would_read_beyond_the_handbook_is_shown_as_typed(typed: str) -> None:
    """There is no marker of contents, and no note of a kind that is none."""
    assert typed == html.fromstring(f"<div>{parsed(f'{typed}{chr(10) * 2}## b')}</div>")[0].text


def test_a_note_has_its_kind_as_class() -> None:
    """Those of the handbook are read."""
    assert '<div class="admonition warning">' in parsed('!!! warning "a"\n    b')


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("见[“河安110”](a.md)。", '见“<a href="a.md">河安110</a>”。'),
        ("[“七站合一”模式](a.md)", '<a href="a.md">“七站合一”模式</a>'),
        ("**[平安边界“三联”](a.md)**", '<strong><a href="a.md">平安边界“三联”</a></strong>'),
        ("*a* [“Three Links”](a.md)", '<em>a</em> “<a href="a.md">Three Links</a>”'),
        ("[“A” and “B”](a.md)", '<a href="a.md">“A” and “B”</a>'),
        ("[“河安”和“三联”](a.md)", '<a href="a.md">“河安”和“三联”</a>'),
        ("[《平安“三联”》](a.md)", '《<a href="a.md">平安“三联”</a>》'),
        ("[“A” and B](a.md)", '<a href="a.md">“A” and B</a>'),
        ("[“”](a.md)", '<a href="a.md">“”</a>'),
    ],
)
def test_quotation_marks_around_a_link_s_words_stand_outside_it_both_or_neither(
    typed: str, shown: str
) -> None:
    """So that the line below a link does not run below the blank of a mark; words and marks stay the same."""
    assert f"<p>{shown}</p>" == parser().convert(typed)
