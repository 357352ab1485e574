"""Find the pages that a difference affects, and the addresses that it breaks.

The pages of both states are made and compared, so a page counts as affected whichever change it
shows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from handbook.model.dataset import Dataset
from handbook.model.records import Record, Source
from handbook.model.references import references
from handbook.model.types import Name
from handbook.model.urls import Address, addresses
from handbook.pages.build import build_pages
from handbook.review.compare import Difference, owner_title

#: (address, title)
PageEntry = tuple[Address, Name]


def affected_pages(difference: Difference) -> list[PageEntry]:
    """Return the changed records and pages, then every other page that differs."""
    before, after = difference.before, difference.after
    owners = _addresses(after)
    titles = {address: owner_title(after, owner) for owner, address in owners.items()}
    changed = [owners[change.owner] for change in difference.changes if change.owner in owners]
    entries = {address: titles[address] for address in changed}
    paths = {address.page for address in changed}
    old_pages, new_pages = _pages(before), _pages(after)
    for path, pages in new_pages.items():
        if path not in paths and pages != old_pages.get(path):
            title = Name({lang: title for lang, (title, *_) in pages.items()})
            entries[Address(path)] = titles.get(Address(path), title)
    return list(entries.items())


def lost_addresses(difference: Difference) -> list[PageEntry]:
    """Return the records and pages whose addresses no longer exist."""
    before, kept = difference.before, {*_addresses(difference.after).values()}
    former = _addresses(before).items()
    return [
        (address, owner_title(before, owner)) for owner, address in former if address not in kept
    ]


def without(difference: Difference, unread: Collection[str]) -> Difference:
    """Return a difference in which some records and pages are as they were before.

    Args:
        unread: The owners whose files cannot be read now.
    """
    before, after = difference.before, difference.after
    records = {owner: before.records[owner] for owner in unread if owner in before.records}
    files = {owner: before.files[owner] for owner in records}
    prose = {key: page for key, page in before.prose.items() if f"docs/{key[0]}" in unread}
    after = replace(
        after,
        records={**after.records, **records},
        prose={**prose, **after.prose},
        files={**after.files, **files},
    )
    changes = tuple(change for change in difference.changes if change.owner not in unread)
    return Difference(before, after, changes)


def _pages(dataset: Dataset) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return the title, description and Markdown of every page by its path and language.

    Left out are records with dangling references, pages without the leading language, and dangling
    citations.
    """
    records = dataset.records
    while dangling := [record.id for record in records.values() if not _resolves(record, records)]:
        records = {key: record for key, record in records.items() if key not in dangling}
    records = {key: _citing_sources(record, records) for key, record in records.items()}
    leading = dataset.languages[0]
    prose = {key: page for key, page in dataset.prose.items() if (key[0], leading) in dataset.prose}
    readable = replace(dataset, records=records, prose=prose)
    pages: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
    for lang in dataset.languages:
        for path, page in build_pages(readable, lang).items():
            pages[path][lang] = page.title, page.description, page.markdown
    return pages


def _citing_sources(record: Record, records: Mapping[str, Record]) -> Record:
    """Return a record without its dangling citations."""
    cite: tuple[str, ...] = getattr(record, "cite", ())
    kept = tuple(each for each in cite if isinstance(records.get(each.partition("#")[0]), Source))
    return record if kept == cite else record.model_copy(update={"cite": kept})


def _resolves(record: Record, records: Mapping[str, Record]) -> bool:
    """Return whether every reference of a record leads to a record of the right kind."""
    return all(
        (found := records.get(target)) and (not to.folders or found.folder in to.folders)
        for _, target, to in references(record)
    )


def _addresses(dataset: Dataset) -> dict[str, Address]:
    """Return the addresses of pages and records; a practice without its theme has none."""
    pages = {
        f"docs/{path}": Address(path)
        for path, lang in dataset.prose
        if lang == dataset.languages[0]
    }
    return {**pages, **addresses(dataset)}
