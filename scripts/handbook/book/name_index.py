"""The index of names: every record by its title and its other names, in the order a reader looks for them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from handbook.book.inline_text import shown
from handbook.book.typst.pdf import internal_link
from handbook.model.dataset import Dataset
from handbook.model.records import Term
from handbook.model.types import Name, Names
from handbook.pages.queries import title_key
from handbook.text.languages import language


def index_of_names(dataset: Dataset, lang: str, places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the names under each letter, as the language sorts them.

    Args:
        dataset: The handbook.
        lang: The language of the book.
        places: The labels of records' entries by id.

    Returns:
        Dicts with `letter` and `names`; a name has the label of its entry (`place`), a link to it
        (`way`), and whether it is the record's title (`main`).
    """
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for record in (record for record in dataset.records.values() if record.id in places):
        titles = [record.title, getattr(record, "short_title", None)]
        names = [title.resolve(lang) for title in titles if isinstance(title, Name)]
        aliases = getattr(record, "aliases", None)
        if isinstance(aliases, Names) and not isinstance(record, Term):  # a term's are its inflections
            names += [(alias, lang) for alias in aliases.get(lang)]
        for number, (name, written_in) in enumerate(dict.fromkeys(names)):
            key = _key(name, title_key(record, lang) if number == 0 else language(written_in).sort_key(name))
            entries.setdefault((name, record.id), {"name": name, "place": places[record.id], "main": number == 0, "key": key})
    ordered = sorted(entries.values(), key=lambda entry: (entry["key"], entry["name"], entry["place"]))
    curled = language(lang, dataset.labels).curled
    return [
        {"letter": letter, "names": [_shown(entry, curled(entry["name"])) for entry in group]}
        for letter, group in groupby(ordered, key=lambda entry: entry["key"][:1].upper() if entry["key"][:1].isalpha() else "#")
    ]


def _shown(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    name = shown(name)
    return {"name": name, "place": entry["place"], "way": internal_link(entry["place"], name), "main": entry["main"]}


def _key(name: str, key: str) -> str:
    """Return what a name is sorted by: quotation marks and articles at its start left out."""
    return key.removeprefix("the ") or name
