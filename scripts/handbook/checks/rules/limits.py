"""Dates and numbers are such as can be.

No date is later than what tells of it, or before what it follows; no share is more than all, no count
less than nothing.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.model.dataset import texts_of
from handbook.model.introspect import FieldPath, values_of
from handbook.model.records import Correction, Figure, Measure, Practice, Record, Source
from handbook.model.types import is_before

#: A day, a month or a year; of a period, each.
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")
#: The last year that is taken for a slip in another.
_EARLY = "0999"


def check(context: Context) -> Findings:
    """Return dates that are too late, too early or out of order, and numbers that cannot be."""
    of_source = {source.id: source.date.date for source in context.dataset.of(Source)}
    dates = [date for date in of_source.values() if date[:4] > _EARLY]
    newest = max(dates) if dates and not context.dataset.unreadable else "9999"
    return context.in_records(_problems, of_source, newest, context.today)


def _problems(
    record: Record, of_source: Mapping[str, str], newest: str, today: str
) -> Iterator[FieldProblem]:
    is_told_here = isinstance(record, Source | Correction)
    latest = (today or "9999") if is_told_here else newest
    code = "date-future" if is_told_here else "date-after-source"
    for field, found in _dates(record):
        if found[:4] <= _EARLY:
            yield "date-early", field, {"found": found}
        elif is_before(latest, found):
            yield code, field, {"found": found, "newest": latest}
    if isinstance(record, Figure):
        yield from _of_figure(record)
    elif isinstance(record, Correction) and record.since:
        since, corrected = record.since.date, record.corrected.date
        if is_before(corrected, since):
            yield "date-order", ("since", "date"), {"found": since, "newest": corrected}
    elif isinstance(record, Practice) and record.started:
        started, status = record.started.date, record.status and record.status.since
        if status and is_before(status.date, started):
            told = {"found": status.date, "started": started}
            yield "status-before-start", ("status", "since"), told
        for number, each in enumerate(record.happened):
            if is_before(each.date.span[1], started):
                told = {"found": each.date.date, "started": started}
                yield "happened-before-start", ("happened", number), told
    if checked := record.checked:
        if today and checked > today:
            yield "checked-in-future", ("checked",), {"found": checked, "today": today}
        cited = {each.partition("#")[0] for each in getattr(record, "cite", ())}
        published = [of_source[each] for each in cited if each in of_source]
        if published and all(is_before(checked, each) for each in published):
            told = {"found": checked, "published": min(published)}
            yield "checked-before-source", ("checked",), told


def _of_figure(figure: Figure) -> Iterator[FieldProblem]:
    """Yield numbers that none of the measure can be, units that begin with one, and odd per cent."""
    code = "share-over-all" if figure.measure is Measure.SHARE else "value-of-measure"
    for path, part, value in values_of(figure):
        if part.name == "value" and value is not None and _is_out(figure.measure, value):
            yield code, path, {"found": f"{value:f}"}
    no_share = figure.measure in (Measure.COUNT, Measure.LENGTH, Measure.RUN, Measure.RANK)
    for path, *_, unit in texts_of(figure):
        if path[-2] == "unit" and unit[:1].isdigit():
            yield "unit-number", path, {"found": unit}
        elif path[-2] == "unit" and no_share and unit == "%":
            yield "unit-share", path, {"found": unit}


def _is_out(measure: Measure, value: Decimal) -> bool:
    """Return whether no number of a measure can be this: a negative count, half of a rank."""
    match measure:
        case Measure.SHARE:
            return abs(value) > 100
        case Measure.RUN | Measure.RANK:
            return value < 1 or value != value.to_integral_value()
        case Measure.COUNT | Measure.LENGTH:
            return value < 0
    return False


def _dates(record: Record) -> Iterator[tuple[FieldPath, str]]:
    """Yield the dates of a record that somebody tells."""
    for path, field, value in values_of(record):
        if field.name == "date" and isinstance(value, str):
            yield from ((path, date) for date in _DATE.findall(value))
