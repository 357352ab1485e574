"""What the search box reads, made from the finished pages, one set for each language.

    HTML pages ─ documents ─▶ a document a record or page ─ Pagefind ─▶ pagefind/
    Dataset ──── names ─────▶ search/names.<lang>.json.gz
    address ────────────────▶ search/opensearch.<lang>.xml

`pagefind/` has words and texts in small files. The list of names has every title, alias and term,
and is loaded with the box. The OpenSearch file is for the browser's own search field.

The documents hold page content only. What is made of a language depends on no other but for the
titles of its documents, and not on the order in which documents are given.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

import zopfli.gzip

from handbook.load.files import write_files
from handbook.load.npm import copy_licence, patched
from handbook.model.dataset import Dataset
from handbook.model.resources import jinja_template
from handbook.model.urls import Urls, names_path, opensearch_path
from handbook.search.documents import Document
from handbook.search.index_files import split_chunks
from handbook.search.name_shards import QUOTATION
from handbook.search.names import build_lists
from handbook.search.pagefind import run_pagefind
from handbook.store import Store, key_of
from handbook.text.bigrams import JOINTS
from handbook.text.languages import HAN, language

#: The folder of the index, and in it the list of its languages and Pagefind's script.
_FOLDER, _HEAD, _SCRIPT = "pagefind", "pagefind-entry.json", "pagefind.js"
#: What Pagefind's script does and the box itself does, and what stands there instead.
TRIMMED = {
    # The box cuts Chinese queries as the pages are cut (`bigrams`), not by a dictionary.
    r"needsWordSegmentation\(trueLanguage\)": "false",
    # The box hands files over unpacked.
    r"var u8=Uint8Array;.*?var gz_default=gunzipSync;": "var gz_default;",
}
#: What this package shares with the browser's scripts, by the name that they have for it.
SHARED = {
    "HAN_RANGES": HAN.encode("raw_unicode_escape").decode("unicode_escape"),
    "JOINTS": JOINTS,
    "QUOTATION": QUOTATION,
    "NAMES_PATH": names_path("{lang}", "{part}"),
}
_OPENSEARCH = jinja_template("handbook.search", "opensearch.xml.jinja", autoescape=True)


def build_files(
    dataset: Dataset,
    lang: str,
    documents: Mapping[str, Sequence[Document]],
    site_url: str,
    store: Store,
) -> dict[str, bytes]:
    """Return what the search box reads in a language, by path in the site.

    Args:
        dataset: The handbook.
        lang: The language.
        documents: The documents of every language; of the others only the titles matter.
        site_url: The address the site is published at, for the browser's own search field.
        store: What keeps packed files.

    Raises:
        HandbookError: Pagefind is missing, or failed.
    """
    own, code = sorted(documents[lang], key=attrgetter("address")), language(lang).index_code
    pages = [(each.url, each.page(code)) for each in own]
    bundle = run_pagefind(dataset.root, pages)
    texts = [each.quoted for each in own]
    edition = f"{code}_{hashlib.sha256(_json([pages, texts])).hexdigest()[:7]}"
    index, names, spread = split_chunks(bundle, edition)
    lists = build_lists(dataset, lang, {**documents, lang: own}, names, spread)
    # Readers of a long list learn a result's entry from its text.
    entries = {entry["a"]: {"entry": entry} for entry in lists.get(".all", ())}
    head = json.loads(bundle[_HEAD])
    own_index = {**head["languages"][code], "hash": edition}
    head["languages"] = {lang.lower(): own_index}  # Pagefind asks for the page's in lower case
    wasm = f"wasm.{own_index['wasm'] or 'unknown'}.pagefind"
    files = {
        **index,
        _HEAD: json.dumps(head).encode(),
        _SCRIPT: patched(bundle[_SCRIPT].decode(), TRIMMED, _SCRIPT).encode(),
        wasm: _smallest(gzip.decompress(bundle[wasm]), store),
    }
    for each in own:
        if name := names.get(each.url):  # it has words
            text = {**each.quoted, **entries.get(each.address, {})}
            files[f"fragment/{name}.pf_fragment"] = _packed(text)
    files = {f"{_FOLDER}/{path}": content for path, content in files.items()}
    files[names_path(lang)] = _packed(lists.pop(""))
    files |= {names_path(lang, part): _packed(entries) for part, entries in lists.items()}
    if site_url:
        files[opensearch_path(lang)] = build_opensearch(dataset, lang, site_url).encode()
    return files


def write_index(site: Path, files: Mapping[str, bytes]) -> bytes:
    """Write what `build_files` made of a language into a site; return its head instead."""
    head = f"{_FOLDER}/{_HEAD}"
    write_files(site, {path: content for path, content in files.items() if path != head})
    return files[head]


def write_head(dataset: Dataset, site: Path, heads: Iterable[bytes]) -> None:
    """Write the list of an index's languages, from the head of each, and Pagefind's licence."""
    read = [json.loads(head) for head in heads]
    languages = {code: index for head in read for code, index in head["languages"].items()}
    text = json.dumps({**read[0], "languages": languages})
    (site / _FOLDER / _HEAD).write_text(text, "utf-8")
    copy_licence(dataset.root, _FOLDER, site)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(value: object) -> bytes:
    # Packed here, because not every host packs.
    return gzip.compress(_json(value), 9, mtime=0)


def _smallest(content: bytes, store: Store) -> bytes:
    """Pack what every search downloads, and no edit changes, as small as gzip can be."""
    key = key_of("smallest", hashlib.sha256(content).hexdigest())
    if not (kept := store.get([key])):
        kept = {key: zopfli.gzip.compress(content, numiterations=5)}
        store.put(kept)
    return kept[key]


def build_opensearch(dataset: Dataset, lang: str, site_url: str) -> str:
    """Return the description by which a browser offers this site in its own search field."""
    urls = Urls(dataset.languages, site_url)
    return str(_OPENSEARCH.render(lang=lang, urls=urls, word=dataset.labels.word))
