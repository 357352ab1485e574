"""Pages of the real handbook."""

from __future__ import annotations

import re

import pytest
from lxml import html

from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import address_of, edit_url
from handbook.pages.build import build_pages
from handbook.pages.environment import FOLDER, HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.languages import language
from handbook.text.markdown import parser
from tests.helpers import ROOT


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_entries_stand_in_an_order_that_readers_know(lang: str, real: Dataset) -> None:
    """Organisations as they are named in one breath, the publisher last; figures with the headlines first; both alike in each language."""
    pages = build_pages(real, lang)

    def listed(path: str) -> list[str]:
        return [
            each
            for each in re.findall(r"\{#([a-z0-9-]+)\}", pages[path].markdown)
            if each in real.records
        ]

    assert [
        *(
            "public-security-bureau",
            "procuratorate",
            "court",
            "justice-bureau",
            "exit-entry-brigade",
        ),
        *("industry-commerce-federation", "governance-centre", "guangchen-town", "langxia-town"),
        "jiaxing-political-legal-media",
    ] == listed("organisations")
    assert [
        *("ping-zhi-110-incidents", "border-km", "foreign-investment-years", "safety-wins"),
    ] == listed("figures")[:4]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_record_can_be_reached(lang: str, real: Dataset) -> None:
    """Each has a page of its own or an anchor on the page of its kind, and no page goes without content."""
    pages = build_pages(real, lang)
    assert len(pages) <= 60
    for record in real.records.values():
        address = address_of(record, real)
        assert address.page in pages
        assert not address.anchor or f"{{#{address.anchor}}}" in pages[address.page].markdown


def test_no_page_says_of_itself_that_the_source_is_silent(real: Dataset) -> None:
    """What the source does not say is told where an editor wrote it: each line of it names a gap of its record."""
    for page in build_pages(real, "zh").values():
        for line in page.markdown.split("\n"):
            if "**原文没有说明**：" in line and page.record:
                record = real.records[page.record]
                assert getattr(record, "gaps", ()), page.path


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
        for anchor in re.findall(r"\{#([^}]+)\}", pages[path].markdown):
            assert (
                anchor in real.records
                or own.fullmatch(anchor)
                or anchors(HISTORY, ROOT).fullmatch(anchor)
            ), (path, anchor)
    assert (FOLDER / HISTORY).is_file()
