"""Which pages a difference affects, and which addresses it ends.

The pages of both states are made and compared, so that a page counts as affected whatever it shows of what changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from handbook.model.dataset import Dataset
from handbook.model.records import Practice, Record, Source
from handbook.model.references import references, split_locator
from handbook.model.types import Name
from handbook.model.urls import addresses
from handbook.pages.build import Page, build_pages, kind_page
from handbook.review.compare import Difference

#: (page path, anchor, title)
PageEntry = tuple[str, str, Name]


def affected_pages(difference: Difference, unread: Collection[str] = ()) -> list[PageEntry]:
    """Return where the changed records and pages are read, then every other page that differs.

    Args:
        unread: Owners whose files cannot be read now; pages are made with them as they were.
    """
    before, after = difference.before, _with_former(difference.after, difference.before, unread)
    addresses = _addresses(after)
    titles = {address: _title(after, owner) for owner, address in addresses.items()}
    changed = dict.fromkeys(addresses[c.owner] for c in difference.changes if c.owner in addresses and c.owner not in unread)
    old_pages, new_pages = (_pages(_renderable(dataset)) for dataset in (before, after))
    changed_paths = {path for path, _ in changed}
    others = {
        (path, ""): pages
        for path, pages in new_pages.items()
        if path not in changed_paths and _content(pages) != _content(old_pages.get(path, {}))
    }
    entries = [(*address, titles[address]) for address in changed]
    for address, pages in others.items():
        entries.append((*address, titles.get(address) or Name({lang: page.title for lang, page in pages.items()})))
    return entries


def lost_addresses(difference: Difference, unread: Collection[str] = ()) -> list[PageEntry]:
    """Return where records, pages and lists of a kind were read and nothing is now.

    Args:
        unread: Owners whose files cannot be read now; their addresses are not lost.
    """
    kept = {*_addresses(difference.after).values()}
    entries = [
        (*address, _title(difference.before, owner))
        for owner, address in _addresses(difference.before).items()
        if address not in kept and owner not in unread
    ]
    lists = _kind_lists(_with_former(difference.after, difference.before, unread))
    return entries + [(path, "", title) for path, title in _kind_lists(difference.before).items() if path not in lists]


def _with_former(after: Dataset, before: Dataset, owners: Collection[str]) -> Dataset:
    """Return a data set with some records and pages as they were before."""
    records = {owner: before.records[owner] for owner in owners if owner in before.records}
    prose = {key: page for key, page in before.prose.items() if f"docs/{key[0]}" in owners and key not in after.prose}
    files = {owner: before.files[owner] for owner in records}
    return replace(after, records={**after.records, **records}, prose={**after.prose, **prose}, files={**after.files, **files})


def _renderable(dataset: Dataset) -> Dataset:
    """Drop records with dangling references and pages missing the leading language, so that pages can be made."""
    records = dict(dataset.records)
    while dangling := [record.id for record in records.values() if not _resolves(record, records)]:
        for record_id in dangling:
            del records[record_id]
    leading = dataset.languages[0]
    prose = {(path, lang): page for (path, lang), page in dataset.prose.items() if (path, leading) in dataset.prose}
    return replace(dataset, records={key: _citing_sources(record, records) for key, record in records.items()}, prose=prose)


def _citing_sources(record: Record, records: Mapping[str, Record]) -> Record:
    """Return a record without its dangling citations."""
    kept = tuple(cite for cite in record.cite if (split := split_locator(cite)) and isinstance(records.get(split[0]), Source))  # type: ignore[attr-defined]
    return record if kept == record.cite else record.model_copy(update={"cite": kept})  # type: ignore[attr-defined]


def _resolves(record: Record, records: Mapping[str, Record]) -> bool:
    """Return whether every reference of a record leads to a record of the right kind."""
    targets = ((records.get(target), to.folders) for _, target, to in references(record))
    return all(target is not None and (not folders or target.folder in folders) for target, folders in targets)


def _pages(dataset: Dataset) -> dict[str, dict[str, Page]]:
    """Return every page by its path and language."""
    pages: dict[str, dict[str, Page]] = {}
    for lang in dataset.languages:
        for path, page in build_pages(dataset, lang).items():
            pages.setdefault(path, {})[lang] = page
    return pages


def _content(pages: Mapping[str, Page]) -> dict[str, tuple[str, str, str]]:
    return {lang: (page.title, page.description, page.markdown) for lang, page in pages.items()}


def _addresses(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Return the (page, anchor) of each record and page of docs/; a practice without its theme has none."""
    pages = {f"docs/{path}": (path, "") for path, lang in dataset.prose if lang == dataset.languages[0]}
    return {**pages, **{record: (address.page, address.anchor) for record, address in addresses(dataset).items()}}


def _kind_lists(dataset: Dataset) -> dict[str, Name]:
    """Return the title of each list of practices of a kind by its path."""
    titles: dict[str, dict[str, str]] = {}
    for kind in sorted({practice.kind for practice in dataset.of(Practice)}):
        for lang in dataset.languages:
            path, title = kind_page(dataset, kind, lang)
            titles.setdefault(path, {})[lang] = title
    return {path: Name(title) for path, title in titles.items()}


def _title(dataset: Dataset, owner: str) -> Name:
    if owner in dataset.records:
        return Name(dict(dataset.records[owner].title.root))
    path = owner.removeprefix("docs/")
    return Name({lang: page.title for lang in dataset.languages if (page := dataset.prose.get((path, lang)))})
