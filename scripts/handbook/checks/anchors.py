"""No id is an anchor twice on the page it is shown on: ids of parts and headings, of records listed on one page, and the template's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.load.yaml_tree import locate
from handbook.model.kinds import KINDS, kind_of
from handbook.model.records import Practice
from handbook.model.urls import address_of
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.scanner import scan


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield ids that are taken on the page they are shown on."""
    dataset = subject.dataset
    for record in dataset.records.values():
        kind = kind_of(record)
        if kind.anchored and _taken(record.id, f"{kind.index}.md.jinja", subject.dataset.root):
            yield subject.at_field("anchor-reserved", record.id, ("id",), found=record.id)
        if isinstance(record, Practice):
            yield from _parts(subject, record)
    continued = {
        address_of(record, dataset).page: kind.template for kind in KINDS.values() if kind.handwritten for record in dataset.of(kind.record)
    }
    for passage in dataset.passages:
        if not passage.field:
            template = continued.get(passage.owner.removeprefix("docs/"), HISTORY)
            for heading in scan(passage.text).headings:
                if heading.id and _taken(heading.id, template, subject.dataset.root):
                    yield subject.in_passage("anchor-reserved", passage, heading.start, found=heading.id)


def _parts(subject: Subject, practice: Practice) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for name in ("components", "steps"):
        for index, part in enumerate(getattr(practice, name)):
            field = (name, index, "id")
            if _taken(part.id, "practice.md.jinja", subject.dataset.root):
                yield subject.at_field("anchor-reserved", practice.id, field, found=part.id)
            elif part.id in first:
                yield subject.at_field("part-id-twice", practice.id, field, found=part.id, first=first[part.id])
            first.setdefault(part.id, locate(subject.dataset.trees[practice.id], field)[0])


def _taken(record_id: str, template: str, root: Path) -> bool:
    return any(anchors(each, root).fullmatch(record_id) for each in (template, HISTORY))
