"""Find the pages that a difference affects, and the addresses that it breaks.

The pages of both states are made and compared, so a page counts as affected whichever change it
shows.
"""

from collections.abc import Collection
from dataclasses import replace

from handbook.model.types import Name
from handbook.model.urls import Address, former_addresses, former_ids
from handbook.review.compare import Difference, owner_title
from handbook.review.printed import Printed, owner_addresses

#: (address, title)
PageEntry = tuple[Address, Name]


def affected_pages(difference: Difference, before: Printed, after: Printed) -> list[PageEntry]:
    """Return the changed records and pages in their order, then every other page that differs.

    Args:
        difference: What changed.
        before: The pages of the former state.
        after: The pages of the new one.
    """
    owners = owner_addresses(difference.after)
    titles = {address: owner_title(difference.after, owner) for owner, address in owners.items()}
    changed = [owners[change.owner] for change in difference.changes if change.owner in owners]
    entries = {address: titles[address] for address in changed}
    paths = {address.page for address in changed}
    former = before.contents()
    for path, contents in after.contents().items():
        if path not in paths and contents != former.get(path):
            title = Name({lang: title for lang, (title, *_) in contents.items()})
            entries[Address(path)] = titles.get(Address(path), title)
    return list(entries.items())


def lost_addresses(difference: Difference) -> dict[str, PageEntry]:
    """Return the records and pages whose addresses lead nowhere now, not even to another, by owner."""
    before, after = difference.before, difference.after
    kept = {*owner_addresses(after).values(), *map(Address, former_addresses(after))}
    return {
        owner: (address, owner_title(before, owner))
        for owner, address in owner_addresses(before).items()
        if address not in kept and not (address.anchor and owner in former_ids(after))
    }


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
