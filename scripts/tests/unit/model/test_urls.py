"""Addresses of records and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.book.tree import read_page
from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.urls import (
    Address,
    Urls,
    address_of,
    addresses,
    edit_url,
    former_addresses,
    former_ids,
    host_url,
    linked_address,
    repository_address,
    site_address,
)
from handbook.opendata.feeds import build_feed
from handbook.pages.render import render
from handbook.review.brief import build_brief
from handbook.review.compare import compare
from handbook.site.links import resolve_links
from handbook.text.plain_data import as_data
from tests.helpers import handbook_of
from tests.helpers.search_index import build_documents

#: A site below a path, with Chinese leading.
URLS = Urls(("zh", "en"), "https://handbook.example/city")


def test_each_record_has_an_address(dataset: Dataset) -> None:
    """Each kind of record is read at an address of its own, or at its anchor on its kind's page."""
    addresses = {record.id: address_of(record, dataset) for record in dataset.records.values()}
    assert {
        "river-safety": Address("safety/river-safety"),
        "joint-patrols": Address("safety/river-safety/joint-patrols"),
        "river-police": Address("organisations", "river-police"),
        "river-town": Address("places", "river-town"),
        "river-line": Address("platforms", "river-line"),
        "boat-incidents": Address("figures", "boat-incidents"),
        "clean-river": Address("honours", "clean-river"),
        "river-chief": Address("glossary", "river-chief"),
        "river-report": Address("sources/river-report"),
    } == addresses


def test_links_between_pages_are_relative() -> None:
    """A link is written as Markdown files link to each other."""
    assert "../figures.md#a" == Address("figures", "a").link_from("safety/river")
    assert "#a" == Address("figures", "a").link_from("figures")
    assert "river/patrols.md" == Address("safety/river/patrols").link_from("safety/river")
    assert "sources/x.md" == Address("sources/x").link_from("index")


def test_a_record_below_one_that_is_missing_has_no_address(tmp_path: Path) -> None:
    """Other records keep theirs, and no chain of wrong parents leads in a circle."""
    root = handbook_of.good(tmp_path)
    file = root / "data/practices/joint-patrols.yml"
    for theme in ("no-such-theme", "joint-patrols"):
        file.write_text(
            file.read_text("utf-8").replace("theme: river-safety", f"theme: {theme}"), "utf-8"
        )
        dataset = load(root)[0]
        assert set(dataset.records) - {"joint-patrols"} == set(addresses(dataset))
        with pytest.raises(KeyError):
            address_of(dataset.records["joint-patrols"], dataset)
        file.write_text(
            file.read_text("utf-8").replace(f"theme: {theme}", "theme: river-safety"), "utf-8"
        )


@pytest.mark.parametrize(
    ("page", "lang", "path"),
    [
        ("index", "zh", ""),
        ("index", "en", "en/"),
        ("about/index", "zh", "about/"),
        ("about/index", "en", "en/about/"),
        ("about/price-index", "zh", "about/price-index/"),
        ("about/price-index", "en", "en/about/price-index/"),
        ("price-index", "en", "en/price-index/"),
    ],
)
def test_an_index_is_served_under_its_folder(page: str, lang: str, path: str) -> None:
    """A page whose name only ends in `index` has a folder of its own."""
    assert path == URLS.page(page, lang)
    assert f"https://handbook.example/city/{path}#a" == URLS.absolute(URLS.page(page, lang, "a"))
    assert f"site:{path.removeprefix('en/')}" == Address(page).site_link


def test_without_a_published_address_nothing_is_absolute() -> None:
    """A relative link is left to whoever asks."""
    assert "" == Urls(("zh", "en")).absolute("figures/")


@pytest.mark.parametrize(
    "link", ["../figures.md#a", "../figures.md?q=1#a", "../safety/../figures.md#a"]
)
def test_a_link_leads_back_to_its_address(link: str) -> None:
    """What `link_from` writes is read again."""
    assert Address("figures", "a") == linked_address("safety/river", link)
    assert Address("safety/river", "b") == linked_address("safety/river", "#b")


