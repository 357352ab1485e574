"""The one Markdown: what it adds, and what nobody can get through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook.markdown import escape, parser


def parsed(markdown: str) -> str:
    """Return the HTML of some Markdown."""
    return parser().convert(markdown)


def test_a_heading_takes_its_id() -> None:
    """`{#id}` sets a heading's id and does not show."""
    assert '<h2 id="how">怎样 <em>运作</em></h2>' == parsed("## 怎样 *运作* {#how}")


def test_a_run_in_another_language_is_marked() -> None:
    """`:lang` marks its words, links inside them included."""
    assert '<p>The <span lang="zh">五联<a href="a.md">机制</a></span>.</p>' == parsed("The :lang[五联[机制](a.md)]{zh}.")


def test_a_reading_stands_over_its_word() -> None:
    """`:ruby` gives the reading with brackets for those who see no ruby."""
    assert "<p><ruby>平湖<rp>(</rp><rt>Pínghú</rt><rp>)</rp></ruby></p>" == parsed(":ruby[平湖]{Pínghú}")


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
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "text {: onclick=alert(1) }",
    ],
)
def test_nothing_hostile_gets_through(typed: str) -> None:
    """Raw HTML comes out as text, and addresses a browser would run are taken away."""
    tree = html.fromstring(f"<div>{parsed(typed)}</div>")
    assert not {e.tag for e in tree.iter() if isinstance(e.tag, str)} & {"script", "b", "div"} - {"div"}
    assert all(not name.startswith("on") for e in tree.iter() for name in e.attrib)
    assert all(
        not e.get(name, "").lower().strip().startswith(("javascript", "data", "http:")) for e in tree.iter() for name in ("href", "src")
    )
    assert not [c for c in tree.iter() if not isinstance(c.tag, str)]


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_an_escaped_name_shows_as_it_is(name: str) -> None:
    """Whatever a name holds, it comes out as that name when it is escaped."""
    assert name == html.fromstring(parsed("x" + escape(name) + "x")).text_content()[1:-1]


def test_chinese_emphasis_works_beside_quotes() -> None:
    """Bold that touches Chinese quotation marks is read as bold."""
    assert "<p><strong>“五联”</strong>机制</p>" == parsed("**“五联”**机制")
