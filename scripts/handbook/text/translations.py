"""Which Chinese each English text was made from, and so which English texts lag behind their Chinese.

    data/translations.lock.yml      joint-patrols:         the record, or the page of docs/
                                      en:                  the language
                                        - 1f0c… 9ab2…      a translation's hash, its original's, and the reason it was accepted for

A pair of texts is known by what it says, not by where it stands: moving a passage, or putting one before it, makes nothing stale.
A translation is fresh when the lock has its pair, stale when the lock has it with another original, and new when the lock does not
have it. White space and the width of punctuation do not count. Lists of names differ from language to language and are left out.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook.model.dataset import Dataset, ProsePage, texts_of
from handbook.text.scanner import scan

#: The lock as read: owner → language → hash of the translation → {hash of an original: reason}.
Lock = Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]

_WIDE = str.maketrans("。、“”‘’「」『』《》—", '.,""\'\'""""""-')


class State(StrEnum):
    """How a text stands in another language."""

    MISSING = "missing"
    STALE = "stale"
    NEW = "new"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation: whose it is, its field (a page's section by its heading's id), both texts and how it stands."""

    owner: str
    field: tuple[str | int, ...]
    lang: str
    original: str
    translation: str | None
    state: State
    reason: str = ""


def fingerprint(text: str) -> str:
    """Return a hash of what a text says: white space and the width of punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).translate(_WIDE)
    return hashlib.sha256("".join(folded.split()).encode()).hexdigest()[:12]


def units(dataset: Dataset, lock: Lock | None = None) -> Iterator[Unit]:
    """Yield every text with each of its translations, present or missing."""
    known = dataset.lock if lock is None else lock
    for owner, field, lang, original, translation in _pairs(dataset):
        state, reason = _state(known.get(owner, {}).get(lang, {}), original, translation)
        yield Unit(owner, field, lang, original, translation, state, reason)


def stale_texts(dataset: Dataset, lock: Lock) -> frozenset[tuple[str, str]]:
    """Return the (original, translation) texts that have drifted apart: what pages look up to mark a passage."""
    if not lock:
        return frozenset()
    return frozenset((u.original, u.translation) for u in units(dataset, lock) if u.state is State.STALE and u.translation is not None)


def _state(known: Mapping[str, Mapping[str, str]], original: str, translation: str | None) -> tuple[State, str]:
    if translation is None:
        return State.MISSING, ""
    originals = known.get(fingerprint(translation))
    if originals is None:
        return State.NEW, ""
    reason = originals.get(fingerprint(original))
    return (State.STALE, "") if reason is None else (State.FRESH, reason)


def _pairs(dataset: Dataset) -> Iterator[tuple[str, tuple[str | int, ...], str, str, str | None]]:
    """Yield (owner, field, language, original, translation) for every text in every language but the leading one."""
    leading, *others = dataset.languages
    for record in dataset.records.values():
        versions: dict[tuple[str | int, ...], dict[str, str]] = {}
        for where, _, lang, text in texts_of(record):
            if isinstance(where[-1], str):  # the names of a list end in their index
                versions.setdefault(where[:-1], {})[lang] = text
        for field, texts in versions.items():
            for lang in others:
                yield record.id, field, lang, texts[leading], texts.get(lang)
    for (path, written_in), page in dataset.prose.items():
        if written_in == leading:
            for lang in others:
                yield from _page_pairs(page, dataset.prose.get((path, lang)), lang)


def _page_pairs(page: ProsePage, twin: ProsePage | None, lang: str) -> Iterator[tuple[str, tuple[str | int, ...], str, str, str | None]]:
    owner = f"docs/{page.path}"
    yield owner, ("description",), lang, page.description, twin.description if twin else None
    translated = {section.id: section.text for section in scan(twin.body).sections} if twin else {}
    for section in scan(page.body).sections:
        yield owner, (section.id,), lang, section.text, translated.get(section.id)
