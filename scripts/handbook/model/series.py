"""What the numbers of a figure say together: which may be compared, and how much changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from handbook.model.records import Figure, Measure, Observed, Period

#: What a difference of says nothing, or the contrary of what it seems to.
_ORDINAL = frozenset({Measure.RUN, Measure.RANK, Measure.TREND})
#: As many numbers are worth a drawing.
_LEAST = 3
#: The days of a month on the scale of `extent`.
_MONTH = 31


class Change(NamedTuple):
    """How much a number differs from the one before: by how much, and by what share of it."""

    difference: Decimal
    share: Decimal | None


def extent(period: Period) -> tuple[int, int]:
    """Return where a period begins and ends on a scale of months of 31 days."""
    first, last = ([*map(int, date.split("-"))] for date in period.span)
    after = [*last[:-1], last[-1] + 1]
    begin, end = (
        (year * 12 + month - 1) * _MONTH + day - 1
        for year, month, day in ((*date, 1, 1)[:3] for date in (first, after))
    )
    return begin, end


def grain(period: Period) -> tuple[str, int]:
    """Return how long a period is; totals as of some time can be compared whenever that is."""
    if period.cumulative:
        return "total", 0
    begin, end = extent(period)
    return ("days", end - begin) if is_of_days(period) else ("months", (end - begin) // _MONTH)


def is_of_days(period: Period | None) -> bool:
    """Return whether a period is a day, or goes from one day to another."""
    return period is not None and period.span[0].count("-") == 2


def changes(figure: Figure) -> Iterator[Change | None]:
    """Yield how much each number differs from the one before; None for the first.

    It is None, too, where the two cannot be compared: unit, scope, definition or length of the period
    differ, sources do, or one is told in words.
    """
    yield from (None for _ in figure.periods[:1])
    for before, after in pairwise(figure.periods):
        yield _change(*before, *after) if len(before) == len(after) == 1 else None


def _change(before: Observed, after: Observed) -> Change | None:
    old, new = before.value, after.value
    if old is None or new is None or after.resumes or after.measure in _ORDINAL:
        return None
    if (before.unit, before.scope) != (after.unit, after.scope) or not (
        before.period and after.period and grain(before.period) == grain(after.period)
    ):
        return None
    in_points = after.measure is Measure.SHARE
    return Change(new - old, None if in_points or old <= 0 else (new - old) / old)


def drawn(figure: Figure) -> Sequence[Sequence[Observed]]:
    """Return the accounts of each period that one drawing can show.

    They are numbers of one unit, of periods as long as most. Fewer than three make no picture.
    """
    kinds = Counter(filter(None, map(_kind, reversed(figure.periods))))
    for most, count in kinds.most_common(1):  # of two as common, that of the newer
        if count >= _LEAST:
            return [accounts for accounts in figure.periods if _kind(accounts) == most]
    return []


def _kind(accounts: Sequence[Observed]) -> object:
    """Return what numbers must share to be drawn together; None where there is more than numbers."""
    kinds = {
        (grain(each.period), (*each.unit.items(),))
        for each in accounts
        if each.period and each.unit and each.value is not None
    }
    return kinds.pop() if len(kinds) == 1 and all(each.unit for each in accounts) else None
