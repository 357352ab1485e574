"""The list of names, loaded with the search box, by which records are found.

Beside its entries, the list has the words of the box and the tables that fold what is typed, so
that one file is enough. An entry describes one document, with short keys; empty ones are left out:

    a   address below the language's root       k   rank of its kind
    t   title                                   h   name of its text file, without ending
    n   other names                             p   names of its parts
    s   what readers may type, never shown
    o   names in other languages, by language   op  names of its parts in other languages
    q   whether what its title quotes is its proper name
    r   how its names read, where their characters alone do not say
    e   whether it is over, and what is in force comes first
    f   values by facet

Names are written as readers are shown them, with the quotation marks of their language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.kinds import kind_of, search_order
from handbook.model.records import (
    Dated,
    Figure,
    Named,
    Organisation,
    Place,
    Practice,
    PracticeState,
    Record,
    Theme,
)
from handbook.model.types import plain_pinyin
from handbook.model.urls import Address, Urls
from handbook.model.vocabulary import Level
from handbook.pages.queries import mentions
from handbook.search.documents import Document
from handbook.search.name_shards import build_parts
from handbook.text.languages import Language, language
from handbook.text.plain_text import account, in_digits, shown_words

#: How many records the empty box suggests.
SUGGESTED = 6
#: A list of more entries than this is written in parts.
WHOLE = 300
#: The facets, each with the key of its word.
FACETS = {each: each for each in ("kind", "theme", "lead", "place", "level", "year", "state")} | {
    "place": "places",
    "state": "status",
}


def build_lists(
    dataset: Dataset,
    lang: str,
    documents: Mapping[str, Sequence[Document]],
    files: Mapping[str, str],
    spread: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return the lists of names of a language.

    Args:
        dataset: The handbook.
        lang: The language.
        documents: The documents of every language.
        files: The name of each document's text file, without ending, by the document's `url`.
        spread: The characters whose pairs are in several word files (`split_chunks`).

    Returns:
        Each list by its part of the file name (`names_path`). Every reader loads "". Of a long
        list, "" has only the suggested entries; all are in ".all", and which text files a name has
        in the parts ".0", ".1" … (`build_parts`).
    """
    spoken = {lang, *dataset.labels.beside(lang)}
    languages = {
        each: language(each, dataset.labels) for each in dataset.languages if each in spoken
    }
    own_first = (languages[lang], *languages.values())
    romanised = next((each for each in own_first if each.romanised), languages[lang])
    titles = {
        code: {document.address: document.title for document in documents[code]}
        for code in languages
    }
    entries, names = [], list[str]()
    for document in documents[lang]:
        entry = _entry(dataset, document, titles, lang)
        lists = (entry["n"], entry["s"], entry["p"], *entry["o"].values(), *entry["op"].values())
        names += (own := [entry["t"], *chain.from_iterable(lists)])
        entry["r"] = romanised.readings(own)
        entry["h"] = files.get(document.url, "")
        entries.append({key: value for key, value in entry.items() if value or key in "akth"})
    contents = (document.content for document in documents[lang])
    ids = [document.record for document in documents[lang] if document.record]
    themes = [id_ for id_ in ids if isinstance(dataset.records[id_], Theme)]
    mentioned = mentions(dataset)
    # The practices that most others mention.
    practices = sorted(practice.id for practice in dataset.of(Practice) if not practice.is_over)
    practices.sort(key=lambda id_: -len(mentioned.get(id_, ())))
    suggested = {"search_suggested": practices[:SUGGESTED], f"kind_{Theme.folder}": themes}
    head = {
        **_words(dataset, lang, languages),
        "traditional": romanised.folding_table("".join((*names, *contents))),
        "pinyin": romanised.reading_table(),
        "spread": spread,
        "suggested": [(dataset.labels.word(key, lang), each) for key, each in suggested.items()],
    }
    if len(entries) <= WHOLE:
        return {"": {**head, "entries": entries}}
    parts = build_parts(entries, romanised)
    offered = set(chain.from_iterable(suggested.values()))
    first = [entry for entry in entries if entry["a"].rstrip("/").rpartition("/")[2] in offered]
    return {
        "": {**head, "parts": len(parts), "entries": first},
        ".all": entries,
        **{f".{number}": part for number, part in enumerate(parts)},
    }


def _words(dataset: Dataset, lang: str, languages: Mapping[str, Language]) -> dict[str, Any]:
    """Return the words, settings and links of the box, and how to read queries."""
    labels, written, urls = dataset.labels, languages[lang], Urls(dataset.languages)
    told = any(practice.status for practice in dataset.of(Practice))
    states = {"state": {e: labels.choice(e, lang) for e in PracticeState}} if told else {}
    typed = languages.values()
    return {
        "lang": lang,
        "languages": {key: labels.language_name(key, lang) for key in languages},
        "roots": {key: urls.root(key) for key in languages},
        "pages": {page: Address(page).path for page in ("search", "glossary", "practices")},
        "scripts": {key: each.han for key, each in languages.items()},
        "spaced": written.spaced,
        "passage": written.passage_length,
        "separator": written.separator,
        "gap": written.sentence_gap,
        "words": shown_words(labels, "search_", lang),
        "facets": {
            facet: labels.word(key, lang)
            for facet, key in FACETS.items()
            if facet != "state" or told
        },
        "values": {
            "kind": {kind: labels.word(f"kind_{kind}", lang) for kind in search_order()},
            "level": {level: labels.choice(level, lang) for level in labels.choices(Level)},
            **states,
        },
        "everyday": labels.everyday.get(lang, {}),
        "particles": "".join(each.particles for each in typed),
        "requests": "".join(each.requests for each in typed),
        "endings": {
            "names": [*dict.fromkeys(each.name_ending for each in typed if each.name_ending)],
            "texts": [*dict.fromkeys(each.text_ending for each in typed)],
        },
    }


