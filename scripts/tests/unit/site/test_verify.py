"""The checks of the finished site: each fault is found, and a faultless site passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.built_site import faults_of

PAGE = """<!doctype html><html lang="{lang}"><head><meta name="description" content="Of it"><title>T</title></head>
<body><h1 id="top">H</h1><a href="{up}a/#top">a</a><a href="#top">top</a><a href="https://example.org/">out</a>{more}</body></html>"""


def site(root: Path, more: str = "", page: str = "a/index.html") -> Path:
    """Write a site of two pages in two languages, with more on one of its pages."""
    for prefix, lang in (("", "zh"), ("en/", "en")):
        for path, up in (("index.html", ""), ("a/index.html", "../")):
            file = root / prefix / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                PAGE.format(lang=lang, up=up, more=more if prefix + path == page else "")
            )
    return root


def found(root: Path, site_url: str = "") -> list[str]:
    """Return the codes of what is found."""
    return [finding.code for finding in faults_of(root, ("zh", "en"), site_url)]


def test_a_faultless_site_passes(tmp_path: Path) -> None:
    """Relative links, anchors and links to elsewhere are fine."""
    assert [] == found(site(tmp_path))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('<a href="../b/">b</a>', "site-broken-link"),
        ('<a href="/a/">from the root</a>', "site-broken-link"),
        ('<img src="x.png" alt="">', "site-broken-link"),
        ('<a href="../#nowhere">x</a>', "site-broken-anchor"),
        ('<a href="#nowhere">x</a>', "site-broken-anchor"),
        ("<h1>again</h1>", "site-heading"),
        ('<p id="top">again</p>', "site-id-twice"),
        ("<p>:::diagram nobody :::</p>", "site-directive"),
        ('<script src="https://elsewhere.example/x.js"></script>', "site-third-party"),
        ('<link rel="stylesheet" href="//elsewhere.example/x.css">', "site-third-party"),
        ('<img src="https://elsewhere.example/x.png" alt="">', "site-third-party"),
        ('<a href="javascript:alert(1)">x</a>', "site-unsafe-address"),
        ('<a href=" java\nscript&#58;alert(1)">x</a>', "site-unsafe-address"),
        ('<a href="tel:110">x</a>', "site-unsafe-address"),
        ('<a href="\\\\elsewhere.example/">x</a>', "site-unsafe-address"),
        ('<a href="data:text/html,x">x</a>', "site-unsafe-address"),
        ('<form action="javascript:alert(1)"></form>', "site-unsafe-address"),
        ('<svg><a xlink:href="javascript:alert(1)">x</a></svg>', "site-unsafe-address"),
    ],
)
def test_a_fault_on_a_page_is_found(tmp_path: Path, more: str, code: str) -> None:
    """Each fault is found once, on its page."""
    assert [code] == found(site(tmp_path, more))


def test_a_missing_twin_is_found(tmp_path: Path) -> None:
    """A page that exists in one language alone is a fault."""
    (site(tmp_path) / "en/a/index.html").unlink()
    assert "site-twin" in found(tmp_path)


def test_a_wrong_language_and_a_missing_description_are_found(tmp_path: Path) -> None:
    """Both are faults of the page."""
    file = site(tmp_path) / "a/index.html"
    file.write_text(
        file.read_text()
        .replace('lang="zh"', 'lang="en"')
        .replace('name="description"', 'name="keywords"')
    )
    assert {"site-language", "site-description"} == set(found(tmp_path))


def test_links_to_the_published_address_are_followed(tmp_path: Path) -> None:
    """A link to our own address is checked like a relative one."""
    own = "https://handbook.example/city/"
    assert [] == found(site(tmp_path, f'<a href="{own}en/a/">x</a>'), own)
    assert ["site-broken-link"] == found(site(tmp_path, f'<a href="{own}en/b/">x</a>'), own)


def test_the_page_for_missing_addresses_links_from_the_root(tmp_path: Path) -> None:
    """Its links hold from any depth, below a sub-path too."""
    (site(tmp_path) / "404.html").write_text(
        PAGE.format(lang="zh", up="/city/", more='<a href="/city/.">home</a>')
    )
    assert [] == found(tmp_path, "https://handbook.example/city/")
    (tmp_path / "404.html").write_text(
        PAGE.format(lang="zh", up="/city/", more='<a href="/city/b/">b</a>')
    )
    assert ["site-broken-link"] == found(tmp_path, "https://handbook.example/city/")
