"""The rule of the site's configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks.context import Context
from handbook.checks.rules import site_config
from handbook.load import load
from tests.helpers import handbook_of

EN = "        - {locale: en, name: English, build: true}\n"
TEN = ["&a0 [x]", *(f"&a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(9))]


REPOSITORY = 'repo_url: !ENV [HANDBOOK_REPO_URL, ""]\n'


def found(root: Path, config: str) -> list[str]:
    """Return the codes found in a configuration."""
    handbook_of.write(root, {**handbook_of.SITE, "mkdocs.yml": config})
    return [finding.code for finding in site_config.check(Context(load(root)[0]))]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", []),
        (REPOSITORY, "repo_url: !ENV [HANDBOOK_REPO_URL, ''] # given\nwatch: [data]\nuse_directory_urls: True\nextra_javascript: [assets/x.js]\n", []),
        (EN, "", ["site-languages"]),
        ("locale: en,", "locale: fr,", ["site-languages"]),
        ("name: English,", "name: English, default: true,", []),
        (", default: true, build: true}\n        - {locale: en,", "}\n        - {locale: en, default: true,", ["site-languages"]),
        ("English, build: true", "English, build: false", ["site-setting"]),
        ("i18n:", "search:", ["site-setting-unknown", "site-plugin"]),
        ("  - handbook\n", "", ["site-plugin"]),
        ("  - handbook\n  - i18n:", "  handbook: {}\n  i18n:", ["site-plugin", "site-plugin"]),
        ("docs_structure: suffix", "docs_structure: folder", ["site-setting"]),
        ("site_name: Riverside", "site_name: [1]", ["site-setting"]),
        ("site_name: Riverside\n", "", ["site-setting"]),
        ("name: material", "name: mkdocs", ["site-setting"]),
        ("name: material", "name: material, custom_dir: custom/theme", ["site-folder-missing"]),
        ("", "watch: [nowhere]\n", ["site-folder-missing"]),
        ("", "site_url: https://example.org/\n", ["site-setting-unknown"]),
        ("", "exclude_docs: about/\n", ["site-setting-unknown"]),
        ("omitted_files: warn", "omitted_files: bogus", ["site-setting"]),
        ("{omitted_files: warn}", "x", ["site-setting"]),
        ("", "extra: [1]\n", ["site-setting"]),
        ("", "extra:\n", ["site-setting"]),
        ("", "extra: {alternate: x}\n", ["site-setting-unknown"]),
        (REPOSITORY, "repo_url: abc\n", ["site-setting"]),
        ("", "watch: data\n", ["site-setting"]),
        ("  - handbook\n", "  - handbook\n  - nosuch\n", ["site-setting-unknown"]),
        ("  - handbook\n", "  - handbook\n  - handbook\n", ["site-setting-unknown"]),
        ("docs_structure: suffix", "docs_structure: suffix\n      nosuch: 1", ["site-setting-unknown"]),
        ("name: English, ", "", ["site-setting"]),
        ("name: English, ", "name: English, nav: [x.md], ", ["site-setting-unknown"]),
        ("font: false", "font: false, static_templates: [x.html]", ["site-setting-unknown"]),
        ("", "docs_dir: data\n", ["site-setting"]),
        ("", "use_directory_urls: false\n", ["site-setting"]),
        ("", "extra_javascript: [{path: 'https://example.org/x.js'}]\n", ["site-third-party"]),
        ("[assets/handbook.css]", "['//example.org/x.css']", ["site-third-party"]),
        ("  - home: index.md", "  - index.md", ["menu-section"]),
        ("  - about:", "  - unheard-of:", ["menu-section"]),
        ("  - home: index.md", " - home: index.md", ["yaml-indent"]),
        ("[safety/river-safety.md]", "\n   - safety/river-safety.md\n    - figures.md", ["yaml-indent"]),
        ("[safety/river-safety.md]", "\n      safety/river-safety.md\n      - figures.md", ["menu-lines"]),
        ("  - safety: [", "  - safety\n    - about: [", ["yaml-indent"]),
        ("figures.md", "figures.md#x", ["page-of-menu-missing"]),
        ("figures.md", "figures", ["page-of-menu-missing"]),
        ("figures.md", "missing.md", ["page-of-menu-missing"]),
        ("safety/river-safety.md", "safety/river-safety.zh.md", ["menu-language"]),
        ("[safety/river-safety.md]", "[The bank: safety/river-safety.md]", ["menu-words"]),
        ("figures.md", "figures.md, figures.md", ["menu-twice"]),
        ("- safety: [safety/river-safety.md]", "- safety: safety/river-safety.md\n  - safety: [figures.md]", ["menu-twice", "menu-twice"]),
        ("- home: index.md", "- home：index.md", ["mark-full-width"]),
    ],
)  # fmt: skip
def test_configuration_that_cannot_be_built_is_reported(
    root: Path, old: str, new: str, codes: list[str]
) -> None:
    """The site has the handbook's languages, the first one leading, and settings that the build knows."""
    assert old in handbook_of.CONFIG
    assert codes == found(root, handbook_of.CONFIG.replace(old, new, 1))


