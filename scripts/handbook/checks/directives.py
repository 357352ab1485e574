"""A block between lines of ::: stands on a page of prose, is one of the handbook's, has its end, and names what can be drawn, once."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, nearest
from handbook.model.dataset import Passage
from handbook.model.records import Practice, Theme
from handbook.model.urls import address_of
from handbook.pages.diagrams import describe
from handbook.text.directives import NAMES
from handbook.text.scanner import scan

_ACCEPTED = tuple(f":::{name}" for name in NAMES)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield blocks that would be shown as they were typed."""
    for passage in subject.dataset.passages:
        if scan(passage.text).block_lines and subject.concerns(passage.owner):
            yield from _in_record(subject, passage) if passage.field else _blocks(subject, passage)


def _in_record(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    line = scan(passage.text).block_lines[0]
    yield subject.in_passage("block-in-record", passage, line.start(), found=line[0].strip())


def _blocks(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    path = passage.owner.removeprefix("docs/")
    drawn = {theme.id for theme in subject.dataset.of(Theme) if address_of(theme, subject.dataset).page == path}
    opened = ""
    at = end = 0
    for line in scan(passage.text).block_lines:
        name = line[0].rstrip()
        if name != ":::":
            if opened in _ACCEPTED:
                yield subject.in_passage("block-open", passage, at, found=opened)
            opened, at, end = name, line.start(), line.end()
            if name not in _ACCEPTED:
                near = dict.fromkeys(MESSAGE_LANGUAGES, "") if name.strip() in _ACCEPTED else nearest(name.strip(), _ACCEPTED)
                values = {"found": name, "nearest": near, "accepted": _ACCEPTED}
                yield subject.in_passage("block-unknown", passage, at, **values)
        elif not opened:
            yield subject.in_passage("block-end", passage, line.start(), accepted=_ACCEPTED)
        else:
            named = passage.text[end : line.start()].strip()
            if opened == ":::diagram":
                if named in drawn:
                    yield subject.in_passage("diagram-twice", passage, at, found=named)
                elif not _has_diagram(subject, named) and not _unreadable(subject, named):
                    known = [record for record in subject.dataset.records if _has_diagram(subject, record)]
                    yield subject.in_passage("diagram-unknown", passage, at, found=named, nearest=nearest(named, known))
                drawn.add(named)
            opened = ""
    if opened in _ACCEPTED:
        yield subject.in_passage("block-open", passage, at, found=opened)


def _has_diagram(subject: Subject, record_id: str) -> bool:
    return describe(subject.dataset, record_id, subject.dataset.languages[0]) is not None


def _unreadable(subject: Subject, record_id: str) -> bool:
    """Return whether a record, or one that its drawing shows, has a file that cannot be read now: what is wrong is told there."""
    record = subject.dataset.records.get(record_id)
    shown = (*record.places, *record.platforms) if isinstance(record, Practice) else ()
    return bool({record_id, *shown} & subject.dataset.unreadable)
