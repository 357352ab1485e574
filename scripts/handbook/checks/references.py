"""Every reference and every wiki link names a record that exists and is of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Phrase, nearest
from handbook.model.references import references
from handbook.model.types import Name

_ODD = re.compile(r"\[\[|\]\]|［［|］］|【【|】】")
#: One bracket on each side, where Markdown does not ask for it: `[words](address)`, `[words]{zh}`.
_SINGLE = re.compile(r"(?<!\[)\[(?P<target>[a-z][a-z0-9-]*)(?:\|[^\[\]\n]*)?\](?![\](\[{:])")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with references in fields, then with wiki links in texts."""
    records = subject.dataset.records
    for record in records.values():
        seen: set[tuple[tuple[str | int, ...], str]] = set()
        for field, target, to in references(record):
            listed = isinstance(field[-1], int)
            if target == record.id:
                yield subject.at_field("reference-to-itself", record.id, field, found=target)
            elif listed and (field[:-1], target) in seen:
                yield subject.at_field("reference-twice", record.id, field, found=target)
            elif target in records and to.folders and records[target].folder not in to.folders:
                near = _meant(subject, target, to.folders)
                accepted = [f"data/{folder}/" for folder in to.folders]
                yield subject.at_field(
                    "reference-kind", record.id, field, found=target, folder=records[target].folder, accepted=accepted, nearest=near
                )
            elif not subject.exists(target):
                yield subject.at_field("reference-unknown", record.id, field, found=target, nearest=_meant(subject, target, to.folders))
            seen.add((field[:-1], target))
    for reading in subject.readings:
        if "[" in reading.text or "]" in reading.text or "［" in reading.text or "【" in reading.text:
            yield from _links(subject, reading)


def _meant(subject: Subject, target: str, folders: tuple[str, ...] = ()) -> Phrase | str:
    """Return a clause that says which record was meant: the one of that name, or those whose ids are near."""
    records = subject.dataset.records
    named = subject.ids_by_name.get(target)
    if named and (not folders or records[named].folder in folders):
        return Phrase("id-of-name", {"id": named})
    return nearest(target, [record.id for record in records.values() if not folders or record.folder in folders])


def _links(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    left = list(reading.scan.without_code)
    for link in reading.links:
        found = reading.text[link.start : link.end]
        left[link.start : link.end] = " " * (link.end - link.start)
        if reading.passage.type is Name:
            yield subject.in_reading("link-in-name", reading, link.start, found=found)
        elif not link.target:
            yield subject.in_reading("link-empty", reading, link.start, found=found)
        elif link.words is not None and not link.words.strip():
            yield subject.in_reading("link-words-empty", reading, link.start, found=found, target=link.target)
        elif link.target == reading.passage.owner:
            yield subject.in_reading("reference-to-itself", reading, link.start, found=link.target)
        elif "#" not in link.target and not subject.exists(link.target):  # those with # are citations
            yield subject.in_reading("reference-unknown", reading, link.start, found=link.target, nearest=_meant(subject, link.target))
    rest = "".join(left)
    single = next((match for match in _SINGLE.finditer(rest) if subject.exists(match["target"])), None)
    if odd := _ODD.search(rest) or single:
        message = "link-in-name" if reading.passage.type is Name else "link-brackets"
        yield subject.in_reading(message, reading, odd.start(), found=reading.text[odd.start() : odd.start() + 20])
