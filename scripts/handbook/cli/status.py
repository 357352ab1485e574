"""`handbook status`: what waits for editors, as Markdown: for a terminal, and for an issue."""

import datetime
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from handbook.cli.console import lang_option, main, note, refuse, say
from handbook.diagnostics import MESSAGE_LANGUAGES, message
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Correction, Record
from handbook.model.types import Prose, is_day
from handbook.text import translation_state
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import plain_text
from handbook.text.translation_state import State

#: How many records each list has, if not all.
LISTED = 20


@main.command()
@click.option("--today", default=lambda: datetime.datetime.now().astimezone().date().isoformat())
@click.option("--days", default=365, type=click.IntRange(min=0, max=36500))
@click.option("--all", "all_", is_flag=True)
@lang_option
def status(today: str, days: int, all_: bool, lang: str) -> None:
    """Tell what nobody looked at for long, what is unanswered and which translations lag."""
    if not is_day(today):
        refuse(lang, "bad-date", date=today)
    dataset, _ = load(Path.cwd())
    # a runner does not know its reader's language
    for each in MESSAGE_LANGUAGES if os.environ.get("GITHUB_ACTIONS") else (lang,):
        lines = report(dataset, today, days, each, None if all_ else LISTED)
        click.echo("\n".join(lines) + "\n")
    if dataset.unreadable:
        note(lang, "status-unread", count=len(dataset.unreadable))


def report(dataset: Dataset, today: str, days: int, lang: str, most: int | None) -> Iterator[str]:
    """Yield the lines of the report.

    Args:
        dataset: The handbook.
        today: The day on which it is made.
        days: How long ago a record may have been looked at.
        lang: The language of messages.
        most: How many records each list has; all where None.
    """
    separator = message("list-separator", lang)
    written = language(lang, dataset.labels)
    kinds = ((dataset.labels.word(f"kind_{f}", lang), len(dataset.of(KINDS[f].record))) for f in KINDS)  # fmt: skip
    told = separator.join(f"{name} {count}" for name, count in kinds if count)
    yield say(lang, "status-title", today=today)
    yield "\n" + say(lang, "status-counts", count=len(dataset.records), kinds=told)

    def listed(key: str, items: Sequence[str], count: int) -> Iterator[str]:
        if count:
            yield "\n" + say(lang, key, count=count, days=days) + "\n"
            yield from (f"- {item}" for item in items[:most])
            if more := len(items[most:]) if most else 0:
                yield "- " + say(lang, "status-more", count=more)

    def line(record: Record, told: str) -> str:
        name = escape(record.title.resolve(lang)[0]) + written.bracketed(record.id)
        return f"{name}{written.colon}{told}"

    def answers(record: Record) -> str:
        gaps = (plain_text(dataset, *gap.resolve(lang)) for gap in gaps_of(record))
        return line(record, written.clause_separator.join(map(escape, gaps)))

    waiting = not_looked_at(dataset, today, days)
    undated = [record for record in waiting if not record.checked]
    shown = [record for record in waiting if record.checked or most is None]
    never = say(lang, "status-never")
    dates = [line(record, record.checked or never) for record in shown]
    yield from listed("status-checked", dates, len(waiting))
    if undated and most:
        yield "- " + say(lang, "status-undated", count=len(undated))
    open_ = sorted(dataset.records.values(), key=lambda record: -len(gaps_of(record)))
    told_gaps = [answers(record) for record in open_ if gaps_of(record)]
    yield from listed("status-gaps", told_gaps, sum(map(len, map(gaps_of, open_))))
    units = [unit for unit in translation_state.units(dataset) if unit.state is not State.FRESH]
    states = Counter((unit.lang, unit.state) for unit in units)
    yield from listed(
        "status-translations",
        [
            dataset.labels.language_name(code, lang)
            + written.colon
            + separator.join(
                f"{message(f'state-{state}', lang)} {states[code, state]}"
                for state in State
                if states[code, state]
            )
            for code in dict.fromkeys(unit.lang for unit in units)
        ],
        len(units),
    )


def gaps_of(record: Record) -> tuple[Prose, ...]:
    """Return what the sources do not say of a record."""
    return getattr(record, "gaps", ())


def not_looked_at(dataset: Dataset, today: str, days: int) -> list[Record]:
    """Return the records that nobody looked at for more than some days, the longest first.

    Those that nobody ever looked at come last, and corrections, which are history, not at all.
    """
    last = (datetime.date.fromisoformat(today) - datetime.timedelta(days)).isoformat()
    records = [r for r in dataset.records.values() if not isinstance(r, Correction)]
    waiting = [record for record in records if not record.checked or record.checked < last]
    return sorted(waiting, key=lambda record: record.checked or today + "~")
