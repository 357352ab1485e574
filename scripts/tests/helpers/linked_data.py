"""Linked data, as tests read it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import yaml
from lxml import html
from pydantic import BaseModel
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from handbook.model.dataset import Dataset
from handbook.model.introspect import FieldPath, ModelField, dotted, fields_of, values_of
from handbook.model.linked import OWN, PREFIXES, own_terms, property_of, term_of_choice
from handbook.model.records import Figure, Record, Source, in_time
from handbook.model.types import DATE, HTTPS, PERIOD, Choice, Names, Prose, Text
from handbook.model.urls import JSON_LD, NOT_FOUND, TURTLE
from handbook.opendata.linked import build_linked
from handbook.text.plain_text import plain_text
from tests.helpers.built_site import read_site
from tests.helpers.open_data import EDITION, HISTORY

#: Where the files of tests are published, and what their types of dates are.
SITE_URL = "https://handbook.example/sub/"
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_FORMATS = {"jsonld": "json-ld", "ttl": "turtle"}


def graphs(dataset: Dataset, site_url: str = SITE_URL) -> list[Graph]:
    """Return the graph of a handbook as each of its files has it."""
    files = build_linked(dataset, EDITION, HISTORY, site_url)
    return [read(path, files[path], site_url) for path in (JSON_LD, TURTLE)]


def read(path: str, content: bytes, site_url: str = SITE_URL) -> Graph:
    """Return the graph of a file at a path of a site."""
    form = _FORMATS[path.rpartition(".")[2]]
    return Graph().parse(data=content, format=form, publicID=(site_url or SITE_URL) + path)


class Terms:
    """The IRIs of a handbook."""

    def __init__(self, dataset: Dataset, site_url: str = SITE_URL) -> None:
        """Set the handbook and where it is read from."""
        own = own_terms(dataset.labels, site_url)
        self._prefixes: Mapping[str, str] = {**PREFIXES, OWN: own}
        self._root = site_url or SITE_URL

    def term(self, name: str) -> URIRef:
        """Return the IRI of a term: `schema:name`."""
        prefix, _, local = name.partition(":")
        return URIRef(self._prefixes[prefix] + local)

    def at(self, path: str) -> URIRef:
        """Return the IRI of a path in the site."""
        return URIRef(self._root + path)


def differing_values(dataset: Dataset, graph: Graph, site_url: str = SITE_URL) -> Iterator[str]:
    """Yield the values of records that a graph lacks, and what it tells of records that is no value of theirs."""
    iris = Terms(dataset, site_url)
    told: dict[tuple[Node, Node], list[Node]] = {}
    for subject, term, value in graph:
        told.setdefault((subject, term), []).append(value)
    seen: set[tuple[Node, Node, Node]] = set()
    for record in dataset.records.values():
        for path, field, value in values_of(record):
            if value is None or path == ("notes",):
                continue
            at, term = _place(record, path)
            for each in _objects(dataset, iris, record, path, field, value):
                key = iris.at(at), iris.term(term)
                found = [other for other in told.get(key, ()) if _same(other, each)]
                seen |= {(*key, other) for other in found}
                if not found:
                    yield f"{record.id}: {dotted(path)}: {each!r}"
    beside = {*map(iris.term, _BESIDE), RDF.type}
    of_figures = {*map(iris.term, _OF_FIGURES)}
    figures = tuple(iris.at(f"id/{figure.id}/#observations") for figure in dataset.of(Figure))
    nodes = {subject for subject, _, _ in graph}
    for subject, term, value in {*graph} - seen:
        if not str(subject).startswith(iris.at("id/")) or term in beside or value in nodes:
            continue
        if not (term in of_figures and str(subject).startswith(figures)):
            yield f"{subject} {term} {value!r}"


#: What nodes have besides the values of their records; what observations have from their figure.
_BESIDE = (
    "schema:position", "schema:mainEntityOfPage", "schema:inDefinedTermSet", "schema:observationDate", "schema:datePublished",
    "dcterms:modified", "dcat:version", "dcat:startDate", "dcat:endDate",
)  # fmt: skip
_OF_FIGURES = (
    "schema:unitText",
    "handbook:Observation.scope",
    "prov:wasAttributedTo",
    "dcterms:source",
)


def _place(record: Record, path: FieldPath) -> tuple[str, str]:
    """Return the path of the node that has a value, and the property that tells it there."""
    own, steps = f"id/{record.id}/", [*path]
    model: type[BaseModel] = type(record)
    if isinstance(record, Source) and path[0] == "contents":
        return f"{own}#p{int(path[1]) + 1}", "schema:about"
    if isinstance(record, Figure) and path[0] in ("value", "statement", "period"):
        steps, model = ["observations", 0, *path], Figure
    elif isinstance(record, Figure) and path[0] == "observations":
        steps[1] = [*map(id, in_time(record.observations))].index(
            id(record.observations[int(path[1])])
        )
    at: list[str] = []
    while True:
        name = str(steps.pop(0))
        field = fields_of(model)[name]
        index = steps.pop(0) if steps and isinstance(steps[0], int) else None
        is_text = field.model and issubclass(field.model, (Text, Names))
        if not steps:
            if is_text and index is not None:
                return f"{own}#{'-'.join([*at, name, str(index + 1)])}", "schema:text"
            return own + (f"#{'-'.join(at)}" if at else ""), property_of(model, name)
        at += [name, *([str(index + 1)] if index is not None else [])]
        assert field.model
        model = field.model


def _objects(
    dataset: Dataset, iris: Terms, record: Record, path: FieldPath, field: ModelField, value: Any
) -> Iterator[Node]:
    if isinstance(value, (Text, Names)):
        for lang, text in value.items():
            for each in [text] if isinstance(text, str) else text:
                plain = plain_text(dataset, each, lang) if isinstance(value, Prose) else each
                yield Literal(plain, lang=lang)
    elif field.name == "cite":
        source, _, place = value.partition("#")
        yield iris.at(f"id/{source}/#p{0 if place == 'head' else place}")
    elif field.refers_to:
        yield iris.at(f"id/{value}/")
    elif isinstance(value, (Choice, StrEnum)):
        yield iris.term(term_of_choice(value))
    elif field.pattern == HTTPS:
        yield URIRef(value)
    elif field.pattern in (DATE, PERIOD):
        whole = _DATE.fullmatch(value)
        yield Literal(value, datatype=_DATES[len(value)]) if whole else Literal(value)
    else:
        yield Literal(value)


def _same(found: Node, expected: Node) -> bool:
    """Return whether two values are one; numbers are equal whatever their type."""
    numbers = [each.value for each in (found, expected) if isinstance(each, Literal)]
    if len(numbers) < 2 or not all(isinstance(each, (int, float, Decimal)) for each in numbers):
        return found == expected
    if bool in map(type, numbers):
        return numbers[0] is numbers[1]
    return float(numbers[0]) == float(numbers[1])  # as JSON reads them


# --- pages ---


def page_data_of(tree: html.HtmlElement) -> Any:
    """Return the JSON-LD of a page.

    Raises:
        ValueError: There is not one block of it.
    """
    [text] = tree.xpath("//script[@type='application/ld+json']/text()")
    return json.loads(text)


def faults_of_pages(dataset: Dataset, site: Path, site_url: str = "") -> Iterator[str]:
    """Yield where the JSON-LD of a site's pages is wrong: of itself, of the page, or other than the graph."""
    root = site_url or SITE_URL
    graph = graphs(dataset, site_url)[0]
    pages = read_site(site)
    for address in graph.objects(None, Terms(dataset).term("schema:mainEntityOfPage")):
        folder, _, anchor = str(address).removeprefix(root).partition("#")
        shown = pages.get(f"{folder}index.html")
        if not shown or (anchor and not shown.ids[unquote(anchor)]):
            yield f"{address} leads nowhere"
    for path, page in pages.items():
        if posixpath.basename(path) == NOT_FOUND:
            continue
        own = root + path.removesuffix("index.html")
        data = page_data_of(page.tree)
        yield from (f"{path}: {fault}" for fault in _faults(data, page.tree, own, graph, dataset))
        for each in (*data.get("workTranslation", ()), data.get("translationOfWork")):
            if each and urljoin(own, each["@id"]).removeprefix(root) + "index.html" not in pages:
                yield f"{path}: no translation {each}"


