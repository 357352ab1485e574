"""Translations follow their originals; stale ones are reported."""

from collections import Counter

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location, Phrase, language_name
from handbook.load.translation_lock import LOCK
from handbook.model.urls import former_ids
from handbook.text.scanner import scan
from handbook.text.translation_state import State, Unit, units


def check(context: Context) -> Findings:
    """Yield stale translations, and unrecorded ones once for each record or page.

    Without a lock there is nothing to compare with; its absence is reported where it is read.
    """
    dataset = context.dataset
    former = former_ids(dataset)
    for owner in dataset.lock:
        if "/" not in owner and owner not in context.ids and owner not in former:
            code, values = context.fate(owner) or ("", {})
            if code == "record-gone":
                yield Diagnostic.at("record-deleted", LOCK, found=owner, back=values["back"])
    unrecorded: Counter[str] = Counter()
    for unit in units(dataset) if dataset.lock else ():
        if unit.state is State.STALE:
            yield _stale(context, unit)
        elif unit.state is State.NEW:
            unrecorded[unit.owner] += 1
    for owner, count in unrecorded.items():
        if owner in dataset.trees:
            yield context.at_field("translation-unrecorded", owner, (), count=count)
        else:
            *_, last = dataset.pages[owner].values()
            yield Diagnostic.at("translation-unrecorded", last.file, count=count)


def _stale(context: Context, unit: Unit) -> Diagnostic:
    reason = Phrase("sample-reason")
    values = {"lang": language_name(unit.lang), "whose": unit.owner, "reason": reason}
    if unit.owner in context.dataset.records:
        return context.at_field("translation-stale", unit.owner, (*unit.field, unit.lang), **values)
    page = context.dataset.pages[unit.owner][unit.lang]
    section = str(unit.field[0])
    lines = {part.id: page.first_line + part.line for part in scan(page.body).sections}
    place = Location(page.file, lines.get(section, 1), 1, section)
    return Diagnostic("translation-stale", place, values)
