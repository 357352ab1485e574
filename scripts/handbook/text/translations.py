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
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from handbook.model.dataset import Dataset, Lock
from handbook.model.introspect import FieldPath, values_of
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

    folded = unicodedata.normalize("NFKC", _LINK.sub(words, text)).translate(_WIDE)
    return _hash("".join(folded.split()))[:WORDS] + _hash(" ".join(sorted(links)))[: 12 - WORDS]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def units(dataset: Dataset, lock: Lock | None = None) -> Iterator[Unit]:
    """Yield every text with each of its translations, present or missing."""
    leading, *others = dataset.languages
    texts = [
        (owner, field, texts, {lang: fingerprint(text) for lang, text in texts.items()})
        for owner, field, texts in _texts(dataset)
    ]
    held = {(owner, lang, each[:WORDS]) for owner, *_, own in texts for lang, each in own.items()}
    # What is known of a translation in its place, and by (None, …) of one that left its place.
    known: defaultdict[tuple[str | None, str, str], dict[str, str]] = defaultdict(dict)
    for owner, languages in (dataset.lock if lock is None else lock).items():
        for lang, pairs in languages.items():
            for translation, originals in pairs.items():
                words = translation[:WORDS]
                place = owner if (owner, lang, words) in held else None
                known[place, lang, words].update(originals)
    for owner, field, by_lang, hashes in texts:
        for lang in others:
            original, translation = hashes[leading], hashes.get(lang, "")
            words = translation[:WORDS]
            recorded = known.get((owner, lang, words)) or known.get((None, lang, words), {})
            state = _state(original, translation, recorded)
            yield Unit(owner, field, lang, by_lang[leading], by_lang.get(lang), state, recorded)


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


def _texts(dataset: Dataset) -> Iterator[tuple[str, FieldPath, dict[str, str]]]:
    """Yield (owner, field, the text by language) for every text of the leading language."""
    leading = dataset.languages[0]
    for record in dataset.records.values():
        for field, _, value in values_of(record):
            if isinstance(value, Text):
                yield record.id, field, value.root
    for owner, pages in dataset.pages.items():
        if original := pages.get(leading):
            yield owner, ("description",), {lang: page.description for lang, page in pages.items()}
            sections = {
                lang: {s.id: s.text for s in scan(page.body).sections}
                for lang, page in pages.items()
            }
            for section in scan(original.body).sections:
                texts = {
                    lang: ids[section.id] for lang, ids in sections.items() if section.id in ids
                }
                yield owner, (section.id,), texts | {leading: section.text}
