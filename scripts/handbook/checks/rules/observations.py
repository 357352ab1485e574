"""The numbers of a figure over time can be compared, and are told once by each source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.model.introspect import FieldPath
from handbook.model.records import Figure, Observation, Source, in_time
from handbook.model.references import split_locator
from handbook.model.series import grain
from handbook.model.types import is_before

#: A number this many times the one before or after it is likely to be mistyped.
_TIMES = 100


def check(context: Context) -> Findings:
    """Return numbers told twice, later than their source, or that do not belong together."""
    dates = {source.id: source.date.date for source in context.dataset.of(Source)}
    return context.in_records(_problems, dates, of=Figure)


def _problems(figure: Figure, dates: Mapping[str, str]) -> Iterator[FieldProblem]:
    return chain(_repeated(figure), _mixed(figure), _changed(figure), _early(figure, dates))


def _sources(cite: Iterable[str]) -> set[str]:
    return {split[0] for split in map(split_locator, cite) if split}


def _repeated(figure: Figure) -> Iterator[FieldProblem]:
    """Yield periods that one source has twice."""
    seen: dict[tuple[str, str], int] = {}
    for index, each in enumerate(figure.observations):
        for source in sorted(_sources(each.cite)):
            first = seen.setdefault((source, each.period.date), index)
            if first != index:
                values = {"found": each.period.date, "source": source, "first": first + 1}
                yield "observation-twice", ("observations", index, "period", "date"), values


def _mixed(figure: Figure) -> Iterator[FieldProblem]:
    """Yield a number of a period among totals, or the other way round."""
    observations = figure.observations
    for index, each in enumerate(observations):
        if each.period.cumulative != observations[0].period.cumulative:
            field = ("observations", index, "period", "date")
            yield "observation-mixed", field, {"found": each.period.date}
            return


def _changed(figure: Figure) -> Iterator[FieldProblem]:
    """Yield another unit or scope than before without a break, and numbers of another order."""
    at: FieldPath
    places = {id(each): index for index, each in enumerate(figure.observations)}
    ordered = in_time(figure.observations)
    groups = [[*group] for _, group in groupby(ordered, key=lambda each: each.period.date)]
    for each in groups[0] if groups else ():
        if getattr(each, "break"):
            at = ("observations", places[id(each)], "break")
            yield "observation-first", at, {"found": each.period.date}
    for former, after in pairwise(groups):
        for each in after:
            if getattr(each, "break"):
                continue
            index = places[id(each)]
            values = {"found": each.period.date, "before": former[0].period.date}
            at = ("observations", index, "period", "date")
            if not _shared(figure, "unit", former, each):
                yield "observation-unit", at, values
            elif not _shared(figure, "scope", former, each):
                yield "observation-scope", at, values
            elif all(_is_far(one, each) for one in former):
                at = ("observations", index, "value")
                told = {"found": each.value, "before": former[0].value, "times": _TIMES}
                yield "observation-far", at, told


def _shared(figure: Figure, name: str, former: Sequence[Observation], each: Observation) -> bool:
    """Return whether a number has the unit or the scope of one of those before it."""
    own = getattr(figure, name)
    return (getattr(each, name) or own) in [getattr(one, name) or own for one in former]


def _is_far(one: Observation, other: Observation) -> bool:
    if not (one.value and other.value) or grain(one.period) != grain(other.period):
        return False
    least, most = sorted((abs(one.value), abs(other.value)))
    return most >= least * _TIMES


def _early(figure: Figure, dates: Mapping[str, str]) -> Iterator[FieldProblem]:
    """Yield periods that begin after all that tells of them was published."""
    flat: FieldPath = ()
    written = [(flat, figure.period, figure.cite)]
    for index, each in enumerate(figure.observations):
        written.append((("observations", index), each.period, each.cite))
    for at, period, cite in written:
        published = [dates[source] for source in _sources(cite) if source in dates]
        if period and published and is_before(newest := max(published), period.span[0]):
            values = {"found": period.date, "newest": newest}
            yield "period-after-source", (*at, "period", "date"), values
