"""All that is known as one graph, in both of its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, BNode

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.urls import JSON_LD
from handbook.opendata.linked import build_linked
from handbook.text.conversion import converted
from tests.helpers import ROOT, handbook_of, several_sources
from tests.helpers.linked_data import SITE_URL, Terms, differing_values, graphs
from tests.helpers.open_data import EDITION, HISTORY

HANDBOOKS = {
    "small": lambda root: root,
    "over time": lambda root: handbook_of.write(
        root, {"data/figures/boat-incidents.yml": handbook_of.SERIES}
    ),
    "several sources": lambda root: several_sources.several(root / "several"),
    "converted": handbook_of.with_hant,
    "real": lambda _: ROOT,
}


@pytest.mark.parametrize("site_url", [SITE_URL, ""])
@pytest.mark.parametrize("which", HANDBOOKS)
def test_both_files_have_every_value_and_no_other(root: Path, which: str, site_url: str) -> None:
    """Each is read as the same graph, and each value of each record stands in it as it is."""
    dataset = converted(load(HANDBOOKS[which](root))[0])
    json_ld, turtle = graphs(dataset, site_url)
    assert {*json_ld} == {*turtle}
    assert not any(isinstance(node, BNode) for node in json_ld.all_nodes())
    assert [] == [*differing_values(dataset, json_ld, site_url)]


def test_addresses_are_below_the_published_one(dataset: Dataset) -> None:
    """So are the handbook's own terms; without it addresses begin where the file lies, and terms have one that leads nowhere."""
    iris = Terms(dataset)
    graph = graphs(dataset)[0]
    assert (iris.at("id/joint-patrols/"), RDF.type, iris.term("handbook:Practice")) in graph
    files = build_linked(dataset, EDITION, HISTORY)
    assert b'"@base": "../"' in files[JSON_LD]
    assert b"<id/joint-patrols/> a handbook:Practice" in files["data/handbook.ttl"]
    assert all(b"site.invalid" not in content for content in files.values())
    assert b'"handbook": "https://riverside-handbook.invalid/data/handbook.ttl#"' in files[JSON_LD]


def test_files_are_the_same_each_time(dataset: Dataset) -> None:
    """Nothing in them depends on when or in which order they are made."""
    assert build_linked(dataset, EDITION, HISTORY) == build_linked(dataset, EDITION, HISTORY)
