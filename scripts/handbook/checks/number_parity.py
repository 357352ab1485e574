"""A text says the same numbers and cites the same figures in every language."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Phrase, language_name
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.text.languages import Number, language

_NONE = Phrase("none")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the texts whose languages disagree, at the text that is not in the leading language."""
    leading = subject.dataset.languages[0]
    figures = {figure.id for figure in subject.dataset.of(Figure)}
    for versions in subject.versions.values():
        first = versions.get(leading)
        if first is None:
            continue
        for lang, other in versions.items():
            if lang == leading:
                continue
            yield from _figures(subject, first, other, figures)
            if language(leading).reads_numbers and language(lang).reads_numbers:
                yield from _numbers(subject, first, other)


def _figures(subject: Subject, first: Reading, other: Reading, figures: set[str]) -> Iterator[Diagnostic]:
    if not first.links and not other.links:
        return
    here, there = ({link.target for link in reading.links} & figures for reading in (first, other))
    if here != there:
        at = next((link.start for link in other.links if link.target in there - here), 0)
        yield subject.in_reading(
            "figure-differs", other, at,
            first=language_name(first.passage.lang), lang=language_name(other.passage.lang), here=sorted(here - there) or _NONE, there=sorted(there - here) or _NONE,
        )  # fmt: skip


def _numbers(subject: Subject, first: Reading, other: Reading) -> Iterator[Diagnostic]:
    here, there = subject.numbers(first), subject.numbers(other)
    if not here and not there:
        return
    said, answered = {number.value for number in here}, {number.value for number in there}
    missing = [n for n in _counting(subject, first, here) if n.value not in answered]
    extra = [n for n in _counting(subject, other, there) if n.arabic and n.value not in said]
    if missing or extra:
        yield subject.in_reading(
            "number-differs", other, extra[0].start if extra else 0,
            first=language_name(first.passage.lang), lang=language_name(other.passage.lang),
            here=list(dict.fromkeys(n.typed for n in missing)) or _NONE, there=list(dict.fromkeys(n.typed for n in extra)) or _NONE,
        )  # fmt: skip


def _counting(subject: Subject, reading: Reading, found: tuple[Number, ...]) -> list[Number]:
    """Return the numbers that count something outside names; 一 is an article more often than a number."""
    candidates = [n for n in found if n.arabic or (n.counts and n.value != 1)]
    if not candidates:
        return []
    name = reading.plain if reading.passage.type is Name else ""  # all of a title is a name: it would never be compared
    masked = subject.agreed.masked(reading.plain, reading.passage.lang, but=name)
    return [n for n in candidates if masked[n.start : n.end] == reading.plain[n.start : n.end]]
