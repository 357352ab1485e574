"""Which original each translation was made from, and which translations are stale.

    data/translations.lock.yml      joint-patrols:     the record, or the page of docs/
                                      en:              the language
                                        - 1f0c… 9ab2…  hash of the translation, hash of its
                                                       original, and the reason for accepting it

A pair of texts is known by its words, not by its place: moving a passage makes nothing stale, and
what is known of a translation goes with it to another record, or to the new id of its own. A
translation is fresh when the lock has the pair, stale when the lock has it with another original,
and new when the lock does not have it. White space and the width of punctuation do not count.
Lists of names differ from language to language and are left out.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from typing import NamedTuple

from handbook.model.dataset import Dataset, Lock
from handbook.model.introspect import FieldPath, values_of
from handbook.model.types import Text
from handbook.text.scanner import scan

_WIDE = str.maketrans("。、“”‘’「」『』《》—", '.,""\'\'""""""-')


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
        return self.recorded.get(fingerprint(self.original), "") if self.recorded else ""


def fingerprint(text: str) -> str:
    """Return a hash of a text that ignores white space and the width of punctuation."""
    folded = unicodedata.normalize("NFKC", text).translate(_WIDE)
    return hashlib.sha256("".join(folded.split()).encode()).hexdigest()[:12]


def units(dataset: Dataset, lock: Lock | None = None) -> Iterator[Unit]:
    """Yield every text with each of its translations, present or missing."""
    known = dataset.lock if lock is None else lock
    leading, *others = dataset.languages
    texts = [
        (owner, field, texts, {lang: fingerprint(texts[lang]) for lang in others if lang in texts})
        for owner, field, texts in _texts(dataset)
    ]
    moved = _moved(known, {(owner, *each) for owner, *_, own in texts for each in own.items()})
    for owner, field, by_lang, hashes in texts:
        for lang in others:
            pairs = known.get(owner, {}).get(lang, {})
            hashed = hashes.get(lang, "")
            recorded = pairs.get(hashed) or moved.get((lang, hashed), {})
            original = by_lang[leading]
            state = State.STALE if recorded else State.NEW if hashed else State.MISSING
            if recorded and fingerprint(original) in recorded:
                state = State.FRESH
            yield Unit(owner, field, lang, original, by_lang.get(lang), state, recorded)


def _moved(lock: Lock, held: Set[tuple[str, str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    """Return what the lock has of translations that left the record or page it names.

    Args:
        lock: The lock.
        held: (owner, language, hash) of each translation there is.
    """
    moved: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for owner, languages in lock.items():
        for lang, pairs in languages.items():
            for translation, originals in pairs.items():
                if (owner, lang, translation) not in held:
                    moved[lang, translation].update(originals)
    return moved


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
