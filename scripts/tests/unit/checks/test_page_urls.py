"""Rules of pages' addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.checks.context import Context
from handbook.checks.rules import page_urls
from handbook.load import load
from tests.helpers import handbook_of


def test_missing_page_of_the_navigation_is_reported(root: Path) -> None:
    """The menu is written by hand; what it names and nobody wrote would stop the build."""
    handbook_of.write(
        root,
        {
            "mkdocs.yml": "nav:\n  - home: index.md\n  - safety:\n      - safety/river-safety.md\n      - figures.md\n"
        },
    )
    found = [
        finding for finding in check_handbook(root)[1] if finding.code == "page-of-menu-missing"
    ]
    assert ["docs/index.zh.md"] == [finding.place.path for finding in found]


def test_configuration_that_cannot_be_read_is_reported(root: Path) -> None:
    """A slip in mkdocs.yml is told, not taken for a menu without pages."""
    handbook_of.write(root, {"mkdocs.yml": "nav: [index.md"})
    (found,) = page_urls.check(Context(load(root)[0]))
    assert ("site-config", "mkdocs.yml") == (found.code, found.place.path)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", []),
        ("        - {locale: en, name: English, build: true}\n", "", ["site-languages"]),
        ("locale: en,", "locale: fr,", ["site-languages"]),
        ("name: English,", "name: English, default: true,", []),
        (", default: true, build: true}\n        - {locale: en,", "}\n        - {locale: en, default: true,", ["site-languages"]),
        ("i18n:", "search:", ["site-languages"]),
        ("  - home: index.md", "  - index.md", ["menu-section"]),
        ("  - about:", "  - unheard-of:", ["menu-section"]),
    ],
)  # fmt: skip
def test_configuration_that_differs_from_the_labels_is_reported(
    root: Path, old: str, new: str, codes: list[str]
) -> None:
    """The site has the handbook's languages, the first one leading, and sections that have words."""
    assert old in handbook_of.CONFIG
    config = handbook_of.CONFIG.replace(old, new, 1)
    handbook_of.write(root, {**handbook_of.SITE, "mkdocs.yml": config})
    assert codes == [finding.code for finding in page_urls.check(Context(load(root)[0]))]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("figures", "page-path-generated"),
        ("figures/index", "page-path-generated"),
        ("safety/river-safety/joint-patrols", "page-path-generated"),
        ("sources/river-report", "page-path-generated"),
        ("safety/river-safety/index", "page-path-taken"),
        ("safety/river-safety/more", ""),
        ("places/more", ""),
    ],
)
def test_page_at_the_address_of_another_is_reported(root: Path, path: str, code: str) -> None:
    """What is made from records wins, so a page that nobody could read is told, in each language."""
    for lang, text in (("zh", handbook_of.PAGE_ZH), ("en", handbook_of.PAGE_EN)):
        handbook_of.write(
            root,
            {f"docs/{path}.{lang}.md": text.replace("(../figures.md)", "(https://example.org)")},
        )
    files = (
        {f"docs/{path}.{lang}.md" for lang in ("zh", "en")} if code != "page-path-taken" else set()
    )
    found = check_handbook(root)[1]
    assert [code] * 2 * bool(code) == [f.code for f in found]
    assert not files or {f.place.path for f in found} <= files
