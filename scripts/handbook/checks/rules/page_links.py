"""Every Markdown link of a page leads to a page and a section that exist."""

import posixpath
from collections.abc import Callable, Iterator
from functools import cache, partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import nearest
from handbook.model.kinds import index_pages, kind_of
from handbook.model.records import Practice
from handbook.model.urls import addresses
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.languages import Problem
from handbook.text.scanner import scan


def check(context: Context) -> Findings:
    """Return links to pages and sections that do not exist."""
    pages = {page for page, _ in context.dataset.prose} | set(context.generated)
    anchors_of = cache(partial(_anchors, context))
    return context.in_each(context.readings, partial(_problems, context, pages, anchors_of))


def _problems(
    context: Context,
    pages: set[str],
    anchors_of: Callable[[str, str], tuple[set[str], list[str]]],
    reading: Reading,
) -> Iterator[Problem]:
    dataset = context.dataset
    leading = dataset.languages[0]
    for link in reading.scan.links:
        target = link.address
        if ":" in target or target.startswith("//") or link.kind == "image":
            continue  # addresses are the rule allowed_markup's
        if reading.field:
            yield "link-in-record", link.target, {"found": target}
            continue
        path, _, anchor = target.partition("#")
        path = path.partition("?")[0]
        page = reading.owner.removeprefix("docs/")
        if path or not target:
            folder = posixpath.dirname(page)
            file = posixpath.normpath(posixpath.join(folder, path))
            page = file.removesuffix(".md")
            is_known = page in pages or context.has_page(page, leading)
            if page == file or not (is_known or posixpath.basename(page) in dataset.unreadable):
                near = [posixpath.relpath(f"{known}.md", folder or ".") for known in pages]
                values = {"found": target, "nearest": nearest(path, near)}
                yield "link-page-unknown", link.target, values
                continue
        is_unread = context.has_page(page, leading) and (page, leading) not in dataset.prose
        names = {posixpath.basename(page), anchor}
        if anchor and not is_unread and names.isdisjoint(dataset.unreadable):
            named, templates = anchors_of(page, reading.lang)
            set_by = (anchors(template, dataset.root) for template in templates)
            if anchor not in named and not any(each.fullmatch(anchor) for each in set_by):
                values = {"found": anchor, "nearest": nearest(anchor, named)}
                yield "link-anchor-unknown", link.target, values


def _anchors(context: Context, page: str, lang: str) -> tuple[set[str], list[str]]:
    """Return the ids on a page, and the templates that set more."""
    dataset = context.dataset
    prose = dataset.prose.get((page, lang)) or dataset.prose.get((page, dataset.languages[0]))
    named = {heading.id for heading in scan(prose.body).headings if heading.id} if prose else set()
    templates = [HISTORY, *([f"{page}.md.jinja"] if page in index_pages() else [])]
    for record_id, address in addresses(dataset).items():
        if address.page == page:
            record = dataset.records[record_id]
            if isinstance(record, Practice):
                named |= {part.id for part in (*record.components, *record.steps)}
            if address.anchor:
                named.add(address.anchor)
            else:
                templates.append(kind_of(record).template)
    return named, templates
