"""What each page tells programs of itself."""

from __future__ import annotations

import json
import posixpath

from playwright.sync_api import Browser

from handbook.model.urls import NOT_FOUND
from tests.helpers.built_site import SITE_URL, Built
from tests.helpers.linked_data import faults_of_pages, page_data_of
from tests.helpers.search_box import Site


def test_each_page_tells_what_it_is_and_nothing_else_than_the_graph(
    built: Built, unpublished: Built
) -> None:
    """Its address, language and way are those that it shows; what it tells of records, all files tell, in schema.org's terms."""
    assert [] == [*faults_of_pages(built.dataset, built.directory, SITE_URL)]
    assert [] == [*faults_of_pages(unpublished.dataset, unpublished.directory)]


def test_pages_rest_on_the_source_and_tell_when_and_under_which_licence(built: Built) -> None:
    """A page that has marks names their source; its date is its own."""
    licence = built.dataset.labels.site.licence
    for path, page in built.pages.items():
        if posixpath.basename(path) == NOT_FOUND:
            continue
        data = page_data_of(page.tree)
        assert licence is None or licence.path == data["license"]
        assert data["version"].startswith(data.get("dateModified", ""))
        marks = page.tree.xpath("//a[@class='mark']/@href")
        cited = {link.partition("#")[0].rstrip("/").rpartition("/")[2] for link in marks}
        based = {each["@id"].rstrip("/").rpartition("/")[2] for each in data.get("isBasedOn", [])}
        assert cited - {""} == based, path


def test_browsers_let_the_block_stand_and_run_nothing(browser: Browser, site: Site) -> None:
    """Under the policy of the page itself nothing is complained of, and what stands there can be read."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("", "en/figures/", "data/"):
        page.goto(f"{site.address}{path}")
        assert page.locator("meta[http-equiv='Content-Security-Policy']").count()
        block = page.locator("script[type='application/ld+json']")
        assert "https://schema.org" == json.loads(block.text_content() or "")["@context"]
    page.close()
    assert [] == complaints
