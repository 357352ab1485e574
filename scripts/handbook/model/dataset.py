"""The frozen data set: records, hand-written pages, the interface's words, and what their files tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from handbook.model.editions import Edition
from handbook.model.labels import Labels
from handbook.model.records import Record, Theme
from handbook.model.types import Name, Names, Part, Prose, Text

R = TypeVar("R", bound=Record)


class FrontMatter(Part):
    """What stands at the head of a hand-written page."""

    title: str
    description: str
    book: int | None = None


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A hand-written page in one language.

    Attributes:
        path: Its path below docs/ without language and ending.
        lang: Its language.
        file: Its file's path from the root.
        title: Its title.
        description: What it is about.
        body: Its text after the front matter.
        first_line: The line of the file that the text begins on.
        book: Its place among the chapters that open the book.
    """

    path: str
    lang: str
    file: str
    title: str
    description: str
    body: str
    first_line: int
    book: int | None = None


@dataclass(frozen=True)
class Passage:
    """One text of a record or page in one language, with where it stands."""

    owner: str
    file: str
    field: tuple[str | int, ...]
    lang: str
    text: str
    type: type[Text]


@dataclass(frozen=True)
class Dataset:
    """Everything the outputs are made from, loaded once and never changed.

    `records` are by id, in the order of `KINDS` and then of ids; `prose` by (path, language). `files` and `trees` hold each record's
    file and the places in it, by id; those of the interface's words and of pages' front matter stand under their files' own paths.
    `editions_by_file` come newest first; `lock` tells which original each translation was made from, and `stale` holds the (original, translation)
    texts that have drifted apart since. `unreadable` are the ids whose files could not be read, `copies` the (file, tree) pairs of each id
    that several files have.
    """

    root: Path
    labels: Labels
    records: Mapping[str, Record]
    prose: Mapping[tuple[str, str], ProsePage]
    files: Mapping[str, str]
    trees: Mapping[str, Any] = field(repr=False)
    editions_by_file: Mapping[str, Edition] = field(default_factory=dict, repr=False)
    lock: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]] = field(default_factory=dict, repr=False)
    stale: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    unreadable: frozenset[str] = frozenset()
    copies: Mapping[str, tuple[tuple[str, Any], ...]] = field(default_factory=dict, repr=False)

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
        return tuple(record for record in self.records.values() if isinstance(record, kind))

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Return the themes in their order."""
        return tuple(sorted(self.of(Theme), key=lambda theme: theme.order))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return every text of every record, then every page of prose."""
        found = [
            Passage(record.id, self.files[record.id], where, lang, text, kind)
            for record in self.records.values()
            for where, kind, lang, text in texts_of(record)
        ]
        found += [Passage(f"docs/{page.path}", page.file, (), page.lang, page.body, Prose) for page in self.prose.values()]
        return tuple(found)


def texts_of(part: BaseModel) -> Iterator[tuple[tuple[str | int, ...], type[Text], str, str]]:
    """Yield (path, type, language, text) for every text inside a record, in the order of its fields."""
    for name, value in part.__dict__.items():
        yield from _texts((name,), value)


def _texts(where: tuple[str | int, ...], value: object) -> Iterator[tuple[tuple[str | int, ...], type[Text], str, str]]:
    if isinstance(value, Text):
        for lang, text in value.items():
            yield (*where, lang), type(value), lang, text
    elif isinstance(value, Names):
        for lang, names in value.items():
            for index, name in enumerate(names):
                yield (*where, lang, index), Name, lang, name
    elif isinstance(value, BaseModel):
        for path, kind, lang, text in texts_of(value):
            yield (*where, *path), kind, lang, text
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts((*where, index), item)
