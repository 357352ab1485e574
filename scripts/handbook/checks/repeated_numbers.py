"""A number is typed once, in its figure: prose that types a figure's value with its unit by hand is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.records import Figure
from handbook.model.types import Prose
from handbook.text.languages import Number, language

#: The figures of each language by value: (unit, figure's id).
Units = dict[Decimal, list[tuple[str, str]]]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the numbers typed by hand."""
    units = {lang: _units(subject, lang) for lang in subject.dataset.languages if language(lang).reads_numbers}
    if not any(units.values()):
        return
    coarse = {lang: sorted(values) for lang, values in units.items()}
    for reading in subject.readings:
        lang = reading.passage.lang
        if reading.passage.type is not Prose or lang not in units:
            continue
        masked: str | None = None
        for number in subject.numbers(reading):
            for value in _values(number, units[lang], coarse[lang]):
                for end, figure in _counted(reading, number.end, units[lang][value]):
                    masked = masked if masked is not None else subject.agreed.masked(reading.plain, lang)
                    if masked[number.start : end] == reading.plain[number.start : end]:
                        typed = reading.plain[number.start : end]
                        yield subject.in_reading("number-typed", reading, number.start, found=typed, figure=figure)
                        break


def _units(subject: Subject, lang: str) -> Units:
    found: Units = {}
    for figure in subject.dataset.of(Figure):
        unit = figure.unit.get(lang) if figure.unit else None
        if figure.value is None or not unit:
            continue
        found.setdefault(figure.value, []).extend(
            (form, figure.id) for form in sorted(language(lang).unit_forms(unit), key=len, reverse=True)
        )
    return found


def _values(number: Number, units: Units, ordered: list[Decimal]) -> Iterator[Decimal]:
    """Yield the figures' values that a number says, in full or rounded: 1.7万 says 17282."""
    if number.value in units:
        yield number.value
    elif number.step > 1:
        for value in ordered:
            if number.value in (value // number.step * number.step, (value / number.step).to_integral_value() * number.step):
                yield value


def _counted(reading: Reading, at: int, units: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Yield (end, figure) for the first unit that stands after a number, with what may join them."""
    text, joint = reading.plain, language(reading.passage.lang).unit_joint
    for unit, figure in units:
        match = re.compile(rf"{joint}{re.escape(unit.strip())}", re.IGNORECASE).match(text, at)
        if match and not (unit[-1].isascii() and unit[-1].isalpha() and text[match.end() : match.end() + 1].isalpha()):
            yield match.end(), figure
            return
