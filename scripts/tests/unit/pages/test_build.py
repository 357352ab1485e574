"""Pages: the Markdown that the small handbook's records and prose become, held by golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.load import load
from handbook.pages.build import Page, build_pages
from tests.helpers import golden, handbook_of
from tests.helpers.handbook_of import changed


@pytest.fixture
def pages(tmp_path: Path) -> Callable[[str], dict[str, Page]]:
    """Return a function that gives the small handbook's pages in a language."""
    dataset = changed(tmp_path)
    return lambda lang: build_pages(dataset, lang)


KEPT = (
    "safety/river-safety", "safety/river-safety/joint-patrols", "organisations/river-police", "places/river-town", "platforms/river-line",
    "sources/river-report", "practices", "practices/mechanism", "figures", "honours", "glossary", "timeline", "sources",
)  # fmt: skip


def text(page: Page) -> str:
    """Return a page with its title, description and origin above it."""
    meta = {
        "title": page.title,
        "description": page.description,
        "source_file": page.file,
        "record": page.record,
    }
    head = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items() if value
    )
    return f"---\n{head}---\n{page.markdown}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", KEPT)
def test_page_is_its_golden_file(
    pages: Callable[[str], dict[str, Page]], path: str, lang: str
) -> None:
    """Each kind of page is, to the letter, what was reviewed."""
    golden.agrees(f"pages/{path}.{lang}.md", text(pages(lang)[path]))


def test_both_languages_have_the_same_pages(pages: Callable[[str], dict[str, Page]]) -> None:
    """A page that exists in one language exists in the other."""
    assert set(pages("zh")) == set(pages("en"))


def test_the_same_data_make_the_same_pages(tmp_path: Path) -> None:
    """Pages do not depend on where the handbook lies or how often they were made."""
    first = build_pages(changed(tmp_path / "a"), "zh")
    second = build_pages(changed(tmp_path / "b"), "zh")
    assert first == second


def test_missing_english_is_shown_as_chinese_with_a_note(tmp_path: Path) -> None:
    """A text without English stands on the English page in Chinese, marked as Chinese, under a note that says so."""
    practice = handbook_of.PRACTICE.replace(
        "  en: Twelve people patrol in three groups, as part of the river-chief system.[[river-report#2]]\n",
        "",
    )
    page = build_pages(changed(tmp_path, joint_patrols=practice), "en")[
        "safety/river-safety/joint-patrols"
    ].markdown
    assert ":lang[巡河由12人分三组进行，属于河长制的一部分。[[river-report#2]]]{zh}" in page
    assert '!!! warning "Not yet in English"' in page


def test_untranslated_page_becomes_a_stub_that_says_so(tmp_path: Path) -> None:
    """A page of prose that nobody has translated says so, in English, and keeps what is generated for it."""
    dataset = changed(tmp_path)
    (tmp_path / "docs/safety/river-safety.en.md").unlink()
    page = build_pages(load(tmp_path)[0], "en")["safety/river-safety"]
    assert page.markdown.startswith("# :lang[河岸平安]{zh}")
    assert dataset.labels.word("untranslated_page", "en") in page.markdown
    assert "[Joint river patrols](river-safety/joint-patrols.md)" in page.markdown
    assert "两岸" not in page.markdown


def test_markdown_in_a_name_is_escaped(tmp_path: Path) -> None:
    """Markdown characters in a name come out as themselves."""
    organisation = handbook_of.ORGANISATION.replace(
        "en: Riverside Police Station", "en: '*R*_i_[v](e)<b>|`'"
    )
    page = build_pages(changed(tmp_path, river_police=organisation), "en")[
        "organisations/river-police"
    ]
    from lxml import html

    from handbook.text.markdown import parser

    heading = html.fromstring(parser().convert(page.markdown.split("\n")[0]))
    assert "*R*_i_[v](e)<b>|`" == heading.text_content()
    assert 0 == len(heading)


def test_parts_that_are_only_named_stand_before_those_that_are_told_of(tmp_path: Path) -> None:
    """A list of names below the text of one part would seem to belong to it."""
    named = (
        "components:\n  - id: evening\n    title:\n      zh: 傍晚值守\n      en: Evening watch\n"
    )
    practice = handbook_of.PRACTICE.replace("components:\n", named)
    page = build_pages(changed(tmp_path, joint_patrols=practice), "zh")[
        "safety/river-safety/joint-patrols"
    ].markdown
    assert page.index("- 傍晚值守") < page.index("### ")


def test_a_source_whose_head_nothing_cites_lists_its_paragraphs_alone(tmp_path: Path) -> None:
    """The head is no paragraph, so nothing is said of it until something rests on it; a paragraph is listed either way."""
    organisation = handbook_of.ORGANISATION.replace("  - river-report#head\n", "")
    text = build_pages(changed(tmp_path, river_police=organisation), "zh")[
        "sources/river-report"
    ].markdown
    assert "{#p1}" in text
    assert "{#p0}" not in text


def test_links_to_optional_pages_stand_only_where_the_pages_do(tmp_path: Path) -> None:
    """A handbook need not have a page on reporting errors; the anchor needs its section."""
    dataset = changed(tmp_path)
    assert "about/contributing" not in build_pages(dataset, "en")["changes"].markdown
    assert "about/reading-figures" not in build_pages(dataset, "en")["figures"].markdown
    front = "---\ntitle: T\ndescription: T.\n---\n\n# T\n\n"
    for lang in ("zh", "en"):
        handbook_of.write(
            tmp_path,
            {f"docs/about/{name}.{lang}.md": front for name in ("contributing", "reading-figures")},
        )
    pages = build_pages(load(tmp_path)[0], "en")
    assert "(about/contributing.md)" in pages["changes"].markdown
    assert "(about/reading-figures.md)" in pages["figures"].markdown
    handbook_of.write(
        tmp_path, {"docs/about/contributing.en.md": f"{front}## Report {{#report}}\n\nWrite.\n"}
    )
    assert (
        "(about/contributing.md#report)" in build_pages(load(tmp_path)[0], "en")["changes"].markdown
    )
