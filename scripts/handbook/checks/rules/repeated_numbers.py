"""A number is typed once, in its figure.

No prose types the value of a figure with its unit by hand, and what is typed for the words of a link to
a figure says no other number.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Phrase
from handbook.model.records import Figure, Observed
from handbook.model.types import Prose, Text
from handbook.text.languages import Number, Problem, language
from handbook.text.plain_text import date_in_words


class _Figures(NamedTuple):
    """The figures of a language.

    Attributes:
        units: What follows the number of each value: patterns of units, each with the id of the
            first figure that has it, as a link asks for it.
        values: The values in order.
    """

    units: Mapping[Decimal, Mapping[re.Pattern[str], str]]
    values: Sequence[Decimal]


def check(context: Context) -> Findings:
    """Yield the numbers typed by hand."""
    languages = [lang for lang in context.dataset.languages if language(lang).reads_numbers]
    of_lang = {lang: _figures(context, lang) for lang in languages}
    yield from context.in_suspects(_typed, of_lang, problems=_problems)
    figures, labels = context.dataset.of(Figure), context.dataset.labels
    units = {asked: each.unit for asked, each in _observed(figures) if each.unit}
    yield from context.in_all(_unit_again, units)
    newest = {each.id: each.latest for each in figures if each.is_series and each.latest}
    shown = {
        figure: (of.date, {lang: date_in_words(labels, of, lang) for lang in labels.languages})
        for figure, of in newest.items()
    }
    yield from context.in_all(_period_again, shown)
    yield from context.in_all(_differing, _values_of(figures))


def _values_of(figures: Iterable[Figure]) -> Mapping[str, Sequence[Decimal]]:
    """Return the numbers that links may tell, by what these ask for: `id` or `id@period`."""
    asked = ((each, period) for each in figures for period in (None, *each.dates))
    accounts = (
        (f"{figure.id}@{period}" if period else figure.id, figure.at(period))
        for figure, period in asked
    )
    values = {
        key: [each.value for each in told if each.value is not None] for key, told in accounts
    }
    return {key: numbers for key, numbers in values.items() if numbers}


def _differing(reading: Reading, values: Mapping[str, Sequence[Decimal]]) -> Iterator[Problem]:
    """Yield the words of links to figures that tell numbers, none of them the figure's."""
    for link in reading.links:
        known = values.get(link.asked, ())
        numbers = language(reading.lang).numbers(link.words or "") if known else ()
        told = [number.value for number in numbers if number.counts]
        if told and not {*known}.intersection(told):
            found = {"found": link.words, "figure": link.asked, "value": known[0]}
            yield "number-in-link", link.start, found


def _unit_again(reading: Reading, units: Mapping[str, Text]) -> Iterator[Problem]:
    """Yield the links to figures after which the unit is typed once more."""
    written = language(reading.lang)
    for link in reading.links:
        unit = units[link.asked].get(reading.lang) if link.asked in units else None
        if unit and link.words is None:
            again = _followed_by(written.unit_joint, unit).match(reading.text, link.end)
            if again:
                found = {"figure": link.asked, "unit": unit}
                yield "unit-twice", link.end, found


def _period_again(
    reading: Reading, periods: Mapping[str, tuple[str, Mapping[str, str]]]
) -> Iterator[Problem]:
    """Yield the links to figures in whose clause their period is typed once more."""
    for link in reading.links:
        if link.asked in periods and link.words is None:
            date, words = periods[link.asked]
            typed = re.escape(words[reading.lang])
            clause = rf"(?<![\w-]){typed}" if typed[-1:].isdigit() else rf"(?<!\d){typed}"
            before = re.search(
                rf"{clause}(?!\d),?[^,，、。；：;:.!！?？\n]*\Z", reading.text[: link.start]
            )
            if before:
                found = {"figure": link.asked, "date": date, "period": words[reading.lang]}
                yield "period-twice", before.start(), {"found": before[0].strip(), **found}


def _problems(
    context: Context, typed: Sequence[tuple[int, str, str]], reading: Reading
) -> Iterator[Problem]:
    bare = context.without_names(reading)
    for start, words, figure in typed if reading.text not in context.stale else ():
        if bare.startswith(words, start):
            is_own = figure.partition("@")[0] == reading.owner
            code = "number-typed-in-figure" if is_own else "number-typed"
            is_linked = reading.text.startswith(f"[[{figure}", start + len(words))
            more = Phrase("number-linked", {"figure": figure}) if is_linked else ""
            yield code, start, {"found": words, "figure": figure, "more": more}


def _typed(reading: Reading, figures: Mapping[str, _Figures]) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, number with its unit, figure) of what says a figure, names included."""
    # what was wrong is told as it stood
    is_told = issubclass(reading.type, Prose) and reading.field[:1] != ("wrong",)
    known = figures.get(reading.lang) if is_told else None
    if not known or not known.units:
        return
    for number in reading.numbers:
        for value in sorted(_values(number, known), key=lambda each: abs(each - number.value)):
            plain, start = reading.plain, number.start
            matches = (
                (unit.match(plain, number.end), figure)
                for unit, figure in known.units[value].items()
            )
            match, figure = next((pair for pair in matches if pair[0]), (None, ""))
            if match:
                yield start, plain[start : match.end()], figure
                break


def _figures(context: Context, lang: str) -> _Figures:
    """Return the figures of a language by value, each with what may follow its number."""
    written = language(lang)
    units: dict[Decimal, dict[re.Pattern[str], str]] = {}
    for figure, observed in _observed(context.dataset.of(Figure)):
        unit = observed.unit.get(lang) if observed.unit else None
        if observed.value is not None and unit:
            for form in sorted(written.unit_forms(unit), key=len, reverse=True):
                pattern = _followed_by(written.unit_joint, form)
                units.setdefault(observed.value, {}).setdefault(pattern, figure)
    return _Figures(units, sorted(units))


def _observed(figures: Iterable[Figure]) -> Iterator[tuple[str, Observed]]:
    """Yield (what a link asks for, number) of each figure, the newest of its numbers first."""
    for figure in figures:
        *older, newest = figure.observed
        yield figure.id, newest
        yield from ((f"{figure.id}@{each.period.date}", each) for each in older if each.period)


@cache
def _followed_by(joint: str, unit: str) -> re.Pattern[str]:
    end = r"(?![^\W\d_])" if re.search(r"[A-Za-z]\Z", unit) else ""
    return re.compile(f"{joint}{re.escape(unit.strip())}{end}", re.IGNORECASE)


def _values(number: Number, figures: _Figures) -> Iterator[Decimal]:
    """Yield the figures' values that a number says, in full or rounded: 1.7万 says 17282."""
    if number.value in figures.units:
        yield number.value
    elif number.step > 1:
        step, values = number.step, figures.values
        first = bisect_left(values, number.value - step)
        for value in values[first : bisect_right(values, number.value + step)]:
            if number.value in (value // step * step, (value / step).to_integral_value() * step):
                yield value
