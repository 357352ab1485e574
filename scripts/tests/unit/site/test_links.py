"""Links of a rendered page in the finished site."""

from __future__ import annotations

import pytest

from handbook.model.urls import Urls
from handbook.pages.build import Page
from handbook.pages.render import RenderedPage
from handbook.site.links import resolve_links


@pytest.mark.parametrize(
    ("path", "lang", "address", "expected"),
    [
        ("safety/river/patrols", "zh", "../../figures.md#a", "../../../figures/#a"),
        ("safety/river/patrols", "en", "../../figures.md?q=1#a", "../../../figures/?q=1#a"),
        ("safety/river/patrols", "zh", "../../index.md", "../../../"),
        ("safety/river/patrols", "zh", "../river.md", "../"),
        ("about/index", "en", "price-index.md", "price-index/"),
        ("index", "zh", "about/index.md", "about/"),
        ("index", "zh", "index.md", "./"),
        ("index", "zh", "site:pdf/a.pdf", "./pdf/a.pdf"),
        ("figures", "en", "site:pdf/a.pdf", "../../pdf/a.pdf"),
        ("figures", "en", "https://example.org/a.md", "https://example.org/a.md"),
        ("figures", "en", "#a", "#a"),
    ],
)
def test_link_is_relative_to_its_page(path: str, lang: str, address: str, expected: str) -> None:
    """Pages are folders, the leading language stands at the root, and other addresses stay."""
    html = '<p><a class="b" href="{}">x</a> <code>href="site:a.md"</code> &lt;a href="b.md"</p>'
    rendered = RenderedPage(Page(path, lang, "", "", "", ""), html.format(address), [], "")
    assert html.format(expected) == resolve_links(rendered, Urls(("zh", "en")))