def _faults(
    data: Any, tree: html.HtmlElement, own: str, graph: Graph, dataset: Dataset
) -> Iterator[str]:
    lang = tree.get("lang")
    if {own} != {urljoin(own, data[name]) for name in ("@id", "url")} or lang != data["inLanguage"]:
        yield f"{data['@id']}, {data['inLanguage']}"
    if (canonical := tree.xpath("//link[@rel='canonical']/@href")) and canonical != [data["@id"]]:
        yield f"{canonical} is not {data['@id']}"
    shown = [
        ("".join(item.itertext()).strip(), urljoin(own, "".join(item.xpath("a/@href"))))
        for item in tree.xpath("//nav[@class='hb-path']//li")
    ]
    steps = data.get("breadcrumb", {}).get("itemListElement", [])
    told = [(step["name"], urljoin(own, step["item"])) for step in steps]
    if [*range(1, len(steps) + 1)] != [step["position"] for step in steps] or shown != told:
        yield f"shows {shown}, tells {told}"
    yield from _unlike(data, own, graph, lang, Terms(dataset).term("schema:"))


def _unlike(data: Any, own: str, graph: Graph, lang: str, schema: str) -> Iterator[str]:
    """Yield what schema.org has not, or what a graph does not say of a node and those within it."""
    types = data["@type"] if isinstance(data["@type"], list) else [data["@type"]]
    node = URIRef(urljoin(own, data.get("@id", "")))
    in_graph = "@id" in data and "/id/" in node
    yield from (f"{node} is no {each}" for each in types if each not in _schema_org())
    allowed = {name for each in types for name in _schema_org().get(each, ())}
    if in_graph and not all((node, RDF.type, URIRef(schema + each)) in graph for each in types):
        yield f"{node} is no {types}"
    for name, values in data.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            yield f"{types} has no {name}"
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict) and "@type" in value:
                yield from _unlike(value, own, graph, lang, schema)
            if in_graph and not any(
                _same(found, expected)
                for found in graph.objects(node, URIRef(schema + name))
                for expected in _as_in_graph(value, own, lang)
            ):
                yield f"{node} {name} {value!r}"


def _as_in_graph(value: Any, own: str, lang: str) -> Iterator[Node]:
    """Yield what a value of a page may be in the graph: an address, a text in its language, a date, a number."""
    if isinstance(value, dict):
        address = value.get("@id")
        yield (
            URIRef(urljoin(own, address))
            if address
            else Literal(value["@value"], lang=value.get("@language"), datatype=value.get("@type"))
        )
    elif isinstance(value, str):
        yield Literal(value, lang=lang)
        if _DATE.fullmatch(value):
            yield Literal(value, datatype=_DATES[len(value)])
    else:
        yield Literal(value)


@cache
def _schema_org() -> Mapping[str, list[str]]:
    text = Path(__file__).with_name("schema_org.yml").read_text("utf-8")
    types: Mapping[str, list[str]] = yaml.safe_load(text)
    return types
