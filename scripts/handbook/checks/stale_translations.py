"""Translations follow their originals: a text whose Chinese has changed since is named, and so is what the lock does not know yet."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, language_name
from handbook.text.scanner import scan
from handbook.text.translations import State, Unit, units


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield stale translations, and once for each record or page the ones that are not recorded; nothing without a lock, which is told where it is read."""
    dataset = subject.dataset
    if not dataset.lock:
        return
    new: dict[str, int] = {}
    for unit in units(dataset):
        if unit.state is State.STALE:
            yield _stale(subject, unit)
        elif unit.state is State.NEW:
            new[unit.owner] = new.get(unit.owner, 0) + 1
    for owner, count in new.items():
        if owner in dataset.trees:
            yield subject.at_field("translation-unrecorded", owner, (), count=count)
        else:
            page = next(p for lang in reversed(dataset.languages) if (p := dataset.prose.get((owner.removeprefix("docs/"), lang))))
            yield Diagnostic("translation-unrecorded", Location(page.file), {"count": count})


def _stale(subject: Subject, unit: Unit) -> Diagnostic:
    values = {"lang": language_name(unit.lang), "whose": unit.owner}
    if unit.owner in subject.dataset.records:
        return subject.at_field("translation-stale", unit.owner, (*unit.field, unit.lang), **values)
    page = subject.dataset.prose[unit.owner.removeprefix("docs/"), unit.lang]
    lines = {section.id: section.line for section in scan(page.body).sections}
    section = str(unit.field[0])
    line = page.first_line + lines[section] if section in lines else 1
    return Diagnostic("translation-stale", Location(page.file, line, 1, section), values)
