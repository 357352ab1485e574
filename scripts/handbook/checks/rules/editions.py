"""The file of an edition is named by its day.

Each of its changes is of a kind of record or of a page.
"""

import re
from pathlib import PurePosixPath

from handbook.checks.context import Context, Findings
from handbook.model.kinds import KINDS
from handbook.model.types import is_slug

_PAGE = re.compile(r"docs/[a-z0-9-]+(?:/[a-z0-9-]+)*")


def check(context: Context) -> Findings:
    """Yield editions not named by their date, and changes of neither a record nor a page.

    The record or page need not exist: it may have been removed since the edition.
    """
    for file, edition in context.dataset.editions_by_file.items():
        if PurePosixPath(file).stem != edition.date:
            yield context.at_field("edition-date", file, ("date",), found=edition.date)
        for index, change in enumerate(edition.changes):
            folder, owner = change.folder, change.owner
            if not (
                _PAGE.fullmatch(owner) if folder == "docs" else folder in KINDS and is_slug(owner)
            ):
                yield context.at_field(
                    "edition-change", file, ("changes", index, "owner"), found=owner, folder=folder
                )
