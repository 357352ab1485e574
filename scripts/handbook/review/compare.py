"""Two data sets → what changed from one to the other, record by record and field by field, in readers' words.

The review brief, the change log, the pages' histories and the feeds are all made from these `Change`s. Texts are compared as readers
read them: links as their words, figures as their numbers, references as titles; notes for editors do not count.
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
from handbook.review import statements as said
from handbook.review.statements import Item, Listed, Ordered, Part, Path, Said, Words

#: A removed and an added record whose texts are this alike are one that was renamed.
_RENAMED = 0.7


@dataclass(frozen=True, slots=True)
class Difference:
    """Two data sets and what changed from the first to the second."""

    before: Dataset
    after: Dataset
    changes: tuple[Change, ...]


def compare(before: Dataset, after: Dataset) -> Difference:
    """Return what changed, in the order of kinds and ids, pages of docs/ at the end."""
    gone = [record for key, record in before.records.items() if key not in after.records]
    come = [record for key, record in after.records.items() if key not in before.records]
    renamed = _renamed(before, after, gone, come)
    changes = [*_records(before, after, gone, come, renamed), *_pages(before, after, renamed)]
    order = {folder: index for index, folder in enumerate((*KINDS, "docs"))}
    return Difference(before, after, tuple(sorted(changes, key=lambda c: (order[c.folder], c.owner))))


def whole(dataset: Dataset, owner: str, *, gone: bool = False) -> tuple[FieldChange, ...]:
    """Return all that a record or page says as changes: what readers gain with it, or lose where it is gone."""
    found = (
        said.of_record(dataset, dataset.records[owner]) if owner in dataset.records else said.of_page(dataset, owner.removeprefix("docs/"))
    )
    parts = [part for path, part in found.items() if path != ("title",)]
    return tuple(change for part in parts for change in (_told(part, None, dataset) if gone else _told(None, part, dataset)))


def field_called(dataset: Dataset, owner: str, field: Sequence[str | int], lang: str) -> str:
    """Return what a field of a record, or a part of a page, is called by those who read it."""
    if owner in dataset.records:
        label = said.label(type(dataset.records[owner]), str(field[0]))
        number = next((f" {step + 1}" for step in field if isinstance(step, int)), "")
        return label.get(lang, label["en"]) + number
    return said.section_called(dataset, owner.removeprefix("docs/"), str(field[0]), lang)


def next_edition(difference: Difference, date: str, title: Mapping[str, str], note: Mapping[str, str], base: str) -> Edition:
    """Return the edition that a difference makes."""
    return Edition(date=date, title=Name(dict(title)), note=Name(dict(note)) if note else None, base=base, changes=difference.changes)


def _records(before: Dataset, after: Dataset, gone: list[Record], come: list[Record], renamed: Mapping[str, str]) -> Iterator[Change]:
    for old in gone:
        if old.id not in renamed:
            yield _change(ChangeKind.REMOVED, old, before)
    former = {new: old for old, new in renamed.items()}
    for new in come:
        if new.id in former:
            was = before.records[former[new.id]]
            yield _change(ChangeKind.RENAMED, new, after, tuple(_fields(before, was, after, new, renamed)), was.id)
        else:
            yield _change(ChangeKind.ADDED, new, after)
    for key, record in after.records.items():
        old_record = before.records.get(key)
        if old_record is not None and (fields := tuple(_fields(before, old_record, after, record, renamed))):
            yield _change(ChangeKind.CHANGED, record, after, fields)


def _change(kind: ChangeKind, record: Record, dataset: Dataset, fields: tuple[FieldChange, ...] = (), was: str | None = None) -> Change:
    title = {lang: record.title.resolve(lang)[0] for lang in dataset.languages}
    return Change(kind=kind, owner=record.id, folder=record.folder, was=was, title=Name(title), fields=fields)


def _renamed(before: Dataset, after: Dataset, gone: list[Record], come: list[Record]) -> dict[str, str]:
    """Return former id → new id of the records that are the same under another id."""
    found: dict[str, str] = {}
    texts = {record.id: _whole(after, record) for record in come}
    for old in gone:
        mine = _whole(before, old)
        near = [
            (1.0 if old.title == new.title else _likeness(mine, texts[new.id]), new.id)
            for new in come
            if new.folder == old.folder and new.id not in found.values()
        ]
        if near and max(near)[0] >= _RENAMED:
            found[old.id] = max(near)[1]
    return found


def _likeness(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    return matcher.ratio() if quick >= _RENAMED else 0.0


def _whole(dataset: Dataset, record: Record) -> str:
    lang = dataset.languages[0]
    parts = said.of_record(dataset, record).values()
    return "\n".join(part.text[lang] for part in parts if isinstance(part, Said) and lang in part.text and not part.implied)[:2000]


def _fields(before: Dataset, old: Record, after: Dataset, new: Record, renamed: Mapping[str, str]) -> Iterator[FieldChange]:
    if old != new:  # a record is not told as changed because one that it names was
        yield from _differences(said.of_record(before, old, renamed), said.of_record(after, new), after)


def _pages(before: Dataset, after: Dataset, renamed: Mapping[str, str]) -> Iterator[Change]:
    paths = dict.fromkeys((*(path for path, _ in after.prose), *(path for path, _ in before.prose)))
    for path in paths:
        if all(before.prose.get((path, lang)) == after.prose.get((path, lang)) for lang in after.languages):
            continue  # a page is not told as changed because a record that it names was
        was, now = said.of_page(before, path, renamed), said.of_page(after, path)
        title = {lang: page.title for dataset in (before, after) for lang in dataset.languages if (page := dataset.prose.get((path, lang)))}
        leading = after.languages[0]
        named = Name({leading: title.get(leading, next(iter(title.values()))), **title})
        if not was or not now:
            yield Change(kind=ChangeKind.ADDED if now else ChangeKind.REMOVED, owner=f"docs/{path}", folder="docs", title=named)
        elif fields := tuple(_differences(was, now, after)):
            yield Change(kind=ChangeKind.CHANGED, owner=f"docs/{path}", folder="docs", title=named, fields=fields)


# --- the parts of a record or page ---


def _differences(was: Mapping[Path, Part], now: Mapping[Path, Part], dataset: Dataset) -> Iterator[FieldChange]:
    gone = [path for path in was if path not in now]
    for path, part in now.items():
        # an item of a list that is known by its words alone was another before: the first of that list that is gone
        former = path if path in was else next((p for p in gone if len(p) > 1 and _alike(was[p], part)), None)
        if former in gone:
            gone.remove(former)
        old = was[former] if former else None
        yield from _told(old, part, dataset)
    for path in gone:
        yield from _told(was[path], None, dataset)


def _alike(old: Part, new: Part) -> bool:
    return type(old) is type(new) and (old.path[0], old.label) == (new.path[0], new.label)


def _told(old: Part | None, new: Part | None, dataset: Dataset) -> Iterator[FieldChange]:
    """Yield what to tell of a part that was another, came, or went."""
    part = new or old
    if isinstance(part, Said):
        was, now = (one.text if isinstance(one, Said) else {} for one in (old, new))
        if was != now and ((old and new) or not part.implied):
            yield FieldChange(field=part.path[0], label=Name({**part.label}), old=_name(was, dataset), new=_name(now, dataset))
    elif isinstance(part, Listed):
        for lost, come, label in _exchanged(old, new, dataset):
            yield FieldChange(field=part.field, label=Name({**label}), old=_list(lost, dataset), new=_list(come, dataset))
    elif isinstance(old, Ordered) and isinstance(new, Ordered):
        kept = {item.key for item in old.items} & {item.key for item in new.items}
        if [item.key for item in old.items if item.key in kept] != [item.key for item in new.items if item.key in kept]:
            yield FieldChange(field=new.path[0], label=Name({**new.label}), old=_list(old.items, dataset), new=_list(new.items, dataset))


def _exchanged(old: Part | None, new: Part | None, dataset: Dataset) -> Iterator[tuple[list[Item], list[Item], Words]]:
    """Yield what a list lost and what came to it, once for the languages that agree, with what the list is called in them."""
    was, now = (part.items if isinstance(part, Listed) else {} for part in (old, new))
    part = new or old
    found: dict[tuple[tuple[str, ...], ...], tuple[list[Item], list[Item], list[str]]] = {}
    languages = dict.fromkeys((*now, *was))
    for lang in languages:
        both = lang in was and lang in now  # a text told whole tells what is implied in it
        before, after = ([item for item in items.get(lang, ()) if both or not item.implied] for items in (was, now))
        lost, come = _without(before, after), _without(after, before)
        if lost or come:
            key = tuple(tuple(item.key for item in items) for items in (lost, come))
            found.setdefault(key, (lost, come, []))[2].append(lang)
    for lost, come, agreed in found.values():
        names = " · ".join(dataset.labels.languages[lang].name for lang in agreed)
        label = part.label if part else {}
        yield lost, come, label if len(agreed) == len(languages) else said.under(label, dict.fromkeys(label, names))


def _without(items: Iterable[Item], others: Iterable[Item]) -> list[Item]:
    """Return the items that others do not have, or have fewer times."""
    left = Counter(item.key for item in others)
    found: list[Item] = []
    for item in items:
        left[item.key] -= 1
        if left[item.key] < 0:
            found.append(item)
    return found


def _list(items: Sequence[Item], dataset: Dataset) -> Name | None:
    return Name({lang: said.called(dataset, items, lang) for lang in dataset.languages}) if items else None


def _name(text: Words, dataset: Dataset) -> Name | None:
    first = dataset.languages[0]
    if not any(text.values()):
        return None
    return Name({first: text.get(first) or next(iter(text.values())), **{k: v for k, v in text.items() if k != first}})
