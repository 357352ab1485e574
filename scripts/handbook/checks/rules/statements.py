"""Each text of a record says which paragraph it rests on, and the record cites no others."""

from collections import defaultdict
from collections.abc import Iterable

from handbook.checks.context import Context, Findings
from handbook.checks.rules.citations import problems_of
from handbook.checks.rules.references import stray_bracket
from handbook.model.dataset import Passage
from handbook.model.records import Cited, Record, Source, Term
from handbook.model.references import citations
from handbook.model.types import Prose
from handbook.model.urls import addresses
from handbook.text.scanner import scan

#: Texts that need no citation: what is not said, how a date was inferred, and what is shown with
#: all citations of its figure.
_EXEMPT = frozenset({"gaps", "basis", "statement"})


def check(context: Context) -> Findings:
    """Yield texts without a citation, and citations that the record or its texts lack."""
    passages: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in context.dataset.passages:
        if passage.text not in context.stale:
            passages[passage.owner].append(passage)
    pages = addresses(context.dataset)
    sources = context.dataset.of(Source)
    for record in context.records:
        if isinstance(record, Cited) and isinstance(record, Record):
            page = f"docs/{pages[record.id].page}" if record.id in pages else ""
            yield from _of_record(context, record, [*passages[record.id], *passages[page]])
        elif isinstance(record, Source):
            count, given = record.paragraphs, len(record.contents)
            if given not in (0, count):
                values = {"count": count, "given": given}
                yield context.at_field("source-contents", record.id, ("contents",), **values)
            if len(sources) > 1 and not record.mark:
                yield context.at_field("source-mark-missing", record.id, ("id",))


def _of_record(context: Context, record: Record, texts: Iterable[Passage]) -> Findings:
    """Yield what is wrong between a record's citations and those of its texts and parts."""
    found = list(citations(record))
    whole = {locator: field for field, locator in found if len(field) == 2}

    def is_wrong(locator: str) -> bool:
        return next(problems_of(context, locator), None) is not None

    if any(map(is_wrong, whole)):
        return  # to be mended first
    in_parts = [(field, locator) for field, locator in found if len(field) > 2]
    parts = {field[:-2] for field, _ in in_parts}
    told = {locator for _, locator in in_parts}
    for field, locator in in_parts:
        if locator not in whole and not is_wrong(locator):
            yield context.at_field("cite-not-of-record", record.id, field, found=locator)
    silent: list[Passage] = []
    is_broken = False  # what a broken link cites is told once its brackets are mended
    for text in texts:
        is_broken |= "[" in text.text and stray_bracket(context, scan(text.text)) is not None
        links = [link for link in scan(text.text).wiki_links if link.locator]
        told.update(link.target for link in links)
        for link in links if text.field else ():
            if link.target not in whole and not is_wrong(link.target):
                yield context.in_text("cite-not-of-record", text, link.start, found=link.target)
        if text.field and not links and issubclass(text.type, Prose):
            silent.append(text)
    if len(whole) < 2 or is_broken:
        return  # each text inherits it
    for text in silent:
        exempt = not _EXEMPT.isdisjoint(map(str, text.field)) or (
            isinstance(record, Term) and record.editorial and text.field[0] == "definition"
        )
        if not exempt and not any(text.field[: len(part)] == part for part in parts):
            yield context.in_text(
                "cite-missing-in-text", text, example=next(iter(whole)), accepted=list(whole)
            )
    for locator, field in whole.items():
        if locator not in told:
            yield context.at_field("cite-surplus", record.id, field, found=locator)
