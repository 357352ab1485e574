"""A text says the same numbers and cites the same figures in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.checks.context import Context
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Phrase, language_name
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.text.languages import Number, language


def check(context: Context) -> Iterator[Diagnostic]:
    """Yield the translations that differ from their originals."""
    figures = {figure.id for figure in context.dataset.of(Figure)}
    for original, translation in context.translations:
        if original.links or translation.links:
            here, there = ({link.target for link in text.links} & figures for text in (original, translation))
            offsets = [link.start for link in translation.links if link.target in there - here]
            yield from _difference(context, "figure-differs", original, translation, offsets, sorted(here - there), sorted(there - here))
        if all(language(text.lang).reads_numbers for text in (original, translation)):
            missing, extra = _only(context, original, translation), _only(context, translation, original)
            extra = [number for number in extra if number.arabic]
            offsets = [number.start for number in extra]
            typed = ([number.typed for number in numbers] for numbers in (missing, extra))
            yield from _difference(context, "number-differs", original, translation, offsets, *typed)


def _only(context: Context, reading: Reading, other: Reading) -> list[Number]:
    """Return the numbers outside names that count something in one text and are not in another."""
    values = {number.value for number in other.numbers}
    # 一 is an article more often than a number
    candidates = [n for n in reading.numbers if (n.arabic or (n.counts and n.value != 1)) and n.value not in values]
    if not candidates:
        return []
    # all of a title is a name: it would never be compared
    masked = context.without_names(reading, keep_whole=reading.passage.type is Name)
    return [n for n in candidates if masked[n.start : n.end] == reading.plain[n.start : n.end]]


def _difference(
    context: Context,
    code: str,
    original: Reading,
    translation: Reading,
    offsets: list[int],
    here: Iterable[str],
    there: Iterable[str],
) -> Iterator[Diagnostic]:
    only_here, only_there = list(dict.fromkeys(here)), list(dict.fromkeys(there))
    if only_here or only_there:
        yield context.in_reading(
            code,
            translation,
            offsets[0] if offsets else 0,
            first=language_name(original.lang),
            lang=language_name(translation.lang),
            here=only_here or Phrase("none"),
            there=only_there or Phrase("none"),
        )
