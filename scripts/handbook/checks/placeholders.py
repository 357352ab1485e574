"""What `handbook new` left to be filled in is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.subject import Subject
from handbook.errors import Finding, Message
from handbook.fields import PLACEHOLDER

UNFILLED = Message(
    "text-unfilled",
    "这里还是样例里的“$found”，没有填写。", "The starting file's '$found' still stands here.",
    "请写上内容；原文没有说的，就把整个字段删去。", "Fill it in; where the source does not say, remove the whole field.",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """Yield texts that are nothing but the placeholder."""
    for passage in subject.dataset.passages:
        if passage.text.strip() == PLACEHOLDER:
            yield subject.in_passage(UNFILLED, passage, found=PLACEHOLDER)
