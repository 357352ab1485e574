"""What the book makes of texts: the tree of a page with every element, and hostile text in every field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handbook.book.tree import read_page
from handbook.diagnostics import HandbookError
from handbook.model.urls import Urls
from handbook.pages.build import Page
from handbook.pages.render import RenderedPage
from handbook.text.markdown import Cited, parser
from tests.helpers import golden

#: Addresses of a site that is not published.
URLS = Urls(("zh", "en"))
#: Every element there is, each once, and names enough for a list in columns.
EVERYTHING = """\
# Title with :lang[联巡]{zh} {#title}

A paragraph with *emphasis*, **strong**, `code`, a [link](other.md), the same [link](other.md) again, one [away](https://example.org/),
a [file](site:data/a.csv), a mark[[river#5]] and two[[river#2]][[river#1]].  \\
After a break.

## Lists {#lists}

- one
    1. nested
    2. again
- two

Term
:   Definition.

- [a](other.md#a)
- [b](other.md#b)
- [c](other.md#c)
- [d](other.md#d)
- [e](other.md#e)
- [f](other.md#f)

### Table {#table}

| Left | Right |
|:-----|------:|
| [x](other.md#x) | 1 |

!!! note "A note"
    Its text.

> Quoted.

```
code = "block"
```

---

## Sources {#sources}

- [one](other.md#one)

## Use {#use}

Way
:   How.
"""


def rendered(page: Page) -> RenderedPage:
    """Return a page with its HTML."""

    def cited(source: str, place: int) -> Cited:
        return Cited(f"[¶{place}]", f"paragraph {place}", f"{source}.md#p{place}")

    return RenderedPage(page, "", [], parser(cited=cited).convert(page.markdown))


def read(text: str) -> list[Any]:
    """Return the tree of a page with a text."""
    return read_page(
        rendered(Page("here", "en", "Title", "", text, "docs/here.en.md")), {}, URLS
    ).blocks


def test_entries_can_be_linked_to() -> None:
    """An entry that is no heading has its label at its row; where it is a record's, the one that links to it have."""
    text = ":::entries\n| A |\n|---|\n| **x** {#one} |\n| y |\n\nT {#two}\n:   a\n:::\n"
    page = Page("here", "en", "Title", "", text, "docs/here.en.md")
    table, entries = read_page(rendered(page), {"two": "glossary#two"}, URLS).blocks
    assert ["here#one", ""] == [row["label"] for row in table["body"]]
    assert ("entries", "Title") == (entries["t"], entries["title"])
    assert ["glossary#two"] == [item["label"] for item in entries["c"]]


def test_a_list_runs_on_behind_its_lead_word() -> None:
    """Items of one paragraph each become sentences of the paragraph before, if that is but a lead word."""
    [made] = read("**Who**: \n\n- [a](a.md) (leads)\n- B did it.\n- C")
    texts = [node if isinstance(node, str) else node["c"][0] for node in made["c"]]
    assert "Who: a (leads); B did it. C." == "".join(texts)
    assert ["p", "ul"] == [node["t"] for node in read("**Who** did it:\n\n- a\n- b")]
    assert ["p", "ul"] == [node["t"] for node in read("**Who**:\n\n- a\n\n    b\n- c")]


@pytest.mark.parametrize(("word", "least"), [("Provincial", 13), ("国家级", 9), ("2023年", 9)])
def test_column_is_as_wide_as_its_longest_word(word: str, least: int) -> None:
    """Beside cells of many words, a word is neither broken nor runs into the next column."""
    long = "many words " * 40
    [table] = read(f"| A | B | C | D |\n|---|---|---|---|\n| {long} | – | {word} | {long} |\n")
    first, _, column, last = table["columns"]
    assert least - 1 <= column < last <= first <= last + 1
    assert 78 == pytest.approx(sum(table["columns"]), abs=1)


def test_room_goes_to_the_columns_where_it_saves_most_lines() -> None:
    """One long cell among empty ones leaves the room to a column of which every cell is long."""
    rows = [
        f"| lamp | {'a lamp by the pier ' * 4} | {'since the great flood' * (row == 1)} |"
        for row in range(9)
    ]
    [table] = read("\n".join(("| A | B | C |", "|---|---|---|", *rows)))
    name, long, seldom = table["columns"]
    assert name < seldom < 14 < 50 < long


def test_rows_stay_whole_unless_a_cell_is_long() -> None:
    """A row of at most 14 lines is kept on one page."""
    [table] = read(
        f"| A | B |\n|---|---|\n| a | {'many words ' * 40} |\n| b | {'words ' * 400} |\n"
    )
    assert [True, False] == [row["whole"] for row in table["body"]]


def test_row_of_brackets_may_be_broken() -> None:
    """A row of closing brackets runs over no edge, though no line breaks before one by itself."""
    [text] = read("} " * 90)[0]["c"]
    assert text.startswith("} \u200b} \u200b}")
    assert ["a ) b ) c"] == read("a ) b ) c")[0]["c"]


def test_numbers_stay_with_their_sign() -> None:
    """No line breaks between "No." and its number; a sentence that ends in no is left alone."""
    assert ["the No.\xa01 reform; no. 2, or No. Three"] == read(
        "the No. 1 reform; no. 2, or No. Three"
    )[0]["c"]


@pytest.mark.parametrize(
    ("term", "width"), [("Way", 1.5), ("A" * 20, 10), ("A" * 21, 0), ("街道", 2)]
)
def test_definitions_stand_beside_short_terms(term: str, width: float) -> None:
    """The column of terms is half as many ems wide as its widest has halves; long terms have none."""
    [made] = read(f"{term}\n:   a\n\nB\n:   ")
    assert ("dl", width) == (made["t"], made["width"])


def test_a_drawing_fits_its_page() -> None:
    """Of two drawings the wider one is taken, in the measure of all others unless it were then higher than a page."""
    svg = '<figure class="diagram"><svg viewBox="0 0 9 9"/><svg viewBox="0 0 {0} {1}"><desc>d</desc></svg><figcaption>c</figcaption></figure>'

    page = Page("here", "en", "Title", "", "", "docs/here.en.md")
    for shape, width in (((400, 300), 87.2), ((400, 1600), 47.5)):
        assert (
            width
            == read_page(RenderedPage(page, "", [], svg.format(*shape)), {}, URLS).blocks[0][
                "width"
            ]
        )


def test_tree_of_every_element_is_its_golden_file() -> None:
    """The tree of a page that has every element is what it was: kinds, nesting, marks, columns."""
    page = Page("here", "en", "Title", "", EVERYTHING, "docs/here.en.md", "here")
    made = read_page(
        rendered(page),
        {"here": "here"},
        Urls(("zh", "en"), "https://example.org"),
    )
    golden.agrees(
        "book/everything.json", json.dumps(made.blocks, ensure_ascii=False, indent=1) + "\n"
    )


def test_pages_are_told_where_there_is_but_what_else_to_read() -> None:
    """A paragraph of lead words and links tells the page of each link; a link without words is a page, several are pages; one to a place of its own page, the pages that name it."""
    refers = "**See also**: “[x](other.md)”, [y](other.md#y) (leads). **Terms**: [z](other.md)."
    for text, told in (
        (refers, True),
        ("**See** [x](other.md).", False),
        (f"{refers} And so on.", False),
    ):
        assert told == (
            "pages" in {node["t"] for node in read(text)[0]["c"] if isinstance(node, dict)}
        )
    assert ["strong", ": “", "a", "”", "pages", ", ", "a", "", "pages"] == [
        node if isinstance(node, str) else node["t"] for node in read(refers)[0]["c"]
    ][:9]
    [row] = read("| A | B |\n|---|---|\n| a | [](x.md)[](y.md#z) |\n")[0]["body"]
    assert [{"t": "pages", "to": ["x", "y#z"]}] == row["c"][1]["c"][0]["c"]
    [named] = read("[](#here)\n")[0]["c"]
    assert ("naming", "#here") == (named["t"], named["to"][-5:])


def test_unknown_element_is_named() -> None:
    """An element the book has no form for is an error that names the page's file."""
    page = Page("index", "en", "", "", "text", "docs/index.en.md")

    with pytest.raises(
        HandbookError, match=r"^docs/index\.en\.md:1:1: .*'video'.*Use plain Markdown"
    ):
        read_page(RenderedPage(page, "", [], "<p><video></video></p>"), {}, URLS)


def test_a_long_word_of_many_links_may_be_broken_between_them() -> None:
    """Links side by side make one word, which otherwise would go on beyond the edge of the page; a short one stays whole."""
    [few] = read("<mailto:a@b.cn><mailto:a@b.cn>")
    [many] = read("<mailto:a@b.cn>" * 9 + " *a*b")
    assert ["a", "a"] == [node["t"] for node in few["c"]]
    assert ["\u200b"] * 8 == many["c"][1:17:2]
    assert [" ", "em", "b"] == [
        node if isinstance(node, str) else node["t"] for node in many["c"][17:]
    ]
