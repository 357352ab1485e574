"""Two data sets → what changed from one to the other, record by record and field by field, in readers' words.

The review brief, the change log, the pages' histories and the feeds are all made from these `Change`s. Texts are compared as readers
read them: links as their words, figures as their numbers, references as titles; notes for editors do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from pydantic import BaseModel

from handbook import links, translations
from handbook.changes import Change, ChangeKind, Edition, FieldChange
from handbook.fields import Name, Names, Text
from handbook.model import KINDS, Dataset, Dated, Record
from handbook.validation import key_order
from handbook.writer import date_in_words, grouped, plain

#: A removed and an added record whose texts are this alike are one that was renamed.
_RENAMED = 0.7
#: Fields that say nothing to readers.
_SILENT = frozenset({"id", "notes"})

#: Markdown that readers do not see: a link's address, emphasis.
_MARKUP = re.compile(r"\[(?P<words>[^\]]*)\]\([^)\s]*\)|\*\*|`")

#: A field as readers read it: (its path, what it is called, its text in each language).
Value = tuple[tuple[str, ...], dict[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two data sets and what changed from the first to the second."""

    before: Dataset
    after: Dataset
    changes: tuple[Change, ...]


def compare(before: Dataset, after: Dataset) -> Difference:
    """Return what changed, in the order of kinds and ids, pages of docs/ at the end."""
    changes = [*_records(before, after), *_pages(before, after)]
    order = {folder: index for index, folder in enumerate((*KINDS, "docs"))}
    return Difference(before, after, tuple(sorted(changes, key=lambda c: (order[c.folder], c.owner))))


def whole(dataset: Dataset, owner: str, *, gone: bool = False) -> tuple[FieldChange, ...]:
    """Return all that a record or page says as changes: what readers gain with it, or lose where it is gone."""
    if owner in dataset.records:
        found = [(path[0], label, text) for path, label, text in _values(dataset, dataset.records[owner])]
    else:
        found = [(key, label, text) for key, (label, text) in _sections(dataset, owner.removeprefix("docs/")).items()]
    told = ((field, Name(label), _name(text, dataset)) for field, label, text in found if field != "title")
    return tuple(FieldChange(field=field, label=label, **{"old" if gone else "new": text}) for field, label, text in told)


def field_called(dataset: Dataset, owner: str, field: Sequence[str | int], lang: str) -> str:
    """Return what a field of a record, or a part of a page, is called by those who read it."""
    if owner in dataset.records:
        label = _label(type(dataset.records[owner]), str(field[0]))
        number = next((f" {step + 1}" for step in field if isinstance(step, int)), "")
        return label.get(lang, label["en"]) + number
    label, _ = _sections(dataset, owner.removeprefix("docs/")).get(str(field[0]), ({}, {}))
    return label.get(lang) or next(iter(label.values()), str(field[0]))


def next_edition(difference: Difference, date: str, title: Mapping[str, str], note: Mapping[str, str], base: str) -> Edition:
    """Return the edition that a difference makes."""
    return Edition(date=date, title=Name(dict(title)), note=Name(dict(note)) if note else None, base=base, changes=difference.changes)


def _records(before: Dataset, after: Dataset) -> Iterator[Change]:
    gone = [record for key, record in before.records.items() if key not in after.records]
    come = [record for key, record in after.records.items() if key not in before.records]
    renamed = _renamed(before, after, gone, come)
    for old in gone:
        if old.id not in renamed:
            yield _change(ChangeKind.REMOVED, old, before)
    former = {new: old for old, new in renamed.items()}
    for new in come:
        if new.id in former:
            was = before.records[former[new.id]]
            yield _change(ChangeKind.RENAMED, new, after, tuple(_fields(before, was, after, new)), was.id)
        else:
            yield _change(ChangeKind.ADDED, new, after)
    for key, record in after.records.items():
        old_record = before.records.get(key)
        if old_record is not None and (fields := tuple(_fields(before, old_record, after, record))):
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
    return "\n".join(text[lang] for _, _, text in _values(dataset, record) if lang in text)[:2000]


