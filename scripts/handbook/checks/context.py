"""What a rule reads: the data set, its texts, and their places in files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from handbook.checks.masked_text import Reading
from handbook.checks.name_matcher import NameMatcher
from handbook.diagnostics import MOST, Diagnostic, Location, Phrase
from handbook.load.revisions import Deleted, deleted_records, text_at
from handbook.load.yaml_tree import locate, location, texts_of
from handbook.model.dataset import Dataset, Passage
from handbook.model.introspect import FieldPath, dotted
from handbook.model.kinds import KINDS, index_pages, kind_of_index
from handbook.model.labels import LABELS
from handbook.model.records import Record, Term
from handbook.model.references import ids_by_name
from handbook.model.types import Text
from handbook.model.urls import addresses, former_ids
from handbook.model.vocabulary import VOCABULARY
from handbook.text.languages import Problem, language
from handbook.text.scanner import mask

#: What a rule finds.
Findings = Iterator[Diagnostic]

#: The fields that give a record, or a part of one, its names.
_NAMES = frozenset({"title", "short_title", "aliases", "search_terms"})


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
    def passages(self) -> tuple[Reading, ...]:
        """Return the texts of records and pages."""
        return tuple(Reading(**vars(p)) for p in self.dataset.passages if self._concerns(p.owner))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return the texts of records, and those of pages section by section."""
        parts = ((text,) if text.field else text.sections() for text in self.passages)
        return tuple(chain.from_iterable(parts))

    @cached_property
    def versions(self) -> dict[tuple[str, FieldPath, str], dict[str, Reading]]:
        """Return each text by owner, field and section, and then by its language.

        Lists of names, which differ from language to language, are left out.
        """
        versions: dict[tuple[str, FieldPath, str], dict[str, Reading]] = {}
        for reading in self.readings:
            field = reading.field
            if not field or isinstance(field[-1], str):
                texts = versions.setdefault((reading.owner, field[:-1], reading.section), {})
                texts[reading.lang] = reading
        return versions

    @cached_property
    def stale(self) -> frozenset[str]:
        """Return the translations that lag behind; how they differ is told by that alone."""
        return frozenset(translation for _, translation in self.dataset.stale)

    @property
    def translations(self) -> Iterator[tuple[Reading, Reading]]:
        """Yield each text in the leading language with each translation that keeps up with it."""
        leading = self.dataset.languages[0]
        for texts in self.versions.values():
            if original := texts.get(leading):
                for lang, text in texts.items():
                    if lang != leading and text.text not in self.stale:
                        yield original, text

    @cached_property
    def captions(self) -> tuple[Reading, ...]:
        """Return the texts outside records and pages, each owned by its file.

        They are the titles and descriptions of pages, the handbook's own words and vocabulary,
        the names and marks of its languages, and the texts of editions.
        """
        pages = {page.file: page.lang for page in self.dataset.prose.values()}
        files = (*pages, LABELS, VOCABULARY, *self.dataset.editions_by_file)
        languages = self.dataset.languages
        return tuple(
            Reading(file, file, field, lang, text, Text)
            for file in filter(self._concerns, files)
            for field, text in texts_of(self.dataset.trees[file])
            if field[-1] != "locale"
            if (
                lang := str(field[1])
                if field[0] == "languages"
                else pages.get(file, str(field[-1]))
            )
            in languages
        )

    @cached_property
    def own_captions(self) -> tuple[Reading, ...]:
        """Return the captions without those that an edition quotes, which are shown as they stood."""
        return tuple(caption for caption in self.captions if caption.field[0] != "changes")

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
        return {lang: NameMatcher(pairs) for lang, pairs in names.items()}

    def without_names(self, reading: Reading, keep_whole: bool = False) -> str:
        """Return a text with agreed names and quoted ones masked.

        Args:
            reading: The text.
            keep_whole: Whether to keep a name that is the whole of the text.
        """
        plain = reading.plain
        spans = {(name.start, name.end) for name in self.names[reading.lang].find(plain)}
        if keep_whole:
            spans.discard((0, len(plain)))
        quoted = language(reading.lang).quoted.finditer(plain)
        return mask(plain, (*spans, *(match.span() for match in quoted)))

    @cached_property
    def _deleted(self) -> Mapping[str, Deleted]:
        return deleted_records(self.dataset.root)

    def fate(self, record_id: str) -> tuple[str, dict[str, object]] | None:
        """Return the message, with its values, on a record that is known to be gone."""
        if now := former_ids(self.dataset).get(record_id):
            return "record-renamed", {"found": record_id, "now": now, "left": ""}
        if not (gone := self._deleted.get(record_id)):
            return None
        leading, folder = self.dataset.languages[0], gone.path.split("/")[-2]
        text = text_at(self.dataset.root, gone.revision, gone.path)
        for record in self.dataset.records.values():
            if record.folder == folder and f"\n  {leading}: {record.title.get(leading)}\n" in text:
                values = {"path": self.dataset.files[record.id], "found": record_id}
                left = Phrase("left-without-former-id", values)
                return "record-renamed", {"found": record_id, "now": record.id, "left": left}
        when = Phrase("gone-committed" if gone.commit else "gone-uncommitted", gone._asdict())
        back = Phrase("gone-back", {"found": record_id, **gone._asdict()})
        return "record-gone", {"found": record_id, "when": when, "back": back}

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

    def in_text(self, code: str, text: Passage, offset: int = 0, /, **values: object) -> Diagnostic:
        """Return a finding at an offset into a text.

        The place is exact in pages and in texts of one line; elsewhere it is that of the field.
        """
        if text.owner in self.dataset.trees:
            line, column = locate(self.dataset.trees[text.owner], text.field)
            if "\n" not in text.text:
                column += offset
        else:
            line, column = text.line_at(offset), offset - text.text.rfind("\n", 0, offset)
        return Diagnostic(code, Location(text.file, line, column, dotted(text.field)), values)

    def in_each(
        self, texts: Iterable[Reading], problems: Callable[[Reading], Iterator[Problem]]
    ) -> Findings:
        """Yield a finding for each of the problems of each text, up to one more than are reported."""
        for text in texts:
            for code, offset, values in islice(problems(text), MOST + 1):
                yield self.in_text(code, text, offset, **values)
