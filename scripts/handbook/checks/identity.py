"""Ids are their files' names, no id is taken twice or reserved, and no two records share a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.load.yaml_tree import Map, location
from handbook.model.records import Record
from handbook.model.types import PLACEHOLDER, RESERVED


def is_own(record_id: str, path: str) -> bool:
    """Return whether a file is named for an id."""
    return PurePosixPath(path).stem == record_id


def _taken(record_id: str, copies: Sequence[tuple[str, Map]]) -> Iterator[Diagnostic]:
    """Yield the findings for an id that several files have: at those not named for it, or at all where none or all are."""
    odd = [path for path, _ in copies if not is_own(record_id, path)]
    for path, tree in copies:
        if path in odd or len(odd) in (0, len(copies)):
            other = next(name for name, _ in reversed(copies) if name != path)
            yield Diagnostic("id-taken", location(path, tree, ("id",)), {"found": record_id, "other": other})


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with ids and names."""
    for record_id, copies in subject.dataset.copies.items():
        yield from _taken(record_id, copies)
    names: dict[tuple[str, str], str] = {}
    for record in subject.dataset.records.values():
        path = subject.dataset.files[record.id]
        if not is_own(record.id, path):
            yield subject.at_field("id-not-file-name", record.id, ("id",), found=record.id, name=PurePosixPath(path).stem)
        if record.id in RESERVED:
            yield subject.at_field("id-reserved", record.id, ("id",), found=record.id)
        for field, lang, name in _names(record):
            if name.strip() == PLACEHOLDER:
                continue
            holder = names.setdefault((lang, name.casefold()), record.id)
            if holder != record.id and not _may_share(subject, holder, record):
                yield subject.at_field("name-taken", record.id, field, found=name, other=subject.dataset.files[holder])


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
