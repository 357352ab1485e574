"""Dates and numbers are such as can be.

No date is later than what tells of it, or before what it follows; no share is more than all, no count
less than nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from handbook.checks.context import Context, Findings
from handbook.model.dataset import texts_of
from handbook.model.introspect import FieldPath, values_of
from handbook.model.records import Correction, Figure, Measure, Practice, Record, Source

#: A day, a month or a year; of a period, each.
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")
#: The last year that is taken for a slip in another.
_EARLY = "0999"


def check(context: Context) -> Findings:
    """Yield dates that are too late, too early or out of order, and numbers that cannot be."""
    of_source = {source.id: source.date.date for source in context.dataset.of(Source)}
    dates = [date for date in of_source.values() if date[:4] > _EARLY]
    newest = max(dates) if dates and not context.dataset.unreadable else "9999"
    for figure, found_in in context.records_where(_impossible):
        for code, place, value in found_in:
            yield context.at_field(code, figure.id, place, found=f"{value:f}")
    for figure, units in context.records_where(_odd_units):
        for place, code, unit in units:
            yield context.at_field(code, figure.id, place, found=unit)
    for record in context.records:
        is_told_here = isinstance(record, Source | Correction)
        latest = (context.today or "9999") if is_told_here else newest
        code = "date-future" if is_told_here else "date-after-source"
        for field, found in _dates(record):
            if found[:4] <= _EARLY:
                yield context.at_field("date-early", record.id, field, found=found)
            elif found[: len(latest)] > latest[: len(found)]:
                yield context.at_field(code, record.id, field, found=found, newest=latest)
        if isinstance(record, Correction) and record.since:
            since, corrected = record.since.date, record.corrected.date
            if since[: len(corrected)] > corrected[: len(since)]:
                values = {"found": since, "newest": corrected}
                yield context.at_field("date-order", record.id, ("since", "date"), **values)
        elif isinstance(record, Practice) and record.started:
            started, status = record.started.date, record.status and record.status.since
            if status and _is_before(status.date, started):
                values = {"found": status.date, "started": started}
                yield context.at_field(
                    "status-before-start", record.id, ("status", "since"), **values
                )
            for number, each in enumerate(record.happened):
                if _is_before(each.date.span[1], started):
                    values = {"found": each.date.date, "started": started}
                    yield context.at_field(
                        "happened-before-start", record.id, ("happened", number), **values
                    )
        if context.today and record.checked and record.checked > context.today:
            values = {"found": record.checked, "today": context.today}
            yield context.at_field("checked-in-future", record.id, ("checked",), **values)
        if record.checked:
            cited = {each.partition("#")[0] for each in getattr(record, "cite", ())}
            published = [of_source[each] for each in cited if each in of_source]
            if published and all(_is_before(record.checked, each) for each in published):
                values = {"found": record.checked, "published": min(published)}
                yield context.at_field("checked-before-source", record.id, ("checked",), **values)


def _impossible(record: Record) -> Iterator[tuple[str, FieldPath, Decimal]]:
    """Yield the numbers that none of a figure's measure can be."""
    if isinstance(record, Figure):
        code = "share-over-all" if record.measure is Measure.SHARE else "value-of-measure"
        for path, part, value in values_of(record):
            if part.name == "value" and value is not None and _is_out(record.measure, value):
                yield code, path, value


def _odd_units(figure: Record) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield the units that begin with the number, and per cent of what is counted or has a length."""
    if not isinstance(figure, Figure):
        return
    no_share = figure.measure in (Measure.COUNT, Measure.LENGTH, Measure.RUN, Measure.RANK)
    for path, *_, unit in texts_of(figure):
        if path[-2] == "unit" and unit[:1].isdigit():
            yield path, "unit-number", unit
        elif path[-2] == "unit" and no_share and unit == "%":
            yield path, "unit-share", unit


def _is_before(date: str, other: str) -> bool:
    return date[: len(other)] < other[: len(date)]


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
