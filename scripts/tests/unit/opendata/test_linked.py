"""All that is known as one graph, in both of its files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, BNode, Literal

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.linked import OWN
from handbook.model.urls import JSON_LD
from handbook.opendata.linked import build_linked
from handbook.pages.linked import as_script, page_data
from handbook.pages.render import render
from handbook.text.conversion import converted
from tests.helpers import ROOT, handbook_of, several_sources
from tests.helpers.handbook_of import changed
from tests.helpers.linked_data import SITE_URL, Terms, differing_values, graphs
from tests.helpers.open_data import EDITION, HISTORY, HOSTILE

#: What would end a block in a page, and what Turtle or JSON could take for their own.
END = "</script><!--<script>alert(1)"
WORST = [
    *HOSTILE,
    END,
    'a"""b',
    "ends in \\",
    "\\u0041\\n",
    "one\ntwo\r\nthree\ttab",
    "^^xsd:date",
    "@en",
    '"@id": "x"',
    "<https://site.invalid/>",
    "\u2028",
]
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


def test_hostile_text_is_read_as_it_was_written(root: Path) -> None:
    """Quotes, line ends, escapes and markup of any format stand in both files unchanged, in names and in lists."""
    names = "".join(f"    - {json.dumps(text)}\n" for text in WORST)
    gaps = "".join(f"  - zh: {json.dumps(text)}\n    en: {json.dumps(text)}\n" for text in WORST)
    platform = handbook_of.PLATFORM.replace("summary:", f"aliases:\n  en:\n{names}summary:")
    dataset = changed(root, river_line=f"{platform}gaps:\n{gaps}")
    for site_url in (SITE_URL, ""):
        for graph in graphs(dataset, site_url):
            assert [] == [*differing_values(dataset, graph, site_url)]
            told = graph.objects(None, Terms(dataset).term("schema:alternateName"))
            assert {*WORST} <= {*map(str, told)}


def test_hostile_text_ends_no_script(root: Path) -> None:
    """What stands in a page has no `<`, and is read as it was written."""
    title = handbook_of.PRACTICE.replace("en: Joint river patrols", f"en: {json.dumps(END)}")
    handbook = render(changed(root, joint_patrols=title))
    page = handbook.pages["en"]["safety/river-safety/joint-patrols"].page
    script = as_script(page_data(handbook, page))
    assert "<" not in script
    assert END == json.loads(script)["mainEntity"]["name"]


def test_facts_have_the_terms_of_common_vocabularies_or_described_ones(root: Path) -> None:
    """Numbers, dates, references and citations are what they are; the files describe each term of the handbook's own."""
    dataset = changed(root, boat_incidents=handbook_of.SERIES)
    graph, iris = graphs(dataset)[0], Terms(dataset)

    def told(at: str, term: str) -> set[object]:
        return {each.toPython() for each in graph.objects(iris.at(at), iris.term(term))}

    first = "id/boat-incidents/#observations-1"
    assert {"两岸联合巡河", "Joint river patrols"} == told("id/joint-patrols/", "schema:name")
    assert {f"{SITE_URL}id/river-report/#p2"} == told("id/joint-patrols/", "dcterms:source")
    place = "id/river-report/#p3"
    assert {f"{SITE_URL}id/river-report/"} == told(place, "schema:isPartOf")
    assert ({3}, {"paragraph"}) == (
        told(place, "schema:position"),
        {each.rpartition(".")[2] for each in map(str, told(place, "handbook:Source.locator"))},
    )
    assert {1200} == told(first, "schema:value")
    assert {f"{SITE_URL}id/boat-incidents/"} == told(first, "schema:variableMeasured")
    assert Literal("2020", datatype=iris.term("xsd:gYear")) in {
        *graph.objects(iris.at(first), iris.term("schema:observationDate"))
    }
    used = {each for triple in graph for each in triple if each.startswith(iris.term(f"{OWN}:"))}
    assert [] == [term for term in used if (term, RDF.type, None) not in graph]
    how = iris.term("handbook:Practice.how")
    assert {*MESSAGE_LANGUAGES} == {each.language for each in graph.objects(how, RDFS.label)}
    kind = iris.term("handbook:PracticeKind.mechanism")
    assert Literal("Mechanism", lang="en") in {*graph.objects(kind, SKOS.prefLabel)}
    assert iris.term("handbook:PracticeKind") == graph.value(kind, iris.term("skos:inScheme"))
    named = {term for label in (RDFS.label, SKOS.prefLabel) for term in graph.subjects(label)}
    assert used <= named


def test_a_small_number_is_written_in_full(root: Path) -> None:
    """A decimal has no exponent in RDF, and is a number in JSON."""
    dataset = changed(root, boat_incidents=handbook_of.FIGURE.replace("1728", "0.0000001"))
    assert all([] == [*differing_values(dataset, graph)] for graph in graphs(dataset))
    assert b'{"@value": "0.0000001"' in build_linked(dataset, EDITION, HISTORY)[JSON_LD]
    handbook = render(dataset)
    [told] = page_data(handbook, handbook.pages["en"]["figures"].page)["about"]
    assert 1e-7 == told["value"]


def test_an_inferred_date_is_told_as_that_alone(root: Path) -> None:
    """When a source was published is a plain date only where it says so itself."""
    inferred = load(root)[0]
    iris = Terms(inferred)
    published = iris.term("schema:datePublished")
    assert [] == [*graphs(inferred)[0].objects(None, published)]
    said = re.sub(r"  inferred: true\n  basis:\n(?:    .*\n)+", "", handbook_of.SOURCE)
    graph = graphs(changed(root, river_report=said))[0]
    year = iris.term("xsd:gYear")
    assert [Literal("2024", datatype=year)] == [*graph.objects(None, published)]
