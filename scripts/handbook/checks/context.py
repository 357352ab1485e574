"""What a rule looks at: the data set, and the way from a text in it to its place in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.checks.masked_text import Reading, read
from handbook.checks.name_matcher import Agreed
from handbook.diagnostics import Diagnostic, Location
from handbook.load.yaml_tree import locate, location
from handbook.model.dataset import Dataset, Passage, texts_of
from handbook.model.introspect import dotted
from handbook.model.kinds import KINDS, index_pages, kind_of_index
from handbook.model.labels import LABELS
from handbook.model.records import Practice
from handbook.model.references import ids_by_name
from handbook.model.types import PracticeKind
from handbook.model.urls import addresses, practice_list_address
from handbook.model.vocabulary import VOCABULARY
from handbook.text.languages import Number, language

#: A text in whatever language: its owner, its field without the language, and the section of a page.
Position = tuple[str, tuple[str | int, ...], str]


@dataclass(frozen=True, slots=True)
class Caption:
    """A text outside records and pages: a page's title or description, a word of the interface, or a text of an edition."""

    file: str
    field: tuple[str | int, ...]
    lang: str
    text: str


@dataclass(frozen=True)
class Subject:
    """The data set under check; `owners` are the records and pages to look at, all where None."""

    dataset: Dataset
    owners: frozenset[str] | None = None

    def concerns(self, owner: str) -> bool:
        """Return whether a record, page or file (a page of docs/, the interface's words) is to be looked at."""
        return self.owners is None or owner in self.owners

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return every text as the rules read it, pages section by section."""
        return tuple(reading for passage in self.dataset.passages if self.concerns(passage.owner) for reading in read(passage))

    @cached_property
    def versions(self) -> dict[Position, dict[str, Reading]]:
        """Return each text with its languages; lists of names, which differ from language to language, are left out."""
        found: dict[Position, dict[str, Reading]] = {}
        for reading in self.readings:
            passage = reading.passage
            if not passage.field or isinstance(passage.field[-1], str):
                found.setdefault((passage.owner, passage.field[:-1], reading.section), {})[passage.lang] = reading
        return found

    @cached_property
    def captions(self) -> tuple[Caption, ...]:
        """Return the titles and descriptions of pages, the handbook's own words, and the texts of editions."""
        pages = [
            Caption(page.file, (field,), page.lang, text)
            for page in self.dataset.prose.values()
            for field, text in (("title", page.title), ("description", page.description))
        ]
        words = [
            Caption(file, (group, key, lang), lang, text)
            for file in (LABELS, VOCABULARY)
            for group, texts in self.dataset.trees[file].items()
            if file == VOCABULARY or group == "words"
            for key, said in texts.items()
            for lang, text in said.items()
        ]
        editions = [
            Caption(file, where, lang, text)
            for file, edition in self.dataset.editions_by_file.items()
            for where, _, lang, text in texts_of(edition)
        ]
        return tuple(caption for caption in (*pages, *words, *editions) if self.concerns(caption.file))

    @cached_property
    def ids_by_name(self) -> Mapping[str, str]:
        """Return the id of each record by its names."""
        return ids_by_name(self.dataset.records.values())

    @cached_property
    def generated(self) -> Mapping[str, str]:
        """Return what each page that the handbook makes is made from, by its path; a theme's page is written by hand and goes on with what is made."""
        kinds = {page: kind_of_index(page) for page in index_pages()}
        made = {page: f"data/{kind.folder}/" if kind else "data/" for page, kind in kinds.items()}
        made |= {practice_list_address(kind).page: f"data/{Practice.folder}/" for kind in self.dataset.labels.choices(PracticeKind)}
        for record, address in addresses(self.dataset).items():
            kind = KINDS[self.dataset.records[record].folder]
            if not (kind.anchored or kind.handwritten):
                made[address.page] = self.dataset.files[record]
        return made

    @cached_property
    def agreed(self) -> Agreed:
        """Return the agreed names of all languages."""
        return Agreed(self.dataset)

    @cached_property
    def _numbers(self) -> dict[int, tuple[Number, ...]]:
        return {}

    def numbers(self, reading: Reading) -> tuple[Number, ...]:
        """Return the numbers in a text, read once for all rules."""
        if (found := self._numbers.get(id(reading))) is None:
            found = self._numbers[id(reading)] = tuple(language(reading.passage.lang).numbers(reading.plain))
        return found

    def exists(self, record_id: str) -> bool:
        """Return whether there is a record of this id, readable or not."""
        return record_id in self.dataset.records or record_id in self.dataset.unreadable

    def has_page(self, path: str, lang: str) -> bool:
        """Return whether there is a hand-written page in a language, readable or not."""
        return (path, lang) in self.dataset.prose or (self.dataset.root / f"docs/{path}.{lang}.md").is_file()

    def at_field(self, message: str, owner: str, field: tuple[str | int, ...], **values: object) -> Diagnostic:
        """Return a finding at a record's field."""
        place = location(self.dataset.files[owner], self.dataset.trees[owner], field)
        return Diagnostic(message, place, values)

    def in_passage(self, message: str, passage: Passage, offset: int = 0, **values: object) -> Diagnostic:
        """Return a finding at an offset into a text: exact in prose pages, and in a record's text the field's beginning plus the offset."""
        if passage.owner in self.dataset.trees:
            line, column = locate(self.dataset.trees[passage.owner], passage.field)
            if "\n" not in passage.text:
                column += offset
            return Diagnostic(message, Location(passage.file, line, column, dotted(passage.field)), values)
        line = self.first_line(passage) + passage.text.count("\n", 0, offset)
        column = offset - (passage.text.rfind("\n", 0, offset) + 1) + 1
        return Diagnostic(message, Location(passage.file, line, column), values)

    def first_line(self, passage: Passage) -> int:
        """Return the line of its file on which a page's text begins."""
        return self.dataset.prose[passage.owner.removeprefix("docs/"), passage.lang].first_line

    def in_reading(self, message: str, reading: Reading, offset: int = 0, **values: object) -> Diagnostic:
        """Return a finding at an offset into a text as the rules read it."""
        return self.in_passage(message, reading.passage, reading.start + offset, **values)
