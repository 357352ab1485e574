"""The pages that mkdocs.yml names."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.load.folders import pages_of_nav


@pytest.mark.parametrize(
    ("config", "pages"),
    [
        (
            "nav:\n  - home: index.md\n  - a:\n      - a/one.md\n      - two.md\n",
            ["index", "a/one", "two"],
        ),
        (
            "nav: [index.md, {a: ['a/one.md', {b: \"two.md\"}]}, {web: 'https://example.org'}]",
            ["index", "a/one", "two"],
        ),
        (
            "site_url: !ENV [HANDBOOK_SITE_URL, '']\nx: !!python/name:os.path\nnav: [index.md]\n",
            ["index"],
        ),
        ("- list\n", []),
    ],
)
def test_pages_of_the_navigation_are_read_in_any_notation(
    tmp_path: Path, config: str, pages: list[str]
) -> None:
    """Block or flow style, quoted or not, beside tags that MkDocs resolves; links to elsewhere are no pages."""
    (tmp_path / "mkdocs.yml").write_text(config)
    assert pages == pages_of_nav(tmp_path)


def test_handbook_without_configuration_has_no_navigation(tmp_path: Path) -> None:
    """It is loaded and checked without one."""
    assert [] == pages_of_nav(tmp_path)
