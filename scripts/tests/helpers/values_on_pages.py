"""What pages show of each value of the records, read out of their HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from enum import StrEnum
from itertools import takewhile
from typing import Any

from lxml import html

from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, dotted, values_of
from handbook.model.records import Period
from handbook.model.references import names_of, split_locator
from handbook.model.types import DATE, HEAD, PERIOD, Choice, Names, Prose, Text
from handbook.model.urls import Address, Urls, address_of, place_address
from handbook.text.languages import language
from handbook.text.languages.chinese import numerals
from handbook.text.plain_text import plain_text
from tests.helpers.built_site import SitePage

#: How lists, tables and quotations are typed, which pages show otherwise; a list may begin an item.
_TYPED = re.compile(
    r"^```.*$|^(?:---|\*\*\*|___)$|^[ \t>]*(?:(?:[-*+]|\d+\.|:|!!!) +)*|^[ :-]+$", re.MULTILINE
)
_ROW = re.compile(r"^[ \t]*\|(.*?)\|?[ \t]*$", re.MULTILINE)
_QUOTES = re.compile("[\"'“”‘’«»„\\s\u00ad\u200b]")
#: What pages do not tell: by a field's name, and of some kinds.
NOT_TOLD = {
    # what only orders, draws, leads or finds, or is for editors
    *("id", "order", "headline", "measure", "search_terms", "was", "checked", "notes"),
    # what stands beside a name only where that is in another language or long
    *("pinyin", "short_title"),
    # what is told by where it stands, or of all at once
    *("figures.reported_by", "sources.places", "places.kind", "platforms.kind"),
    # what lists and the glossary leave to the pages that they lead to
    *("figures.aliases", "honours.figures", "terms.aliases", "terms.cite", "terms.related"),
}
#: What stands on the timeline, and not with the record.
HAPPENED = "happened"


def squeezed(text: str) -> str:
    """Return a text without what outputs may set otherwise: spaces and quotation marks."""
    return _QUOTES.sub("", text).casefold()


def untyped(text: str, separator: str = "") -> str:
    """Return a text without the marks of lists and tables, which pages show otherwise.

    Args:
        text: The text.
        separator: What stands between the cells of a row.
    """

    def read(row: re.Match[str]) -> str:
        return row[1].replace("|", separator if row[1].strip(" |:-") else "")

    return _TYPED.sub("", _ROW.sub(read, text))


def untold(dataset: Dataset, pages: Mapping[str, SitePage]) -> Iterator[str]:
    """Yield the values that no page of a built site shows where it tells of their record.

    Args:
        dataset: The handbook.
        pages: The pages by path, as `read_site` reads them.
    """
    urls = Urls(dataset.languages)
    for lang in dataset.languages:
        timeline = _read(pages, urls.page("timeline", lang))
        for record in dataset.records.values():
            at = address_of(record, dataset)
            told = _read(pages, urls.page(at.page, lang), at.anchor)
            for path, field, value in values_of(record):
                if {field.name, f"{record.folder}.{path[0]}"} & NOT_TOLD:
                    continue
                ways, where = _ways(dataset, field, value, lang), {HAPPENED: timeline}
                if ways and not any(way in where.get(path[0], told) for way in ways):
                    yield f"{record.id}: {dotted(path)} ({lang}): {ways[0][:160]!r}"


def _read(pages: Mapping[str, SitePage], page: str, anchor: str = "") -> str:
    """Return the text of a page or of an entry on it, without marks, and where its links lead."""
    [main] = pages[f"{page}index.html"].tree.iter("main")
    texts, links = [], []
    for element in _entry(main, anchor) if anchor else [main]:
        links += [_link(posixpath.join("/", page, href)) for href in element.xpath(".//a/@href")]
        copy = deepcopy(element)
        for mark in copy.xpath(".//a[@class='mark']"):
            mark.drop_tree()
        texts.append(copy.text_content())
    return squeezed("".join(texts)) + "".join(links)


def _entry(main: html.HtmlElement, anchor: str) -> Iterator[html.HtmlElement]:
    """Yield a record's row, with those of its periods, or its term with what follows."""
    own = {"own": anchor, "part": f"{anchor}_"}
    for each in main.xpath(".//*[@id=$own or starts-with(@id, $part)]", **own):
        yield each
        if each.tag == "dt":
            yield from takewhile(lambda beside: beside.tag == "dd", each.itersiblings())


def _link(path: str) -> str:
    return f"\0{posixpath.normpath(path)}\0"


def _ways(dataset: Dataset, field: ModelField, value: Any, lang: str) -> list[str]:
    """Return the ways in which a page may show a value: as text, or a link; none of a truth value."""
    written = language(lang, dataset.labels)
    if value is None or isinstance(value, bool):
        return []
    if field.name == "cite":
        source, place = split_locator(value) or ("", HEAD)
        return [_leads_to(dataset, place_address(source, place), lang)]
    if field.refers_to:
        target = dataset.records[value]
        names = [name for at, name in names_of(target) if at == lang]
        return [_leads_to(dataset, address_of(target, dataset), lang), *map(squeezed, names)]
    if isinstance(value, Prose):
        text, at = value.resolve(lang)
        return [squeezed(untyped(plain_text(dataset, text, at)))]
    if isinstance(value, Text):
        return [squeezed(value.resolve(lang)[0])]
    if isinstance(value, Names):
        return [squeezed("".join(value.get(lang)))] if value.get(lang) else []
    if isinstance(value, (Choice, StrEnum)):
        return [squeezed(dataset.labels.choice(value, lang))]
    if isinstance(value, (int, Decimal)):
        runs = [numerals(int(value))] if value == int(value) and 0 < value < 10_000 else []
        return [squeezed(written.number(value)), *runs]
    if field.pattern in (DATE, PERIOD):
        return [squeezed(written.date(Period.model_construct(date=value)))]
    return [squeezed(str(value))]


def _leads_to(dataset: Dataset, address: Address, lang: str) -> str:
    page = Urls(dataset.languages).page(address.page, lang)
    return _link(f"/{page}" + (f"#{address.anchor}" if address.anchor else ""))
