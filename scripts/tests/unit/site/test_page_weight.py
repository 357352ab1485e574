"""The weight of a first view, and the budget it has to keep to."""

from __future__ import annotations

import random
from pathlib import Path

from handbook.site.page_weight import REQUESTS, check_weight, weigh
from tests.helpers.mkdocs_site import read_facts


def page(directory: Path, head: str) -> None:
    """Write a page one folder down."""
    (directory / "a").mkdir(exist_ok=True)
    (directory / "a/index.html").write_text(
        f"<html><head>{head}</head><body>x</body></html>", encoding="utf-8"
    )


def test_a_page_weighs_what_it_names_once(tmp_path: Path) -> None:
    """Style sheets, scripts and icons count, each once; links to other pages do not."""
    (tmp_path / "s.css").write_text("a{}")
    page(
        tmp_path,
        '<link rel="stylesheet" href="../s.css"><link rel="stylesheet" href="../s.css?1"><link rel="canonical" href="../s.css">',
    )
    weight = weigh(tmp_path, read_facts(tmp_path, ("zh",)))[0]
    assert ("a/index.html", 2) == (weight.path, weight.requests)
    assert [] == list(check_weight([weight]))


def test_a_heavy_page_is_found(tmp_path: Path) -> None:
    """A page over the budget of bytes is reported with both numbers."""
    (tmp_path / "big.js").write_bytes(random.Random(1).randbytes(90_000))
    page(tmp_path, '<script src="../big.js"></script>')
    found = list(check_weight(weigh(tmp_path, read_facts(tmp_path, ("zh",)))))
    assert 1 == len(found)
    assert "25.0 KB" in found[0].text("en")


def test_a_page_with_many_requests_is_found(tmp_path: Path) -> None:
    """A page that names more files than the budget allows is reported."""
    for number in range(REQUESTS):
        (tmp_path / f"{number}.js").write_text("")
    page(tmp_path, "".join(f'<script src="../{number}.js"></script>' for number in range(REQUESTS)))
    assert ["site-heavy"] == [
        finding.code for finding in check_weight(weigh(tmp_path, read_facts(tmp_path, ("zh",))))
    ]
