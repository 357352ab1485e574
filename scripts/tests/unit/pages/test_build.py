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
    "safety/river-safety", "safety/river-safety/joint-patrols", "organisations", "places", "platforms",
    "sources/river-report", "practices", "figures", "honours", "glossary", "timeline", "sources",
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
        "  en: Twelve people patrol in three groups, as part of the river-chief system[[river-report#2]].\n",
        "",
    )
    page = build_pages(changed(tmp_path, joint_patrols=practice), "en")[
        "safety/river-safety/joint-patrols"
    ].markdown
    assert ":lang[巡河由12人分三组进行，属于河长制的一部分[[river-report#2]]。]{zh}" in page
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
    page = build_pages(changed(tmp_path, river_police=organisation), "en")["organisations"]
    from lxml import html

    from handbook.text.markdown import parser

    name = html.fromstring(parser().convert(page.markdown)).find(".//dt/strong")
    assert "*R*_i_[v](e)<b>|`" == name.text_content()
    assert 0 == len(name)


def test_parts_that_are_only_named_stand_in_one_line(tmp_path: Path) -> None:
    """They stand before those that are told of, which are entries."""
    named = (
        "components:\n  - id: evening\n    title:\n      zh: 傍晚值守\n      en: Evening watch\n"
        "  - id: morning\n    title:\n      zh: 清晨值守\n      en: Morning watch\n"
    )
    practice = handbook_of.PRACTICE.replace("components:\n", named)
    page = build_pages(changed(tmp_path, joint_patrols=practice), "zh")[
        "safety/river-safety/joint-patrols"
    ].markdown
    assert page.index("**包括**：傍晚值守、清晨值守[[river-report#2]]。") < page.index(
        "夜间值守 {#night-watch}"
    )


def test_a_drawing_stands_for_what_it_draws_alone(tmp_path: Path) -> None:
    """A flow draws platforms and steps; parts without a text that it does not draw are named beside it."""
    steps = "steps:\n  - id: first-step\n    title:\n      zh: 先看水位\n      en: Look\n"
    named = (
        "components:\n  - id: evening\n    title:\n      zh: 傍晚值守\n      en: Evening watch\n"
    )
    practice = handbook_of.PRACTICE.replace("components:\n", f"{steps}{named}")
    page = build_pages(changed(tmp_path, joint_patrols=practice), "zh")[
        "safety/river-safety/joint-patrols"
    ].markdown
    drawing, _, after = page.partition(":::diagram")[2].partition(":::")
    assert "先看水位" in drawing
    assert "**包括**：傍晚值守[[river-report#2]]。" in after
    assert "先看水位" not in after


def test_nothing_is_printed_of_what_a_record_leaves_out(tmp_path: Path) -> None:
    """A practice of two sentences has no heading, and no line says that the source is silent where no editor does."""
    lines = handbook_of.PRACTICE.split("\n")
    bare = "\n".join([*lines[: lines.index("how:")], "cite:", "  - river-report#2", ""])
    page = build_pages(changed(tmp_path, joint_patrols=bare), "zh")[
        "safety/river-safety/joint-patrols"
    ].markdown
    text = page.partition("\n[^")[0]
    assert ["# 两岸联合巡河"] == [line for line in text.split("\n") if line.startswith("#")]
    assert "没有" not in text


def test_gaps_stand_in_one_line(tmp_path: Path) -> None:
    """What the source does not say is said once, with the editors' noun phrases."""
    gaps = "gaps:\n  - zh: 经费\n    en: what it costs\n  - zh: 人数\n    en: how many take part\n"
    start, end = (handbook_of.PRACTICE.index(key) for key in ("gaps:", "cite:\n  - river-report#2"))
    practice = handbook_of.PRACTICE[:start] + gaps + handbook_of.PRACTICE[end:]
    dataset = changed(tmp_path, joint_patrols=practice)
    path = "safety/river-safety/joint-patrols"
    assert "**原文没有说明**：经费；人数。" in build_pages(dataset, "zh")[path].markdown
    assert (
        "**Not stated**: what it costs; how many take part."
        in build_pages(dataset, "en")[path].markdown
    )


