"""The handbook with its pages rendered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from markdown import Markdown

from handbook.book.documents import Library
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.build import Page
from handbook.pages.render import OF_THE_EDITION, Handbook, Renderer, render
from tests.helpers import handbook_of
from tests.helpers.repository import edit
from tests.helpers.slips import FIGURE


def test_each_page_is_parsed_once_and_twice_where_site_and_book_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The book reads the HTML that the site shows, unless a block of the page is for one of them."""
    parsed: list[str] = []
    convert = Markdown.convert
    monkeypatch.setattr(
        Markdown, "convert", lambda self, text: parsed.append(text) or convert(self, text)
    )
    handbook = render(load(handbook_of.good(tmp_path))[0])
    pages = [rendered for by_path in handbook.pages.values() for rendered in by_path.values()]
    differ = [
        each for each in pages if re.search("^:::.*(paper|screen)$", each.page.markdown, re.M)
    ]
    assert 0 < len(differ) < len(pages) / 2
    assert [each.page.path for each in differ] == [
        each.page.path for each in pages if each.html != each.paper
    ]
    for lang in handbook.dataset.languages:
        assert set(handbook.pages[lang]) == set(Library(handbook, lang, "").trees)
    assert len(pages) + len(differ) == len(parsed)
    assert not any(":::" in text and "screen\n" in text for text in parsed)


@pytest.mark.parametrize(
    ("typed", "paper", "screen"),
    [
        (":::paper\nP\n:::", "P", ""),
        (":::screen\n## S {#s}\n:::", "", "S"),
        (":::numbers screen\n- S\n:::\n\n:::numbers paper\n- P\n:::", "P", "S"),
        ("```\n:::paper\nP\n:::\n```", ":::paper P :::", ":::paper P :::"),
        (":::paper\nP", ":::paper P", ":::paper P"),
    ],
)
def test_a_block_is_for_one_medium(dataset: Dataset, typed: str, paper: str, screen: str) -> None:
    """What is marked for paper stands in the book alone, what is for the screen on the site; code and open blocks stay as typed."""
    page = Page("here", "en", "", "", typed, "docs/here.en.md")
    made = Renderer(dataset, "en").render(page)
    texts = (
        html.fragment_fromstring(f"<p>{text}</p>", create_parent=True)
        for text in (made.paper, made.html)
    )
    assert [paper, screen] == [" ".join(each.text_content().split()) for each in texts]


def test_contents_hold_the_headings_of_level_two_and_three(tmp_path: Path) -> None:
    """A page's contents nest as its headings do."""
    page = f"{handbook_of.PAGE_ZH}\n### 细目 {{#detail}}\n\n文。\n"
    root = handbook_of.write(handbook_of.good(tmp_path), {"docs/safety/river-safety.zh.md": page})
    pages = render(load(root)[0]).pages["zh"]
    toc = pages["practices"].toc
    assert ["theme-river-safety"] == [heading["id"] for heading in toc if heading["level"] == 2]
    below = [child["id"] for each in pages["safety/river-safety"].toc for child in each["children"]]
    assert ["detail"] == below


def test_version_of_a_page_is_what_it_says_and_the_edition_on_pages_of_the_whole(
    tmp_path: Path,
) -> None:
    """A comma in one record gives the pages that say it another version, and no other page but those of the whole."""
    root = handbook_of.good(tmp_path)
    before = render(load(root)[0])
    practice = handbook_of.PRACTICE.replace("夜里轮流", "夜里，轮流")
    handbook_of.write(root, {"data/practices/joint-patrols.yml": practice})
    after = render(load(root)[0])

    def versions(handbook: Handbook) -> dict[tuple[str, str], str]:
        return {
            (lang, path): handbook.version_of(rendered.page).id
            for lang, pages in handbook.pages.items()
            for path, rendered in pages.items()
        }

    old, new = versions(before), versions(after)
    changed = {key for key in old if old[key] != new[key]}
    assert {("zh", "safety/river-safety/joint-patrols")} == {
        key for key in changed if key[1] not in OF_THE_EDITION
    }
    whole = {key for key in old if key[1] in OF_THE_EDITION}
    assert whole < changed
    assert {before.edition.id} == {old[key] for key in whole}


def test_a_statement_with_bold_words_is_bold_and_shows_no_marks(root: Path) -> None:
    """What stands in place of a number is set in bold, whatever of it the editor has emphasised."""
    statement = "statement:\n  zh: '***明显***[[river-town|减少]]，**很**少**了**'\nheadline: 1\n"
    number = "value: 1728\nunit:\n  zh: 起\n  en: incidents\n"
    edit(root, FIGURE, (number, statement))
    pages = render(load(root)[0]).pages["zh"]
    for path, count in (("figures", 2), ("safety/river-safety/joint-patrols", 1)):
        page = html.fromstring(pages[path].html)
        whole = [each.text_content() for each in page.xpath("//strong[not(ancestor::strong)]")]
        assert count == whole.count("明显减少，很少了"), path
        assert "*" not in page.text_content(), path
