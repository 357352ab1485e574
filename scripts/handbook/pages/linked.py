"""Records and pages as linked data.

    record ── Describer ──▶ node ─┬─ opendata.linked ──▶ one graph of all
                                  └─ page_data ──▶ JSON-LD in the head of its page, in the page's language

A node is JSON-LD without its context: `@id`, `@type`, and lists of values by property. Texts are plain and have their language,
dates are as precise as they are told, records and the places of sources are told by their address, `id/<id>/`.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from handbook.model import urls
from handbook.model.dataset import Dataset
from handbook.model.introspect import FieldPath, ModelField, fields_of, kept
from handbook.model.kinds import kind_of, kind_of_index
from handbook.model.linked import (
    DATA,
    MEDIA_TYPES,
    SCHEMA,
    date_property_of,
    property_of,
    term_of_choice,
    types_of,
)
from handbook.model.records import Dated, Figure, Period, Record, Source
from handbook.model.references import citations, split_locator
from handbook.model.types import DATE, HEAD, HTTPS, PERIOD, Choice, Names, Prose, Text
from handbook.pages.build import Page, parents
from handbook.pages.citations import WHOLE
from handbook.pages.render import Handbook
from handbook.text.plain_text import plain_text

Node = dict[str, Any]

#: What tells the items of a list of texts, and their order in any list.
ITEM, POSITION = "schema:text", "schema:position"
#: The type of a number that is not whole.
DECIMAL = "xsd:decimal"
#: The type of a date by its length.
_DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
#: What other nodes tell: each observation of a figure, each place of a source.
_ELSEWHERE = {Figure: ("value", "statement", "period", "observations"), Source: ("contents",)}
#: What a page tells of a source that it rests on.
_OF_SOURCES = ("@id", "@type", "name", "datePublished", "url")
#: A page's mark of a place in a source.
_MARK = re.compile(rf'href="(?:\.\./)*{Source.folder}/([a-z0-9-]+)\.md#p\d')


class Describer:
    """Describes the records of a data set as nodes."""

    def __init__(self, dataset: Dataset, languages: Sequence[str] = (), only: str = "") -> None:
        """Set what is described.

        Args:
            dataset: The data set.
            languages: The languages of texts and pages; all where none is given.
            only: What types and properties begin with; any where it is empty.
        """
        self._dataset, self._only = dataset, only
        self._languages = languages or dataset.languages
        self._urls = urls.Urls(dataset.languages)

    def record(self, record: Record) -> Node:
        """Return the node of a record, its parts within it."""
        node = self._node(urls.id_path(record.id), record, record.id, ())
        if not self._only and isinstance(record, Figure):
            node[property_of(Figure, "observations")] = [*self.observations(record)]
        if not self._only and isinstance(record, Source):
            node["schema:hasPart"] = [*self._places(record)]
        if "schema:DefinedTerm" in node["@type"]:
            node["schema:inDefinedTermSet"] = [{"@id": urls.Address(kind_of(record).index).path}]
        if address := urls.addresses(self._dataset).get(record.id):
            node |= self._pages(address)
        return node

    def observations(self, figure: Figure) -> Iterator[Node]:
        """Yield the nodes of what is reported of a figure, the oldest first."""
        for number, observed in enumerate(figure.observed):
            node = self._part(observed.as_observation, figure.id, ("observations", number))
            yield {**node, "schema:variableMeasured": [{"@id": urls.id_path(figure.id)}]}

    def _places(self, source: Source) -> Iterator[Node]:
        """Yield the nodes of the places in a source that are cited, or of which the subject is told."""
        told = range(1, len(source.contents) + 1)
        for place in sorted({*told, *_cited(self._dataset).get(source.id, ())}):
            row = urls.place_address(source.id, place)
            node: Node = {
                "@id": urls.id_path(source.id, row.anchor),
                "@type": ["schema:CreativeWork"],
            }
            node["schema:isPartOf"] = [{"@id": urls.id_path(source.id)}]
            if place != HEAD:
                node[POSITION] = [place]
                node[property_of(Source, "locator")] = [{"@id": term_of_choice(source.locator)}]
            if place in told:
                node["schema:about"] = self._texts(source.contents[place - 1])
            yield {**node, **self._pages(row)}

    def _pages(self, address: urls.Address) -> Node:
        pages = (self._urls.page(address.page, lang, address.anchor) for lang in self._languages)
        return {"schema:mainEntityOfPage": [{"@id": page} for page in pages]}

    def _part(self, part: BaseModel, owner: str, path: FieldPath) -> Node:
        node = self._node(_part_path(owner, path), part, owner, path)
        if isinstance(path[-1], int):
            node[POSITION] = [path[-1] + 1]
        if isinstance(part, Period):
            first, last = part.span
            node |= {"dcat:startDate": [_date(first)], "dcat:endDate": [_date(last)]}
        return node

    def _node(self, name: str, part: BaseModel, owner: str, path: FieldPath) -> Node:
        """Return the node of a record or part: what its fields tell."""
        types = [each for each in types_of(type(part)) if each.startswith(self._only)]
        node: Node = {"@id": name, "@type": types}
        elsewhere = _ELSEWHERE.get(type(part), ())
        for field in fields_of(type(part)).values():
            value = getattr(part, field.name)
            if value is None or field.name == "notes" or field.name in elsewhere:
                continue
            told = property_of(type(part), field.name)
            if told.startswith(self._only):
                values = self._values(field, value, owner, (*path, field.name))
                if filled := [each for each in values if each != {}]:
                    node[told] = filled
            alone = date_property_of(type(part), field.name)
            if alone and isinstance(value, Dated) and not value.inferred:
                date = _date(value.date)
                node |= {alone: [date]} if date != value.date else {}
        return node

    def _values(self, field: ModelField, value: Any, owner: str, path: FieldPath) -> list[Any]:
        if isinstance(value, tuple):
            return [self._item(field, each, owner, (*path, i)) for i, each in enumerate(value)]
        if isinstance(value, (Text, Names)):
            return self._texts(value)
        return [self._item(field, value, owner, path)]

    def _item(self, field: ModelField, value: Any, owner: str, path: FieldPath) -> Any:
        """Return what stands for a value, or for an item of a list; {} for a part without content."""
        if field.name == "cite":
            return {"@id": cited_path(value)}
        if field.refers_to:
            return {"@id": urls.id_path(value)}
        if isinstance(value, Text):
            item = {"@id": _part_path(owner, path), POSITION: [int(path[-1]) + 1]}
            return {**item, ITEM: self._texts(value)}
        if isinstance(value, BaseModel):
            node = self._part(value, owner, path)
            return node if node.keys() > {"@id", "@type"} else {}
        if isinstance(value, (Choice, StrEnum)):
            return {"@id": term_of_choice(value)}
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return int(value) if whole else {"@value": f"{value:f}", "@type": DECIMAL}
        if field.pattern == HTTPS:
            return {"@id": value}
        return _date(value) if field.pattern in (DATE, PERIOD) else value

    def _texts(self, text: Text | Names) -> list[Node]:
        """Return a text, or names, in each language; in the one it has where it has none of them."""
        told = {lang: (words,) if isinstance(words, str) else words for lang, words in text.items()}
        wanted = [lang for lang in self._languages if lang in told]
        if not wanted and isinstance(text, Text):
            wanted = [*told][:1]
        plain = isinstance(text, Prose)
        return [
            {"@value": plain_text(self._dataset, each, lang) if plain else each, "@language": lang}
            for lang in wanted
            for each in told[lang]
        ]


def page_data(handbook: Handbook, page: Page, site_url: str = "") -> Node:
    """Return what a page is, as the JSON-LD that stands in it.

    Args:
        handbook: The handbook.
        page: The page.
        site_url: The published address; without it addresses are relative to the page.
    """
    return _PageWriter(handbook, page, site_url).data()


def as_script(data: Node) -> str:
    """Return JSON-LD as it stands in HTML, where `<` could end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


