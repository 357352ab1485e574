"""Which original each translation was made from, and which translations are stale.

    data/translations.lock.yml      joint-patrols:     the record, or the page of docs/
                                      en:              the language
                                        - 1f0c… 9ab2…  hash of the translation, hash of its
                                                       original, and the reason for accepting it

A pair of texts is known by its words, not by its place: moving a passage makes nothing stale, and
what is known of a translation goes with it to another record, or to the new id of its own. A
translation is fresh when the lock has the pair, stale when the lock has it with another original,
and new when the lock does not have it. White space and the width of punctuation do not count.
Links are no words: one that is put into a stale translation does not make it fresh. Where links are
all that has changed, a translation with the links of its original is fresh.
Lists of names differ from language to language and are left out.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from handbook.model.dataset import Dataset, Lock, ProsePage
from handbook.model.introspect import FieldPath, kept, values_of
from handbook.model.records import Record
from handbook.model.types import Text
from handbook.text.scanner import scan

_WIDE = str.maketrans("。、“”‘’「」『』《》—", '.,""\'\'""""""-')
#: A wiki link, of which only its own words are words of the text, or a heading's id.
_LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]|(\{#[^\n{}]*\})")
#: How many characters of a fingerprint are of the words; the rest are of the links.
WORDS = 8


class State(StrEnum):
    """The state of a translation."""

    MISSING = "missing"
    STALE = "stale"
    NEW = "new"
    FRESH = "fresh"


class Unit(NamedTuple):
    """A text and its translation.

    Attributes:
        owner: The record's id, or the page of docs/.
        field: The field, or the id of a page's section.
        lang: The translation's language.
        original: The text in the leading language.
        translation: The text in `lang`, if there is one.
        state: The translation's state.
        recorded: What the lock has of the translation: {hash of an original: reason}.
    """

    owner: str
    field: FieldPath
    lang: str
    original: str
    translation: str | None
    state: State
    recorded: Mapping[str, str]

    @property
    def reason(self) -> str:
        """Return what the pair was accepted for, or ""."""
        now = fingerprint(self.original)[:WORDS]
        reasons = (why for then, why in self.recorded.items() if then.startswith(now))
        return next(reasons, "") if self.state is State.FRESH else ""


def fingerprint(text: str) -> str:
    """Return hashes of words and links, which ignore blanks and the width of punctuation."""
    links: set[str] = set()

    def words(link: re.Match[str]) -> str:
        links.add(link[1] or link[3] or "")
        return link[2] or ""

    folded = _LINK.sub(words, text)
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded).translate(_WIDE)
    return _hash("".join(folded.split()))[:WORDS] + _of_links(" ".join(sorted(links)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache  # most texts have none, or the same few citations
def _of_links(links: str) -> str:
    return _hash(links)[: 12 - WORDS]


#: What the lock has of one owner's translations, and what it has of each by language and words.
_Pairs = Mapping[str, Mapping[str, Mapping[str, str]]]
_Known = dict[tuple[str, str], dict[str, str]]


class _Owner:
    """The texts of a record or page: field, text by language, fingerprint by language."""

    def __init__(self, texts: Iterable[tuple[FieldPath, Mapping[str, str]]]) -> None:
        self.texts = [
            (field, by_lang, {lang: fingerprint(text) for lang, text in by_lang.items()})
            for field, by_lang in texts
        ]
        self._words = {(lang, each[:WORDS]) for *_, own in self.texts for lang, each in own.items()}
        self._read: tuple[_Pairs, _Known, _Known] = {}, {}, {}

    def known(self, pairs: _Pairs) -> tuple[_Known, _Known]:
        """Return what is known of the translations here, and of those that left this place."""
        if self._read[0] is not pairs:
            here, gone = _Known(), _Known()
            for place, originals in _by_words(pairs):
                (here if place in self._words else gone).setdefault(place, {}).update(originals)
            self._read = pairs, here, gone
        return self._read[1:]


def _by_words(pairs: _Pairs) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for lang, translations in pairs.items():
        for translation, originals in translations.items():
            yield (lang, translation[:WORDS]), originals


def units(dataset: Dataset, lock: Lock | None = None) -> Iterator[Unit]:
    """Yield every text with each of its translations, present or missing."""
    leading, *others = dataset.languages
    lock = dataset.lock if lock is None else lock
    owners = dict(_owners(dataset))
    known = {name: owner.known(lock.get(name, {})) for name, owner in owners.items()}
    left: _Known = {}
    for name, pairs in lock.items():
        for place, originals in known[name][1].items() if name in known else _by_words(pairs):
            left.setdefault(place, {}).update(originals)
    for name, owner in owners.items():
        here = known[name][0]
        for field, by_lang, hashes in owner.texts:
            for lang in others:
                original, translation = hashes[leading], hashes.get(lang, "")
                place = lang, translation[:WORDS]
                recorded = here.get(place) or left.get(place, {})
                state = _state(original, translation, recorded)
                yield Unit(name, field, lang, by_lang[leading], by_lang.get(lang), state, recorded)


def _state(original: str, translation: str, recorded: Mapping[str, str]) -> State:
    """Return how a translation stands, from the fingerprints and what the lock has of it."""
    if not recorded:
        return State.NEW if translation else State.MISSING
    links_agree = original[WORDS:] == translation[WORDS:]
    same_words = any(each.startswith(original[:WORDS]) for each in recorded)
    return State.FRESH if original in recorded or (same_words and links_agree) else State.STALE


def stale_texts(dataset: Dataset, lock: Lock) -> frozenset[tuple[str, str]]:
    """Return the pairs of an original and its stale translation.

    Pages mark a passage whose pair is among them.
    """
    if not lock:
        return frozenset()
    return frozenset(
        (u.original, u.translation)
        for u in units(dataset, lock)
        if u.state is State.STALE and u.translation is not None
    )


def _owners(dataset: Dataset) -> Iterator[tuple[str, _Owner]]:
    """Yield each record, and each page that has the leading language."""
    for record in dataset.records.values():
        yield record.id, _of_record(record)
    for name, pages in dataset.pages.items():
        if dataset.languages[0] in pages:
            yield name, _of_page(*pages.values())


@kept
def _of_record(record: Record) -> _Owner:
    return _Owner((f, text.root) for f, _, text in values_of(record) if isinstance(text, Text))


@kept
def _of_page(leading: ProsePage, *others: ProsePage) -> _Owner:
    pages = {page.lang: page for page in (leading, *others)}
    sections = {lang: {s.id: s for s in scan(page.body).sections} for lang, page in pages.items()}
    texts: list[tuple[FieldPath, Mapping[str, str]]] = [
        (("description",), {lang: page.description for lang, page in pages.items()})
    ]
    for section in scan(leading.body).sections:
        by_lang = {lang: s[section.id].text for lang, s in sections.items() if section.id in s}
        texts.append(((section.id,), by_lang | {leading.lang: section.text}))
    return _Owner(texts)
