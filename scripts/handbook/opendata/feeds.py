"""Editions and corrections → an Atom feed for each language (RFC 4287), `feed.<language>.xml` at the site's root.

Entries have ids of their own that no address enters, so that moving the site makes nothing new; links are absolute where the published
address is known and relative otherwise.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from lxml import etree

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, Edition
from handbook.model.kinds import KINDS
from handbook.model.records import Correction, Source
from handbook.model.urls import Urls, feed_path
from handbook.text.languages import language
from handbook.text.plain_text import plain_text

ATOM = "http://www.w3.org/2005/Atom"


def build_feed(dataset: Dataset, lang: str, site_url: str = "") -> bytes:
    """Return a language's feed, newest entry first.

    Args:
        site_url: The published address, for absolute links; without it links are relative.
    """
    word, urls = dataset.labels.word, Urls(dataset.languages, site_url)
    entries = [_edition(dataset, edition, lang, urls) for edition in dataset.editions]
    entries += [
        _correction(dataset, correction, lang, urls) for correction in sorted(dataset.of(Correction), key=lambda c: c.id, reverse=True)
    ]
    entries.sort(key=lambda entry: entry.findtext(f"{{{ATOM}}}updated") or "", reverse=True)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    _add(feed, "title", f"{word('site_name', lang)} · {word('changes_title', lang)}")
    _add(feed, "subtitle", word("nature_note", lang))
    _add(feed, "id", _id(dataset, f"feed/{lang}"))
    updated = entries[0].findtext(f"{{{ATOM}}}updated") if entries else None
    oldest = [_moment(source.date.date) for source in dataset.of(Source)]
    _add(feed, "updated", updated or max(oldest, default=_moment("1970")))
    etree.SubElement(_add(feed, "author"), f"{{{ATOM}}}name").text = word("site_name", lang)
    _add(
        feed,
        "link",
        rel="self",
        type="application/atom+xml",
        href=urls.absolute(feed_path(lang)) or feed_path(lang),
    )
    _add(feed, "link", rel="alternate", type="text/html", href=_page(urls, lang))
    feed.extend(entries)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def write_feeds(dataset: Dataset, directory: Path, site_url: str = "") -> None:
    """Write every language's feed below a directory."""
    for lang in dataset.languages:
        (directory / feed_path(lang)).write_bytes(build_feed(dataset, lang, site_url))


def _edition(dataset: Dataset, edition: Edition, lang: str, urls: Urls) -> etree._Element:
    lines = [edition.note.resolve(lang)[0]] if edition.note else []
    lines += [_line(dataset, change, lang) for change in edition.changes if change.folder != Correction.folder]
    if not edition.base:
        lines.append(dataset.labels.word("changes_first", lang))
    return _entry(dataset, edition.date, edition.title.resolve(lang)[0], "\n".join(lines), f"edition-{edition.date}", lang, urls)


def _line(dataset: Dataset, change: Change, lang: str) -> str:
    written = language(lang, dataset.labels)
    said = f"{dataset.labels.word(f'ChangeKind.{change.kind}', lang)}{written.colon}{change.title.resolve(lang)[0]}"
    fields = dict.fromkeys(field.label.resolve(lang)[0] for field in change.fields)
    return said + (written.bracketed(written.separator.join(fields)) if fields else "")


def _correction(dataset: Dataset, correction: Correction, lang: str, urls: Urls) -> etree._Element:
    word, colon = dataset.labels.word, language(lang, dataset.labels).colon
    parts = [("changes_wrong", correction.wrong), ("changes_now", correction.now)]
    lines = [f"{word(key, lang)}{colon}{plain_text(dataset, *text.resolve(lang))}" for key, text in parts]
    title = word("changes_event_correction", lang, title=correction.title.resolve(lang)[0])
    return _entry(dataset, correction.corrected.date, title, "\n".join(lines), correction.id, lang, urls)


def _entry(dataset: Dataset, date: str, title: str, text: str, anchor: str, lang: str, urls: Urls) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})
    _add(entry, "title", title)
    _add(entry, "id", _id(dataset, f"{lang}/{anchor}"))
    _add(entry, "updated", _moment(date))
    _add(entry, "link", rel="alternate", type="text/html", href=_page(urls, lang, anchor))
    _add(entry, "content", text, type="text")
    return entry


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    element.text = text
    return element


def _id(dataset: Dataset, name: str) -> str:
    """Return an id that the handbook's own id and a name make, and no other handbook has."""
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, dataset.labels.site.id), name).urn


def _moment(date: str) -> str:
    """Return the beginning of a year, month or day in universal time, as Atom writes it."""
    return f"{date}-01-01"[:10] + "T00:00:00Z"


def _page(urls: Urls, lang: str, anchor: str = "") -> str:
    """Return the address of the page of changes, from the root where the published one is unknown."""
    path = urls.page(KINDS[Correction.folder].index, lang, anchor)
    return urls.absolute(path) or path
