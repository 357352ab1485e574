"""An edition's file is named by its day, and each of its changes is of a kind of record or of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Message
from handbook.model.editions import Change
from handbook.model.records import KINDS
from handbook.model.types import is_slug

DATE = Message(
    "edition-date",
    "日期“$found”和文件名不一致。", "The date '$found' is not the one of the file's name.",
    "日期写到日，文件名是日期加 .yml，例如 2026-03-01.yml；请改正其中一个。", "An edition has a whole date and its file that name, such as 2026-03-01.yml: mend one of them.",
)  # fmt: skip
CHANGED = Message(
    "edition-change",
    "“$folder”里没有“$found”这样的条目或页面。", "Nothing in '$folder' is called '$found'.",
    "folder 写 data/ 下的类别、owner 写条目的标识；页面的 folder 写 docs，owner 写 docs/ 加路径。这些由 handbook edition 写成，一般不必手改。",
    "`folder` is a folder of data/ and `owner` a record's id; a page's are `docs` and docs/ with its path. `handbook edition` writes them.",
)  # fmt: skip

_PAGE = re.compile(r"docs/[a-z0-9-]+(?:/[a-z0-9-]+)*")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield editions under another name than their date, and changes of what can be neither record nor page.

    Whether it is there cannot be asked: what an edition tells of may have gone since.
    """
    for file, edition in subject.dataset.editions_by_file.items():
        if not subject.concerns(file):
            continue
        if PurePosixPath(file).stem != edition.date:
            yield subject.at_field(DATE, file, ("date",), found=edition.date)
        for index, change in enumerate(edition.changes):
            if not _can_be(change):
                yield subject.at_field(CHANGED, file, ("changes", index, "owner"), found=change.owner, folder=change.folder)


def _can_be(change: Change) -> bool:
    return _PAGE.fullmatch(change.owner) is not None if change.folder == "docs" else change.folder in KINDS and is_slug(change.owner)
