"""A catalogue of the data files as DCAT 3 writes it, for portals that collect such catalogues.

    data/catalog.jsonld, data/catalog.ttl   the catalogue: the data as a whole, each file of it with its size and checksum, the API

Files that are made of these, and so later, are told without size and checksum.
"""

import hashlib
from collections.abc import Iterable, Mapping

from handbook.load.build_version import Version
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.linked import DATA, MEDIA_TYPES
from handbook.model.records import Source, Theme
from handbook.model.tables import other_tables
from handbook.model.types import Name
from handbook.model.urls import (
    CATALOGUE,
    CATALOGUE_TURTLE,
    DATA_FILES,
    OPENAPI,
    Urls,
    api_path,
    id_path,
    table_path,
)
from handbook.opendata.linked import as_files, as_json_ld, in_words, whole
from handbook.pages.linked import Node

#: What the catalogue, the API, the publisher and the themes are called.
_CATALOGUE, _API, _PUBLISHER, _THEMES = (
    f"data/#{name}" for name in ("catalogue", "api", "publisher", "themes")
)
#: Where a language has its IRI, by the length of its code.
_LANGUAGES = {
    2: "http://id.loc.gov/vocabulary/iso639-1/",
    3: "http://id.loc.gov/vocabulary/iso639-2/",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def build_catalogue(
    dataset: Dataset, edition: Version, files: Mapping[str, bytes | None], site_url: str = ""
) -> dict[str, bytes]:
    """Return the catalogue's files by their path in the site.

    Args:
        dataset: The handbook.
        edition: The edition of the whole.
        files: The data files by their path in the site; None for one that is still to be made.
        site_url: The published address, or "".
    """
    nodes = as_json_ld(_nodes(dataset, edition, files), dataset.labels, site_url)
    return as_files(CATALOGUE, CATALOGUE_TURTLE, nodes, site_url)


def _nodes(dataset: Dataset, edition: Version, files: Mapping[str, bytes | None]) -> Iterable[Node]:
    labels, licence = dataset.labels, dataset.labels.site.licence
    day = [{"@value": edition.date, "@type": "xsd:date"}]
    dated = {"dcterms:issued": day, "dcterms:modified": day}
    common: Node = {
        "dcterms:publisher": _at(_PUBLISHER),
        "dcterms:language": _at(*dict.fromkeys(map(_language, dataset.languages))),
        **dated,
    }
    licensed: Node = {"dcterms:license": _at(licence.path)} if licence else {}
    urls = Urls(dataset.languages)
    data = whole(dataset, edition)
    yield {
        "@id": _CATALOGUE,
        "@type": ["dcat:Catalog"],
        "dcterms:title": data["dcterms:title"],
        "dcterms:description": in_words(labels, "data_description"),
        **common,
        **licensed,
        "foaf:homepage": _at(urls.root(dataset.languages[0])),
        "dcat:themeTaxonomy": _at(_THEMES),
        "dcat:dataset": _at(DATA),
        "dcat:service": _at(_API),
    }
    yield {
        **data,
        **common,
        "dcat:theme": _at(*(id_path(theme.id) for theme in dataset.themes)),
        "dcat:landingPage": _at(*(urls.page("data", lang) for lang in dataset.languages)),
        "dcterms:source": _at(*(id_path(source.id) for source in dataset.of(Source))),
        "dcterms:provenance": _at("data/#nature"),
        "dcat:distribution": [{"@id": f"{path}#distribution"} for path in files],
    }
    for path, content in files.items():
        yield {**_distribution(dataset, path, content), **licensed, **dated}
    yield {
        "@id": _API,
        "@type": ["dcat:DataService"],
        "dcterms:title": in_words(labels, "api_title"),
        "dcat:endpointURL": _at(api_path()),
        "dcat:endpointDescription": _at(OPENAPI),
        "dcat:servesDataset": _at(DATA),
        **licensed,
    }
    yield {"@id": _PUBLISHER, "@type": ["foaf:Agent"], "foaf:name": in_words(labels, "book_author")}
    yield {
        "@id": "data/#nature",
        "@type": ["dcterms:ProvenanceStatement"],
        "rdfs:label": in_words(labels, "nature_note"),
    }
    yield {
        "@id": _THEMES,
        "@type": ["skos:ConceptScheme"],
        "dcterms:title": in_words(labels, f"kind_{Theme.folder}"),
    }
    for theme in dataset.themes:
        yield {
            "@id": id_path(theme.id),
            "@type": ["skos:Concept"],
            "skos:prefLabel": _texts(theme.title),
            "skos:inScheme": _at(_THEMES),
        }
    for source in dataset.of(Source):
        yield {"@id": id_path(source.id), "dcterms:title": _texts(source.title)}


def _distribution(dataset: Dataset, path: str, content: bytes | None) -> Node:
    """Return the node of a file."""
    node: Node = {
        "@id": f"{path}#distribution",
        "@type": ["dcat:Distribution"],
        "dcterms:title": _title(dataset, path),
        "dcat:accessURL": _at(path),
        "dcat:downloadURL": _at(path),
        "dcat:mediaType": [{"@id": _MEDIA_TYPES + MEDIA_TYPES[path.rpartition(".")[2]]}],
    }
    if content is None:
        return node
    checksum = {
        "@id": f"{path}#checksum",
        "@type": ["spdx:Checksum"],
        "spdx:algorithm": _at("spdx:checksumAlgorithm_sha256"),
        "spdx:checksumValue": [
            {"@value": hashlib.sha256(content).hexdigest(), "@type": "xsd:hexBinary"}
        ],
    }
    size = {"@value": str(len(content)), "@type": "xsd:nonNegativeInteger"}
    return {**node, "dcat:byteSize": [size], "spdx:checksum": [checksum]}


def _title(dataset: Dataset, path: str) -> list[Node]:
    """Return what a file holds, in words."""
    labels = dataset.labels
    words = {path: word for word, paths in DATA_FILES.items() for path in paths}
    words |= {table_path(folder): f"kind_{folder}" for folder in KINDS}
    if path in words:
        return in_words(labels, words[path])
    tables = {table_path(name): title for name, title in other_tables().items()}
    return [{"@value": text, "@language": lang} for lang, text in tables[path].items()]


def _at(*addresses: str) -> list[Node]:
    """Return what leads to some addresses."""
    return [{"@id": address} for address in addresses]


def _texts(name: Name) -> list[Node]:
    return [{"@value": text, "@language": lang} for lang, text in name.items()]


def _language(code: str) -> str:
    """Return the IRI of a language, without script and region."""
    own = code.partition("-")[0]
    return _LANGUAGES[len(own)] + own
