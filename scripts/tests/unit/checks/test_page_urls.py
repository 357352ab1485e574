"""Rules of pages' addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from tests.helpers import handbook_of


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
