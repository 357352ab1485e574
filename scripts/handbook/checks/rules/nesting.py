"""Blocks stand in one another, and brackets are open, only as deep as readers and outputs can go."""

from collections.abc import Iterator

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name
from handbook.text.languages import Problem
from handbook.text.scanner import MOST_DEEP, MOST_OPEN

_SHOWN = 20  # characters shown of a text


def check(context: Context) -> Findings:
    """Yield texts that are too deep, which the parser is not given."""
    yield from context.in_all(_problems)
    yield from context.in_each(context.own_captions, _problems)


def _problems(reading: Reading) -> Iterator[Problem]:
    if reading.type is Name:
        return
    found = (
        ("block-too-deep", MOST_DEEP, reading.scan.too_deep),
        ("brackets-open", MOST_OPEN, reading.scan.too_open),
    )
    for code, limit, offset in found:
        if offset is not None:
            line = reading.text[offset:].partition("\n")[0].strip()
            shown = line[-_SHOWN:] if code == "block-too-deep" else line[:_SHOWN]
            yield code, offset, {"limit": limit, "found": shown}
