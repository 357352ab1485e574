"""What each page tells programs of itself."""

from __future__ import annotations

import json
import posixpath
from hashlib import sha256

from playwright.sync_api import Browser
from rdflib import Graph

from handbook.model.linked import DATA
from handbook.model.urls import BULK, CATALOGUE, CATALOGUE_TURTLE, NOT_FOUND
from tests.helpers.built_site import SITE_URL, Built
from tests.helpers.linked_data import Terms, faults_of_pages, page_data_of, read
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


def test_the_catalogue_lists_the_files_that_lie_in_the_site(built: Built) -> None:
    """Each of data/ is there with its size and checksum, but for the zip, which is made of it, and itself."""
    iris, graph = Terms(built.dataset, SITE_URL), read_file(built, CATALOGUE)
    folder = built.directory / "data"
    found = {f"data/{file.name}" for file in folder.iterdir() if file.suffix not in ("", ".html")}
    listed = {*graph.objects(iris.at(DATA), iris.term("dcat:distribution"))}
    assert {iris.at(f"{p}#distribution") for p in found - {CATALOGUE, CATALOGUE_TURTLE}} == listed
    for node in listed - {iris.at(f"{BULK}#distribution")}:
        path = str(graph.value(node, iris.term("dcat:downloadURL"))).removeprefix(SITE_URL)
        content = (built.directory / path).read_bytes()
        assert str(len(content)) == str(graph.value(node, iris.term("dcat:byteSize"))), path
        checksum = graph.value(node, iris.term("spdx:checksum"))
        value = graph.value(checksum, iris.term("spdx:checksumValue"))
        assert sha256(content).hexdigest() == str(value), path
    assert {*read_file(built, CATALOGUE_TURTLE)} == {*graph}


def read_file(built: Built, path: str) -> Graph:
    """Return the graph of a file of a site."""
    return read(path, (built.directory / path).read_bytes(), SITE_URL)


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
