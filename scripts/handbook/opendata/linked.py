"""All that is known as one graph of linked data.

    data/handbook.jsonld   JSON-LD, a record on each line
    data/handbook.ttl      the same as Turtle

The graph has the whole, each record with its parts and its version, the places of sources, and each term of the handbook's own
that is used: classes, properties, and values to choose from. Addresses are below the published one; without it they are relative
to where the files lie.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from handbook.load.build_version import History, Version, fingerprint
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of, models_in
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.linked import (
    DATA,
    OWN,
    PREFIXES,
    class_of,
    own_terms,
    property_of,
    term_of_choice,
)
from handbook.model.urls import JSON_LD, TURTLE
from handbook.opendata.values import version_of
from handbook.pages.linked import Describer, Node


def build_linked(
    dataset: Dataset, edition: Version, history: History, site_url: str = ""
) -> dict[str, bytes]:
    """Return the graph's files by their path in the site.

    Args:
        dataset: The handbook.
        edition: The edition of the whole.
        history: What the versions of records are dated by.
        site_url: The published address, or "".
    """
    return as_files(JSON_LD, TURTLE, build_graph(dataset, edition, history, site_url), site_url)


def build_graph(dataset: Dataset, edition: Version, history: History, site_url: str = "") -> str:
    """Return the graph as JSON-LD; arguments as of `build_linked`."""
    describer = Describer(dataset)
    nodes = [whole(dataset, edition)]
    for record in dataset.records.values():
        version = version_of(record, dataset, history)
        nodes.append({**describer.record(record), **_version(version)})
    terms = _terms(dataset.labels)
    used = {*_terms_in(nodes)}
    used |= {*_terms_in([terms[name] for name in used])}
    nodes += [node for name, node in terms.items() if name in used]
    return as_json_ld(nodes, dataset.labels, site_url)


def whole(dataset: Dataset, edition: Version) -> Node:
    """Return the node of all data together."""
    labels, licence = dataset.labels, dataset.labels.site.licence
    return {
        "@id": DATA,
        "@type": ["dcat:Dataset"],
        "dcterms:identifier": [labels.site.id],
        "dcterms:title": in_words(labels, "site_name"),
        "dcterms:description": in_words(labels, "site_description"),
        **({"dcterms:license": [{"@id": licence.path}]} if licence else {}),
        **_version(edition),
    }


def in_words(labels: Labels, word: str) -> list[Node]:
    """Return a word of the interface in each language that has it."""
    told = (labels.resolve(word, lang) for lang in labels.languages)
    return [{"@value": text, "@language": lang} for text, lang in dict.fromkeys(told)]


def as_json_ld(nodes: Iterable[Node], labels: Labels, site_url: str) -> str:
    """Return nodes as a file of JSON-LD below `data/`, each on a line.

    Args:
        nodes: The nodes.
        labels: The words of the handbook.
        site_url: The published address, or "".
    """
    prefixes = {**PREFIXES, OWN: own_terms(labels, site_url)}
    context = json.dumps({"@base": site_url or "../", **prefixes}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{{"@context": {context},\n"@graph": [\n{lines}\n]}}\n'


def as_files(path: str, turtle: str, json_ld: str, site_url: str) -> dict[str, bytes]:
    """Return a file of JSON-LD at a path, and the same as Turtle at another."""
    return {path: json_ld.encode(), turtle: as_turtle(json_ld, path, site_url).encode()}


def as_turtle(json_ld: str, path: str, site_url: str) -> str:
    """Return a file of JSON-LD as Turtle.

    Args:
        json_ld: The file.
        path: Its path in the site.
        site_url: The published address, or "".
    """
    from rdflib import Graph  # only here: it takes long to import

    # while the address is not known, one stands for it that no text can have
    base = site_url or f"https://{fingerprint(json_ld)}.invalid/"
    graph = Graph().parse(data=json_ld, format="json-ld", publicID=base + path)
    text = graph.serialize(format="turtle")
    return text if site_url else "@base <../> .\n" + text.replace(f"<{base}", "<")


def _version(version: Version) -> Node:
    date = {"@value": version.date, "@type": "xsd:date"}
    modified = {"dcterms:modified": [date]} if version.date else {}
    return {**modified, "dcat:version": [version.id]}


# --- the handbook's own terms ---


def _terms_in(value: Any) -> Iterator[str]:
    """Yield the handbook's own terms in nodes."""
    if isinstance(value, str):
        if value.startswith(f"{OWN}:"):
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _terms_in(each)
    elif isinstance(value, dict) and "@value" not in value:
        for name, values in value.items():
            yield from _terms_in(name)
            yield from _terms_in(values)


def _terms(labels: Labels) -> dict[str, Node]:
    """Return the node of every term: classes, their properties, and values to choose from."""
    terms: dict[str, Node] = {}
    for kind in KINDS.values():
        words = {lang: labels.word(f"kind_{kind.folder}", lang) for lang in labels.languages}
        terms[class_of(kind.record)] = _term(class_of(kind.record), "rdfs:Class", words)
        for model in models_in(kind.record):
            for each in fields_of(model).values():
                for node in _terms_of(model, each, labels):
                    terms.setdefault(node["@id"], node)
    return terms


def _terms_of(model: type[BaseModel], each: ModelField, labels: Labels) -> Iterator[Node]:
    """Yield the terms of a field: its property, and what its values are."""
    yield _term(property_of(model, each.name), "rdf:Property", each.label, each.description)
    if each.model:
        yield _term(class_of(each.model), "rdfs:Class", each.label)
    if each.choices:
        scheme = class_of(each.choices)
        yield _term(scheme, "skos:ConceptScheme", each.label)
        for value in labels.choices(each.choices):
            words = {lang: labels.choice(value, lang) for lang in labels.languages}
            node = _term(term_of_choice(value), "skos:Concept", words)
            yield {**node, "skos:inScheme": [{"@id": scheme}]}


def _term(
    name: str, kind: str, label: Mapping[str, str], comment: Mapping[str, str] | None = None
) -> Node:
    node: Node = {"@id": name, "@type": [kind]}
    named = "skos:prefLabel" if kind.startswith("skos:") else "rdfs:label"
    for told, words in ((named, label), ("rdfs:comment", comment or {})):
        if words:
            node[told] = [{"@value": text, "@language": lang} for lang, text in words.items()]
    return node
