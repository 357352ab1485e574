"""What both states of the handbook print, and the pages and addresses that a difference affects.

    Dataset ── Printed ──▶ its pages, and the lines of each record on them

The pages of both states are made and compared, so a page counts as affected whichever change it
shows.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from lxml import html

from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.records import Record, Source
from handbook.model.references import references
from handbook.model.types import Name
from handbook.model.urls import Address, addresses, former_addresses, former_ids
from handbook.pages.build import Page, build_pages
from handbook.pages.render import Renderer
from handbook.review.compare import Difference
from handbook.review.owners import owner_title
from handbook.text.citations import mark_of
from handbook.text.languages import language

#: What stands on lines of its own.
_BLOCKS = ("p", "li", "dt", "dd", "th", "td", "pre", *(f"h{n}" for n in range(1, 7)), "figcaption")
#: What tells nothing in words, or tells them again.
_SILENT = ".//svg | .//summary | .//thead | .//td[normalize-space()='–']"

#: An entry on the page of its kind: a row and those of its periods, or a term and what is said of it.
_ENTRY = "//*[@id=$id] | //tr[starts-with(@id, concat($id, '_'))] | //dd[preceding-sibling::dt[1][@id=$id]]"


class PageEntry(NamedTuple):
    """A page, or an entry on one, and the languages that it is affected in."""

    address: Address
    title: Name
    languages: tuple[str, ...]


class Printed:
    """The pages that can be made of a data set, whatever is wrong with it.

    Left out are records with dangling references, pages without the leading language, and dangling
    citations.
    """

    def __init__(self, dataset: Dataset) -> None:
        """Make the pages."""
        records = dataset.records
        while lost := [record.id for record in records.values() if not _resolves(record, records)]:
            records = {key: record for key, record in records.items() if key not in lost}
        records = {key: _citing_sources(record, records) for key, record in records.items()}
        first = dataset.languages[0]
        prose = {
            key: page for key, page in dataset.prose.items() if (key[0], first) in dataset.prose
        }
        self.dataset = replace(dataset, records=records, prose=prose)
        self.pages = {
            lang: build_pages(self.dataset, lang, downloads=True) for lang in dataset.languages
        }
        self.addresses = owner_addresses(self.dataset)
        self._renderers = {lang: Renderer(self.dataset, lang) for lang in dataset.languages}
        self._trees: dict[Page, html.HtmlElement] = {}

    def lines(self, owner: str) -> dict[str, list[str]]:
        """Return what a record or page prints, line by line, by language."""
        address, told = self.addresses.get(owner), {}
        for lang, pages in self.pages.items():
            if address and address.page in pages:
                tree = self._tree(pages[address.page])
                parts = tree.xpath(_ENTRY, id=address.anchor) if address.anchor else [tree]
                lines = "\n".join(part.text_content() for part in parts).split("\n")
                told[lang] = [*filter(None, (" ".join(line.split()) for line in lines))]
        return told

    def _tree(self, page: Page) -> html.HtmlElement:
        """Return a page's HTML with its blocks on lines of their own."""
        if page not in self._trees:
            made = self._renderers[page.lang].render(page).html.replace("\n", " ")
            tree = html.fragment_fromstring(made, create_parent="div")
            for silent in tree.xpath(_SILENT):
                silent.drop_tree()
            colon = language(page.lang, self.dataset.labels).colon
            for block in tree.iter(*_BLOCKS):
                label = block.get("data-label") if block.text_content().strip() else ""
                block.text = f"\n{label + colon if label else ''}{block.text or ''}"
                block.tail = f"\n{block.tail or ''}"
            self._trees[page] = tree
        return self._trees[page]


def affected_pages(difference: Difference, before: Printed, after: Printed) -> list[PageEntry]:
    """Return the pages that differ: those of what changed, in their order, then others.

    Each has the languages in which it differs; where what differs is in none of a page's lines, those of the page.

    Args:
        difference: What changed.
        before: The pages of the former state.
        after: The pages of the new one.
    """
    owners = owner_addresses(difference.after)
    titles = {address: owner_title(difference.after, owner) for owner, address in owners.items()}
    changed = [change.owner for change in difference.changes if change.owner in owners]
    paths = {owners[owner].page for owner in changed if not owners[owner].anchor}
    remarked = other_marks(before.dataset, after.dataset, difference.after.languages[0])
    every = after.pages[difference.after.languages[0]]
    differing = {
        path: tuple(
            lang
            for lang, pages in after.pages.items()
            if pages.get(path) != before.pages.get(lang, {}).get(path)
            or any(f"[[{each}#" in pages[path].markdown for each in remarked if path in pages)
        )
        for path in sorted(every, key=lambda path: path.count("/"))  # home and themes first
    }
    entries = []
    for owner in changed:
        address = owners[owner]
        old, new = before.lines(owner), after.lines(owner)
        own = tuple(
            lang for lang in differing.get(address.page, ()) if new.get(lang) != old.get(lang)
        )
        if languages := own or (() if address.anchor else differing.get(address.page)):
            entries.append(PageEntry(address, titles[address], languages))
    for path, languages in differing.items():
        if path not in paths and languages:
            title = Name(
                {lang: each[path].title for lang, each in after.pages.items() if path in each}
            )
            entries.append(PageEntry(Address(path), titles.get(Address(path), title), languages))
    return entries


def lost_addresses(difference: Difference) -> dict[str, PageEntry]:
    """Return the addresses that lead nowhere now, by owner; former ones by their path."""
    before, after = difference.before, difference.after
    owners = owner_addresses(before)
    kept = {*owner_addresses(after).values(), *map(Address, former_addresses(after))}
    lost = {
        owner: PageEntry(address, owner_title(before, owner), before.languages)
        for owner, address in owners.items()
        if address not in kept and not (address.anchor and owner in former_ids(after))
    }
    titles = {address: owner_title(before, owner) for owner, address in owners.items()}
    return lost | {
        path: PageEntry(Address(path), titles[to], before.languages)
        for path, to in former_addresses(before).items()
        if to in kept and to in titles and Address(path) not in kept
    }


def side_effects(difference: Difference) -> set[str]:
    """Return the records that lost references to removed ones, and nothing else."""
    before, after = difference.before.records, difference.after.records
    found = set()
    for owner in (change.owner for change in difference.changes):
        if (old := before.get(owner)) and (new := after.get(owner)):
            kept = {
                each.name: tuple(filter(after.__contains__, getattr(old, each.name)))
                for each in fields_of(type(old)).values()
                if each.refers_to and each.is_list
            }
            if old.model_copy(update=kept) == new:
                found.add(owner)
    return found


def owner_addresses(dataset: Dataset) -> dict[str, Address]:
    """Return the addresses of pages and records; a practice without its theme has none."""
    pages = {
        f"docs/{path}": Address(path)
        for path, lang in dataset.prose
        if lang == dataset.languages[0]
    }
    return {**pages, **addresses(dataset)}


def other_marks(before: Dataset, after: Dataset, lang: str) -> dict[str, tuple[str, str]]:
    """Return the sources whose citations have other marks: a mark as it was and is."""
    return {
        source.id: (was.words, now.words)
        for source in after.of(Source)
        if (was := mark_of(before, source.id, 1, lang))
        and (now := mark_of(after, source.id, 1, lang))
        and was.words != now.words
    }


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
