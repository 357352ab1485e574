"""A number is typed once, in its figure.

No prose types the value of a figure with its unit by hand.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.records import Figure
from handbook.model.types import Prose
from handbook.text.languages import Number, Problem, language

#: What follows the numbers of one value: patterns of units, with the figure's id.
_Units = dict[Decimal, list[tuple[re.Pattern[str], str]]]


def check(context: Context) -> Findings:
    """Return the numbers typed by hand."""
    languages = [lang for lang in context.dataset.languages if language(lang).reads_numbers]
    units = {lang: _units(context, lang) for lang in languages}
    readings = (reading for reading in context.readings if reading.text not in context.stale)
    return context.in_each(readings, partial(_problems, context, units))


def _problems(context: Context, units: dict[str, _Units], reading: Reading) -> Iterator[Problem]:
    known = units.get(reading.lang, {}) if issubclass(reading.type, Prose) else {}
    bare: str | None = None
    for number in reading.numbers if known else ():
        for value in _values(number, known):
            plain, start = reading.plain, number.start
            matches = ((unit.match(plain, number.end), figure) for unit, figure in known[value])
            match, figure = next((pair for pair in matches if pair[0]), (None, ""))
            typed = plain[start : match.end()] if match else ""
            bare = context.without_names(reading) if typed and bare is None else bare
            if typed and bare and bare.startswith(typed, start):
                code = "number-typed-in-figure" if figure == reading.owner else "number-typed"
                yield code, start, {"found": typed, "figure": figure}


def _units(context: Context, lang: str) -> _Units:
    """Return the figures of a language by value, each with what may follow its number."""
    written = language(lang)
    units: _Units = {}
    for figure in context.dataset.of(Figure):
        unit = figure.unit.get(lang) if figure.unit else None
        if figure.value is not None and unit:
            for form in sorted(written.unit_forms(unit), key=len, reverse=True):
                end = r"(?![^\W\d_])" if re.search(r"[A-Za-z]\Z", form) else ""
                pattern = re.compile(
                    f"{written.unit_joint}{re.escape(form.strip())}{end}", re.IGNORECASE
                )
                units.setdefault(figure.value, []).append((pattern, figure.id))
    return units


def _values(number: Number, units: _Units) -> Iterator[Decimal]:
    """Yield the figures' values that a number says, in full or rounded: 1.7万 says 17282."""
    if number.value in units:
        yield number.value
    elif number.step > 1:
        step = number.step
        for value in sorted(units):
            if number.value in (value // step * step, (value / step).to_integral_value() * step):
                yield value