def _fields(before: Dataset, old: Record, after: Dataset, new: Record) -> Iterator[FieldChange]:
    if old == new:  # a record is not told as changed because one that it names was
        return
    was = {path: (label, text) for path, label, text in _values(before, old)}
    now = {path: (label, text) for path, label, text in _values(after, new)}
    gone = [path for path in was if path not in now]
    for path, (label, text) in now.items():
        # an item of a list that is known by its words alone was another before: the first of that list that is gone
        former = path if path in was else next((p for p in gone if len(p) > 1 and (p[0], was[p][0]) == (path[0], label)), None)
        if former in gone:
            gone.remove(former)
        before_text = was[former][1] if former else {}
        if before_text != text:
            yield FieldChange(field=path[0], label=Name(label), old=_name(before_text, after), new=_name(text, after))
    for path in gone:
        yield FieldChange(field=path[0], label=Name(was[path][0]), old=_name(was[path][1], after))


def _name(text: Mapping[str, str], dataset: Dataset) -> Name | None:
    first = dataset.languages[0]
    if not any(text.values()):
        return None
    return Name({first: text.get(first) or next(iter(text.values())), **{k: v for k, v in text.items() if k != first}})


# --- a record as readers read it ---


def _values(dataset: Dataset, record: Record) -> Iterator[Value]:
    for name in key_order(type(record)):
        if name not in _SILENT:
            yield from _value(dataset, (name,), _label(type(record), name), getattr(record, name), type(record), name)


def _value(
    dataset: Dataset, path: tuple[str, ...], label: dict[str, str], value: object, holder: type[BaseModel], name: str
) -> Iterator[Value]:
    languages = dataset.languages
    if value is None or value == ():
        return
    if isinstance(value, Text):
        yield path, label, {lang: plain(dataset, text, lang) for lang, text in value.items()}
    elif isinstance(value, Names):
        if value.root:
            yield path, label, {lang: _joined(dataset, lang, names) for lang, names in value.items()}
    elif isinstance(value, Dated):
        yield path, label, {lang: _dated(dataset, value, lang) for lang in languages}
        if value.basis:
            yield from _value(dataset, (*path, "basis"), _under(label, _label(Dated, "basis")), value.basis, Dated, "basis")
    elif isinstance(value, BaseModel):
        for inner in key_order(type(value)):
            if inner != "id":
                yield from _value(
                    dataset, (*path, inner), _under(label, _label(type(value), inner)), getattr(value, inner), type(value), inner
                )
    elif isinstance(value, tuple) and isinstance(value[0], BaseModel):
        for index, item in enumerate(value):
            key, words = _item(dataset, item, index)
            yield from _value(dataset, (*path, key), _under(label, words), item, type(item), "")
    else:
        items = value if isinstance(value, tuple) else (value,)
        yield (
            path,
            label,
            {lang: _joined(dataset, lang, [_word(dataset, item, lang, holder, name) for item in items]) for lang in languages},
        )


def _item(dataset: Dataset, item: BaseModel, index: int) -> tuple[str, dict[str, str]]:
    """Return what tells an item of a list from the others, and what it is called: its id and title, its organisation, or its words."""
    title, organisation = getattr(item, "title", None), getattr(item, "organisation", None)
    if isinstance(organisation, str) and organisation in dataset.records:
        return organisation, dict(dataset.records[organisation].title.root)
    if isinstance(title, Text):
        return getattr(item, "id", str(index)), dict(title.root)
    text = item if isinstance(item, Text) else getattr(item, "text", None)
    return (translations.fingerprint(text.root[dataset.languages[0]]) if isinstance(text, Text) else str(index)), {}


def _word(dataset: Dataset, value: object, lang: str, holder: type[BaseModel], name: str) -> str:
    if isinstance(value, StrEnum):
        return dataset.labels.choice(value, lang)
    if isinstance(value, bool):
        return dataset.labels.word("diff_yes" if value else "diff_no", lang)
    if isinstance(value, str) and value in dataset.records and _refers(holder, name):
        return dataset.records[value].title.resolve(lang)[0]
    if isinstance(value, str):
        split = links.split_locator(value)
        if split and split[0] in dataset.records:
            return dataset.records[split[0]].title.resolve(lang)[0] + " " + dataset.labels.word("paragraph", lang, number=split[1])
        return value
    return grouped(dataset, value, lang) if not isinstance(value, int) else str(value)  # type: ignore[arg-type]


