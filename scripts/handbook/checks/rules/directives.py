"""Blocks between lines of `:::` are directives that can be shown.

Each is on a page, has a known name and an end, and draws only what can be drawn, once.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Context
from handbook.diagnostics import Diagnostic, nearest
from handbook.model.dataset import Passage
from handbook.model.records import Practice, Theme
from handbook.model.urls import address_of
from handbook.pages.diagrams import describe
from handbook.text.directives import NAMES
from handbook.text.scanner import scan

_ACCEPTED = tuple(f":::{name}" for name in NAMES)


def check(context: Context) -> Iterator[Diagnostic]:
    """Yield blocks that would be shown as typed."""
    for passage in context.passages:
        if lines := scan(passage.text).block_lines:
            if passage.field:
                found = lines[0][0].strip()
                yield context.in_passage("block-in-record", passage, lines[0].start(), found=found)
            else:
                yield from _blocks(context, passage)


def _blocks(context: Context, passage: Passage) -> Iterator[Diagnostic]:
    page = passage.owner.removeprefix("docs/")
    themes = context.dataset.of(Theme)
    drawn = {theme.id for theme in themes if address_of(theme, context.dataset).page == page}
    opened, start, end = "", 0, 0
    for line in (*scan(passage.text).block_lines, None):
        name = line[0].rstrip() if line else ""
        if name != ":::":
            if opened in _ACCEPTED:
                yield context.in_passage("block-open", passage, start, found=opened)
            if line:
                opened, start, end = name, *line.span()
                if name not in _ACCEPTED:
                    # of an indented name that is right, nothing nearer can be said
                    near = "" if name.strip() in _ACCEPTED else nearest(name.strip(), _ACCEPTED)
                    values = {"found": name, "nearest": near, "accepted": _ACCEPTED}
                    yield context.in_passage("block-unknown", passage, start, **values)
        elif line and not opened:
            yield context.in_passage("block-end", passage, line.start(), accepted=_ACCEPTED)
        elif line:
            if opened == ":::diagram":
                named = passage.text[end : line.start()].strip()
                if named in drawn:
                    yield context.in_passage("diagram-twice", passage, start, found=named)
                elif not (_has_diagram(context, named) or _is_unreadable(context, named)):
                    known = [
                        record
                        for record in context.dataset.records
                        if _has_diagram(context, record)
                    ]
                    values = {"found": named, "nearest": nearest(named, known)}
                    yield context.in_passage("diagram-unknown", passage, start, **values)
                drawn.add(named)
            opened = ""


def _has_diagram(context: Context, record_id: str) -> bool:
    return describe(context.dataset, record_id, context.dataset.languages[0]) is not None


def _is_unreadable(context: Context, record_id: str) -> bool:
    """Return whether a file of a record, or of one that its drawing shows, cannot be read now."""
    record = context.dataset.records.get(record_id)
    shown = (*record.places, *record.platforms) if isinstance(record, Practice) else ()
    return not context.dataset.unreadable.isdisjoint({record_id, *shown})
