"""Ids are their files' names, no id is taken twice or reserved, and no two records share a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Message
from handbook.load.yaml_tree import Map, locate
from handbook.model.records import Record
from handbook.model.types import PLACEHOLDER, RESERVED

NOT_FILE_NAME = Message(
    "id-not-file-name",
    "标识“$found”和文件名“$name”不一致。", "The id '$found' differs from the file's name, '$name'.",
    "两者要一样：改 id，或把文件改名为 $found.yml。", "Make them the same: change the id, or name the file $found.yml.",
)  # fmt: skip
TAKEN = Message(
    "id-taken",
    "标识“$found”已经被 $other 用了。", "The id '$found' is already that of $other.",
    "各类条目之间标识也不能重复；请换一个，多余的副本请删去。", "Ids are unique across all kinds: choose another, or delete a copy that is not needed.",
)  # fmt: skip
IS_RESERVED = Message(
    "id-reserved",
    "“$found”是保留的标识。", "'$found' is a reserved id.",
    "它会占用别的网页地址；请换一个。", "It would take another page's address: choose another.",
)  # fmt: skip
NAME_TAKEN = Message(
    "name-taken",
    "“$found”已经是 $other 的名称或别名。", "'$found' is already a name of $other.",
    "读者按名称查找，名称不能重复；请加以区别，或删去这个别名。", "Readers look things up by name: make it different, or remove the alias.",
)  # fmt: skip


def is_own(record_id: str, path: str) -> bool:
    """Return whether a file is named for an id."""
    return PurePosixPath(path).stem == record_id


def _taken(record_id: str, copies: Sequence[tuple[str, Map]]) -> Iterator[Diagnostic]:
    """Yield the findings for an id that several files have: at those not named for it, or at all where none or all are."""
    odd = [path for path, _ in copies if not is_own(record_id, path)]
    for path, tree in copies:
        if path in odd or len(odd) in (0, len(copies)):
            other = next(name for name, _ in reversed(copies) if name != path)
            yield Diagnostic(TAKEN, Location(path, *locate(tree, ("id",)), "id"), {"found": record_id, "other": other})


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with ids and names."""
    for record_id, copies in subject.dataset.copies.items():
        yield from _taken(record_id, copies)
    names: dict[tuple[str, str], str] = {}
    for record in subject.dataset.records.values():
        path = subject.dataset.files[record.id]
        if not is_own(record.id, path):
            yield subject.at_field(NOT_FILE_NAME, record.id, ("id",), found=record.id, name=PurePosixPath(path).stem)
        if record.id in RESERVED:
            yield subject.at_field(IS_RESERVED, record.id, ("id",), found=record.id)
        for field, lang, name in _names(record):
            if name.strip() == PLACEHOLDER:
                continue
            holder = names.setdefault((lang, name.casefold()), record.id)
            if holder != record.id and not _may_share(subject, holder, record):
                yield subject.at_field(NAME_TAKEN, record.id, field, found=name, other=subject.dataset.files[holder])


def _names(record: Record) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for lang, title in record.title.items():
        yield ("title", lang), lang, title
    aliases = getattr(record, "aliases", None)
    for lang, names in aliases.items() if aliases else ():
        for index, name in enumerate(names):
            yield ("aliases", lang, index), lang, name


def _may_share(subject: Subject, holder: str, record: Record) -> bool:
    """Return whether two records may share a name: a town that signs is an organisation, where things happen it is a place."""
    kinds = {subject.dataset.records[holder].folder, record.folder}
    return kinds == {"organisations", "places"}
