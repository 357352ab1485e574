"""The list of records that readers select from, `selection/records.<lang>.json.gz`.

A page's script fetches it when a reader selects entries. It tells which links lead to records, and
in which order the handbook has them:

    places   [address, [[id, title], …]] by where records stand: ids follow `…/#` or are a folder
    was      the record that each former id leads to
    words    what the script says
"""

import gzip
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from handbook.load.files import write_files
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Practice, Record, Theme
from handbook.model.urls import Urls, addresses, former_ids, selection_path
from handbook.pages.queries import in_order
from handbook.text.languages import language
from handbook.text.plain_text import shown_words

#: Words that others say, too.
_SHARED = {"retry": "search_retry", "sources": "sources_title"}


def build_records(dataset: Dataset, lang: str) -> dict[str, Any]:
    """Return the list of records in a language."""
    labels, written, urls = dataset.labels, language(lang, dataset.labels), Urls(dataset.languages)
    found = addresses(dataset)
    records = [record for record in _in_order(in_order(dataset, lang)) if record.id in found]

    def place(record: Record) -> str:
        return urls.page(found[record.id].page, lang, found[record.id].anchor).rpartition(
            record.id
        )[0]

    titles = (
        (place(record), [record.id, written.curled(record.title.resolve(lang)[0])])
        for record in records
    )
    shared = {name: written.curled(labels.resolve(key, lang)[0]) for name, key in _SHARED.items()}
    return {
        "places": [
            [at, [title for _, title in ones]]
            for at, ones in groupby(titles, key=lambda each: each[0])
        ],
        "was": dict(former_ids(dataset)),
        "words": shown_words(labels, "selection_", lang) | shared,
    }


def write_records(dataset: Dataset, site: Path) -> None:
    """Write the list of records of every language into a site."""
    for lang in dataset.languages:
        text = json.dumps(build_records(dataset, lang), ensure_ascii=False, separators=(",", ":"))
        # packed here, because not every host packs
        write_files(site, {selection_path(lang): gzip.compress(text.encode(), 9, mtime=0)})


def _in_order(dataset: Dataset) -> Iterator[Record]:
    """Yield all records as the book has them: themes with their practices, then the lists."""
    for theme in dataset.themes:
        yield theme
        yield from (each for each in dataset.of(Practice) if each.theme == theme.id)
    for kind in sorted(KINDS.values(), key=lambda kind: kind.lookup):
        if kind.record not in (Theme, Practice):
            yield from dataset.of(kind.record)
