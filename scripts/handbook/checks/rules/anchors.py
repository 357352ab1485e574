"""No id is an anchor twice on its page.

Parts, headings, records listed on the page, and its template set anchors.
"""

from itertools import chain

from handbook.checks.context import Context, Findings
from handbook.load.yaml_tree import locate
from handbook.model.kinds import KINDS, kind_of
from handbook.model.records import Practice, Source
from handbook.model.urls import address_of
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import FRAME, anchors


def check(context: Context) -> Findings:
    """Yield ids that are taken on the page they are shown on."""
    dataset = context.dataset

    def is_taken(anchor: str, template: str) -> bool:
        patterns = (FRAME, *(anchors(name, dataset.root) for name in (template, HISTORY)))
        return any(pattern.fullmatch(anchor) for pattern in patterns)

    for record in dataset.records.values():
        kind = kind_of(record)
        is_listed = kind.anchored or isinstance(record, Source)  # its id is an anchor there
        if is_listed and is_taken(record.id, f"{kind.index}.md.jinja"):
            yield context.at_field("anchor-reserved", record.id, ("id",), found=record.id)
    for practice in dataset.of(Practice):
        lines: dict[str, int] = {}
        for name in ("components", "steps"):
            for index, part in enumerate(getattr(practice, name)):
                field = (name, index, "id")
                if is_taken(part.id, kind_of(practice).template):
                    yield context.at_field("anchor-reserved", practice.id, field, found=part.id)
                elif part.id in lines:
                    yield context.at_field(
                        "part-id-twice", practice.id, field, found=part.id, first=lines[part.id]
                    )
                lines.setdefault(part.id, locate(dataset.trees[practice.id], field)[0])
    handwritten = chain.from_iterable(dataset.of(k.record) for k in KINDS.values() if k.handwritten)
    templates = {
        address_of(record, dataset).page: kind_of(record).template for record in handwritten
    }
    for page in context.pages:
        template = templates.get(page.owner.removeprefix("docs/"), HISTORY)
        for heading in page.scan.headings:
            if heading.id and is_taken(heading.id, template):
                yield context.in_text("anchor-reserved", page, heading.start, found=heading.id)
