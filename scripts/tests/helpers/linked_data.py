"""Linked data, as tests read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from handbook.model.dataset import Dataset
from handbook.model.introspect import FieldPath, ModelField, dotted, fields_of, values_of
from handbook.model.linked import OWN, PREFIXES, own_terms, property_of, term_of_choice
from handbook.model.records import Figure, Record, Source, in_time
from handbook.model.types import DATE, HTTPS, PERIOD, Choice, Names, Prose, Text
from handbook.model.urls import JSON_LD, TURTLE
from handbook.opendata.linked import build_linked
from handbook.text.plain_text import plain_text
from tests.helpers.open_data import EDITION, HISTORY

#: Where the files of tests are published, and what their types of dates are.
SITE_URL = "https://handbook.example/sub/"
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
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
        whole = re.fullmatch(r"\d{4}(-\d\d){0,2}", value)
        yield Literal(value, datatype=_DATES[len(value)]) if whole else Literal(value)
    else:
        yield Literal(value)


def _same(found: Node, expected: Node) -> bool:
    """Return whether two values are one; numbers are equal whatever their type."""
    numbers = [each.value for each in (found, expected) if isinstance(each, Literal)]
    if len(numbers) == 2 and all(isinstance(each, (int, Decimal)) for each in numbers):
        return type(numbers[0]) is bool or Decimal(numbers[0]) == Decimal(numbers[1])
    return found == expected
