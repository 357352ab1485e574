"""What a rule reads: the data set, its texts, and their places in files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Any, TypeVar

from handbook.checks.masked_text import Reading, Texts, texts_of_page, texts_of_record
from handbook.checks.name_matcher import NameMatcher, matcher_of
from handbook.diagnostics import MOST, Diagnostic, HandbookError, Location, Phrase, language_name
from handbook.load.revisions import Deleted, deleted_records, text_at
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import locate, location, texts_of
from handbook.model.dataset import Dataset, Passage, passages_of
from handbook.model.introspect import FieldPath, dotted
from handbook.model.kinds import KINDS, index_pages, kind_of_index
from handbook.model.labels import LABELS
from handbook.model.records import Record, Source, Term
from handbook.model.references import ids_by_name
from handbook.model.types import Text
from handbook.model.urls import addresses, former_ids
from handbook.model.vocabulary import VOCABULARY
from handbook.text.languages import Problem, language
from handbook.text.scanner import mask

#: What a rule finds.
Findings = Iterator[Diagnostic]
#: What is wrong with a record: a message's code, a field, values.
FieldProblem = tuple[str, FieldPath, Mapping[str, object]]

#: The fields that give a record, or a part of one, its names.
_NAMES = frozenset({"title", "short_title", "aliases", "search_terms", "name"})


T = TypeVar("T")
#: What each function of `Context.where` was given last.
_given: dict[object, tuple[object, ...]] = {}


def same(find: object, given: tuple[object, ...]) -> tuple[object, ...]:
    """Return what a function was given last if it is equal, which is then quickly compared."""
    if _given.get(find) != given:
        _given[find] = given
    return _given[find]


@dataclass(frozen=True)
class Context:
    """The data set under check.

    Attributes:
        dataset: The data set.
        owners: The records, pages and files whose texts are looked at; all where None.
        today: The latest day that it is anywhere; empty where the clock does not count, as in builds.
    """

    dataset: Dataset
    owners: frozenset[str] | None = None
    today: str = ""

    def _concerns(self, owner: str) -> bool:
        return self.owners is None or owner in self.owners

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Return the records under check."""
        return tuple(r for r in self.dataset.records.values() if self._concerns(r.id))

    @cached_property
    def texts(self) -> tuple[Texts, ...]:
        """Return the texts of the records, then those of the pages, under check."""
        languages, files = self.dataset.languages, self.dataset.files
        records = (texts_of_record(r, files[r.id], languages) for r in self.records)
        return (*records, *map(self.texts_of, filter(self._concerns, self.dataset.pages)))

    def texts_of(self, page: str) -> Texts:
        """Return the texts of a page, under check or not."""
        first, *others = self.dataset.pages[page].values()
        return texts_of_page(first, tuple(others), self.dataset.languages)

    @property
    def passages(self) -> Iterator[Reading]:
        """Yield the texts of records and pages."""
        return chain.from_iterable(texts.passages for texts in self.texts)

    @property
    def pages(self) -> Iterator[Reading]:
        """Yield the texts of pages, each a whole."""
        return chain.from_iterable(texts.passages for texts in self.texts[len(self.records) :])

    def where(
        self,
        find: Callable[..., Iterable[T]],
        *given: object,
        each: str = "readings",
        most: int | None = None,
    ) -> Iterator[tuple[Any, tuple[T, ...]]]:
        """Yield the texts in which a function finds something, with what it finds.

        It is not asked again about a text that did not change since the last check. Of a pair whose
        translation lags behind, nothing is told.

        Args:
            find: A function of a module, which reads nothing but a text and what it is given.
            given: What it is given beside the text.
            each: What it reads at once: `readings`, `passages`, `versions` or `pairs`.
            most: How much it is to find in each at most.
        """
        given = same(find, given)
        for texts in self.texts:
            found = texts.found(find, given, each, most)
            yield from (
                found
                if each != "pairs"
                else [pair for pair in found if pair[0][1].text not in self.stale]
            )

    def records_where(
        self, find: Callable[..., Iterable[T]], *given: object, of: type = Record
    ) -> Iterator[tuple[Record, tuple[T, ...]]]:
        """Yield the records of a class in which a function finds something, as `where` does."""
        given = same(find, given)
        for record, texts in zip(self.records, self.texts, strict=False):
            if isinstance(record, of) and (found := texts.once(find, given, partial(find, record))):
                yield record, found

    @cached_property
    def stale(self) -> frozenset[str]:
        """Return the translations that lag behind; how they differ is told by that alone."""
        return frozenset(translation for _, translation in self.dataset.stale)

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
        for record in self.dataset.records.values():
            owner = record.id if isinstance(record, Term) else ""
            for passage in passages_of(record, self.dataset.files[record.id]):
                if not _NAMES.isdisjoint(passage.field):
                    names[passage.lang].append((passage.text, owner))
        return {lang: matcher_of(tuple(pairs)) for lang, pairs in names.items()}

    def without_names(self, reading: Reading, keep_whole: bool = False) -> str:
        """Return a text with agreed names and quoted ones masked.

        Args:
            reading: The text.
            keep_whole: Whether to keep a name that is the whole of the text.
        """
        plain = reading.plain
        spans = {(name.start, name.end) for name in reading.names(self.names[reading.lang])}
        if keep_whole:
            spans.discard((0, len(plain)))
        quoted = language(reading.lang).quoted.finditer(plain)
        return mask(plain, (*spans, *(match.span() for match in quoted)))

    def page_now(self, page: str) -> tuple[str, Phrase | str] | None:
        """Return where a page is now that is known to have moved, and what else its move asks for."""
        leading = self.dataset.languages[0]
        pages = [page for (_, lang), page in self.dataset.prose.items() if lang == leading]
        if now := next((each.path for each in pages if page in each.was), None):
            return now, ""
        with suppress(HandbookError):
            before = text_at(self.dataset.root, "HEAD", f"docs/{page}.{leading}.md")
            for each in pages:
                if f"title: {each.title}\n" in before:
                    return each.path, Phrase(
                        "left-without-former-page", {"path": each.file, "found": page}
                    )
        return None

    def page_gone(self, page: str) -> str:
        """Return the files of a page that only the last commit has, or ""."""
        path = f"docs/{page}.{self.dataset.languages[0]}.md"
        with suppress(HandbookError):  # no git
            if text_at(self.dataset.root, "HEAD", path):
                return " ".join(f"docs/{page}.{lang}.md" for lang in self.dataset.languages)
        return ""

    @cached_property
    def _deleted(self) -> Mapping[str, Deleted]:
        return deleted_records(self.dataset.root)

    def fate(self, record_id: str, place: str = "text") -> tuple[str, dict[str, object]] | None:
        """Return the message, with its values, on a record that is known to be gone.

        Args:
            record_id: Its id.
            place: Where the id stands: in a `text`, a `list`, a `field` of its own, or `cite`.
        """
        if record_id in self.ids:
            return None
        if now := former_ids(self.dataset).get(record_id):
            return "record-renamed", {"found": record_id, "now": now, "left": ""}
        if not (gone := self._deleted.get(record_id)):
            return None
        leading, folder = self.dataset.languages[0], gone.path.split("/")[-2]
        text = text_at(self.dataset.root, gone.revision, gone.path)
        for record in self.dataset.records.values():
            title = written({leading: record.title.get(leading)})
            if record.folder == folder and f"\n  {title}" in text:
                values = {"path": self.dataset.files[record.id], "found": record_id}
                left = Phrase("left-without-former-id", values)
                return "record-renamed", {"found": record_id, "now": record.id, "left": left}
        when = Phrase("gone-committed" if gone.commit else "gone-uncommitted", gone._asdict())
        back = Phrase("gone-back", {"found": record_id, **gone._asdict()})
        how = Phrase(f"gone-from-{place}")
        return "record-gone", {"found": record_id, "when": when, "how": how, "back": back}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of all records, readable or not, and the names of their files."""
        named = (file[file.rfind("/") + 1 : -len(".yml")] for file in self.dataset.files.values())
        return frozenset(self.dataset.records) | self.dataset.unreadable | frozenset(named)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return how many places each source has, by its id; of two numbers, the larger."""
        sources = self.dataset.of(Source)
        return {source.id: max(source.places, len(source.contents)) for source in sources}

    def has_page(self, path: str, lang: str) -> bool:
        """Return whether a language has a hand-written page, readable or not, or misnamed."""
        file = self.dataset.root / f"docs/{path}.{lang}.md"
        name = PurePosixPath(path).name
        names = {f"{name}.{each}.md" for each in self.dataset.languages}
        return (
            (path, lang) in self.dataset.prose
            or file.is_file()
            or ("." not in name and any(f.name not in names for f in file.parent.glob(f"{name}.*")))
        )

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

    def in_records(
        self, problems: Callable[..., Iterable[FieldProblem]], *given: object, of: type = Record
    ) -> Findings:
        """Yield a finding for each of the problems of records that `records_where` finds."""
        for record, found in self.records_where(problems, *given, of=of):
            for code, field, values in found:
                yield self.at_field(code, record.id, field, **values)

    def in_pair(
        self,
        code: str,
        texts: tuple[Reading, Reading],
        here: object,
        there: object,
        offset: int = 0,
    ) -> Diagnostic:
        """Return what only a text has, and what only its translation has, at that."""
        original, translation = texts
        values = {"here": here or Phrase("none"), "there": there or Phrase("none")}
        first, lang = language_name(original.lang), language_name(translation.lang)
        return self.in_text(code, translation, offset, first=first, lang=lang, **values)

    def in_all(
        self, problems: Callable[..., Iterator[Problem]], *given: object, each: str = "readings"
    ) -> Findings:
        """Yield a finding for each of the problems of texts that `where` finds, as `in_each` does."""
        for text, found in self.where(problems, *given, each=each, most=MOST + 1):
            for code, offset, values in found:
                yield self.in_text(code, text, offset, **values)

    def in_suspects(
        self,
        find: Callable[..., Iterable[T]],
        *given: object,
        problems: Callable[["Context", Sequence[T], Reading], Iterator[Problem]],
        each: str = "readings",
    ) -> Findings:
        """Yield a finding for each of the problems of texts that `where` finds, as `in_each` does.

        Args:
            find: As for `where`.
            given: As for `where`.
            problems: What tells, by the whole handbook, what is wrong of what was found.
            each: As for `where`.
        """
        for text, found in self.where(find, *given, each=each):
            for code, offset, values in islice(problems(self, found, text), MOST + 1):
                yield self.in_text(code, text, offset, **values)

    def in_each(
        self, texts: Iterable[Reading], problems: Callable[[Reading], Iterator[Problem]]
    ) -> Findings:
        """Yield a finding for each of the problems of each text, up to one more than are reported."""
        for text in texts:
            for code, offset, values in islice(problems(text), MOST + 1):
                yield self.in_text(code, text, offset, **values)
