"""The Dataset → the list of names that is loaded with the search box: what finds a record although its text was cut into other words.

For each document: its address, its title, its other names in every language, its parts' names, what facets it has, and the name of
its text file. The list also carries the box's words and the tables that fold what is typed, so that one file brings all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.kinds import kind_of, search_order
from handbook.model.records import Dated, Figure, Place, Practice, Record, Theme
from handbook.model.types import Level, plain_pinyin
from handbook.pages.queries import backlinks
from handbook.search.documents import Document
from handbook.search.name_shards import build_parts
from handbook.text.languages import Language, language
from handbook.text.plain_text import number

#: How many records the empty box suggests.
SUGGESTED = 6
#: A list of more entries than this is also written in parts.
WHOLE = 300
_WORDS = "search_"


@dataclass(frozen=True, slots=True)
class Index:
    """What Pagefind made of a language's documents: the name of each one's text file by its path, and the characters spread over files."""

    texts: Mapping[str, str]
    spread: Mapping[str, Sequence[str]]


def build_lists(dataset: Dataset, lang: str, documents: Mapping[str, Sequence[Document]], index: Index) -> dict[str, Any]:
    """Return the lists of names of a language, each by the end of its file's name: one in all, or beside it the whole and its parts."""
    twins = {other: {made.at: made for made in documents[other]} for other in dataset.languages if other != lang}
    written, romanised = language(lang, dataset.labels), _romanised(dataset)
    entries = [_entry(dataset, lang, made, twins, romanised, index.texts.get(made.path, "")) for made in documents[lang]]
    labels = dataset.labels
    names = "".join(text for entry in entries for text in (entry["t"], *entry.get("n", ()), *entry.get("p", ())))
    content = "".join(made.content for made in documents[lang])
    suggested = _suggested(dataset)
    head = {
        "lang": lang,
        "first": dataset.languages[0],
        "languages": {key: {"name": labels.language_name(key, lang), "quotes": language(key, labels).quotes} for key in labels.languages},
        "spaced": written.spaced,
        "passage": written.passage_length,
        "separator": written.separator,
        "gap": written.sentence_gap,
        "words": {key.removeprefix(_WORDS): written.curled(labels.resolve(key, lang)[0]) for key in labels.words if key.startswith(_WORDS)},
        "kinds": {kind: labels.word(f"kind_{kind}", lang) for kind in search_order()},
        "facets": {facet: labels.word(key, lang) for facet, key in FACETS.items()},
        "levels": {str(level): labels.choice(level, lang) for level in labels.choices(Level)},
        "everyday": {word: list(words) for word, words in labels.everyday.get(lang, {}).items()},
        "traditional": romanised.folding_table(names + content),
        "pinyin": romanised.reading_table(),
        "spread": index.spread,
        "suggested": suggested,
    }
    if len(entries) <= WHOLE:
        return {"": {**head, "entries": entries}}
    parts = build_parts(entries, romanised)
    offered = [
        entry
        for entry in entries
        if entry["k"] == search_order().index(Theme.folder) or entry["a"].rstrip("/").rpartition("/")[2] in suggested
    ]
    return {"": {**head, "parts": len(parts), "entries": offered}, ".all": entries, **{f".{n}": part for n, part in enumerate(parts)}}


#: The facets, each with the key of its word.
FACETS = {"kind": "kind", "theme": "theme", "lead": "lead", "place": "places", "level": "level", "year": "year"}


