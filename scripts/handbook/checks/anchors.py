"""No id is an anchor twice on the page it is shown on: ids of parts and headings, of records listed on one page, and the template's own."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import headings
from handbook.diagnostics import Diagnostic, Message
from handbook.load.yaml_tree import locate
from handbook.model.records import Practice, Theme
from handbook.pages.template_anchors import HISTORY, anchors
from handbook.text.wikilinks import PAGE_OF_KIND, address

OWN = Message(
    "anchor-reserved",
    "“$found”已经是这一页上另一节的标识。", "'$found' is already the id of another section of the page it is shown on.",
    "链接会跳错地方；请换一个，例如加上一个词：$found-here。", "Links would lead astray: choose another, for example with a word more: $found-here.",
)  # fmt: skip
TWICE = Message(
    "part-id-twice",
    "标识“$found”在这条记录里用了两次，第一次在第 $first 行。", "The id '$found' stands twice in the record; the first is on line $first.",
    "组成部分和步骤的标识都不能重复；请换一个。", "Parts and steps each have an id of their own: choose another.",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield ids that are taken on the page they are shown on."""
    dataset = subject.dataset
    for record in dataset.records.values():
        page = PAGE_OF_KIND.get(type(record))
        if page and _taken(record.id, f"{page}.md.jinja"):
            yield subject.at_field(OWN, record.id, ("id",), found=record.id)
        if isinstance(record, Practice):
            yield from _parts(subject, record)
    themes = {address(theme, dataset).page for theme in dataset.of(Theme)}
    for passage in dataset.passages:
        if not passage.field:
            template = "theme.md.jinja" if passage.owner.removeprefix("docs/") in themes else HISTORY
            for heading in headings(passage.text):
                if heading.id and _taken(heading.id, template):
                    yield subject.in_passage(OWN, passage, heading.start, found=heading.id)


def _parts(subject: Subject, practice: Practice) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for name in ("components", "steps"):
        for index, part in enumerate(getattr(practice, name)):
            field = (name, index, "id")
            if _taken(part.id, "practice.md.jinja"):
                yield subject.at_field(OWN, practice.id, field, found=part.id)
            elif part.id in first:
                yield subject.at_field(TWICE, practice.id, field, found=part.id, first=first[part.id])
            first.setdefault(part.id, locate(subject.dataset.trees[practice.id], field)[0])


def _taken(record_id: str, template: str) -> bool:
    return any(anchors(each).fullmatch(record_id) for each in (template, HISTORY))
