"""A text as the rules read it: markup masked, every character at its own offset."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from typing import Any, Self, TypeVar

from handbook.checks.name_matcher import Match, NameMatcher
from handbook.model.dataset import Dataset, Passage, ProsePage, passage_of_page, passages_of
from handbook.model.introspect import FieldPath, kept
from handbook.model.records import Record
from handbook.text.languages import Number, language
from handbook.text.plain_text import plain_text, with_words
from handbook.text.scanner import Scan, Span, WikiLink, mask, scan

T = TypeVar("T")

#: An address as typed, and the number of a list's item.
_UNREAD = re.compile(
    r"<?\b(?:https?|mailto):[^\s<>，。；：、）”》]+>?|^[ \t]*\d+\.[ \t]+", re.MULTILINE
)
#: The head of a note, also in another block: its keyword, and its title between the first quotation mark and the last.
_NOTE = re.compile(
    r'^(?P<keyword>[ \t>*+:\d.-]*(?:!!!|\?\?\?\+?)[^"\n]*")[^\n]*(?P<end>"[^"\n]*)$', re.MULTILINE
)
_HEADING_ID = re.compile(r"[ \t]*\{#[^\n]*\}[ \t]*\Z")
_MARKUP = re.compile(r"[`~\[\]{}<!]|https?:|mailto:|\d\.[ \t]|^#", re.MULTILINE)


@dataclass(frozen=True)
class Reading(Passage):
    """A text, or a section of a page.

    Attributes:
        section: The id of the section; empty for a text that is none.
    """

    section: str = ""

    def sections(self) -> Iterator[Self]:
        """Yield the sections of a page, whose languages are compared part by part."""
        for part in self.scan.sections:
            yield replace(self, text=part.text, line=self.line + part.line, section=part.id)

    @cached_property
    def plain(self) -> str:
        """Return a text as long as this one, with only its words left."""
        return masked(self.text) if _MARKUP.search(self.text) else self.text

    @cached_property
    def scan(self) -> Scan:
        """Return the structure of the text."""
        return scan(self.text)

    @property
    def links(self) -> tuple[WikiLink, ...]:
        """Return the wiki links of the text."""
        return self.scan.wiki_links if "[[" in self.text else ()

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Return the numbers in the text."""
        return tuple(language(self.lang).numbers(self.plain))

    def names(self, matcher: NameMatcher) -> tuple[Match, ...]:
        """Return the names in the text, found once for each set of names."""
        if self._names[0] is not matcher:
            vars(self)["_names"] = matcher, tuple(matcher.find(self.plain))
        return self._names[1]

    def shown(self, dataset: Dataset) -> str:
        """Return the text as its reader reads it."""
        known = self.by_itself
        return plain_text(dataset, self.text, self.lang) if known is None else known

    @cached_property
    def by_itself(self) -> str | None:
        """Return the text as its reader reads it; None if it shows names of other records."""
        if not all(link.locator or link.words for link in self.links):
            return None
        return with_words(
            self.text,
            (("", True) if link.locator else (link.words or "", False) for link in self.links),
        )

    @cached_property
    def _names(self) -> tuple[NameMatcher | None, tuple[Match, ...]]:
        return None, ()


class Texts:
    """The texts of one record or page, with what rules have found in them.

    It lives as long as the record or page, so that what did not change is not looked at again.

    Attributes:
        passages: The texts; of a page, one for each language.
        readings: The same, with those of pages section by section.
    """

    def __init__(self, passages: Iterable[Passage], languages: Sequence[str]) -> None:
        """Take the texts, and the handbook's languages."""
        self.passages = tuple(Reading(**vars(passage)) for passage in passages)
        parts = ((text,) if text.field else text.sections() for text in self.passages)
        self.readings = tuple(chain.from_iterable(parts))
        self._leading = languages[0]
        self._found: dict[object, tuple[tuple[object, ...], tuple[Any, ...]]] = {}

    @cached_property
    def versions(self) -> tuple[Mapping[str, Reading], ...]:
        """Return each text of a field or section by its language.

        Lists of names, which differ from language to language, are left out.
        """
        versions: dict[tuple[FieldPath, str], dict[str, Reading]] = {}
        for reading in self.readings:
            field = reading.field
            if not field or isinstance(field[-1], str):
                versions.setdefault((field[:-1], reading.section), {})[reading.lang] = reading
        return tuple(versions.values())

    @cached_property
    def pairs(self) -> tuple[tuple[Reading, Reading], ...]:
        """Return each text in the leading language with each of its translations."""
        return tuple(
            (texts[self._leading], text)
            for texts in self.versions
            if self._leading in texts
            for lang, text in texts.items()
            if lang != self._leading
        )

    def found(
        self,
        find: Callable[..., Iterable[T]],
        given: tuple[object, ...],
        each: str,
        most: int | None,
    ) -> Sequence[tuple[Any, tuple[T, ...]]]:
        """Return the texts in which a function finds something, with what it finds.

        Args:
            find: A function that reads nothing but a text and what it is given.
            given: What it is given beside the text.
            each: What it reads at once: `readings`, `passages`, `versions` or `pairs`.
            most: How much it is to find in each at most.
        """

        def find_all(*given: object) -> Iterator[tuple[Any, tuple[T, ...]]]:
            for text in getattr(self, each):
                if found := tuple(islice(find(text, *given), most)):
                    yield text, found

        return self.once(find, given, find_all)

    def once(
        self, find: object, given: tuple[object, ...], make: Callable[..., Iterable[T]]
    ) -> tuple[T, ...]:
        """Return what `make` makes of what is given, made anew where that differs from the last."""
        if find not in self._found or self._found[find][0] != given:
            self._found[find] = given, tuple(make(*given))
        return self._found[find][1]


@kept
def texts_of_record(record: Record, file: str, languages: tuple[str, ...]) -> Texts:
    """Return the texts of a record."""
    return Texts(passages_of(record, file), languages)


@kept
def texts_of_page(
    page: ProsePage, others: tuple[ProsePage, ...], languages: tuple[str, ...]
) -> Texts:
    """Return the texts of a page in its languages."""
    return Texts(map(passage_of_page, (page, *others)), languages)


def masked(text: str) -> str:
    """Return a text with its markup masked, and words in another language with it."""
    structure = scan(text)
    spans: list[Span] = [*structure.fences, *structure.inline_code]
    for wiki in structure.wiki_links:  # a citation shows no words
        words = "" if wiki.locator else wiki.words or ""
        spans += [(wiki.start, wiki.end - 2 - len(words)), (wiki.end - 2, wiki.end)]
    spans += [(directive.start, directive.end) for directive in structure.directives]
    for link in structure.links:
        spans.append((link.target, link.end))
        if link.kind == "image":
            spans.append((link.start - 1, link.start))
    for heading in structure.headings:
        if match := _HEADING_ID.search(text, heading.start, heading.end):
            spans.append(match.span())
    plain = mask(text, spans)
    spans = [match.span() for match in _UNREAD.finditer(plain)]
    for note in _NOTE.finditer(plain):
        spans += [note.span("keyword"), note.span("end")]
    return mask(plain, spans)
