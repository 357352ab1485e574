"""A number is typed once, in its figure: prose that types a figure's value with its unit by hand is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from handbook.checks.context import Subject
from handbook.checks.numerals import LANGUAGES, Number
from handbook.diagnostics import Diagnostic
from handbook.model.records import Figure
from handbook.model.types import Prose

#: Other ways of writing a unit.
_ALSO = {
    "公里": ("千米",), "%": ("％", " per cent", " percent"), "km": ("kilometres", "kilometre", "kilometers", "kilometer"),
}  # fmt: skip
#: A unit may be typed without the measure word it begins with: 8部门 for 8个部门.
_MEASURED = re.compile(r"^[个项条名家起件次](?=.)")

#: The figures of each language by value: (unit, figure's id).
Units = dict[Decimal, list[tuple[str, str]]]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the numbers typed by hand."""
    units = {lang: _units(subject, lang) for lang in subject.dataset.languages if lang in LANGUAGES}
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
                for end, figure in _counted(reading.plain, number.end, units[lang][value]):
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
        forms = {unit, _MEASURED.sub("", unit), *_ALSO.get(unit, ())}
        found.setdefault(figure.value, []).extend((form, figure.id) for form in sorted(forms, key=len, reverse=True))
    return found


def _values(number: Number, units: Units, ordered: list[Decimal]) -> Iterator[Decimal]:
    """Yield the figures' values that a number says, in full or rounded: 1.7万 says 17282."""
    if number.value in units:
        yield number.value
    elif number.step > 1:
        for value in ordered:
            if number.value in (value // number.step * number.step, (value / number.step).to_integral_value() * number.step):
                yield value


def _counted(text: str, at: int, units: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Yield (end, figure) for the first unit that stands after a number, a space or 多 between them."""
    for unit, figure in units:
        match = re.compile(rf"[ \u00a0]?[多余-]?(?:consecutive )?{re.escape(unit.strip())}", re.IGNORECASE).match(text, at)
        if match and not (unit[-1].isascii() and unit[-1].isalpha() and text[match.end() : match.end() + 1].isalpha()):
            yield match.end(), figure
            return
