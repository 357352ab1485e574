"""Every citation names a source that exists and a place in it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, nearest
from handbook.model.records import Source
from handbook.model.references import citations, split_locator


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with citations, first those in `cite` fields, then those in texts."""
    for record in filter(lambda record: subject.concerns(record.id), subject.dataset.records.values()):
        seen: set[tuple[tuple[str | int, ...], str]] = set()
        for field, locator in citations(record):
            if (field[:-1], locator) in seen:
                yield subject.at_field("cite-twice", record.id, field, found=locator)
                continue
            seen.add((field[:-1], locator))
            for message, values in _problems(subject, locator):
                yield subject.at_field(message, record.id, field, **values)
    for reading in subject.readings:
        for link in reading.links:
            if "#" not in link.target:
                continue
            for message, values in _problems(subject, link.target):
                yield subject.in_reading(message, reading, link.start, **values)
            if link.words is not None:
                yield subject.in_reading("cite-words", reading, link.start, found=link.target, words=link.words)


def _problems(subject: Subject, locator: str) -> Iterator[tuple[str, dict[str, object]]]:
    split = split_locator(locator)
    if split is None:
        yield "cite-link-form", {"found": locator}
        return
    source_id, paragraph = split
    source = subject.dataset.records.get(source_id)
    if isinstance(source, Source):
        if paragraph > source.paragraphs:
            yield "cite-past-end", {"source": source_id, "count": source.paragraphs, "found": paragraph}
    elif source_id not in subject.dataset.unreadable:
        known = [other.id for other in subject.dataset.of(Source)]
        yield "cite-source-unknown", {"found": source_id, "nearest": nearest(source_id, known)}
