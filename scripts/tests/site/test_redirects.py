"""Every address that the site ever had leads to what it was about."""

from __future__ import annotations

import json
import posixpath
import re
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser

from handbook.model.kinds import KINDS
from handbook.model.urls import address_of, anchors_path, former_addresses, former_ids
from handbook.review.browser import serving
from tests.helpers import ROOT
from tests.helpers.built_site import SITE_URL, Built, SitePage, read_site

#: Every page, anchor and PDF of the site before organisations, places and platforms became entries.
ADDRESSES = (ROOT / "scripts/tests/content/addresses.txt").read_text("utf-8").split()


@pytest.fixture(scope="module")
def redirects(built: Built) -> dict[str, SitePage]:
    """Return the pages that only lead to others."""
    return read_site(built.directory, redirects=True)


def where(built: Built, redirects: dict[str, SitePage], address: str) -> tuple[str, str]:
    """Return the page and anchor that a browser shows for an address; no page where there is none."""
    path, _, anchor = address.partition("#")
    file = f"{path}index.html" if path.endswith("/") or not path else path
    if page := redirects.get(file):
        [link] = page.tree.xpath("//a/@href")
        file, _, anchor = posixpath.normpath(urljoin(path, link)).partition("#")
        file, anchor = posixpath.join(file.rstrip("/"), "index.html"), unquote(anchor)
    if file not in built.pages:
        return "", ""
    if anchor and not built.pages[file].ids[anchor]:
        for former, now in json.loads((built.directory / anchors_path()).read_bytes()):
            if match := re.fullmatch(former, anchor):
                anchor = match.expand(now.replace("$1", r"\1"))
                break
    return file, anchor if built.pages[file].ids[anchor] else ""


def test_every_address_there_was_leads_to_what_it_was_about(
    built: Built, redirects: dict[str, SitePage]
) -> None:
    """A record's page or anchor leads to that record, a PDF to a PDF, any other to a page; no anchor is lost unseen."""
    dataset, lost = built.dataset, {}
    now = former_ids(dataset) | {record: record for record in dataset.records}
    for address in ADDRESSES:
        if not address.endswith("/") and "#" not in address:
            if not (built.directory / address).is_file():
                lost[address] = "no file"
            continue
        lang = "en/" if address.startswith("en/") else ""
        path, _, anchor = address.partition("#")
        page, at = where(built, redirects, address)
        about = path.rstrip("/").rpartition("/")[2]
        about = anchor if anchor in now else about
        if not page:
            lost[address] = "no page"
        elif path.removeprefix(lang).startswith("practices/") and path != f"{lang}practices/":
            if f"kind-{about}" != at or f"{lang}practices/index.html" != page:
                lost[address] = f"{page}#{at}"
        elif about in now:
            meant = address_of(dataset.records[now[about]], dataset)
            is_there = f"{lang}{meant.page}/index.html" == page and meant.anchor in (at, "")
            if not is_there and at != now[about]:
                lost[address] = f"{page}#{at}"
        elif re.fullmatch(r"p\d+", anchor) and anchor != at:
            lost[address] = "no paragraph"
    assert {} == lost


def test_a_former_page_leads_on_at_once_and_shows_a_link(
    built: Built, redirects: dict[str, SitePage]
) -> None:
    """It says where its content is in its language, runs nothing, and no robot keeps it."""
    dataset = built.dataset
    former = {
        f"{lang}{page}/index.html" for page in former_addresses(dataset) for lang in ("", "en/")
    }
    by_id = {f"id/{name}/index.html" for name in [*dataset.records, *former_ids(dataset)]}
    assert {*redirects} == former | by_id
    for path, page in redirects.items():
        lang = "en" if path.startswith("en/") else "zh"
        assert lang == page.tree.get("lang"), path
        link, *others = page.tree.xpath("//p/a")
        assert link.text
        words = "".join(page.tree.xpath("//p[1]/text()")).strip()
        if path in by_id:
            assert (["en"], "") == ([other.get("hreflang") for other in others], words)
        else:
            assert not others
            assert words.startswith({"zh": "这一页", "en": "This page"}[lang])
        meta = {
            m.get("name") or m.get("http-equiv"): m.get("content") for m in page.tree.iter("meta")
        }
        assert f"0; url={link.get('href')}" == meta["refresh"]
        assert "noindex" == meta["robots"]
        assert meta["Content-Security-Policy"].startswith("default-src 'none'")
        assert not page.tree.xpath("//script | //style | //*[@style]")
        [canonical] = page.tree.xpath("//link[@rel='canonical']/@href")
        assert canonical.removeprefix(SITE_URL) + "index.html" in built.pages


def test_an_id_leads_to_its_record_in_each_language(
    built: Built, redirects: dict[str, SitePage]
) -> None:
    """The first language comes at once; a former id leads to what has taken its place."""
    dataset, lost = built.dataset, []
    for name, record in ({each: each for each in dataset.records} | former_ids(dataset)).items():
        address, path = address_of(dataset.records[record], dataset), f"id/{name}/"
        links = redirects[f"{path}index.html"].tree.xpath("//p/a/@href")
        found = [posixpath.normpath(urljoin(path, link)).partition("#") for link in links]
        folder = address.path.partition("#")[0].rstrip("/")
        expected = [f"{lang}{folder}" for lang in ("", "en/")]
        if expected != [each[0].rstrip("/") for each in found] or {address.anchor} != {
            unquote(each[2]) for each in found
        }:
            lost.append(name)
    assert [] == lost


def test_former_pages_are_told_to_nobody(built: Built, redirects: dict[str, SitePage]) -> None:
    """Neither the sitemap nor the feeds, the search or another page leads to one; the list of files has each."""
    files = json.loads((built.directory / "manifest.json").read_bytes())["files"]
    assert {*redirects} <= {*files}
    for name in ("sitemap.xml", "feed.zh.xml", "feed.en.xml"):
        text = (built.directory / name).read_text("utf-8")
        assert [] == [path for path in redirects if f"/{path.removesuffix('index.html')}" in text]
    for path, page in built.pages.items():
        targets = {
            posixpath.normpath(
                posixpath.join("/", posixpath.dirname(path), unquote(link).partition("#")[0])
            )
            for link in page.tree.xpath("//a/@href")
        }
        assert not targets & {f"/{posixpath.dirname(path)}" for path in redirects}


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("organisations/court/", "organisations/#court"),
        ("en/places/pinghu/#mentioned", "en/places/#pinghu"),
        ("practices/service/", "practices/#kind-service"),
        ("figures/#diagram-safety-wins", "figures/#safety-wins"),
        ("figures/#table", "figures/#table"),
    ],
)
def test_a_browser_follows_a_former_address(
    built: Built, browser: Browser, asked: str, shown: str
) -> None:
    """A former page and a former anchor end where the content is; an anchor without successor at the top."""
    with serving(built.directory) as address:
        page = browser.new_page()
        page.goto(address + asked)
        page.wait_for_url(address + shown)
        page.wait_for_load_state("networkidle")
        assert ("#table" in shown) == (page.evaluate("document.querySelector(':target')") is None)
        page.close()


def test_the_sheet_of_an_entry_without_one_is_its_own_pdf(built: Built) -> None:
    """Whatever was pinned up with a QR code of a sheet still answers."""
    pdfs = built.directory / "pdf"
    for record in built.dataset.records.values():
        if KINDS[record.folder].sheet:
            for lang in built.dataset.languages:
                assert (pdfs / f"{record.id}.sheet.{lang}.pdf").is_file()
