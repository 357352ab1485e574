"""The small handbook built whole with other languages than the real one: English leading, and French, which has no class of its own."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from lxml import html

from handbook.book.typst.pdf import describe
from handbook.build import build_all
from handbook.checks import check_handbook
from handbook.cli import main
from handbook.diagnostics import Severity
from handbook.load.labels_file import locales
from tests.helpers import ROOT, handbook_of
from tests.helpers.shared import made_once

#: A word that French does not say, so that English stands in, and one that it says.
UNSAID, SAID = "nature_note", "look_skip"
#: Pages of prose that the engine's pages link to.
PROSE = ("index", "about/contributing", "about/reading-figures")
LISTS = (
    "practices", "figures", "honours", "organisations", "places", "platforms", "glossary", "timeline", "sources",
    "search", "downloads", "data", "changes",
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
    """Return data/labels.yml with French, where it is among the languages, and all its words but one."""
    labels = yaml.load(in_order(handbook_of.LABELS, languages), yaml.CBaseLoader)
    if "fr" in languages:
        labels["languages"]["fr"] = {"name": "Français", "locale": "fr_FR"}
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
