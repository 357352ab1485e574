"""The catalogue of the data files, for portals."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef

from handbook.model.dataset import Dataset
from handbook.model.linked import DATA, MEDIA_TYPES
from handbook.model.urls import BULK, CATALOGUE, CATALOGUE_TURTLE, JSON_LD, TURTLE
from handbook.opendata.catalogue import build_catalogue
from handbook.opendata.linked import build_linked
from tests.helpers.linked_data import SITE_URL, Terms, read
from tests.helpers.open_data import EDITION, HISTORY, open_data

SHAPES = Path(__file__).with_name("dcat_shapes.ttl")


@pytest.fixture
def files(dataset: Dataset) -> dict[str, bytes | None]:
    """Return the data files of the small handbook, one of which is still to be made."""
    found = open_data(dataset) | build_linked(dataset, EDITION, HISTORY, SITE_URL)
    return {path: each for path, each in found.items() if path.startswith("data/")} | {BULK: None}


def catalogue(dataset: Dataset, files: dict[str, bytes | None], site_url: str) -> Graph:
    """Return the catalogue, which is the same in both of its files."""
    made = build_catalogue(dataset, EDITION, files, site_url)
    json_ld, turtle = (read(path, made[path], site_url) for path in (CATALOGUE, CATALOGUE_TURTLE))
    assert {*json_ld} == {*turtle}
    return json_ld


@pytest.mark.parametrize("site_url", [SITE_URL, ""])
def test_catalogue_has_the_shape_that_portals_ask_for(
    dataset: Dataset, files: dict[str, bytes | None], site_url: str
) -> None:
    """Classes, mandatory properties and ranges are those of DCAT 3 and DCAT-AP; a catalogue without them is found."""
    graph = catalogue(dataset, files, site_url)
    fits, _, told = validate(graph, shacl_graph=str(SHAPES))
    assert fits, told
    iris = Terms(dataset, site_url)
    for lost in ("dcterms:publisher", "dcat:accessURL", "dcterms:description", "dcat:mediaType"):
        less = Graph()
        less += [triple for triple in graph if triple[1] != iris.term(lost)]
        assert not validate(less, shacl_graph=str(SHAPES))[0], lost


def test_every_file_is_listed_with_its_size_and_checksum(
    dataset: Dataset, files: dict[str, bytes | None]
) -> None:
    """One that is still to be made has neither; the licence, the edition and its date stand with each."""
    graph, iris = catalogue(dataset, files, SITE_URL), Terms(dataset)
    listed = {*graph.objects(iris.at(DATA), iris.term("dcat:distribution"))}
    assert {iris.at(f"{path}#distribution") for path in files} == listed
    assert {JSON_LD, TURTLE, "data/practices.csv", "data/handbook.xlsx"} <= {*files}
    for path, content in files.items():
        node = iris.at(f"{path}#distribution")
        assert iris.at(path) == graph.value(node, iris.term("dcat:downloadURL"))
        media_type = str(graph.value(node, iris.term("dcat:mediaType")))
        assert media_type.endswith(MEDIA_TYPES[path.rpartition(".")[2]])
        assert "https://creativecommons.org/licenses/by/4.0/" == str(
            graph.value(node, iris.term("dcterms:license"))
        )
        size, checksum = (
            graph.value(node, iris.term(f"{name}")) for name in ("dcat:byteSize", "spdx:checksum")
        )
        if content is None:
            assert (None, None) == (size, checksum)
            continue
        assert Literal(size).toPython() == len(content)
        value = graph.value(checksum, iris.term("spdx:checksumValue"))
        assert sha256(content).hexdigest() == str(value)
    assert Literal(EDITION.id) == graph.value(iris.at(DATA), iris.term("dcat:version"))
    assert EDITION.date == str(graph.value(iris.at(DATA), iris.term("dcterms:issued")))


def test_data_are_described_in_each_language_and_lead_to_their_page(
    dataset: Dataset, files: dict[str, bytes | None]
) -> None:
    """Titles have their language; languages, themes and pages are told by their addresses."""
    graph, iris = catalogue(dataset, files, SITE_URL), Terms(dataset)
    data = iris.at(DATA)
    assert {Literal("河畔手册", lang="zh"), Literal("Riverside handbook", lang="en")} == {
        *graph.objects(data, iris.term("dcterms:title"))
    }
    assert {"zh", "en"} == {
        str(each).rpartition("/")[2] for each in graph.objects(data, iris.term("dcterms:language"))
    }
    assert {iris.at("data/"), iris.at("en/data/")} == {
        *graph.objects(data, iris.term("dcat:landingPage"))
    }
    assert [iris.at("id/river-safety/")] == [*graph.objects(data, iris.term("dcat:theme"))]
    [catalog] = graph.subjects(RDF.type, iris.term("dcat:Catalog"))
    assert URIRef(SITE_URL) == graph.value(catalog, iris.term("foaf:homepage"))
