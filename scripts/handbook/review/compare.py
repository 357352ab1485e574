"""Compare two data sets, record by record and field by field, in readers' words.

The review brief, the change log, the pages' histories and the feeds are all made from these `Change`s. Texts
are compared as readers read them: links as their words, figures as their numbers, references as titles; notes
for editors do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, Edition, FieldChange
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import Name
from handbook.review import statements
from handbook.review.statements import ByLanguage, Content, ContentPath, FieldLinks, FieldOrder, FieldText, ListItem

#: A removed and an added record whose texts are at least this similar are one that was renamed.
_RENAMED = 0.7


@dataclass(frozen=True, slots=True)
class Difference:
    """Two data sets and what changed from the first to the second."""

    before: Dataset
    after: Dataset
    changes: tuple[Change, ...]


def compare(before: Dataset, after: Dataset) -> Difference:
    """Return what changed, in the order of kinds and ids, pages of docs/ last."""
    removed = [record for key, record in before.records.items() if key not in after.records]
    added = [record for key, record in after.records.items() if key not in before.records]
    renamed = _match_renamed(before, after, removed, added)
    changes = [*_record_changes(before, after, removed, added, renamed), *_page_changes(before, after, renamed)]
    order = {folder: index for index, folder in enumerate((*KINDS, "docs"))}
    return Difference(before, after, tuple(sorted(changes, key=lambda change: (order[change.folder], change.owner))))


def all_fields(dataset: Dataset, owner: str, *, removed: bool = False) -> tuple[FieldChange, ...]:
    """Return all that a record or page says but its title, as changes that readers gain.

    Args:
        removed: Return them as changes that readers lose.
    """
    parts = [part for path, part in statements.content_of(dataset, owner).items() if path != ("title",)]
    sides = [(part, None) if removed else (None, part) for part in parts]
    return tuple(change for old, new in sides for change in _field_changes(old, new, dataset))


def field_name(dataset: Dataset, owner: str, field: Sequence[str | int], lang: str) -> str:
    """Return what readers call a field of a record, or a section of a page."""
    if owner in dataset.records:
        label = statements.field_label(dataset, type(dataset.records[owner]), str(field[0]))
        number = next((f" {step + 1}" for step in field if isinstance(step, int)), "")
        return label[lang] + number
    return statements.section_name(dataset, owner.removeprefix("docs/"), str(field[0]), lang)


def next_edition(difference: Difference, date: str, title: Mapping[str, str], note: Mapping[str, str], base: str) -> Edition:
    """Return the edition that records a difference.

    Args:
        title: Its name by language; `note`, likewise, may be empty.
        base: The commit that it was compared with.
    """
    return Edition(date=date, title=Name(dict(title)), note=Name(dict(note)) if note else None, base=base, changes=difference.changes)


def _record_changes(
    before: Dataset, after: Dataset, removed: list[Record], added: list[Record], renamed: Mapping[str, str]
) -> Iterator[Change]:
    for old in removed:
        if old.id not in renamed:
            yield _change(ChangeKind.REMOVED, old, before)
    former_ids = {new: old for old, new in renamed.items()}
    for new in added:
        if new.id in former_ids:
            former = before.records[former_ids[new.id]]
            yield _change(ChangeKind.RENAMED, new, after, tuple(_record_fields(before, former, after, new, renamed)), former.id)
        else:
            yield _change(ChangeKind.ADDED, new, after)
    for key, record in after.records.items():
        former_record = before.records.get(key)
        if former_record is not None and (fields := tuple(_record_fields(before, former_record, after, record, renamed))):
            yield _change(ChangeKind.CHANGED, record, after, fields)


def _change(kind: ChangeKind, record: Record, dataset: Dataset, fields: tuple[FieldChange, ...] = (), was: str | None = None) -> Change:
    title = {lang: record.title.resolve(lang)[0] for lang in dataset.languages}
    return Change(kind=kind, owner=record.id, folder=record.folder, was=was, title=Name(title), fields=fields)


def _match_renamed(before: Dataset, after: Dataset, removed: list[Record], added: list[Record]) -> dict[str, str]:
    """Return former id → new id of the records that are the same under another id."""
    renamed: dict[str, str] = {}
    texts = {record.id: _full_text(after, record) for record in added}
    for old in removed:
        text = _full_text(before, old)
        candidates = [
            (1.0 if old.title == new.title else _similarity(text, texts[new.id]), new.id)
            for new in added
            if new.folder == old.folder and new.id not in renamed.values()
        ]
        if candidates and max(candidates)[0] >= _RENAMED:
            renamed[old.id] = max(candidates)[1]
    return renamed


def _similarity(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    upper_bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if upper_bound >= _RENAMED else 0.0


def _full_text(dataset: Dataset, record: Record) -> str:
    lang = dataset.languages[0]
    parts = statements.record_content(dataset, record).values()
    return "\n".join(part.text[lang] for part in parts if isinstance(part, FieldText) and lang in part.text and not part.implied)[:2000]


def _record_fields(before: Dataset, old: Record, after: Dataset, new: Record, renamed: Mapping[str, str]) -> Iterator[FieldChange]:
    if old != new:  # a record does not count as changed because one that it refers to was
        yield from _content_changes(statements.record_content(before, old, renamed), statements.record_content(after, new), after)


def _page_changes(before: Dataset, after: Dataset, renamed: Mapping[str, str]) -> Iterator[Change]:
    paths = dict.fromkeys((*(path for path, _ in after.prose), *(path for path, _ in before.prose)))
    for path in paths:
        if all(before.prose.get((path, lang)) == after.prose.get((path, lang)) for lang in after.languages):
            continue  # a page does not count as changed because a record that it refers to was
        old, new = statements.page_content(before, path, renamed), statements.page_content(after, path)
        titles = {
            lang: page.title for dataset in (before, after) for lang in dataset.languages if (page := dataset.prose.get((path, lang)))
        }
        leading = after.languages[0]
        title = Name({leading: titles.get(leading, next(iter(titles.values()))), **titles})
        if not old or not new:
            yield Change(kind=ChangeKind.ADDED if new else ChangeKind.REMOVED, owner=f"docs/{path}", folder="docs", title=title)
        elif fields := tuple(_content_changes(old, new, after)):
            yield Change(kind=ChangeKind.CHANGED, owner=f"docs/{path}", folder="docs", title=title, fields=fields)


# --- the content of a record or page ---


def _content_changes(old: Mapping[ContentPath, Content], new: Mapping[ContentPath, Content], dataset: Dataset) -> Iterator[FieldChange]:
    removed = [path for path in old if path not in new]
    for path, part in new.items():
        # a list item that is identified by its text takes the place of the first one of that list that is gone
        former = path if path in old else next((p for p in removed if len(p) > 1 and _same_field(old[p], part)), None)
        if former in removed:
            removed.remove(former)
        yield from _field_changes(old[former] if former else None, part, dataset)
    for path in removed:
        yield from _field_changes(old[path], None, dataset)


def _same_field(old: Content, new: Content) -> bool:
    return type(old) is type(new) and (old.path[0], old.label) == (new.path[0], new.label)


def _field_changes(old: Content | None, new: Content | None, dataset: Dataset) -> Iterator[FieldChange]:
    """Yield the changes of a part of a record or page; `old` is None where it is new, `new` where it is gone."""
    part = new or old
    if isinstance(part, FieldText):
        old_text, new_text = (side.text if isinstance(side, FieldText) else {} for side in (old, new))
        if old_text != new_text and ((old and new) or not part.implied):
            yield FieldChange(field=part.path[0], label=Name({**part.label}), old=_name(old_text, dataset), new=_name(new_text, dataset))
    elif isinstance(part, FieldLinks):
        for removed, added, label in _list_changes(old, new, dataset):
            yield FieldChange(field=part.field, label=Name({**label}), old=_list(removed, dataset), new=_list(added, dataset))
    elif isinstance(old, FieldOrder) and isinstance(new, FieldOrder):
        kept = {item.key for item in old.items} & {item.key for item in new.items}
        if [item.key for item in old.items if item.key in kept] != [item.key for item in new.items if item.key in kept]:
            yield FieldChange(field=new.path[0], label=Name({**new.label}), old=_list(old.items, dataset), new=_list(new.items, dataset))


def _list_changes(
    old: Content | None, new: Content | None, dataset: Dataset
) -> Iterator[tuple[list[ListItem], list[ListItem], ByLanguage]]:
    """Yield (removed, added, label) for a list, grouping languages with the same change."""
    old_items, new_items = (part.items if isinstance(part, FieldLinks) else {} for part in (old, new))
    part = new or old
    groups: dict[tuple[tuple[str, ...], ...], tuple[list[ListItem], list[ListItem], list[str]]] = {}
    languages = dict.fromkeys((*new_items, *old_items))
    for lang in languages:
        both = lang in old_items and lang in new_items  # a text shown in full shows its implied items
        before, after = ([item for item in items.get(lang, ()) if both or not item.implied] for items in (old_items, new_items))
        removed, added = _missing_from(after, before), _missing_from(before, after)
        if removed or added:
            key = tuple(tuple(item.key for item in items) for items in (removed, added))
            groups.setdefault(key, (removed, added, []))[2].append(lang)
    for removed, added, group in groups.values():
        names = " · ".join(dataset.labels.languages[lang].name for lang in group)
        label = part.label if part else {}
        yield removed, added, label if len(group) == len(languages) else statements.nested_label(label, dict.fromkeys(label, names))


def _missing_from(others: Iterable[ListItem], items: Iterable[ListItem]) -> list[ListItem]:
    """Return the items that others lack, or have fewer times."""
    left = Counter(item.key for item in others)
    missing: list[ListItem] = []
    for item in items:
        left[item.key] -= 1
        if left[item.key] < 0:
            missing.append(item)
    return missing


def _list(items: Sequence[ListItem], dataset: Dataset) -> Name | None:
    return Name({lang: statements.joined_names(dataset, items, lang) for lang in dataset.languages}) if items else None


def _name(text: ByLanguage, dataset: Dataset) -> Name | None:
    first = dataset.languages[0]
    if not any(text.values()):
        return None
    return Name({first: text.get(first) or next(iter(text.values())), **{k: v for k, v in text.items() if k != first}})