def _entry(
    dataset: Dataset, lang: str, made: Document, twins: Mapping[str, Mapping[str, Document]], romanised: Language, hash_: str
) -> dict[str, Any]:
    """Return one document's line; what is empty is left out.

    a address, k kind, t title, h text file, n other names, p parts, o and op those in other languages, q whether the title quotes its
    proper name, r how names read where their characters do not say, f facets.
    """
    record = dataset.records.get(made.record or "")
    title = record.title.resolve(lang)[0] if record else made.title
    others: dict[str, list[str]] = {}
    for other, pages in twins.items():
        if record:
            others[other] = _unique([record.title.get(other) or "", *_names(dataset, record, other)])
        elif made.at in pages and pages[made.at].title != made.title:
            others[other] = [pages[made.at].title]
    others = {other: names for other, names in others.items() if names}
    other_parts = {other: found for other in twins if (found := _unique(_parts(record, other)))}
    names = [name for name in _unique(_names(dataset, record, lang) if record else []) if _letters(name) != _letters(title)]
    parts = _unique(_parts(record, lang))
    line = {
        "a": made.at,
        "k": search_order().index(record.folder if record else "pages"),
        "t": title,
        "h": hash_,
        "n": names,
        "p": parts,
        "o": others,
        "q": _is_quoted(dataset, record) if isinstance(record, Practice) else False,
        "op": other_parts,
        "r": romanised.readings([title, *names, *parts, *chain(*others.values(), *other_parts.values())]),
        "f": _facets(dataset, record) if record else {},
    }
    return {key: value for key, value in line.items() if value not in ([], {}, "", False) or key in "akth"}


def _romanised(dataset: Dataset) -> Language:
    """Return the language whose names are also typed in Latin letters; the leading one where none is."""
    languages = [language(lang, dataset.labels) for lang in dataset.languages]
    return next((each for each in languages if each.romanised), languages[0])


def _letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _unique(names: Iterable[str]) -> list[str]:
    """Return the names that differ in more than punctuation, the first of each."""
    return list({_letters(name): name for name in reversed([*names]) if name}.values())[::-1]


def _names(dataset: Dataset, record: Record, lang: str) -> list[str]:
    """Return the other names of a record in a language; a figure is also called by its number."""
    aliases = getattr(record, "aliases", None)
    short = getattr(record, "short_title", None)
    names = [short.get(lang) if short else "", *(aliases.get(lang) if aliases else ())]
    if isinstance(record, Figure) and record.value is not None:
        names.append(number(dataset, record, lang))
    # An editor's pinyin is a name of its own where it reads otherwise than the characters do: 12345 yāo èr sān sì wǔ.
    pinyin = getattr(record, "pinyin", None)
    written = language(lang)
    if pinyin and written.romanised and plain_pinyin(pinyin) != "".join(written.reading(record.title.resolve(lang)[0])):
        names.append(pinyin)
    return [name for name in names if name]


def _is_quoted(dataset: Dataset, practice: Practice) -> bool:
    """Say whether what a practice's title quotes is what the practice is called: the title ends with it, or an alias is it."""
    first = dataset.languages[0]
    title, _ = practice.title.resolve(first)
    opening, closing = language(first).quotation_marks
    quoted = re.findall(f"{opening}([^{closing}]+){closing}", title)
    return any(title.endswith(f"{name}{closing}") or name in practice.aliases.get(first) for name in quoted)


def _parts(record: Record | None, lang: str) -> list[str]:
    if not isinstance(record, Practice):
        return []
    return [part.title.resolve(lang)[0] for part in (*record.components, *record.steps)]


def _facets(dataset: Dataset, record: Record) -> dict[str, list[str]]:
    """Return the values of a record for each facet it has; a place brings the places it lies in."""
    kind = kind_of(record)
    found = {facet: list(values(record)) for facet, values in kind.facets.items()}
    if "place" in found:
        found["place"] = _with_parents(dataset, found["place"])
    dated: Dated | None = getattr(record, kind.event.field) if kind.event else None
    if dated:
        found["year"] = [dated.date[:4]]
    return {facet: _unique(values) for facet, values in found.items() if values}


def _with_parents(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    """Return the places among the ids, each followed by the places it lies in."""
    found: list[str] = []
    for place in ids:
        record = dataset.records.get(place)
        while isinstance(record, Place) and record.id not in found:
            found.append(record.id)
            record = dataset.records.get(record.parent or "")
    return found


def _suggested(dataset: Dataset) -> list[str]:
    """Return the ids of the practices that most others mention: what the empty box suggests."""
    mentioned = backlinks(dataset)
    practices = sorted(dataset.of(Practice), key=lambda practice: (-len(mentioned.get(practice.id, ())), practice.id))
    return [practice.id for practice in practices[:SUGGESTED]]