class _PageWriter:
    """Writes the JSON-LD of a page: schema.org's terms alone, in the page's language."""

    def __init__(self, handbook: Handbook, page: Page, site_url: str) -> None:
        self.handbook, self.dataset, self.page = handbook, handbook.dataset, page
        self.lang, self.word = page.lang, handbook.dataset.labels.word
        self.urls = urls.Urls(self.dataset.languages, site_url)
        self.describer = Describer(self.dataset, [self.lang], SCHEMA)
        self.own = self.urls.page(page.path, page.lang)
        self.whole = {"@id": self.at(self.own)}

    def data(self) -> Node:
        """Return the whole."""
        version, licence = self.handbook.version_of(self.page), self.dataset.labels.site.licence
        told = {
            "@context": "https://schema.org",
            "@type": self.types(),
            "@id": self.at(self.own),
            "name": self.page.title,
            "description": self.page.description,
            "url": self.at(self.own),
            "inLanguage": self.lang,
            "dateModified": version.date,
            "version": version.id,
            "license": licence.path if licence else "",
            "isPartOf": self.site(),
            **self.translations(),
            "isBasedOn": [*self.sources()],
            "breadcrumb": self.breadcrumb(),
            **self.subject(),
        }
        return {name: value for name, value in told.items() if value}

    def types(self) -> list[str]:
        """Return what the page is: a list of records, or something to read."""
        kind = kind_of_index(self.page.path)
        if not kind:
            read = (
                self.page.record
                or (self.page.path, self.dataset.languages[0]) in self.dataset.prose
            )
            return ["WebPage", "Article"] if read else ["WebPage"]
        terms = "schema:DefinedTerm" in types_of(kind.record)
        return ["CollectionPage", "DefinedTermSet"] if terms else ["CollectionPage"]

    def site(self) -> Node:
        """Return the site in the page's language."""
        root = self.at(self.urls.root(self.lang))
        return {
            "@type": "WebSite",
            "@id": root,
            "name": self.word("site_name", self.lang),
            "url": root,
        }

    def translations(self) -> Node:
        """Return the page in other languages: in the first one's the others, in those the first."""
        first, *others = self.dataset.languages
        if self.lang != first:
            return {"translationOfWork": self.translation(first)}
        return {"workTranslation": [self.translation(lang) for lang in others]}

    def translation(self, lang: str) -> Node:
        """Return the page in another language."""
        address = self.at(self.urls.page(self.page.path, lang))
        return {"@type": "WebPage", "@id": address, "inLanguage": lang}

    def sources(self) -> Iterator[Node]:
        """Yield the sources whose places the page cites."""
        html = self.handbook.pages[self.lang][self.page.path].html
        for name in dict.fromkeys(_MARK.findall(html)):
            if isinstance(source := self.dataset.records.get(name), Source):
                node = self.entity(source)
                publisher = self.dataset.records[source.publisher]
                told = {each: node[each] for each in _OF_SOURCES if each in node}
                yield {**told, "publisher": self.named(publisher)}

    def breadcrumb(self) -> Node | None:
        """Return the way to the page as the page shows it; None of the home page."""
        if self.page.path == WHOLE:
            return None
        pages = {path: each.page for path, each in self.handbook.pages[self.lang].items()}
        steps = [
            (self.word("section_home", self.lang), self.urls.root(self.lang)),
            *parents(self.urls, pages, self.page),
            (self.page.title, self.own),
        ]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": self.at(address)}
            for number, (name, address) in enumerate(steps, 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def subject(self) -> Node:
        """Return what the page is about: its record, those that it lists, or all data."""
        if self.page.path == DATA.partition("/")[0]:
            return {"mainEntity": self.all_data()}
        if record := self.dataset.records.get(self.page.record or ""):
            return {"mainEntity": self.entity(record)}
        if not (kind := kind_of_index(self.page.path)):
            return {}
        records = self.dataset.of(kind.record)
        if not kind.anchored:
            return {"about": [*map(self.named, records)]}
        return {"about": [each for record in records for each in self.described(record)]}

    def all_data(self) -> Node:
        """Return what the data as a whole is, with the files that have all of it."""
        licence, version = self.dataset.labels.site.licence, self.handbook.edition
        downloads = [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[path.rpartition(".")[2]],
                "contentUrl": self.at(path),
            }
            for path in (urls.BULK, urls.WORKBOOK, urls.DATABASE, urls.JSON_LD, urls.TURTLE)
        ]
        return {
            "@id": self.at(DATA),
            "@type": "Dataset",
            "name": self.word("site_name", self.lang),
            "description": self.word("site_description", self.lang),
            "version": version.id,
            **({"license": licence.path} if licence else {}),
            "distribution": downloads,
        }

    def described(self, record: Record) -> Iterator[Node]:
        """Yield what a record is; of a figure what is reported of it."""
        entity = self.entity(record)
        if not isinstance(record, Figure):
            yield entity
            return
        for observed in self.describer.observations(record):
            del observed[POSITION]
            yield {**self.reduced(observed), "variableMeasured": entity}
            entity = {"@id": entity["@id"]}

    def named(self, record: Record) -> Node:
        """Return what a record is called."""
        title, lang = record.title.resolve(self.lang)
        name = title if lang == self.lang else {"@value": title, "@language": lang}
        types = [each for each in types_of(type(record)) if each.startswith(SCHEMA)]
        return self.reduced({"@id": urls.id_path(record.id), "@type": types, "schema:name": [name]})

    def entity(self, record: Record) -> Node:
        """Return what schema.org has terms for of a record."""
        return self.reduced(self.describer.record(record))

    def reduced(self, node: Node) -> Node:
        """Return a node as the page has it, without parts and what leads to the page as a whole."""
        told: Node = {"@id": self.at(node["@id"])}
        for name, values in node.items():
            kept = [
                each for value in values if (each := self.value(value)) not in (None, self.whole)
            ]
            if name != "@id" and kept:
                told[name.removeprefix(SCHEMA)] = kept[0] if len(kept) == 1 else kept
        return told

    def value(self, value: Any) -> Any:
        """Return a value as the page has it; None of a part."""
        if not isinstance(value, dict):
            return value.removeprefix(SCHEMA) if isinstance(value, str) else value
        if value.get("@type") == DECIMAL:
            return float(value["@value"])
        if "@value" in value:
            return value if value.get("@language", self.lang) != self.lang else value["@value"]
        return {"@id": self.at(value["@id"])} if value.keys() == {"@id"} else None

    def at(self, path: str) -> str:
        """Return an address of the site, absolute or from the page; another as it is."""
        if "://" in path or (absolute := self.urls.absolute(path)):
            return path if "://" in path else absolute
        folder, mark, anchor = path.partition("#")
        return f"{posixpath.relpath(f'/{folder}', f'/{self.own}')}/{mark}{anchor}"


@kept
def _cited(dataset: Dataset) -> Mapping[str, set[int]]:
    """Return the places of each source that are cited."""
    cited: dict[str, set[int]] = {}
    for record in dataset.records.values():
        for _, locator in citations(record):
            source, place = split_locator(locator) or ("", HEAD)
            cited.setdefault(source, set()).add(place)
    return cited


def cited_path(locator: str) -> str:
    """Return the path by which linked data calls a place in a source."""
    source, place = split_locator(locator) or (locator, HEAD)
    return urls.id_path(source, urls.place_address(source, place).anchor)


def _part_path(owner: str, path: FieldPath) -> str:
    """Return the path by which a part of a record is called: `id/night-watch/#steps-2`."""
    return urls.id_path(
        owner, "-".join(str(step + 1 if isinstance(step, int) else step) for step in path)
    )


def _date(value: str) -> Any:
    """Return a year, month or day with its type; a quarter or several years as they are written."""
    kind = None if "-Q" in value else _DATE_TYPES.get(len(value))
    return {"@value": value, "@type": kind} if kind else value
