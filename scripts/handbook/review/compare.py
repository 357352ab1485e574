"""Compare two data sets, record by record and page by page, in readers' words.

The review brief, the change log, the histories of pages and the feeds are all made from these
`Change`s.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from handbook.model.dataset import Dataset, ProsePage
from handbook.model.editions import Change, ChangeKind
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import Name
from handbook.review.changes import Changes
from handbook.review.fields import FieldComparison
from handbook.review.owners import leading_first, owner_title
from handbook.review.page_changes import page_changes


@dataclass(frozen=True, slots=True)
class Difference:
    """Two data sets and what changed from the first to the second."""

    before: Dataset
    after: Dataset
    changes: tuple[Change, ...]


def compare(before: Dataset, after: Dataset) -> Difference:
    """Return what changed, in the order of kinds and ids, pages of docs/ last.

    A record or page does not count as changed because a record that it refers to was.
    """
    renamed = _renamed(before, after)
    sides = FieldComparison(before, after, renamed)
    former_ids = {new_id: old_id for old_id, new_id in renamed.items()}
    changes = []
    owners = (*after.records, *after.pages, *before.records, *before.pages)
    for owner in dict.fromkeys(owners):
        was = former_ids.get(owner)
        old, new = _content(before, was or owner), _content(after, owner)
        if old == new or owner in renamed:
            continue
        if old and new:
            kind = ChangeKind.RENAMED if was else ChangeKind.CHANGED
            fields = tuple(owner_changes(sides, owner, was))
        else:
            kind, fields = ChangeKind.ADDED if new else ChangeKind.REMOVED, ()
        if fields or kind is not ChangeKind.CHANGED:
            known = after if new else before
            title = Name(leading_first(owner_title(known, owner).root, after.languages))
            folder = _folder(known, owner)
            changes.append(
                Change(kind=kind, owner=owner, folder=folder, was=was, title=title, fields=fields)
            )
    order = [*KINDS, "docs"]
    changes.sort(key=lambda change: (order.index(change.folder), change.owner))
    return Difference(before, after, tuple(changes))


def owner_changes(sides: FieldComparison, owner: str, was: str | None = None) -> Changes:
    """Yield the changes of a record or of a page.

    Args:
        sides: The data sets.
        owner: The id of the record, or `docs/` and the path of the page.
        was: The former id of a renamed record, or the former owner of a page.
    """
    if owner.startswith("docs/"):
        return page_changes(sides, was or owner, owner)
    old, new = sides.former.records.get(was or owner), sides.after.dataset.records.get(owner)
    return sides.record(old, new)


def _content(dataset: Dataset, owner: str) -> Record | Mapping[str, ProsePage] | None:
    """Return a record, or a page in each of its languages; nothing where there is none."""
    return dataset.records.get(owner) or dataset.pages.get(owner)


def _renamed(before: Dataset, after: Dataset) -> dict[str, str]:
    """Return former owner → new one of the records and pages that say so, or that have another's title."""
    removed = [each for each in (*before.records, *before.pages) if not _content(after, each)]
    added = [each for each in (*after.records, *after.pages) if not _content(before, each)]
    renamed: dict[str, str] = {}
    for old in removed:
        was, title = old.removeprefix("docs/"), owner_title(before, old)
        for new in added:
            if _folder(before, old) == _folder(after, new) and (
                was in _former(after, new) or title == owner_title(after, new)
            ):
                renamed.setdefault(old, new)
    return renamed


def _folder(dataset: Dataset, owner: str) -> str:
    return getattr(dataset.records.get(owner), "folder", "docs")


def _former(dataset: Dataset, owner: str) -> Iterable[str]:
    """Return the former ids of a record, or the former paths of a page."""
    if record := dataset.records.get(owner):
        return record.was
    return chain(*(page.was for page in dataset.pages[owner].values()))