@pytest.mark.parametrize(
    ("repository", "edit", "folder", "issues"),
    [
        ("https://github.com/a/b.git", "b/edit", "b/tree", "b/issues"),
        ("https://gitlab.com/a/group/b/", "b/-/edit", "b/-/tree", "b/-/issues"),
        ("https://gitee.com/a/b", "b/edit", "b/tree", "b/issues"),
        ("https://codeberg.org/a/b", "b/_edit", "b/src/branch", "b/issues"),
        ("https://gitea.county.example/a/b", "b/_edit", "b/src/branch", "b/issues"),
        ("https://git.county.example/a/b", "b/edit", "b/tree", "b/issues"),
    ],
)
def test_links_to_a_repository_are_its_hosts(
    repository: str, edit: str, folder: str, issues: str
) -> None:
    """A file is edited, a folder shown and an error reported where the host has its page for that, on the branch that is published."""
    top = repository.rstrip("/").removesuffix(".git").removesuffix("b")
    assert f"{top}{edit}/main/docs/index.zh.md" == edit_url("docs/index.zh.md", repository)
    assert f"{top}{folder}/v2/%E5%86%8C/data/figures" == edit_url(
        "data/figures", repository, "v2/册"
    )
    assert f"{top}{issues}" == host_url(repository, "issues")


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("data/figures/border-km.yml", "admin/#/collections/figures/entries/border-km"),
        ("data/figures", "admin/#/collections/figures"),
        ("data/labels.yml", "https://host.example/edit/main/data/labels.yml"),
        ("docs/index.zh.md", "https://host.example/edit/main/docs/index.zh.md"),
    ],
)
def test_records_are_edited_in_their_forms(file: str, address: str) -> None:
    """With a form editor, a record leads to its form and a list to its collection; what has no form leads to its file."""
    assert address == edit_url(file, "https://host.example/", forms=True)


def page_of(title: str, text: str) -> str:
    """Return a hand-written page."""
    return f"---\ntitle: {title}\ndescription: {title}.\n---\n\n# {title}\n\n{text}\n"


@pytest.fixture
def with_index_pages(root: Path) -> Path:
    """Return the small good handbook with pages named `about/index` and `about/price-index`."""
    pages = {"about/index": "[to](price-index.md)", "about/price-index": "[to](index.md)"}
    return handbook_of.write(
        root,
        {
            f"docs/{p}.{lang}.md": page_of(p, text)
            for p, text in pages.items()
            for lang in ("zh", "en")
        },
    )


def test_pages_named_index_are_linked_rightly_in_every_output(
    with_index_pages: Path, tmp_path: Path
) -> None:
    """Site, search, book, feeds, data and brief write the address that the pages are served under."""
    dataset, _ = load(with_index_pages)
    pages = render(dataset).pages["en"]
    index, prices = pages["about/index"], pages["about/price-index"]
    assert 'href="price-index/"' in resolve_links(index, URLS)
    assert 'href="../"' in resolve_links(prices, URLS)

    urls = [read_page(page, {}, URLS).blocks[1]["c"][0]["url"] for page in (index, prices)]
    assert [
        "https://handbook.example/city/en/about/price-index/",
        "https://handbook.example/city/en/about/",
    ] == urls

    for path in ("about", "about/price-index"):
        handbook_of.write(
            tmp_path / "site",
            {
                f"en/{path}/index.html": f"<html><body><article><h1>{path}</h1></article></body></html>"
            },
        )
    assert ["about/", "about/price-index/"] == [
        document.address for document in build_documents(dataset, tmp_path / "site", "en")
    ]

    assert "/figures/#boat-incidents" == as_data(dataset.records["boat-incidents"], dataset)["path"]
    assert b'href="https://handbook.example/city/en/changes/"' in build_feed(
        dataset, "en", "https://handbook.example/city"
    )


def test_the_brief_links_pages_named_index_rightly(
    root: Path, tmp_path: Path, with_index_pages: Path
) -> None:
    """A page that was added is linked in its preview and in each language."""
    before = load(handbook_of.good(tmp_path / "before"))[0]
    brief = build_brief(
        compare(before, load(with_index_pages)[0]), [], "https://preview.example/1", ["en"]
    )
    for path in ("about/", "en/about/", "about/price-index/", "en/about/price-index/"):
        assert f"(https://preview.example/1/{path})" in brief
    assert "price-/" not in brief


