"""Every Markdown link of a page leads to a page that will be there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, nearest
from handbook.model.kinds import index_pages, kind_of
from handbook.model.records import Practice
from handbook.model.urls import addresses
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.scanner import scan


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield links to pages and sections that are not there."""
    pages: set[str] | None = None
    for reading in subject.readings:
        for link in reading.scan.links:
            target = link.address
            path = target.partition("#")[0].partition("?")[0]
            if ":" in target or target.startswith("//") or link.kind == "image":
                continue  # addresses are the markup rule's
            if reading.passage.field:
                yield subject.in_reading("link-in-record", reading, link.target, found=target)
                continue
            stem = reading.passage.owner.removeprefix("docs/")
            if path or not target:
                pages = pages if pages is not None else {path for path, _ in subject.dataset.prose} | set(subject.generated)
                folder = posixpath.dirname(reading.passage.owner.removeprefix("docs/"))
                page = posixpath.normpath(posixpath.join(folder, path))
                stem = page.removesuffix(".md")
                there = (
                    stem in pages
                    or posixpath.basename(stem) in subject.dataset.unreadable
                    or subject.has_page(stem, subject.dataset.languages[0])
                )
                if not (page.endswith(".md") and there):
                    near = {posixpath.relpath(f"{known}.md", folder or "."): known for known in pages}
                    yield subject.in_reading("link-page-unknown", reading, link.target, found=target, nearest=nearest(path, near))
                    continue
            yield from _section(subject, reading, link.target, stem, target.partition("#")[2])


def _section(subject: Subject, reading: Reading, offset: int, page: str, anchor: str) -> Iterator[Diagnostic]:
    leading = subject.dataset.languages[0]
    unread = subject.has_page(page, leading) and (page, leading) not in subject.dataset.prose
    if anchor and not unread and not {posixpath.basename(page), anchor} & subject.dataset.unreadable:
        known = Anchors(subject, page, reading.passage.lang)
        if not known.has(anchor):
            yield subject.in_reading("link-anchor-unknown", reading, offset, found=anchor, nearest=nearest(anchor, known.named))


class Anchors:
    """The ids of a page's sections: of its headings, of the records and their parts that stand on it, and of its template."""

    def __init__(self, subject: Subject, page: str, lang: str) -> None:
        """Read them off the records, the prose in a language or else the leading one, and the templates."""
        dataset = subject.dataset
        self.root = dataset.root
        prose = dataset.prose.get((page, lang)) or dataset.prose.get((page, dataset.languages[0]))
        self.named = {heading.id for heading in scan(prose.body).headings if heading.id} if prose else set()
        self.templates = [HISTORY]
        for record_id, where in addresses(dataset).items():
            record = dataset.records[record_id]
            if where.page == page:
                parts = (*record.components, *record.steps) if isinstance(record, Practice) else ()
                self.named |= {each for each in (where.anchor, *(part.id for part in parts)) if each}
                if not where.anchor:
                    self.templates.append(kind_of(record).template)
        if page in index_pages():
            self.templates.append(f"{page}.md.jinja")

    def has(self, anchor: str) -> bool:
        """Return whether a link to this id leads to a section."""
        return anchor in self.named or any(anchors(template, self.root).fullmatch(anchor) for template in self.templates)
