"""What `handbook new` left to be filled in is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Context
from handbook.diagnostics import Diagnostic
from handbook.model.types import PLACEHOLDER


def check(context: Context) -> Iterator[Diagnostic]:
    """Yield texts that are nothing but the placeholder.

    In other values, reading the file already refuses it.
    """
    for passage in context.passages:
        if passage.text.strip() == PLACEHOLDER:
            yield context.in_passage("text-unfilled", passage, found=PLACEHOLDER)
