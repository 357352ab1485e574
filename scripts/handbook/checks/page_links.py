"""Every Markdown link of a page leads to a page that will be there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import TARGET, Reading, headings, is_image, without_code
from handbook.diagnostics import Diagnostic, Message, nearest
from handbook.model.records import Practice
from handbook.pages.template_anchors import HISTORY, anchors
from handbook.text.wikilinks import INDEX_PAGES, address

NO_PAGE = Message(
    "link-page-unknown",
    "“$found”不是手册里的页面。", "'$found' is no page of the handbook.",
    "${nearest}写相对路径，以 .md 结尾、不带语言，例如 ../figures.md；指向条目时请用 [[标识]]。",
    "${nearest}Give a relative path that ends in .md, without a language, for example ../figures.md; to a record, write [[id]].",
)  # fmt: skip
IN_RECORD = Message(
    "link-in-record",
    "条目的文字里不能用相对链接：$found。", "The text of a record holds no relative link: $found.",
    "它会显示在多个页面上，相对路径会失效；请改用 [[标识]] 或 [[标识|文字]]。", "It is shown on several pages, where the path would lead astray: write [[id]] or [[id|words]].",
)  # fmt: skip
NO_ANCHOR = Message(
    "link-anchor-unknown",
    "那一页上没有“$found”这一节。", "That page has no section '$found'.",
    "${nearest}#后面写小标题的标识，即它行末 {#…} 里的词。", "${nearest}After # comes the id of a heading, the word in the {#…} at the end of its line.",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield links to pages and sections that are not there."""
    pages: set[str] | None = None
    for reading in subject.readings:
        if "](" not in reading.text and "]:" not in reading.text:
            continue
        text = without_code(reading.text)
        for match in TARGET.finditer(text):
            target = (match["inline"] or match["defined"] or "").strip().split(" ")[0].strip("<>")
            path = target.partition("#")[0].partition("?")[0]
            if ":" in target or target.startswith("//") or is_image(text, match.start()):
                continue  # addresses are the markup rule's
            if reading.passage.field:
                yield subject.in_reading(IN_RECORD, reading, match.start(), found=target)
                continue
            stem = reading.passage.owner.removeprefix("docs/")
            if path or not target:
                pages = pages if pages is not None else {path for path, _ in subject.dataset.prose} | set(subject.generated)
                folder = posixpath.dirname(reading.passage.owner.removeprefix("docs/"))
                page = posixpath.normpath(posixpath.join(folder, path))
                stem = page.removesuffix(".md")
                there = stem in pages or posixpath.basename(stem) in subject.broken or subject.has_page(stem, subject.dataset.languages[0])
                if not (page.endswith(".md") and there):
                    near = {posixpath.relpath(f"{known}.md", folder or "."): known for known in pages}
                    yield subject.in_reading(NO_PAGE, reading, match.start(), found=target, nearest=nearest(path, near))
                    continue
            yield from _section(subject, reading, match.start(), stem, target.partition("#")[2])


def _section(subject: Subject, reading: Reading, offset: int, page: str, anchor: str) -> Iterator[Diagnostic]:
    leading = subject.dataset.languages[0]
    unread = subject.has_page(page, leading) and (page, leading) not in subject.dataset.prose
    if anchor and not unread and not {posixpath.basename(page), anchor} & subject.broken:
        known = Anchors(subject, page, reading.passage.lang)
        if not known.has(anchor):
            yield subject.in_reading(NO_ANCHOR, reading, offset, found=anchor, nearest=nearest(anchor, known.named))


class Anchors:
    """The ids of a page's sections: of its headings, of the records and their parts that stand on it, and of its template."""

    def __init__(self, subject: Subject, page: str, lang: str) -> None:
        """Read them off the records, the prose in a language or else the leading one, and the templates."""
        dataset = subject.dataset
        prose = dataset.prose.get((page, lang)) or dataset.prose.get((page, dataset.languages[0]))
        self.named = {heading.id for heading in headings(prose.body) if heading.id} if prose else set()
        self.templates = [HISTORY]
        for record in dataset.records.values():
            where = address(record, dataset) if not isinstance(record, Practice) or record.theme in dataset.records else None
            if where and where.page == page:
                parts = (*record.components, *record.steps) if isinstance(record, Practice) else ()
                self.named |= {each for each in (where.anchor, *(part.id for part in parts)) if each}
                if not where.anchor:
                    self.templates.append(f"{type(record).__name__.lower()}.md.jinja")
        if page in INDEX_PAGES:
            self.templates.append(f"{page}.md.jinja")

    def has(self, anchor: str) -> bool:
        """Return whether a link to this id leads to a section."""
        return anchor in self.named or any(anchors(template).fullmatch(anchor) for template in self.templates)
