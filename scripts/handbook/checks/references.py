"""Every reference and every wiki link names a record that exists and is of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading, without_code
from handbook.diagnostics import Diagnostic, Message, its_id, nearest
from handbook.model.types import Name
from handbook.text.wikilinks import references

UNKNOWN = Message(
    "reference-unknown",
    "没有标识为“$found”的条目。", "There is no record '$found'.",
    "${nearest}请改正标识，或先用 handbook new 建立这个条目。", "${nearest}Mend the id, or make the record first with `handbook new`.",
)  # fmt: skip
WRONG_KIND = Message(
    "reference-kind",
    "“$found”在 data/$folder/ 里，不是这里要的类型。", "'$found' stands in data/$folder/, which is not the kind wanted here.",
    "${nearest}这里要的是 $accepted 里的条目。", "${nearest}Name a record of $accepted.",
)  # fmt: skip
ITSELF = Message(
    "reference-to-itself",
    "这个条目提到了自己（“$found”）。", "The record refers to itself ('$found').",
    "请删去，或改成别的条目。", "Remove it, or name another record.",
)  # fmt: skip
TWICE = Message(
    "reference-twice",
    "“$found”在这个列表里写了两次。", "'$found' stands twice in this list.",
    "请删去一处。", "Remove one.",
)  # fmt: skip
BRACKETS = Message(
    "link-brackets",
    "这里的方括号没有配成 [[标识]]：$found。", "These brackets do not make a [[link]]: $found.",
    "链接前后各两个半角方括号，例如 [[five-joint]] 或 [[five-joint|“五联”]]，标识和文字里不能再有方括号。",
    "A link has two ASCII brackets on each side, as in [[five-joint]] or [[five-joint|the scheme]], and none inside.",
)  # fmt: skip
NO_TARGET = Message(
    "link-empty",
    "这个链接没有写标识：$found。", "This link names no record: $found.",
    "请写上标识，例如 [[five-joint]]，或删去方括号。", "Give the id, as in [[five-joint]], or remove the brackets.",
)  # fmt: skip
NO_WORDS = Message(
    "link-words-empty",
    "这个链接的竖线后面没有文字：$found。", "This link has nothing after its bar: $found.",
    "请写上文字，或去掉竖线，只写 [[$target]]。", "Give the words, or leave out the bar: [[$target]].",
)  # fmt: skip
IN_NAME = Message(
    "link-in-name",
    "名称里不能有链接：$found。", "A name holds no link: $found.",
    "请把名称写成普通文字；链接写在 summary 等正文字段里。", "Write the name as plain text; links stand in sentences, such as `summary`.",
)  # fmt: skip

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
                yield subject.at_field(ITSELF, record.id, field, found=target)
            elif listed and (field[:-1], target) in seen:
                yield subject.at_field(TWICE, record.id, field, found=target)
            elif target in records and to.folders and records[target].folder not in to.folders:
                near = _meant(subject, target, to.folders)
                accepted = [f"data/{folder}/" for folder in to.folders]
                yield subject.at_field(
                    WRONG_KIND, record.id, field, found=target, folder=records[target].folder, accepted=accepted, nearest=near
                )
            elif not subject.exists(target):
                yield subject.at_field(UNKNOWN, record.id, field, found=target, nearest=_meant(subject, target, to.folders))
            seen.add((field[:-1], target))
    for reading in subject.readings:
        if "[" in reading.text or "]" in reading.text or "［" in reading.text or "【" in reading.text:
            yield from _links(subject, reading)


def _meant(subject: Subject, target: str, folders: tuple[str, ...] = ()) -> dict[str, str]:
    """Return a clause that says which record was meant: the one of that name, or those whose ids are near."""
    records = subject.dataset.records
    named = subject.ids_by_name.get(target)
    if named and (not folders or records[named].folder in folders):
        return its_id(named)
    return nearest(target, [record.id for record in records.values() if not folders or record.folder in folders])


def _links(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    left = list(without_code(reading.text))
    for link in reading.links:
        found = reading.text[link.start : link.end]
        left[link.start : link.end] = " " * (link.end - link.start)
        if reading.passage.type is Name:
            yield subject.in_reading(IN_NAME, reading, link.start, found=found)
        elif not link.target:
            yield subject.in_reading(NO_TARGET, reading, link.start, found=found)
        elif link.words is not None and not link.words.strip():
            yield subject.in_reading(NO_WORDS, reading, link.start, found=found, target=link.target)
        elif link.target == reading.passage.owner:
            yield subject.in_reading(ITSELF, reading, link.start, found=link.target)
        elif "#" not in link.target and not subject.exists(link.target):  # those with # are citations
            yield subject.in_reading(UNKNOWN, reading, link.start, found=link.target, nearest=_meant(subject, link.target))
    rest = "".join(left)
    single = next((match for match in _SINGLE.finditer(rest) if subject.exists(match["target"])), None)
    if odd := _ODD.search(rest) or single:
        message = IN_NAME if reading.passage.type is Name else BRACKETS
        yield subject.in_reading(message, reading, odd.start(), found=reading.text[odd.start() : odd.start() + 20])
