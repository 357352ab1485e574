"""An edition's file is named by its day, and each of its changes is of a kind of record or of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.model.editions import Change
from handbook.model.kinds import KINDS
from handbook.model.types import is_slug

_PAGE = re.compile(r"docs/[a-z0-9-]+(?:/[a-z0-9-]+)*")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield editions under another name than their date, and changes of what can be neither record nor page.

    Whether it is there cannot be asked: what an edition tells of may have gone since.
    """
    for file, edition in subject.dataset.editions_by_file.items():
        if not subject.concerns(file):
            continue
        if PurePosixPath(file).stem != edition.date:
            yield subject.at_field("edition-date", file, ("date",), found=edition.date)
        for index, change in enumerate(edition.changes):
            if not _can_be(change):
                yield subject.at_field("edition-change", file, ("changes", index, "owner"), found=change.owner, folder=change.folder)


def _can_be(change: Change) -> bool:
    return _PAGE.fullmatch(change.owner) is not None if change.folder == "docs" else change.folder in KINDS and is_slug(change.owner)
