"""What `handbook new` left to be filled in is filled in; what is no text, such as an id, is told as the record is read."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.model.types import PLACEHOLDER


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield texts that are nothing but the placeholder."""
    for passage in subject.dataset.passages:
        if passage.text.strip() == PLACEHOLDER:
            yield subject.in_passage("text-unfilled", passage, found=PLACEHOLDER)
