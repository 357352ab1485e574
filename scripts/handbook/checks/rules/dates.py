"""No date is later than what tells of it, or before what it follows."""

from handbook.checks.context import Context, Findings
from handbook.model.records import Correction, Honour, Practice, Source


def check(context: Context) -> Findings:
    """Yield honours later than any source, corrections that come before the error, and the like."""
    years = [source.date.date[:4] for source in context.dataset.of(Source)]
    newest = max(years) if years and not context.dataset.unreadable else "9999"
    for record in context.records:
        if isinstance(record, Honour) and record.year and record.year.date[:4] > newest:
            field, values = ("year", "date"), {"found": record.year.date, "newest": newest}
            yield context.at_field("date-after-source", record.id, field, **values)
        elif isinstance(record, Correction) and record.since:
            since, corrected = record.since.date, record.corrected.date
            if since[: len(corrected)] > corrected[: len(since)]:
                values = {"found": since, "newest": corrected}
                yield context.at_field("date-order", record.id, ("since", "date"), **values)
        elif isinstance(record, Practice) and record.started and record.status:
            started, status = record.started.date, record.status.since
            if status and status.date[: len(started)] < started[: len(status.date)]:
                values, place = {"found": status.date, "started": started}, ("status", "since")
                yield context.at_field("status-before-start", record.id, place, **values)
        if context.today and record.checked and record.checked > context.today:
            values = {"found": record.checked, "today": context.today}
            yield context.at_field("checked-in-future", record.id, ("checked",), **values)