@pytest.mark.parametrize(
    ("published", "spellings"),
    [
        (
            "https://example.cn/",
            "https://example.cn/|https://example.cn|example.cn|Example.CN|HTTPS://EXAMPLE.CN|//example.cn| example.cn\n"
            "|https:/example.cn|https:example.cn|https:\\\\example.cn|https://example.cn:443|example.cn.|example.cn?"
            "|ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｎ／　|example。cn|<https://example.cn>|“example.cn”|\ufeffexample.cn\u200b"
            "|https://example.cn/index.html",
        ),
        ("http://example.cn/", "http://example.cn|HTTP://example.cn:80/"),
        (
            "https://example.cn/river/",
            "example.cn/river|https://example.cn/river/|https://example.cn/river//|example.cn/river/index.html",
        ),
        ("https://xn--ovw07p.xn--fiqs8s/", "河畔.中国|https://河畔。中国/|xn--ovw07p.xn--fiqs8s"),
        ("https://example.cn/%E6%89%8B%E5%86%8C/", "example.cn/手册|example.cn/%E6%89%8B%E5%86%8C"),
        ("http://localhost:8000/a/b/", "http://localhost:8000/a/b"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("", "| |\n|''"),
    ],
)
def test_published_address_is_known_in_any_spelling(published: str, spellings: str) -> None:
    """With or without scheme and slash, in capitals, full width or Chinese, copied with what stood around it."""
    assert dict.fromkeys(spellings.split("|"), published) == {
        each: site_address(each) for each in spellings.split("|")
    }


@pytest.mark.parametrize(
    "typed",
    (
        "https://|/|ftp://example.cn|file:///site|mailto:a@example.cn|javascript:alert(1)|C:\\site|https://https://example.cn"
        "|https://example.cn/?q=1|https://example.cn/#a|https://user:word@example.cn|https://exa mple.cn|https://exa_mple.cn"
        "|https://example.cn/a\nb|https://example.cn/a/../b|https://example.cn//a|-a.cn|a..cn|https://[::1|[1:2:3]|example.cn\0"
        "|https://example.cn:99999|https://example.cn:x|" + "a" * 64 + ".cn"
    ).split("|"),
)
def test_what_is_no_address_of_a_site_is_told_in_one_line(typed: str) -> None:
    """The line names the variable, what it holds and how an address is written, in both languages."""
    with pytest.raises(HandbookError) as caught:
        site_address(typed)
    (finding,) = caught.value.diagnostics
    assert ("site-address", "HANDBOOK_SITE_URL") == (finding.code, finding.place.field)
    for lang in ("zh", "en"):
        assert "https://example.org/" in finding.text(lang)
        assert 1 == len(finding.text(lang).splitlines())
        assert finding.text(lang).endswith(("。", "yet."))


def test_address_of_a_repository_is_one_that_a_browser_opens() -> None:
    """Or nothing; what else it is, is told in one message that names the variable."""
    for typed in ("", "https://github.com/a/b", "http://[::1]:3000/a/b.git"):
        assert typed == repository_address(typed)
    for typed in ("https://[x", "https://[1:2:3]/a", "git@github.com:a/b.git", "github.com/a/b"):
        with pytest.raises(HandbookError) as caught:
            repository_address(typed)
        (finding,) = caught.value.diagnostics
        assert ("repository-address", "HANDBOOK_REPO_URL") == (finding.code, finding.place.field)


def test_former_ids_lead_to_the_record_below_each_id_of_its_parent(tmp_path: Path) -> None:
    """A renamed theme takes its practices along; an entry's page leads to its anchor, a kind's to the list."""
    dataset = handbook_of.changed(
        tmp_path,
        river_safety=handbook_of.THEME.replace("title:", "was: [old-safety]\ntitle:", 1),
        joint_patrols=handbook_of.PRACTICE.replace("title:", "was: [old-patrols]\ntitle:", 1),
        river_town=handbook_of.PLACE.replace("title:", "was: [old-town]\ntitle:", 1),
    )
    assert {
        "old-safety": "river-safety",
        "old-patrols": "joint-patrols",
        "old-town": "river-town",
    } == former_ids(dataset)
    found = {page: str(address) for page, address in former_addresses(dataset).items()}
    patrols = "safety/river-safety/joint-patrols"
    expected = {
        "safety/old-safety": "safety/river-safety",
        "safety/river-safety/old-patrols": patrols,
        "safety/old-safety/joint-patrols": patrols,
        "safety/old-safety/old-patrols": patrols,
        "places/old-town": "places#river-town",
        "places/river-town": "places#river-town",
        "practices/mechanism": "practices#kind-mechanism",
    }
    assert expected.items() <= found.items()
    assert patrols not in found
