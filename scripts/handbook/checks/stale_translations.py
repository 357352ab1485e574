"""Translations follow their originals: a text whose Chinese has changed since is named, and so is what the lock does not know yet."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Message, Severity, language_name
from handbook.text import translations
from handbook.text.translations import State, Unit

STALE = Message(
    "translation-stale",
    "中文改了，$lang没有跟着改。", "The original has changed since the $lang text was made.",
    "请改译文；若译文仍然合适，运行 handbook translations accept $whose --reason 理由。",
    "Mend the translation; if it still fits, run `handbook translations accept $whose --reason …`.",
    Severity.WARNING,
)  # fmt: skip
UNRECORDED = Message(
    "translation-unrecorded",
    "有 $count 段译文还没有登记译自哪段中文。", "Translations not recorded with their originals yet: $count.",
    "请运行 handbook translations record，连同 data/translations.lock.yml 一起提交。",
    "Run `handbook translations record` and commit data/translations.lock.yml with them.",
    Severity.WARNING,
)  # fmt: skip


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield stale translations, and once for each record or page the ones that are not recorded; nothing without a lock, which is told where it is read."""
    dataset = subject.dataset
    if not dataset.lock:
        return
    new: dict[str, int] = {}
    for unit in translations.units(dataset):
        if unit.state is State.STALE:
            yield _stale(subject, unit)
        elif unit.state is State.NEW:
            new[unit.owner] = new.get(unit.owner, 0) + 1
    for owner, count in new.items():
        if owner in dataset.trees:
            yield subject.at_field(UNRECORDED, owner, (), count=count)
        else:
            page = next(p for lang in reversed(dataset.languages) if (p := dataset.prose.get((owner.removeprefix("docs/"), lang))))
            yield Diagnostic(UNRECORDED, Location(page.file), {"count": count})


def _stale(subject: Subject, unit: Unit) -> Diagnostic:
    values = {"lang": language_name(unit.lang), "whose": unit.owner}
    if unit.owner in subject.dataset.records:
        return subject.at_field(STALE, unit.owner, (*unit.field, unit.lang), **values)
    page = subject.dataset.prose[unit.owner.removeprefix("docs/"), unit.lang]
    lines = {section.id: section.line for section in translations.sections(page.body)}
    section = str(unit.field[0])
    line = page.first_line + lines[section] if section in lines else 1
    return Diagnostic(STALE, Location(page.file, line, 1, section), values)