def test_an_english_page_shows_the_name_in_chinese_with_its_reading(tmp_path: Path) -> None:
    """A foreign reader can name it at a counter; a Chinese page has no need of it."""
    dataset = changed(tmp_path)
    path = "safety/river-safety/joint-patrols"
    english = build_pages(dataset, "en")
    assert "\n:lang[两岸联合巡河]{zh} Liǎng’àn Liánhé Xúnhé\n" in english[path].markdown
    assert "**Riverside** :lang[河畔镇]{zh} Hépàn Zhèn {#river-town}" in english["places"].markdown
    chinese = build_pages(dataset, "zh")
    assert "Liǎng" not in chinese[path].markdown
    short = "short_title:\n  zh: 巡河\n  en: river patrols\npinyin: Xúnhé\n"
    named = handbook_of.PRACTICE.replace("pinyin: Liǎng'àn Liánhé Xúnhé\n", short)
    page = build_pages(changed(tmp_path, joint_patrols=named), "en")[path].markdown
    assert "\n:lang[两岸联合巡河]{zh} (:lang[巡河]{zh} Xúnhé)\n" in page
    assert "**河畔镇** :lang[Hépàn Zhèn]{zh-Latn} {#river-town}" in chinese["places"].markdown


def test_an_agreement_is_signed_and_a_mechanism_begins(tmp_path: Path) -> None:
    """What a date means is told in the words of the practice's kind."""
    path = "safety/river-safety/joint-patrols"
    for kind, said in (("agreement", "signed August 2023"), ("mechanism", "since August 2023")):
        practice = handbook_of.PRACTICE.replace("kind: mechanism", f"kind: {kind}")
        assert said in build_pages(changed(tmp_path, joint_patrols=practice), "en")[path].markdown


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        ({}, "**1728*起***", "**1,728 *incidents***"),
        (
            {"unit:\n  zh: 起\n  en: incidents": "unit:\n  zh: '%'\n  en: '%'"},
            "__1728%__",
            "__1,728%__",
        ),
    ],
)
def test_a_large_number_has_its_unit_beside_it(
    tmp_path: Path, figure: dict[str, str], zh: str, en: str
) -> None:
    """The unit is set smaller, where it is a word."""
    text = handbook_of.FIGURE
    for old, new in figure.items():
        assert old in text
        text = text.replace(old, new)
    dataset = changed(tmp_path, boat_incidents=text)
    for lang, shown in (("zh", zh), ("en", en)):
        assert f"- {shown} [" in build_pages(dataset, lang)["safety/river-safety"].markdown


def test_an_inferred_role_is_marked_wherever_it_stands(tmp_path: Path) -> None:
    """A role that the source does not state outright is marked on the pages of both sides."""
    record = handbook_of.PRACTICE.replace("role: lead\n", "role: lead\n    inferred: true\n")
    pages = build_pages(changed(tmp_path, joint_patrols=record), "en")
    for path in ("organisations", "practices", "safety/river-safety/joint-patrols"):
        assert "(lead, inferred)" in pages[path].markdown, path


def test_items_begin_with_a_capital_in_english(tmp_path: Path) -> None:
    """A short name that is lower case in a sentence begins an item, a row and a cell."""
    short = "short_title:\n  zh: 巡河\n  en: river patrols\n"
    practice = handbook_of.PRACTICE.replace(
        "theme: river-safety\n", f"theme: river-safety\n{short}"
    )
    pages = build_pages(changed(tmp_path, joint_patrols=practice), "en")
    for page in ("safety/river-safety", "practices", "timeline"):
        assert "[River patrols](" in pages[page].markdown, page
    assert "[river patrols](" in pages["organisations"].markdown  # in a sentence


def test_a_source_says_which_of_the_pages_that_cite_it_open_a_section(root: Path) -> None:
    """A page of a section may be called like a theme or a term."""
    handbook_of.write(
        root,
        {
            "docs/safety/index.zh.md": "---\ntitle: 平安\ndescription: 一个栏目。\n---\n\n# 平安\n\n一句话[[river-report#2]]。\n",
        },
    )
    page = build_pages(load(root)[0], "zh")["sources/river-report"].markdown
    assert "；[平安](../safety/index.md)（栏目）" in page


def test_a_source_whose_head_nothing_cites_lists_its_paragraphs_alone(tmp_path: Path) -> None:
    """The head is no paragraph, so nothing is said of it until something rests on it; a paragraph is listed either way."""
    organisation = handbook_of.ORGANISATION.replace("  - river-report#head\n", "").replace(
        "[[river-report#head]]", ""
    )
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
