"""Descriptions of the records' diagrams, which `text/svg` draws.

A fenced directive on a page names a record, and `resolve` replaces the name with the description:

    :::diagram
    joint-patrols
    :::

A practice with platforms and steps is drawn as a flow, a practice between two places as a pair of
sides, and a figure with numbers of several periods as a series. Nothing else is drawn.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from statistics import median
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.records import (
    Component,
    Figure,
    Measure,
    Observed,
    Place,
    Practice,
    Record,
    Revision,
)
from handbook.model.series import drawn, extent, is_of_days
from handbook.text.directives import blocks
from handbook.text.languages import language
from handbook.text.plain_text import account, date_in_words, plain_text
from handbook.text.scanner import scan

#: What is drawn as a line: what does not add up. Everything else that is no total is drawn as bars.
_LINES = frozenset({Measure.SHARE, Measure.RANK})
#: What is more than this many usual times from the number before has a gap before it.
_GAP = 1.5


def resolve(markdown: str, dataset: Dataset, lang: str) -> str:
    """Return Markdown in which each diagram's description replaces the record's name.

    The name of a record without a diagram is kept; the check reports it.
    """
    if ":::diagram" not in markdown:
        return markdown
    lines = markdown.split("\n")
    for name, first, last in reversed([*blocks(scan(markdown).without_code.split("\n"))]):
        record = "".join(lines[first + 1 : last]).strip()
        if name == "diagram" and (description := describe(dataset, record, lang)):
            lines[first + 1 : last] = [json.dumps(description, ensure_ascii=False)]
    return "\n".join(lines)


def as_drawn(description: Mapping[str, Any]) -> str:
    """Return a description as its directive holds it where all that it says stands beside it."""
    told = {key: value for key, value in description.items() if key != "words"}
    told["caption"] = told.pop("beside")
    return json.dumps(told, ensure_ascii=False)


def describe(dataset: Dataset, record_id: str, lang: str) -> dict[str, Any] | None:
    """Return the description of a record's diagram, or None if it has none.

    Broken references are ignored, so that the check can use this function on any record.
    """
    describer = _Describer(dataset, lang)
    match dataset.records.get(record_id):
        case Practice() as practice:
            description = describer.flow(practice) or describer.pair(practice)
        case Figure() as figure:
            description = describer.series(figure)
        case _:
            return None
    if description:
        description |= {"id": f"diagram-{record_id}", "words": describer.word("look_in_words")}
    return description


class _Describer:
    """Describes diagrams in one language, with that language's quotation marks."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.dataset, self.lang = dataset, lang
        self.language = language(lang, dataset.labels)
        self.joined = self.language.joined

    def flow(self, practice: Practice) -> dict[str, Any] | None:
        """Describe a practice's platforms as inputs and its steps as parts of a flow."""
        inputs, parts = self._named(practice.platforms), self._titles(practice.steps)
        if not inputs or not parts:
            return None
        drawn = {"inputs": inputs, "parts": parts}
        return self._described("flow", practice, drawn, count=len(inputs))

    def pair(self, practice: Practice) -> dict[str, Any] | None:
        """Describe a practice between two places.

        Places inside the others do not count, and there is no border between places of one parent.
        """
        places = map(self.dataset.records.get, practice.places)
        sides = [p for p in places if isinstance(p, Place) and p.parent not in practice.places]
        parts = self._titles(practice.components)
        if len(sides) != 2 or not parts or (sides[0].parent and sides[0].parent == sides[1].parent):
            return None
        left, right = self._titles(sides)
        drawn = {"left": left, "right": right, "parts": parts}
        return self._described("pair", practice, drawn, count=len(parts))

    def series(self, figure: Figure) -> dict[str, Any] | None:
        """Describe a figure's numbers over time, those of them that can be drawn together."""
        shown = drawn(figure)
        if not shown:
            return None
        is_total = bool(figure.latest and figure.latest.cumulative)
        is_line = is_total or figure.measure in _LINES
        periods = [self._period(accounts, is_total) for accounts in shown]
        steps = [after["at"] - before["at"] for before, after in pairwise(periods)]
        for step, (_, period), (before, after) in zip(
            steps, pairwise(periods), pairwise(shown), strict=True
        ):
            is_near = step <= _GAP * median(steps) or is_of_days(after[0].period)
            period["joined"] = len(before) == len(after) == 1 and is_near and not period["breaks"]
        values = [number["value"] for period in periods for number in period["numbers"]]
        falls = figure.measure is Measure.RANK
        grid = [] if falls else [(value, self.language.number(value)) for value in _grid(values)]
        first, last = (self._when(accounts) for accounts in (shown[0], shown[-1]))
        [title] = self._titles([figure])
        unit = shown[-1][0].unit
        named = self.language.curled(unit.resolve(self.lang)[0]) if unit else ""
        told = {"title": title, "unit": named, "first": first, "last": last}
        notes: list[str] = []
        if is_total:
            notes.append(self.word("look_draw_total"))
        if any(number["open"] for period in periods for number in period["numbers"]):
            notes.append(self.word("look_draw_provisional"))
        if any(period["breaks"] for period in periods):
            notes.append(self.word("look_draw_break"))
        if any(len(accounts) > 1 for accounts in shown):
            notes.append(self.word("look_draw_differ"))
        if left := [self._when(each) for each in figure.periods if each not in shown]:
            notes.append(self.word("look_draw_left_out", periods=self.joined(left)))
        return {
            "kind": "series",
            "line": is_line,
            "falls": falls,
            "grid": [(float(value), label) for value, label in grid],
            "periods": periods,
            "title": self._sentences(self.word("look_draw_series", **told), *notes),
            "beside": self._sentences(self.word("look_draw_series_beside", **told), *notes),
            "says": self.language.clause_separator.join(map(self._said, figure.periods))
            + self.language.full_stop,
        }

    def _period(self, accounts: Sequence[Observed], is_total: bool) -> dict[str, Any]:
        """Describe the numbers of a period, and its place in time."""
        period = accounts[0].period
        assert period
        begin, end = extent(period)
        return {
            "from": begin,
            "to": end,
            "at": end if is_total else (begin + end) / 2,
            "tick": self.language.tick(period),
            "breaks": any(each.resumes for each in accounts),
            "joined": False,
            "numbers": [
                {
                    "value": float(each.value or 0),
                    "label": self.language.number(each.value or 0),
                    "open": each.status is Revision.PROVISIONAL,
                }
                for each in accounts
            ],
        }

    def _sentences(self, *sentences: str) -> str:
        return self.language.sentence_gap.join(sentences)

    def _when(self, accounts: Sequence[Observed]) -> str:
        """Return the period of numbers in words, be they totals as of then or not."""
        period = accounts[0].period
        return self.language.date(period) if period else ""

    def _said(self, accounts: Sequence[Observed]) -> str:
        """Return the numbers of a period in words, and why they cannot be compared with those before."""
        told = self.joined(account(self.dataset, each, self.lang) for each in accounts)
        if len(accounts) > 1:
            told += self.language.bracketed(self.word("series_differ"))
        at = accounts[0].period
        period = date_in_words(self.dataset.labels, at, self.lang) if at else ""
        words = self.word("number_of_period", number=told, period=period)
        for each in accounts:
            if each.resumes:
                reason = plain_text(self.dataset, *each.resumes.resolve(self.lang))
                words += self.language.bracketed(self.word("series_break", reason=reason))
        return words

    def word(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return self.language.curled(self.dataset.labels.word(key, self.lang, **values))

    def _described(
        self, kind: str, record: Record, drawn: Mapping[str, Any], **told: object
    ) -> dict[str, Any]:
        """Return a diagram with what is drawn, its title, and its description in words."""
        [told["title"]] = self._titles([record])
        for name, value in drawn.items():
            told[name] = self.joined(value) if isinstance(value, list) else value
        title = self.word(f"look_draw_{kind}", **told)
        says = self.word(f"look_draw_{kind}_says", **told)
        return {"kind": kind, **drawn, "title": title, "says": says}

    def _titles(self, titled: Iterable[Record | Component]) -> list[str]:
        return [self.language.curled(each.title.resolve(self.lang)[0]) for each in titled]

    def _named(self, ids: Iterable[str]) -> list[str]:
        return self._titles(self.dataset.records[i] for i in ids if i in self.dataset.records)


def _grid(values: Sequence[float]) -> Iterator[Decimal]:
    """Yield round numbers from the least value to the greatest, zero among them: three to six of them."""
    least, most = (Decimal(str(end)) for end in (min(0, *values), max(0, *values)))
    if least == most:
        most = Decimal(1)
    power = Decimal(10) ** ((most - least) / 4).adjusted()
    step = next(n * power for n in (1, 2, 5, 10) if (most - least) / (n * power) <= 6)
    number = (least / step).to_integral_value(ROUND_FLOOR)
    while number * step < most + step:
        yield number * step
        number += 1
