"""Pages of the real handbook."""

from __future__ import annotations

import re

import pytest
from lxml import html

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import edit_url
from handbook.pages.build import build_pages
from handbook.pages.environment import FOLDER, HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.languages import language
from handbook.text.markdown import parser
from tests.helpers import ROOT


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lists_stand_in_an_order_that_readers_can_see(lang: str, real: Dataset) -> None:
    """Each list of entries goes by their titles: in Chinese by pinyin, in English by the alphabet."""
    pages = build_pages(real, lang)
    for path in ("organisations", "places", "platforms", "figures"):
        listed = re.findall(
            rf"^- .*?\((?:{path}/|#)([a-z0-9-]+)", pages[path].markdown, re.MULTILINE
        )
        titles = [real.records[record].title.resolve(lang)[0] for record in listed]
        assert len(titles) > 3
        assert titles == sorted(titles, key=language(lang).sort_key)


def test_a_statement_is_parted_from_the_name_before_it(real: Dataset) -> None:
    """Where a figure is a statement, not a number, its name is no part of the sentence, on the page of figures and elsewhere."""
    for lang, colon in (("zh", "："), ("en", ":")):
        pages = build_pages(real, lang)
        assert f"](#work-accidents-both-down){colon}** " in pages["figures"].markdown
        assert (
            f"figures.md#work-accidents-both-down){colon}** "
            in pages["safety/grassroots-governance"].markdown
        )


def test_edit_link_of_every_page_names_its_source(real: Dataset) -> None:
    """The edit link of each page names a file that is there – a record for a record's page – or the folder of the records a page lists."""
    for page in build_pages(real, "en").values():
        address = edit_url(page.file, "https://github.com/example/handbook/")
        how, name = re.fullmatch(
            r"https://github\.com/example/handbook/(edit|tree)/main/(.+)", address
        ).groups()
        assert (ROOT / name).is_file() if how == "edit" else (ROOT / name).is_dir(), address
        if page.record in real.records and not name.startswith("docs/"):
            assert real.files[page.record] == name
    assert "tree/main/data/figures" in edit_url(
        build_pages(real, "zh")["figures"].file, "https://github.com/example/handbook"
    )


def test_no_page_shows_a_straight_mark_where_the_language_has_its_own(real: Dataset) -> None:
    """Text, titles and drawings alike; Chinese pages show what was typed."""
    for page in build_pages(real, "en").values():
        tree = html.fromstring(
            f"<div>{parser(language('en', real.labels).quotes).convert(page.markdown)}</div>"
        )
        for code in tree.xpath(".//code | .//pre"):
            code.text = None
        assert not re.search("[\"']", tree.text_content() + page.title + page.description), (
            page.path
        )
    assert "" == language("zh", real.labels).quotes


def test_every_anchor_of_the_real_pages_is_a_records_or_a_templates(real: Dataset) -> None:
    """None is missed, in whatever way a template writes it."""
    pages = build_pages(real, "zh")
    for path in index_pages():
        own = anchors(f"{path}.md.jinja", ROOT)
        for anchor in re.findall(r"^#+ .*\{#([^}]+)\}$", pages[path].markdown, re.MULTILINE):
            assert (
                anchor in real.records
                or own.fullmatch(anchor)
                or anchors(HISTORY, ROOT).fullmatch(anchor)
            ), (path, anchor)
    assert (FOLDER / HISTORY).is_file()
