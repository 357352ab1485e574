"""Blocks between lines of `:::` are directives that can be shown.

Each is on a page, has a known name and an end, and draws only what can be drawn, once, in every language.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Phrase, nearest
from handbook.model.records import Figure, Practice
from handbook.model.types import PLACEHOLDER
from handbook.pages.diagrams import describe
from handbook.text.directives import NAMES
from handbook.text.languages import Problem

_ACCEPTED = tuple(f":::{name}" for name in NAMES)


def check(context: Context) -> Findings:
    """Yield blocks that would be shown as typed, and diagrams that one language lacks."""
    yield from context.in_suspects(_lines, problems=_problems, each="passages")
    for pair, drawn in context.where(_drawn_once, each="pairs"):
        if known := [each for each in drawn if _has_diagram(context, each)]:
            here, there = ([each for each in known if each in _drawn(text)] for text in pair)
            yield context.in_pair("diagram-differs", pair, here, there)


def _drawn(page: Reading) -> list[str]:
    """Return what the diagrams of a section show."""
    return [
        page.text[line.end() : end.start()].strip()
        for line, end in pairwise(_lines(page))
        if line[0].rstrip() == ":::diagram"
    ]


def _drawn_once(pair: tuple[Reading, Reading]) -> Iterator[str]:
    """Yield what is drawn in a section of one language alone."""
    if ":::" in pair[0].text or ":::" in pair[1].text:
        yield from sorted({*_drawn(pair[0])} ^ {*_drawn(pair[1])})


def _lines(passage: Reading) -> Sequence[re.Match[str]]:
    return passage.scan.block_lines


def _problems(
    context: Context, lines: Sequence[re.Match[str]], passage: Reading
) -> Iterator[Problem]:
    if passage.field:
        yield (
            "block-in-record",
            lines[0].start(),
            {"found": lines[0][0][lines[0][0].find(":::") :].strip()},
        )
        return
    drawn: set[str] = set()
    opened, start, end = "", 0, 0
    for line in lines:
        name = line[0].rstrip()
        if "：" in name:
            yield "mark-full-width", line.start(), {"found": name, "half": name.replace("：", ":")}
            name = name.replace("：", ":")
        if name != ":::":
            if opened in _ACCEPTED:
                yield "block-open", start, {"found": opened}
            opened, start, end = name, *line.span()
            if name not in _ACCEPTED:
                # of an indented name that is right, nothing nearer can be said
                near = "" if name.strip() in _ACCEPTED else nearest(name.strip(), _ACCEPTED)
                values = {"found": name, "nearest": near, "accepted": _ACCEPTED}
                meant = [*name.split(), *passage.text[end:].split("\n", 2)[1:2]]
                drawable = filter(
                    partial(_has_diagram, context), [*meant, *context.dataset.records]
                )
                yield "block-unknown", start, values | {"example": next(drawable, PLACEHOLDER)}
        elif not opened:
            yield "block-end", line.start(), {"accepted": _ACCEPTED}
        else:
            if opened == ":::diagram":
                named = " ".join(passage.text[end : line.start()].split())
                if named in drawn:
                    yield "diagram-twice", start, {"found": named}
                elif not (_has_diagram(context, named) or _is_unreadable(context, named)):
                    known = [*filter(partial(_has_diagram, context), context.dataset.records)]
                    near = nearest(named, known)
                    record = context.dataset.records.get(named)
                    if isinstance(record, Practice):
                        near = Phrase("diagram-back", {"path": context.dataset.files[named]})
                    elif isinstance(record, Figure):
                        near = Phrase("diagram-of-figure", {"count": len(record.dates)})
                    told: dict[str, object] = {"found": named, "nearest": near}
                    yield "diagram-unknown", start, told | {"accepted": known or Phrase("none")}
                drawn.add(named)
            opened = ""
    if opened in _ACCEPTED:
        yield "block-open", start, {"found": opened}


def _has_diagram(context: Context, record_id: str) -> bool:
    return describe(context.dataset, record_id, context.dataset.languages[0]) is not None


def _is_unreadable(context: Context, record_id: str) -> bool:
    """Return whether a file of a record, or of one that its drawing shows, cannot be read now."""
    record = context.dataset.records.get(record_id)
    shown = (*record.places, *record.platforms) if isinstance(record, Practice) else ()
    return not context.dataset.unreadable.isdisjoint({record_id, *shown})