def test_words_of_sections_that_there_are_not_are_reported(root: Path) -> None:
    """A section's word is of a section, a page or the engine; another is a slip."""
    for key, codes in (
        ("section_practices", []),
        ("section_about", []),
        ("section_practises", ["label-unknown"]),
    ):
        words = f"words:\n  {key}: {{ zh: 做法, en: Practices }}\n"
        handbook_of.write(root, {"data/labels.yml": handbook_of.LABELS.replace("words:\n", words)})
        assert codes == found(root, handbook_of.CONFIG)


def test_misspelt_page_is_told_with_the_page_that_is_meant(root: Path) -> None:
    """Whoever follows the message does not take the page out of the menu."""
    config = handbook_of.CONFIG.replace("safety/river-safety.md", "safety/river-saftey.md")
    handbook_of.write(root, {**handbook_of.SITE, "mkdocs.yml": config})
    (finding,) = site_config.check(Context(load(root)[0]))
    assert finding.message("en").partition("Nearest: ")[2].startswith("safety/river-safety.md")
    assert ("mkdocs.yml", "nav[2].safety[1]") == (finding.place.path, finding.place.field)


def test_section_by_its_word_is_told_by_its_name(root: Path) -> None:
    """The word that the page shows is not what the menu has."""
    for word, name in (("查阅", "look-up"), ("Safety", "safety")):
        menu = handbook_of.CONFIG.replace(f"  - {name}:", f"  - {word}:")
        handbook_of.write(root, {**handbook_of.SITE, "mkdocs.yml": menu})
        (message,) = [each.message("en") for each in site_config.check(Context(load(root)[0]))]
        assert f"Nearest: {name}." in message


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ("", "site-config"),
        ("# nothing\n", "site-config"),
        ("nav: [index.md", "yaml-special-character"),
        ("nav: " + "[" * 60_000, "yaml-too-deep"),
        ("nav: " + "[" * 2_000 + "]" * 2_000, "yaml-too-deep"),
        ("\n".join(f"x{n}: {each}" for n, each in enumerate(TEN)), "yaml-anchor"),
        ("- list", "yaml-not-a-map"),
        ("copyright: !!python/name:os.path", "yaml-anchor"),
    ],
)
def test_configuration_that_cannot_be_read_is_reported(root: Path, config: str, code: str) -> None:
    """A slip in mkdocs.yml is told with its place, however deep it goes."""
    assert [code] == found(root, config)


def test_missing_configuration_is_reported(root: Path) -> None:
    """Without it there is no site."""
    (root / "mkdocs.yml").unlink()
    assert ["site-config"] == [f.code for f in site_config.check(Context(load(root)[0]))]