@cache
def _refers(holder: type[BaseModel], name: str) -> bool:
    return name in holder.model_fields and links.reference_of(holder.model_fields[name]) is not None


def _dated(dataset: Dataset, dated: Dated, lang: str) -> str:
    said = date_in_words(dated, dataset.labels.languages[lang].locale)
    return dataset.labels.word("inferred", lang, date=said) if dated.inferred else said


def _joined(dataset: Dataset, lang: str, items: object) -> str:
    return dataset.labels.languages[lang].separator.join(items)  # type: ignore[arg-type]


@cache
def _described(holder: type[BaseModel], name: str) -> tuple[str, str]:
    info = holder.model_fields[name]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    zh, en = str(extra.get("x-zh") or name), info.description or name
    return zh.split("：")[0].split("（")[0], en.split(":")[0].split(", ")[0]


def _label(holder: type[BaseModel], name: str) -> dict[str, str]:
    """Return what a field is called in short: what its description says first."""
    zh, en = _described(holder, name)
    return {"zh": zh, "en": en}


def _under(label: Mapping[str, str], inner: Mapping[str, str]) -> dict[str, str]:
    return {lang: f"{words} · {inner[lang]}" if inner.get(lang) else words for lang, words in label.items()}


# --- pages of docs/ ---


def _pages(before: Dataset, after: Dataset) -> Iterator[Change]:
    paths = dict.fromkeys((*(path for path, _ in after.prose), *(path for path, _ in before.prose)))
    for path in paths:
        if all(before.prose.get((path, lang)) == after.prose.get((path, lang)) for lang in after.languages):
            continue  # a page is not told as changed because a record that it names was
        was, now = _sections(before, path), _sections(after, path)
        title = {lang: page.title for dataset in (before, after) for lang in dataset.languages if (page := dataset.prose.get((path, lang)))}
        leading = after.languages[0]
        named = Name({leading: title.get(leading, next(iter(title.values()))), **title})
        if not was or not now:
            yield Change(kind=ChangeKind.ADDED if now else ChangeKind.REMOVED, owner=f"docs/{path}", folder="docs", title=named)
            continue
        fields = [
            FieldChange(
                field=key,
                label=Name({**was.get(key, ({}, {}))[0], **now.get(key, ({}, {}))[0]}),
                old=_name(was.get(key, ({}, {}))[1], after),
                new=_name(now.get(key, ({}, {}))[1], after),
            )
            for key in dict.fromkeys((*now, *was))
            if was.get(key, ({}, {}))[1] != now.get(key, ({}, {}))[1]
        ]
        if fields:
            yield Change(kind=ChangeKind.CHANGED, owner=f"docs/{path}", folder="docs", title=named, fields=tuple(fields))


def _sections(dataset: Dataset, path: str) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return a page's parts – its title and description, then heading and text by heading: (what each is called, what it says) by language."""
    found: dict[str, tuple[dict[str, str], dict[str, str]]] = {}

    def put(key: str, lang: str, label: str, text: str) -> None:
        if text:
            labels, texts = found.setdefault(key, ({}, {}))
            labels[lang], texts[lang] = label, text

    word = dataset.labels.word
    for lang in dataset.languages:
        if (page := dataset.prose.get((path, lang))) is None:
            continue
        put("title", lang, word("diff_page_title", lang), page.title)
        put("description", lang, word("diff_page_description", lang), page.description)
        for section in translations.sections(page.body):
            line, _, text = section.text.strip().partition("\n")
            heading = line.lstrip("# ").split(" {#")[0]
            if section.id != "title":
                put(f"{section.id} #", lang, word("diff_heading", lang), heading)
            put(
                section.id if section.id != "title" else "opening",
                lang,
                heading,
                _MARKUP.sub(r"\g<words>", plain(dataset, text.strip(), lang)),
            )
    first = dataset.languages[0]
    return {key: ({first: label.get(first, key), **label}, text) for key, (label, text) in found.items()}
