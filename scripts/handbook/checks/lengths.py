"""Titles and summaries are short enough to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.types import Name
from handbook.text.languages import language
from handbook.text.plain_text import plain_text

_SUMMARIES = ("summary", "definition")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the names, summaries and sentences that are too long."""
    for reading in subject.readings:
        passage = reading.passage
        if not passage.field:
            continue
        if passage.type is Name:
            if len(passage.text) > (limit := language(passage.lang).title_limit):
                yield subject.in_reading("title-too-long", reading, size=len(passage.text), limit=limit)
        elif passage.field[0] in _SUMMARIES:
            yield from _summary(subject, reading)


def _summary(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    written = language(reading.passage.lang)
    shown = plain_text(subject.dataset, reading.text, reading.passage.lang)
    if len(shown) > (limit := written.summary_limit):
        yield subject.in_reading("summary-too-long", reading, size=len(shown), limit=limit)
    limit = written.sentence_limit
    if len(shown) <= limit:
        return  # a text of so few characters has no more words
    for sentence in written.sentences(shown):
        if (size := written.word_count(sentence)) > limit:
            yield subject.in_reading("sentence-too-long", reading, size=size, limit=limit, found=sentence.strip())