def _entry(
    dataset: Dataset, document: Document, titles: Mapping[str, Mapping[str, str]], lang: str
) -> dict[str, Any]:
    """Return the entry of a document and its record.

    `titles` are those of the documents in every language, by language and address.
    """
    record = dataset.records.get(document.record or "")
    title = record.title.resolve(lang)[0] if record else document.title
    names, parts, sought = {}, {}, list[str]()
    for code in titles:
        written = language(code, dataset.labels)
        if record:
            called = [record.title.get(code), *_names(dataset, record, code)]
            terms = record.search_terms.get(code) if isinstance(record, Named) else ()
            if code == lang:
                sought = _unique(terms, written)
            elif record.title.get(code):
                called += terms
        else:
            called = [each for each in [titles[code].get(document.address)] if each != title]
        names[code] = _unique([title, *called] if code == lang else called, written)
        parts[code] = _unique(_parts(record, code), written)
    return {
        "a": document.address,
        "k": search_order().index(record.folder if record else "pages"),
        "t": language(lang, dataset.labels).curled(title),
        "n": names.pop(lang)[1:],
        "s": sought,
        "p": parts.pop(lang),
        "o": {code: each for code, each in names.items() if each},
        "op": {code: each for code, each in parts.items() if each},
        "q": isinstance(record, Practice) and _is_quoted(dataset, record),
        "e": isinstance(record, Practice) and record.is_over,
        "f": _facets(dataset, record) if record else {},
    }


def _unique(names: Iterable[str | None], written: Language) -> list[str]:
    """Return the names that differ in more than punctuation, the first of each, curled."""
    first: dict[str, str] = {}
    for name in filter(None, names):
        letters = "".join(filter(str.isalnum, name.casefold()))
        first.setdefault(letters, written.curled(name))
    return list(first.values())


def _names(dataset: Dataset, record: Record, lang: str) -> list[str]:
    """Return the other names of a record in a language; a figure is also called by its number."""
    short = getattr(record, "short_title", None)
    names = [(short.get(lang) or "") if short else ""]
    if isinstance(record, Named):
        names += record.aliases.get(lang)
    if isinstance(record, Organisation):
        names += [each.name.get(lang) or "" for each in record.former_names]
    if isinstance(record, Figure):
        for each in record.observed:
            if each.value is not None:
                plain = replace(each, status=None)
                names += account(dataset, plain, lang), in_digits(dataset, each, lang)
    # An editor's pinyin is a name where it reads otherwise than the characters: 12345 yāo èr sān sì
    # wǔ.
    pinyin, written = getattr(record, "pinyin", None), language(lang)
    if pinyin and written.romanised:
        reading = "".join(written.reading((short or record.title).resolve(lang)[0]))
        names += [pinyin] if plain_pinyin(pinyin) != reading else []
    return names


def _is_quoted(dataset: Dataset, practice: Practice) -> bool:
    """Return whether the title ends with what it quotes, or the short title is what it quotes."""
    first = dataset.languages[0]
    title, _ = practice.title.resolve(first)
    short = practice.short_title.get(first) if practice.short_title else None
    opening, closing = language(first).quotation_marks
    return any(
        title.endswith(f"{name}{closing}") or (short or "").strip(opening + closing) == name
        for name in re.findall(f"{opening}([^{closing}]+){closing}", title)
    )


def _parts(record: Record | None, lang: str) -> list[str]:
    if not isinstance(record, Practice):
        return []
    return [part.title.resolve(lang)[0] for part in (*record.components, *record.steps)]


def _facets(dataset: Dataset, record: Record) -> dict[str, list[str]]:
    """Return a record's values for each facet; a place has those of the places around it."""
    kind = kind_of(record)
    values = {facet: list(values_of(record)) for facet, values_of in kind.facets.items()}
    if "place" in values:
        values["place"] = _with_parents(dataset, values["place"])
    if isinstance(record, Figure):
        dated: list[Dated | None] = [each.period for each in record.observed]
    else:
        dated = [getattr(record, kind.event.field)] if kind.event else []
    values["year"] = [date[:4] for each in dated if each for date in each.span]
    return {facet: list(dict.fromkeys(each)) for facet, each in values.items() if each}


def _with_parents(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    """Return the places among the ids, each followed by the places it lies in."""
    places: list[str] = []
    for place in ids:
        record = dataset.records.get(place)
        while isinstance(record, Place) and record.id not in places:
            places.append(record.id)
            record = dataset.records.get(record.parent or "")
    return places
