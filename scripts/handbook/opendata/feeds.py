"""Editions and corrections → an Atom feed for each language (RFC 4287), `feed.<language>.xml` at the site's root.

Entries have ids of their own that no address enters, so that moving the site makes nothing new; links are absolute where the published
address is known and relative otherwise.
"""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import Path

from lxml import etree
from lxml.builder import ElementMaker

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, Edition
from handbook.model.kinds import KINDS
from handbook.model.records import Correction, Source
from handbook.model.urls import Urls, feed_path
from handbook.text.languages import language
from handbook.text.plain_text import plain_text

ATOM = "http://www.w3.org/2005/Atom"
E = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


def build_feed(dataset: Dataset, lang: str, site_url: str = "") -> bytes:
    """Return a language's feed, newest entry first.

    Args:
        site_url: The published address, for absolute links; without it links are relative.
    """
    feed = _Feed(dataset, lang, site_url).root()
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def write_feeds(dataset: Dataset, directory: Path, site_url: str = "") -> None:
    """Write every language's feed below a directory."""
    for lang in dataset.languages:
        (directory / feed_path(lang)).write_bytes(build_feed(dataset, lang, site_url))


class _Feed:
    """Makes the elements of one language's feed."""

    def __init__(self, dataset: Dataset, lang: str, site_url: str) -> None:
        self.dataset, self.lang = dataset, lang
        self.urls, self.written = Urls(dataset.languages, site_url), language(lang, dataset.labels)
        self.word = partial(dataset.labels.word, lang=lang)

    def root(self) -> etree._Element:
        corrections = sorted(
            self.dataset.of(Correction), key=lambda correction: correction.id, reverse=True
        )
        entries = [*map(self.edition, self.dataset.editions), *map(self.correction, corrections)]
        entries.sort(key=_updated, reverse=True)
        sources = [_moment(source.date.date) for source in self.dataset.of(Source)]
        path = feed_path(self.lang)
        feed = E.feed(
            E.title(f"{self.word('site_name')} · {self.word('changes_title')}"),
            E.subtitle(self.word("nature_note")),
            E.id(self.id(f"feed/{self.lang}")),
            E.updated(_updated(entries[0]) if entries else max(sources, default=_moment("1970"))),
            E.author(E.name(self.word("site_name"))),
            E.link(rel="self", type="application/atom+xml", href=self.urls.absolute(path) or path),
            self.link(),
            *entries,
        )
        feed.set("{http://www.w3.org/XML/1998/namespace}lang", self.lang)
        return feed

    def edition(self, edition: Edition) -> etree._Element:
        lines = [edition.note.resolve(self.lang)[0]] if edition.note else []
        lines += [
            self.line(change) for change in edition.changes if change.folder != Correction.folder
        ]
        if not edition.base:
            lines.append(self.word("changes_first"))
        return self.entry(
            edition.date, edition.title.resolve(self.lang)[0], lines, f"edition-{edition.date}"
        )

    def line(self, change: Change) -> str:
        line = f"{self.word(f'ChangeKind.{change.kind}')}{self.written.colon}{change.title.resolve(self.lang)[0]}"
        fields = dict.fromkeys(field.label.resolve(self.lang)[0] for field in change.fields)
        return line + (
            self.written.bracketed(self.written.separator.join(fields)) if fields else ""
        )

    def correction(self, correction: Correction) -> etree._Element:
        parts = {"changes_wrong": correction.wrong, "changes_now": correction.now}
        lines = [
            f"{self.word(key)}{self.written.colon}{plain_text(self.dataset, *text.resolve(self.lang))}"
            for key, text in parts.items()
        ]
        title = self.word("changes_event_correction", title=correction.title.resolve(self.lang)[0])
        return self.entry(correction.corrected.date, title, lines, correction.id)

    def entry(self, date: str, title: str, lines: list[str], anchor: str) -> etree._Element:
        return E.entry(
            E.title(title),
            E.id(self.id(f"{self.lang}/{anchor}")),
            E.updated(_moment(date)),
            self.link(anchor),
            E.content("\n".join(lines), type="text"),
        )

    def link(self, anchor: str = "") -> etree._Element:
        """Return the link to the page of changes.

        It begins at the root where the published address is unknown.
        """
        path = self.urls.page(KINDS[Correction.folder].index, self.lang, anchor)
        return E.link(rel="alternate", type="text/html", href=self.urls.absolute(path) or path)

    def id(self, name: str) -> str:
        """Return an id that the handbook's own id and a name make, and no other handbook has."""
        return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, self.dataset.labels.site.id), name).urn


def _updated(entry: etree._Element) -> str:
    return str(entry.findtext(f"{{{ATOM}}}updated"))


def _moment(date: str) -> str:
    """Return the beginning of a year, month or day in universal time, as Atom writes it."""
    return f"{date}-01-01"[:10] + "T00:00:00Z"
