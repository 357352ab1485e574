"""The small handbook built whole with other languages than the real one.

English leads; or there are French, which has no class of its own, and Traditional Chinese, which is converted.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from click.testing import CliRunner
from lxml import html
from playwright.sync_api import Browser

from handbook.book.typst.pdf import describe
from handbook.build import build_all
from handbook.checks import check_handbook
from handbook.cli import main
from handbook.diagnostics import Severity
from handbook.load import load
from handbook.load.labels_file import locales
from handbook.text.conversion import converted
from tests.helpers import ROOT, handbook_of
from tests.helpers.linked_data import faults_of_pages
from tests.helpers.search_box import Reader, serving
from tests.helpers.shared import made_once, packed_fast

#: A word that French does not say, so that English stands in, and one that it says.
UNSAID, SAID = "nature_note", "look_skip"
#: Pages of prose that the engine's pages link to.
PROSE = ("index", "about/contributing", "about/reading-figures")
LISTS = (
    "practices", "figures", "honours", "organisations", "places", "platforms", "glossary", "timeline", "sources",
    "search", "selection", "downloads", "data", "changes",
)  # fmt: skip


def in_order(text: str, languages: tuple[str, ...]) -> str:
    """Return a YAML file whose texts have their languages in this order."""

    def ordered(value: Any) -> Any:
        if isinstance(value, list):
            return [ordered(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = [lang for lang in languages if lang in value] or list(value)
        return {key: ordered(value[key]) for key in keys}

    return yaml.dump(
        ordered(yaml.load(text, yaml.CBaseLoader)), allow_unicode=True, sort_keys=False, width=10**6
    )


def labels_of(languages: tuple[str, ...]) -> str:
    """Return data/labels.yml; where French is among the languages with all its words but one, and Traditional Chinese."""
    labels = yaml.load(in_order(handbook_of.LABELS, languages), yaml.CBaseLoader)
    if "fr" in languages:
        labels["languages"]["fr"] = {"name": "Français", "locale": "fr_FR"}
        labels["languages"] |= yaml.load(handbook_of.HANT, yaml.CBaseLoader)
        for key, text in locales()["en"]["words"].items():
            if key != UNSAID:
                labels["words"].setdefault(key, {})["fr"] = f"FR {text}"
    return yaml.dump(labels, allow_unicode=True, sort_keys=False, width=10**6)


def mkdocs_of(languages: tuple[str, ...]) -> str:
    """Return the real mkdocs.yml with these languages and the pages of the small handbook."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = "".join(
        f"        - {{ locale: {lang}, name: {lang}, default: {str(lang == languages[0]).lower()}, build: true }}\n"
        for lang in languages
    )
    text = re.sub(r"      languages:\n(?:        - .*\n)+", f"      languages:\n{listed}", text)
    text = re.sub(r"(?m)^  language: .*$", f"  language: {languages[0]}", text)
    pages = "".join(f"      - {page}.md\n" for page in (*PROSE[1:], *LISTS))
    nav = f"nav:\n  - home: index.md\n  - safety:\n      - safety/river-safety.md\n  - look-up:\n{pages}"
    return re.sub(r"(?m)^nav:\n(?:  .*\n)+", nav, text)


def write(root: Path, languages: tuple[str, ...]) -> None:
    """Write the small handbook with its languages in this order, as a git repository with one commit."""
    titles = {"zh": "说明", "en": "About"}
    prose = {
        f"docs/{page}.{lang}.md": f"---\ntitle: {title}\ndescription: {title}\n---\n\n# {title}\n\n## {title} {{#report}}\n\n{title}\n"
        for page in PROSE
        for lang, title in titles.items()
    }
    records = {
        name: in_order(text, languages) if name.endswith(".yml") else text
        for name, text in handbook_of.FILES.items()
    }
    figure = "data/figures/boat-incidents.yml"
    if "fr" in languages:
        records["data/conversions.yml"] = "zh-Hant:\n  联合巡河: 联合巡河\n"
        records[figure] = (
            records[figure]
            .replace("unit:\n", "unit:\n  fr: incidents\n")
            .replace("title:\n", "title:\n  fr: Les bateaux\n")
        )
        records[figure] = in_order(records[figure], languages)
    handbook_of.write(
        root,
        {
            **records,
            **prose,
            "data/labels.yml": labels_of(languages),
            "mkdocs.yml": mkdocs_of(languages),
        },
    )
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copytree(ROOT / "custom", root / "custom")
    for arguments in (
        ("init", "-q", "-b", "main"),
        ("add", "data", "docs", "mkdocs.yml"),
        ("commit", "-qm", "all"),
    ):
        identity = ("-c", "user.name=editor", "-c", "user.email=editor@example.org")
        subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True)


