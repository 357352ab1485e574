"""Every citation names a source that exists and a place in it."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Message, nearest
from handbook.model.records import Source
from handbook.text.wikilinks import citations, split_locator

UNKNOWN_SOURCE = Message(
    "cite-source-unknown",
    "没有“$found”这个来源。", "There is no source '$found'.",
    "${nearest}来源写在 data/sources/ 里；请改正出处，或先补上来源。", "${nearest}Sources stand in data/sources/: mend the citation, or add the source first.",
)  # fmt: skip
PAST_END = Message(
    "cite-past-end",
    "“$source”只有 $count 段，没有第 $found 段。", "'$source' has $count paragraphs; there is no paragraph $found.",
    "请对照原文改正段落号，可以用 1 到 $count。", "Look at the source and give a number from 1 to $count.",
)  # fmt: skip
TWICE = Message(
    "cite-twice",
    "出处“$found”在这里写了两次。", "The citation '$found' stands here twice.",
    "请删去一处。", "Remove one.",
)  # fmt: skip
MALFORMED = Message(
    "cite-link-form",
    "“[[$found]]”不是合格的出处。", "'[[$found]]' is not a well-formed citation.",
    "写成 [[来源标识#段落号]]，中间不留空格，例如：[[pinghu-safety-2024#8]]；依据的是题目或署名，写[[pinghu-safety-2024#head]]。",
    "Write source id # paragraph without spaces, for example: [[pinghu-safety-2024#8]]; for the title or by-line [[pinghu-safety-2024#head]].",
)  # fmt: skip
WORDS = Message(
    "cite-words",
    "出处“[[$found]]”后面写了文字，但出处只显示为注号。", "The citation '[[$found]]' has words set for it, but a citation shows as a footnote mark alone.",
    "请把文字移到双方括号外面，例如：$words[[$found]]。", "Move the words out of the brackets: $words[[$found]].",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with citations, first those in `cite` fields, then those in texts."""
    for record in filter(lambda record: subject.concerns(record.id), subject.dataset.records.values()):
        seen: set[tuple[tuple[str | int, ...], str]] = set()
        for field, locator in citations(record):
            if (field[:-1], locator) in seen:
                yield subject.at_field(TWICE, record.id, field, found=locator)
                continue
            seen.add((field[:-1], locator))
            for message, values in _problems(subject, locator):
                yield subject.at_field(message, record.id, field, **values)
    for reading in subject.readings:
        for link in reading.links:
            if "#" not in link.target:
                continue
            for message, values in _problems(subject, link.target):
                yield subject.in_reading(message, reading, link.start, **values)
            if link.words is not None:
                yield subject.in_reading(WORDS, reading, link.start, found=link.target, words=link.words)


def _problems(subject: Subject, locator: str) -> Iterator[tuple[Message, dict[str, object]]]:
    split = split_locator(locator)
    if split is None:
        yield MALFORMED, {"found": locator}
        return
    source_id, paragraph = split
    source = subject.dataset.records.get(source_id)
    if isinstance(source, Source):
        if paragraph > source.paragraphs:
            yield PAST_END, {"source": source_id, "count": source.paragraphs, "found": paragraph}
    elif source_id not in subject.broken:
        known = [other.id for other in subject.dataset.of(Source)]
        yield UNKNOWN_SOURCE, {"found": source_id, "nearest": nearest(source_id, known)}
