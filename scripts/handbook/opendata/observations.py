"""The numbers of figures as rows, one for each period and account.

There are rows only where a figure has observations; then all figures have theirs.
"""

from collections.abc import Iterator
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.introspect import dotted
from handbook.model.labels import Labels
from handbook.model.records import Figure, Observation, Observed, in_time
from handbook.model.urls import OBSERVATIONS, Address, addresses, period_anchor
from handbook.opendata.columns import Column, column, columns_of
from handbook.text.plain_data import as_values


def columns(labels: Labels) -> Iterator[Column]:
    """Yield the columns: the figure, the part, the fields, both ends of the period."""
    yield column("figure", refers_to=Figure.folder)
    yield column("part", required=False)
    *own, path = columns_of(Observation, labels, required=False)
    yield from own
    yield from (column(name, required=False) for name in ("from", "to"))
    yield path


def rows(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the rows as plain data, by figure and period; those of one period by source."""
    figures = dataset.of(Figure) if dataset.has_observations else ()
    return [
        _row(figure, part, each, dataset)
        for figure in figures
        for part, each in zip(_parts(figure), figure.observed, strict=True)
    ]


def _parts(figure: Figure) -> list[str | None]:
    """Return where in its figure each observation stands; a figure may have a number alone."""
    own = figure.observations
    return [dotted((OBSERVATIONS, own.index(each))) for each in in_time(own)] or [None]


def _row(figure: Figure, part: str | None, observed: Observed, dataset: Dataset) -> dict[str, Any]:
    begins, ends = observed.period.span if observed.period else (None, None)
    address = addresses(dataset)[figure.id]
    if figure.is_series and observed.period:
        address = Address(address.page, period_anchor(figure, observed.period.date))
    return {
        "figure": figure.id,
        "part": part,
        **as_values(observed.as_observation, dataset, defaults=True),
        "from": begins,
        "to": ends,
        "path": f"/{address.path}",
    }