def build(root: Path, languages: tuple[str, ...]) -> None:
    """Write and build a handbook."""
    write(root, languages)
    dataset, findings = check_handbook(root)
    assert [] == [finding.text("en") for finding in findings if finding.severity is Severity.ERROR]
    with packed_fast():
        build_all(dataset, root / "site", lambda step: None)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of the small handbook built with English leading."""
    return made_once(tmp_path_factory, "english-leading", lambda root: build(root, ("en", "zh")))


@pytest.fixture(scope="session")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of the small handbook built with French as a third language."""
    return made_once(tmp_path_factory, "french-third", lambda root: build(root, ("zh", "en", "fr")))


def page_of(root: Path, path: str) -> html.HtmlElement:
    """Return a page of a built site."""
    return html.fromstring(
        (root / "site" / path / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )


def names_of(root: Path, lang: str) -> Any:
    """Return a language's list of names for the search box."""
    return json.loads(
        gzip.decompress((root / "site/search" / f"names.{lang}.json.gz").read_bytes())
    )


def test_the_leading_language_stands_at_the_root(english: Path) -> None:
    """English pages stand at the root and Chinese below zh/, each in its language."""
    assert "en" == page_of(english, "figures").get("lang")
    assert "zh" == page_of(english, "zh/figures").get("lang")


@pytest.mark.parametrize("which", ["english", "french"])
def test_pages_tell_of_themselves_what_the_graph_of_all_tells(
    which: str, request: pytest.FixtureRequest
) -> None:
    """So they do in each language; each leads to the first one's, and that to the others."""
    root = request.getfixturevalue(which)
    dataset = converted(load(root)[0])
    assert [] == [*faults_of_pages(dataset, root / "site")]
    first, *others = dataset.languages
    [text] = page_of(root, "figures").xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(text)
    assert (first, others) == (
        data["inLanguage"],
        [each["inLanguage"] for each in data["workTranslation"]],
    )


def test_numbers_are_written_by_their_language_whichever_leads(english: Path) -> None:
    """Thousands, and the space before a unit, go with the language and not with its place."""
    assert "1,728 incidents" in page_of(english, "figures").text_content()
    assert "1728起" in page_of(english, "zh/figures").text_content()
    with (english / "site/data/figures.csv").open(encoding="utf-8-sig") as file:
        assert "1728" in {row["value"] for row in csv.DictReader(file)}


def test_names_are_read_and_searched_by_their_language_whichever_leads(english: Path) -> None:
    """Pinyin stands beside Chinese names alone; the search box cuts English at spaces and Chinese at characters."""
    assert "Riverside 河畔镇 Hépàn Zhèn" in page_of(english, "places").text_content()
    assert "河畔镇 Hépàn Zhèn" in page_of(english, "zh/places").text_content()
    assert [True, False] == [names_of(english, lang)["spaced"] for lang in ("en", "zh")]
    assert "長长" in names_of(english, "en")["traditional"]


def test_the_books_are_in_their_languages_whichever_leads(english: Path) -> None:
    """Each language has its handbook."""
    for lang in ("en", "zh"):
        assert int(describe(english / "site/pdf" / f"handbook.{lang}.pdf")["pages"]) > 5


def test_a_language_without_a_class_is_built_whole(french: Path) -> None:
    """French has its pages, list of names, handbook, feed and data."""
    figures = page_of(french, "fr/figures")
    assert "fr" == figures.get("lang")
    assert "Les bateaux" in figures.text_content()
    assert "1\u202f728 incidents" in figures.text_content()
    assert "Les bateaux" in {entry["t"] for entry in names_of(french, "fr")["entries"]}
    assert int(describe(french / "site/pdf/handbook.fr.pdf")["pages"]) > 5
    assert (french / "site/feed.fr.xml").is_file()
    assert "Les bateaux" in (french / "site/data/figures.csv").read_text(encoding="utf-8-sig")


def test_a_word_that_a_language_does_not_say_is_marked_with_the_language_it_falls_back_to(
    french: Path,
) -> None:
    """The word stands in another language, with its `lang`; a word that French says has none."""
    page = page_of(french, "fr/figures")
    [note] = page.find_class("hb-nature")
    assert ["zh"] == [span.get("lang") for span in note.iter("span")]
    [skip] = page.find_class("hb-skip")
    assert "FR Skip" == (skip.text or "")[:7]


def test_a_converted_language_has_every_page_and_says_that_it_is_converted(french: Path) -> None:
    """Its pages are those of its original, in its characters; exceptions hold, and ids and addresses are the same."""
    site = french / "site"
    paths = {
        lang: {file.relative_to(site / lang).as_posix() for file in (site / lang).rglob("*.html")}
        for lang in ("fr", "zh-Hant")
    }
    assert paths["fr"] == paths["zh-Hant"]
    page = page_of(french, "zh-Hant/safety/river-safety/joint-patrols")
    assert "zh-Hant" == page.get("lang")
    assert "兩岸联合巡河" == page.findtext(".//h1").replace("¶", "")
    [note] = page.find_class("hb-nature")
    assert "簡體中文" in note.text_content()
    for path, lang in (
        ("safety/river-safety/joint-patrols", "zh"),
        ("fr/safety/river-safety/joint-patrols", "fr"),
    ):
        assert "簡體中文" not in page_of(french, path).text_content(), lang
    original = page_of(french, "safety/river-safety/joint-patrols")
    _, *ids = original.xpath("//article//@id")  # that of the title is its words, in every language
    assert ids == page.xpath("//article//@id")[1:]
    [twin] = original.xpath("//header//a[@hreflang = 'zh-Hant']")
    assert ("繁體中文", "../../../zh-Hant/safety/river-safety/joint-patrols/") == (
        twin.text_content().strip(), twin.get("href"),
    )  # fmt: skip


def test_a_converted_language_stands_beside_no_name_of_the_other_characters(french: Path) -> None:
    """A French page has the Chinese name once, a Chinese one has none in the other characters."""
    place = page_of(french, "fr/places").text_content()
    assert "河畔镇" in place
    assert "河畔鎮" not in place
    assert "河畔镇" not in page_of(french, "zh-Hant/places").text_content()
    names = names_of(french, "zh-Hant")["entries"]
    assert {"en", "fr"} >= {lang for entry in names for lang in entry.get("o", {})}


def test_a_converted_language_has_its_books_data_and_feed(french: Path) -> None:
    """Each says that it is converted; faces of Traditional characters stand in the book."""
    book = french / "site/pdf/handbook.zh-Hant.pdf"
    with pikepdf.open(book) as pdf, pikepdf.open(book.with_name("handbook.zh.pdf")) as original:
        faces = [
            {
                str(font.BaseFont).partition("+")[2]
                for each in file.objects
                if (font := font_of(each))
            }
            for file in (pdf, original)
        ]
    assert [True, False] == [any("TC" in face for face in of) for of in faces]
    assert int(describe(book)["pages"]) > 5
    answer = json.loads((french / "site/api/v1/places/river-town.json").read_text("utf-8"))
    assert "河畔鎮" == answer["data"]["title"]["zh-Hant"]
    assert {"zh-Hant": {"from": "zh", "by": "OpenCC s2tw"}} == answer["converted"]
    assert "簡體中文" in (french / "site/feed.zh-Hant.xml").read_text("utf-8")


def font_of(value: pikepdf.Object) -> pikepdf.Object | None:
    """Return an object of a PDF if it is a font."""
    is_font = isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/Font"
    return value if is_font and "/BaseFont" in value else None


@pytest.mark.parametrize("lang", ["zh-Hant", "zh"])
def test_what_is_typed_in_either_script_finds_the_same(
    french: Path, browser: Browser, lang: str
) -> None:
    """Names, phrases of texts, and words of which two Traditional ones are written alike in Simplified."""
    queries = [
        ("處理的船隻糾紛", "处理的船只纠纷"),
        ("夜裡輪流值守", "夜里轮流值守"),
        ("hepan",) * 2,
    ]
    with serving(french / "site") as (address, _):
        page = browser.new_page()
        reader = Reader(page).watch().open(address + ("" if lang == "zh" else f"{lang}/"))
        for traditional, simplified in queries:
            found = [reader.ask(query).ids for query in (traditional, simplified)]
            assert found[0] == found[1]
            assert found[0]
        reader.ask("船只纠纷")
        marked = page.locator("mark").first.inner_text()
        page.close()
    assert {"zh": "船只纠纷", "zh-Hant": "船隻糾紛"}[lang] == marked
    assert [] == reader.complaints


def _titles(*titles: str) -> list[str]:
    """Return the options that name an edition, once for each language."""
    return [part for title in titles for part in ("--title", title)]


def test_a_difference_and_an_edition_are_told_in_a_language_without_a_class(
    french: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`handbook diff` tells a changed text in French; `handbook edition` writes an edition that the check accepts."""
    monkeypatch.chdir(french)
    path = french / "data/figures/boat-incidents.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Les bateaux", "Les barques"), encoding="utf-8"
    )
    told = CliRunner().invoke(main, ["diff", "HEAD"], catch_exceptions=False)
    assert 0 == told.exit_code
    assert "<del>bateaux</del>" in told.stdout
    for arguments in (
        ["edition", *_titles("始", "Start", "Début"), "--date", "2030-01-01"],
        ["edition", "HEAD", *_titles("二", "Two", "Deux"), "--date", "2030-02-01"],
    ):
        assert 0 == CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code
    dataset, findings = check_handbook(french)
    assert [] == [finding.text("en") for finding in findings if finding.severity is Severity.ERROR]
    assert dataset.editions[0].changes
