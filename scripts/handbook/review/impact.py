"""A difference between two data sets → the pages that readers find changed, and the addresses that lead nowhere any more.

The pages of both states are made and compared, so that a page counts as affected whatever it shows of what changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from handbook.model.dataset import Dataset
from handbook.model.records import Practice, Record, Source, Theme
from handbook.model.references import references, split_locator
from handbook.model.types import Name
from handbook.model.urls import address_of
from handbook.pages.build import Page, build_pages, kind_page
from handbook.review.compare import Difference

#: A page, an anchor on it, and what stands there is called.
Where = tuple[str, str, Name]


def affected(difference: Difference, unread: Collection[str] = ()) -> list[Where]:
    """Return what readers find changed: first where the records and pages that changed stand, then every other page that is not as it was.

    `unread` are the owners whose files cannot be read now; pages are made with them as they were.
    """
    before, after = difference.before, _with(difference.after, difference.before, unread)
    addresses, titles = _where(after), {where: _title(after, owner) for owner, where in _where(after).items()}
    own = dict.fromkeys(addresses[c.owner] for c in difference.changes if c.owner in addresses and c.owner not in unread)
    was, now = (_pages(_whole(dataset)) for dataset in (before, after))
    told = {page for page, _ in own}
    others = {(path, ""): pages for path, pages in now.items() if path not in told and _read(pages) != _read(was.get(path, {}))}
    found = [(*where, titles[where]) for where in own]
    for where, pages in others.items():
        found.append((*where, titles.get(where) or Name({lang: page.title for lang, page in pages.items()})))
    return found


def gone(difference: Difference, unread: Collection[str] = ()) -> list[Where]:
    """Return where records, pages and lists of a kind stood and nothing stands now; a file that cannot be read now is not gone."""
    kept = {*_where(difference.after).values()}
    found = [
        (*where, _title(difference.before, owner))
        for owner, where in _where(difference.before).items()
        if where not in kept and owner not in unread
    ]
    lists = _lists(_with(difference.after, difference.before, unread))
    return found + [(path, "", title) for path, title in _lists(difference.before).items() if path not in lists]


def _with(after: Dataset, before: Dataset, owners: Collection[str]) -> Dataset:
    """Return a data set with some records and pages as they were before."""
    records = {owner: before.records[owner] for owner in owners if owner in before.records}
    prose = {where: page for where, page in before.prose.items() if f"docs/{where[0]}" in owners and where not in after.prose}
    files = {owner: before.files[owner] for owner in records}
    return replace(after, records={**after.records, **records}, prose={**after.prose, **prose}, files={**after.files, **files})


def _whole(dataset: Dataset) -> Dataset:
    """Return a data set without what no page can be made of: what names or cites what is not there, pages without the leading language."""
    records = dict(dataset.records)
    while broken := [record.id for record in records.values() if not _stands(record, records)]:
        for record_id in broken:
            del records[record_id]
    leading = dataset.languages[0]
    prose = {(path, lang): page for (path, lang), page in dataset.prose.items() if (path, leading) in dataset.prose}
    return replace(dataset, records={key: _cited(record, records) for key, record in records.items()}, prose=prose)


def _cited(record: Record, records: Mapping[str, Record]) -> Record:
    """Return a record without the citations that lead nowhere."""
    kept = tuple(cite for cite in record.cite if (split := split_locator(cite)) and isinstance(records.get(split[0]), Source))  # type: ignore[attr-defined]
    return record if kept == record.cite else record.model_copy(update={"cite": kept})  # type: ignore[attr-defined]


def _stands(record: Record, records: Mapping[str, Record]) -> bool:
    """Return whether all that a record names is there and of the kind that it must be."""
    named = ((records.get(target), to.folders) for _, target, to in references(record))
    return all(target is not None and (not folders or target.folder in folders) for target, folders in named)


def _pages(dataset: Dataset) -> dict[str, dict[str, Page]]:
    """Return every page by its path and language."""
    found: dict[str, dict[str, Page]] = {}
    for lang in dataset.languages:
        for path, page in build_pages(dataset, lang).items():
            found.setdefault(path, {})[lang] = page
    return found


def _read(pages: Mapping[str, Page]) -> dict[str, tuple[str, str, str]]:
    return {lang: (page.title, page.description, page.markdown) for lang, page in pages.items()}


def _where(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Return the (page, anchor) of each record and page of docs/; a practice whose theme is not there has none."""
    pages = {f"docs/{path}": (path, "") for path, lang in dataset.prose if lang == dataset.languages[0]}
    records = (r for r in dataset.records.values() if not isinstance(r, Practice) or isinstance(dataset.records.get(r.theme), Theme))
    return {**pages, **{r.id: (where.page, where.anchor) for r in records if (where := address_of(r, dataset))}}


def _lists(dataset: Dataset) -> dict[str, Name]:
    """Return the title of each list of practices of a kind by its path."""
    found: dict[str, dict[str, str]] = {}
    for kind in sorted({practice.kind for practice in dataset.of(Practice)}):
        for lang in dataset.languages:
            path, title = kind_page(dataset, kind, lang)
            found.setdefault(path, {})[lang] = title
    return {path: Name(titles) for path, titles in found.items()}


def _title(dataset: Dataset, owner: str) -> Name:
    if owner in dataset.records:
        return Name(dict(dataset.records[owner].title.root))
    path = owner.removeprefix("docs/")
    return Name({lang: page.title for lang in dataset.languages if (page := dataset.prose.get((path, lang)))})
