"""The index of names.

It lists every record by its title and its other names, in the order of the language.
"""

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
        Dicts with `letter` and `names`; a name has a link to its entry (`way`), the labels of
        all entries that have it (`places`), and of those whose title it is (`named`).
    """
    curled = language(lang, dataset.labels).curled
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    told: dict[str, dict[str, Any]] = {}
    for record in (record for record in dataset.records.values() if record.id in places):
        titles = [record.title, getattr(record, "short_title", None)]
        names = [title.resolve(lang) for title in titles if isinstance(title, Name)]
        aliases = getattr(record, "aliases", None)
        # the other names of a term are its inflections
        if isinstance(aliases, Names) and not isinstance(record, Term):
            names += [(alias, lang) for alias in aliases.get(lang)]
        names += [each.name.resolve(lang) for each in getattr(record, "former_names", ())]
        place = places[record.id]
        for name, written_in in dict(reversed(names)).items():  # the first of equal names
            main, printed = name == names[0][0], shown(curled(name))
            way = internal_link(place, printed)
            if new := printed not in told:
                told[printed] = {"name": printed, "way": way, "places": [], "named": []}
            told[printed]["places"].append(place)
            told[printed]["named"] += [place] if main else []
            if not new:  # something else has this name, too
                continue
            key = title_key(record, lang) if main else language(written_in).sort_key(name)
            entries[key.removeprefix("the ") or name, name] = told[printed]
    groups = groupby(
        sorted(entries), key=lambda order: order[0][0].upper() if order[0][0].isalpha() else "#"
    )
    return [
        {"letter": letter, "names": [entries[order] for order in group]} for letter, group in groups
    ]
