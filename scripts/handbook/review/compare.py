"""Compare two data sets, record by record and page by page, in readers' words.

The review brief, the change log, the histories of pages and the feeds are all made from these
`Change`s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from handbook.model.dataset import Dataset, ProsePage
from handbook.model.editions import Change, ChangeKind
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import Name
from handbook.review.fields import CITE, LINK, FieldComparison, leading_first

#: A removed and an added record whose texts are at least this similar are one that was renamed.
_RENAMED = 0.7
#: The characters of a record that are compared for it: what it says first.
_COMPARED = 2000


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
    comparison = FieldComparison(before, after, renamed)
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
            fields = tuple(comparison.owner(owner, was))
        else:
            kind, fields = ChangeKind.ADDED if new else ChangeKind.REMOVED, ()
        if fields or kind is not ChangeKind.CHANGED:
            folder = getattr(new or old, "folder", "docs")
            texts = owner_title(after if new else before, owner).root
            title = Name(leading_first(texts, after.languages))
            changes.append(
                Change(kind=kind, owner=owner, folder=folder, was=was, title=title, fields=fields)
            )
    order = [*KINDS, "docs"]
    changes.sort(key=lambda change: (order.index(change.folder), change.owner))
    return Difference(before, after, tuple(changes))


def owner_title(dataset: Dataset, owner: str) -> Name:
    """Return the title of a record or of a page.

    Args:
        dataset: The data set that has it.
        owner: The id of the record, or `docs/` and the path of the page.
    """
    if record := dataset.records.get(owner):
        return record.title
    titles = {lang: page.title for lang, page in dataset.pages[owner].items()}
    return Name(leading_first(titles, dataset.languages))


def _content(dataset: Dataset, owner: str) -> Record | Mapping[str, ProsePage] | None:
    """Return a record, or a page in each of its languages; nothing where there is none."""
    return dataset.records.get(owner) or dataset.pages.get(owner)


def _renamed(before: Dataset, after: Dataset) -> dict[str, str]:
    """Return former id → new id of the records that are the same under another id."""
    renamed: dict[str, str] = {}
    added = [record for key, record in after.records.items() if key not in before.records]
    texts = {record.id: _full_text(after, record) for record in added}
    for old in before.records.values():
        if old.id in after.records:
            continue
        text = _full_text(before, old)
        candidates = [
            (
                1.0
                if old.id in new.was or old.title == new.title
                else _similarity(text, texts[new.id]),
                new.id,
            )
            for new in added
            if new.folder == old.folder and new.id not in renamed.values()
        ]
        likeness, new_id = max(candidates, default=(0.0, ""))
        if likeness >= _RENAMED:
            renamed[old.id] = new_id
    return renamed


def _similarity(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    upper_bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if upper_bound >= _RENAMED else 0.0


def _full_text(dataset: Dataset, record: Record) -> str:
    fields = FieldComparison(dataset, dataset).record(None, record)
    texts = (
        field.new.resolve(dataset.languages[0])[0]
        for field in fields
        if field.new and field.field not in {CITE, LINK}
    )
    return "\n".join(texts)[:_COMPARED]
