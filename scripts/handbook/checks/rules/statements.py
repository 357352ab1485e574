"""Each text of a record says which place it rests on, and the record cites no others."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from handbook.checks.context import Context, Findings, same
from handbook.checks.masked_text import Reading
from handbook.checks.rules.citations import is_place
from handbook.checks.rules.references import stray_bracket
from handbook.diagnostics import Phrase
from handbook.model.introspect import FieldPath
from handbook.model.records import Cited, Record, Term
from handbook.model.references import citations, split_locator
from handbook.model.types import Prose
from handbook.model.urls import addresses

#: Texts that need no citation: what is not said, what it is that sources tell differently, how a date was inferred, and what is shown with
#: all citations of its figure.
_EXEMPT = frozenset({"gaps", "about", "basis", "statement"})


#: A message's code, where it is, and values: in a field of the record, or at an offset into a text.
_Problem = tuple[str, FieldPath | tuple[Reading, int], Mapping[str, object]]


def check(context: Context) -> Findings:
    """Yield texts without a citation, and citations that the record or its texts lack."""
    pages = addresses(context.dataset)
    known = same(check, (context.places, context.dataset.unreadable, context.ids))
    for record, texts in zip(context.records, context.texts, strict=False):
        if isinstance(record, Cited):
            page = f"docs/{pages[record.id].page}" if record.id in pages else ""
            on_page = context.texts_of(page).passages if page in context.dataset.pages else ()
            told = (text for text in texts.passages + on_page if text.text not in context.stale)
            found = texts.once(check, (tuple(told), *known), partial(_problems, record))
            for code, place, values in found:
                match place:
                    case (Reading() as text, int() as offset):
                        yield context.in_text(code, text, offset, **values)
                    case field:
                        yield context.at_field(code, record.id, field, **values)


def _problems(
    record: Record,
    texts: Sequence[Reading],
    places: Mapping[str, int],
    unreadable: frozenset[str],
    ids: frozenset[str],
) -> Iterator[_Problem]:
    """Yield what is wrong between a record's citations and those of its texts and parts."""
    found = list(citations(record))
    whole = {locator: field for field, locator in found if len(field) == 2}

    def is_wrong(locator: str) -> bool:
        source = (split_locator(locator) or ("",))[0]
        return not is_place(locator, places) and source not in unreadable

    if any(map(is_wrong, whole)):
        return  # to be mended first
    in_parts = [(field, locator) for field, locator in found if len(field) > 2]
    parts = {field[:-2] for field, _ in in_parts}
    told = {locator for _, locator in in_parts}
    for field, locator in in_parts:
        if locator not in whole and not is_wrong(locator):
            yield "cite-not-of-record", field, {"found": locator}
    silent: list[Reading] = []
    is_broken = False  # what a broken link cites is told once its brackets are mended
    for text in texts:
        is_broken |= "[" in text.text and stray_bracket(text.scan, ids) is not None
        links = [link for link in text.links if link.locator]
        told.update(link.target for link in links)
        for link in links if text.field else ():
            if link.target not in whole and not is_wrong(link.target):
                yield "cite-not-of-record", (text, link.start), {"found": link.target}
        if text.field and not links and issubclass(text.type, Prose):
            silent.append(text)
    if len(whole) < 2 or is_broken:
        return  # each text inherits it
    for text in silent:
        exempt = not _EXEMPT.isdisjoint(map(str, text.field)) or (
            isinstance(record, Term) and record.editorial and text.field[0] == "definition"
        )
        if not exempt and not any(text.field[: len(part)] == part for part in parts):
            bare = next((each.target for each in text.links if each.target in places), "")
            more = Phrase("cite-unplaced", {"found": bare}) if bare else ""
            values = {"example": next(iter(whole)), "accepted": list(whole), "more": more}
            yield "cite-missing-in-text", (text, 0), values
    for locator, field in whole.items():
        if locator not in told:
            yield "cite-surplus", field, {"found": locator}
