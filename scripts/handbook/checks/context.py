"""What a rule reads: the data set, its texts, and their places in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from handbook.checks.masked_text import Reading, read
from handbook.checks.name_matcher import NameMatcher
from handbook.diagnostics import Diagnostic, Location
from handbook.load.yaml_tree import locate, location
from handbook.model.dataset import Dataset, Passage, texts_of
from handbook.model.introspect import FieldPath, dotted
from handbook.model.kinds import KINDS, index_pages, kind_of_index
from handbook.model.labels import LABELS
from handbook.model.records import Practice, Record, Term
from handbook.model.references import ids_by_name
from handbook.model.types import Text
from handbook.model.urls import addresses, practice_list_address
from handbook.model.vocabulary import VOCABULARY, PracticeKind
from handbook.text.languages import language
from handbook.text.scanner import mask

#: The fields that give a record, or a part of one, its names.
_NAMES = frozenset({"title", "short_title", "aliases"})


@dataclass(frozen=True)
class Context:
    """The data set under check.

    Attributes:
        dataset: The data set.
        owners: The records, pages and files whose texts are looked at; all where None.
    """

    dataset: Dataset
    owners: frozenset[str] | None = None

    def _concerns(self, owner: str) -> bool:
        return self.owners is None or owner in self.owners

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Return the records under check."""
        return tuple(r for r in self.dataset.records.values() if self._concerns(r.id))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return the texts of records and pages."""
        return tuple(p for p in self.dataset.passages if self._concerns(p.owner))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return the texts as rules read them, pages section by section."""
        return tuple(reading for passage in self.passages for reading in read(passage))

    @cached_property
    def versions(self) -> dict[tuple[str, FieldPath, str], dict[str, Reading]]:
        """Return each text by owner, field and section, and then by its language.

        Lists of names, which differ from language to language, are left out.
        """
        versions: dict[tuple[str, FieldPath, str], dict[str, Reading]] = {}
        for reading in self.readings:
            owner, field = reading.passage.owner, reading.passage.field
            if not field or isinstance(field[-1], str):
                texts = versions.setdefault((owner, field[:-1], reading.section), {})
                texts[reading.lang] = reading
        return versions

    @property
    def translations(self) -> Iterator[tuple[Reading, Reading]]:
        """Yield each text in the leading language with each of its translations."""
        leading = self.dataset.languages[0]
        for texts in self.versions.values():
            if original := texts.get(leading):
                yield from ((original, text) for lang, text in texts.items() if lang != leading)

    @cached_property
    def captions(self) -> tuple[Passage, ...]:
        """Return the texts outside records and pages, each owned by its file.

        They are the titles and descriptions of pages, the handbook's own words and vocabulary,
        and the texts of editions.
        """
        texts: list[tuple[str, FieldPath, str, str]] = [
            (page.file, (field,), page.lang, text)
            for page in self.dataset.prose.values()
            for field, text in (("title", page.title), ("description", page.description))
        ]
        texts += [
            (file, (group, key, lang), lang, text)
            for file in (LABELS, VOCABULARY)
            for group, entries in self.dataset.trees[file].items()
            if file == VOCABULARY or group == "words"
            for key, words in entries.items()
            for lang, text in words.items()
        ]
        texts += [
            (file, field, lang, text)
            for file, edition in self.dataset.editions_by_file.items()
            for field, _, lang, text in texts_of(edition)
        ]
        return tuple(
            Passage(file, file, field, lang, text, Text)
            for file, field, lang, text in texts
            if self._concerns(file)
        )

    @cached_property
    def ids_by_name(self) -> Mapping[str, str]:
        """Return the id of each record by its names."""
        return ids_by_name(self.dataset.records.values())

    @cached_property
    def generated(self) -> Mapping[str, str]:
        """Return what each generated page is made from, by its path.

        The page of a theme is there too: written by hand, it is continued with what is generated.
        """
        kinds = {page: kind_of_index(page) for page in index_pages()}
        origins = {
            page: f"data/{kind.folder}/" if kind else "data/" for page, kind in kinds.items()
        }
        for choice in self.dataset.labels.choices(PracticeKind):
            origins[practice_list_address(choice).page] = f"data/{Practice.folder}/"
        for record, address in addresses(self.dataset).items():
            kind = KINDS[self.dataset.records[record].folder]
            if not (kind.anchored or kind.handwritten):
                origins[address.page] = self.dataset.files[record]
        return origins

    @cached_property
    def names(self) -> dict[str, NameMatcher]:
        """Return the agreed names of each language.

        The owner of a name is the id of its term; other names have an empty owner.
        """
        names: dict[str, list[tuple[str, str]]] = {lang: [] for lang in self.dataset.languages}
        terms = {term.id for term in self.dataset.of(Term)}
        for passage in self.dataset.passages:
            if not _NAMES.isdisjoint(passage.field):
                owner = passage.owner if passage.owner in terms else ""
                names[passage.lang].append((passage.text, owner))
        return {lang: NameMatcher(pairs, prefix=True) for lang, pairs in names.items()}

    def without_names(self, reading: Reading, keep_whole: bool = False) -> str:
        """Return a text with agreed names and quoted ones masked.

        Args:
            reading: The text.
            keep_whole: Whether to keep a name that is the whole of the text.
        """
        plain = reading.plain
        names = self.names[reading.lang].find(plain)
        spans = [
            (name.start, name.end)
            for name in names
            if not (keep_whole and name.end - name.start == len(plain))
        ]
        quoted = language(reading.lang).quoted.finditer(plain)
        return mask(plain, (*spans, *(match.span() for match in quoted)))

    def exists(self, record_id: str) -> bool:
        """Return whether there is a record of this id, readable or not."""
        return record_id in self.dataset.records or record_id in self.dataset.unreadable

    def has_page(self, path: str, lang: str) -> bool:
        """Return whether there is a hand-written page in a language, readable or not."""
        file = self.dataset.root / f"docs/{path}.{lang}.md"
        return (path, lang) in self.dataset.prose or file.is_file()

    def at_field(self, code: str, owner: str, field: FieldPath, /, **values: object) -> Diagnostic:
        """Return a finding at a field of a record's or another YAML file."""
        place = location(self.dataset.files[owner], self.dataset.trees[owner], field)
        return Diagnostic(code, place, values)

    def in_passage(
        self, code: str, passage: Passage, offset: int = 0, /, **values: object
    ) -> Diagnostic:
        """Return a finding at an offset into a text.

        The place is exact in pages and in texts of one line; elsewhere it is that of the field.
        """
        if passage.owner in self.dataset.trees:
            line, column = locate(self.dataset.trees[passage.owner], passage.field)
            if "\n" not in passage.text:
                column += offset
        else:
            line = self.line(passage, offset)
            column = offset - passage.text.rfind("\n", 0, offset)
        place = Location(passage.file, line, column, dotted(passage.field))
        return Diagnostic(code, place, values)

    def line(self, passage: Passage, offset: int) -> int:
        """Return the line of its file on which an offset into a page's text stands."""
        page = self.dataset.prose[passage.owner.removeprefix("docs/"), passage.lang]
        return page.first_line + passage.text.count("\n", 0, offset)

    def in_reading(
        self, code: str, reading: Reading, offset: int = 0, /, **values: object
    ) -> Diagnostic:
        """Return a finding at an offset into a text as rules read it."""
        return self.in_passage(code, reading.passage, reading.start + offset, **values)
