"""Every citation names a source that exists and a place in it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import nearest
from handbook.load.validation import located_in
from handbook.model.introspect import FieldPath
from handbook.model.records import Source
from handbook.model.references import citations, split_locator
from handbook.text.languages import Problem, language

#: What stands before the paragraph, also as Chinese input methods type it.
HASH = re.compile("[#＃]")


def check(context: Context) -> Findings:
    """Yield what is wrong with citations, first those in `cite` fields, then those in texts."""
    for record in context.records:
        seen: set[tuple[FieldPath, str]] = set()
        for field, locator in citations(record):
            if (field[:-1], locator) in seen:
                yield context.at_field("cite-twice", record.id, field, found=locator)
                continue
            seen.add((field[:-1], locator))
            for code, values in problems_of(context, locator):
                yield context.at_field(code, record.id, field, **values)
    yield from context.in_each(context.readings, partial(_of_text, context))


def _of_text(context: Context, reading: Reading) -> Iterator[Problem]:
    for link in reading.links:
        if HASH.search(link.target):
            for code, values in problems_of(context, link.target):
                yield code, link.start, values
            if link.words is not None:
                yield "cite-words", link.start, {"found": link.target, "words": link.words}
    for late in _late(reading.lang).finditer(reading.text if "[[" in reading.text else ""):
        values = {"found": late[0], "better": late["cites"] + late["stop"]}
        yield "cite-after-stop", late.start(), values
    for mark in _mark_of(reading.lang).finditer(reading.scan.without_code):
        sources = [source.id for source in context.dataset.of(Source)]
        yield (
            "cite-mark-typed",
            mark.start(),
            {"found": mark[0], "example": located_in(sources[0], mark[0])},
        )


@cache
def _mark_of(lang: str) -> re.Pattern[str]:
    """Return the pattern of a citation's mark as it is printed; a page that explains it has it bold."""
    written = language(lang)
    opening, closing = map(re.escape, written.mark.split("{}"))
    paragraph = re.escape(written.paragraph).replace(r"\{\}", r"\d+")
    return re.compile(rf"(?<!\*){opening}(?:\w+ )?{paragraph}{closing}(?!\()")


@cache
def _late(lang: str) -> re.Pattern[str]:
    """Return the pattern of citations behind the end of their sentence."""
    stop = re.escape(language(lang).full_stop)
    return re.compile(rf"(?P<stop>{stop})(?P<cites>(?:\[\[[a-z0-9-]+#\w+\]\])+)(?![,;，；])")


def problems_of(context: Context, locator: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (code, values) of what is wrong with a locator."""
    split = split_locator(locator)
    if split is None:
        sources = [source.id for source in context.dataset.of(Source)]
        meant = get_close_matches(HASH.split(locator)[0], sources, n=1, cutoff=0) or [""]
        yield "cite-link-form", {"found": locator, "example": located_in(meant[0], locator)}
        return
    source_id, paragraph = split
    source = context.dataset.records.get(source_id)
    if isinstance(source, Source):
        if paragraph > source.paragraphs:
            count = source.paragraphs
            yield "cite-past-end", {"source": source_id, "count": count, "found": paragraph}
    elif source_id not in context.dataset.unreadable:
        near = nearest(source_id, [other.id for other in context.dataset.of(Source)])
        yield context.fate(source_id) or (
            "cite-source-unknown",
            {"found": source_id, "nearest": near},
        )
