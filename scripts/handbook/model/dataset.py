"""The frozen data set: records, hand-written pages, words, and positions in files."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from handbook.model.editions import Edition
from handbook.model.introspect import FieldPath, kept, values_of
from handbook.model.labels import Labels
from handbook.model.records import Figure, Record, Theme
from handbook.model.types import Name, Names, Part, Prose, Text

R = TypeVar("R", bound=Record)
#: data/translations.lock.yml: owner → language → hash of the translation → {hash of an original:
#: reason}.
Lock = Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]


class FrontMatter(Part):
    """The front matter of a hand-written page.

    Attributes:
        title: The title.
        description: A summary for search engines and lists.
        book: The position among the opening chapters of the book; None if it is not one of them.
        was: The paths of former pages, which lead here.
    """

    title: str
    description: str
    book: int | None = None
    was: tuple[str, ...] = ()


class ProsePage(FrontMatter):
    """A hand-written page in one language, with its front matter.

    Attributes:
        path: The path below docs/, without language and file extension.
        lang: The language.
        file: The file's path from the handbook's root.
        body: The Markdown after the front matter.
        first_line: The line of the file, from 1, on which `body` begins.
    """

    path: str
    lang: str
    file: str
    body: str
    first_line: int


@dataclass(frozen=True)
class Passage:
    """One text of a record or page in one language, with its location.

    Attributes:
        owner: The record's id, or `docs/<path>` for a page.
        file: The file's path from the handbook's root.
        field: The path to the text within the record; empty for a page.
        lang: The language.
        text: The text.
        type: The class of the text, such as `Name` or `Prose`.
        line: The line of the file, from 1, on which the text of a page begins.
    """

    owner: str
    file: str
    field: FieldPath
    lang: str
    text: str
    type: type[Text]
    line: int = 1

    def line_at(self, offset: int) -> int:
        """Return the line of the file on which an offset into a page's text stands."""
        return self.line + bisect_left(_line_ends(self.text), offset)


@lru_cache(maxsize=256)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer("\n", text))


@dataclass(frozen=True)
class Dataset:
    """The input of every output, loaded once and never changed.

    Attributes:
        root: The handbook's root.
        labels: The languages, interface words and vocabularies.
        records: The records by id, in the order of `KINDS` and then of ids.
        prose: The hand-written pages by (path, language).
        files: The path of each record's file by id. Other files are keyed by their own path.
        trees: The YAML tree of each record by id. Trees of labels, vocabularies, editions and front
            matter are keyed by the path of their file.
        menu: The sections of the menu as configured, each `{name: page.md}` or `{name: [page.md, …]}`.
        editions_by_file: The editions by file, newest first.
        lock: The originals that each translation was made from (see `load.translation_lock`).
        stale: The (original, translation) texts whose original has changed since the translation.
        unreadable: The ids whose files could not be read.
        copies: The (file, tree, record) of each id, several where files share it.
    """

    root: Path
    labels: Labels
    records: Mapping[str, Record]
    prose: Mapping[tuple[str, str], ProsePage]
    files: Mapping[str, str]
    trees: Mapping[str, Any] = field(repr=False)
    menu: Sequence[dict[str, Any]] = ()
    editions_by_file: Mapping[str, Edition] = field(default_factory=dict, repr=False)
    lock: Lock = field(default_factory=dict, repr=False)
    stale: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    unreadable: frozenset[str] = frozenset()
    copies: Mapping[str, Sequence[tuple[str, Any, Record]]] = field(
        default_factory=dict, repr=False
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages, the leading one first."""
        return tuple(self.labels.languages)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Return the editions, newest first."""
        return tuple(self.editions_by_file.values())

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of a kind."""
        if kind not in self._by_kind:
            records = (record for record in self.records.values() if isinstance(record, kind))
            self._by_kind[kind] = tuple(records)
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> dict[type, tuple[Any, ...]]:
        return {}

    @cached_property
    def file_names(self) -> frozenset[str]:
        """Return the paths of all files."""
        return frozenset(self.files.values())

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Return the themes in their order."""
        return tuple(sorted(self.of(Theme), key=lambda theme: theme.order))

    @cached_property
    def has_observations(self) -> bool:
        """Return whether a figure is told period by period."""
        return any(figure.observations for figure in self.of(Figure))

    @cached_property
    def pages(self) -> Mapping[str, Mapping[str, ProsePage]]:
        """Return the languages of each page of docs/, the leading one first, by `docs/<path>`."""
        pages: dict[str, dict[str, ProsePage]] = {}
        for page in sorted(self.prose.values(), key=lambda page: self.languages.index(page.lang)):
            pages.setdefault(f"docs/{page.path}", {})[page.lang] = page
        return pages

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return every text of every record, then every page of prose."""
        records = (passages_of(record, self.files[record.id]) for record in self.records.values())
        return tuple(chain(*records, map(passage_of_page, self.prose.values())))


@kept
def passages_of(record: Record, file: str) -> tuple[Passage, ...]:
    """Return the texts of a record."""
    texts = texts_of(record)
    return tuple(
        Passage(record.id, file, path, lang, text, kind) for path, kind, lang, text in texts
    )


@kept
def passage_of_page(page: ProsePage) -> Passage:
    """Return the text of a page of prose."""
    owner = f"docs/{page.path}"
    return Passage(owner, page.file, (), page.lang, page.body, Prose, page.first_line)


def texts_of(record: BaseModel) -> Iterator[tuple[FieldPath, type[Text], str, str]]:
    """Yield (path, type, language, text) for every text of a record, in field order."""
    for path, _, value in values_of(record):
        if isinstance(value, Text):
            for lang, text in value.items():
                yield (*path, lang), type(value), lang, text
        elif isinstance(value, Names):
            for lang, names in value.items():
                for index, name in enumerate(names):
                    yield (*path, lang, index), Name, lang, name
