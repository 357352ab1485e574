"""What the search box reads, made from the finished pages, one set for each language.

    HTML pages ─ documents ─▶ a document a record or page ─ Pagefind ─▶ pagefind/
    Dataset ──── names ─────▶ search/names.<lang>.json.gz
    address ────────────────▶ search/opensearch.<lang>.xml

`pagefind/` has words and texts in small files. The list of names has every title, alias and term,
and is loaded with the box. The OpenSearch file is for the browser's own search field.

The documents hold page content only. Pagefind runs once for each language, in parallel.
"""

import gzip
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import zopfli.gzip

from handbook.load.npm import command, copy_licence, patched, run_all
from handbook.model.dataset import Dataset
from handbook.model.urls import Urls, names_path, opensearch_path
from handbook.search.bigrams import JOINTS, closed, restored
from handbook.search.documents import Document, build_documents, write_documents
from handbook.search.index_files import read_packed, split_chunks
from handbook.search.name_shards import QUOTATION
from handbook.search.names import Index, build_lists
from handbook.text.languages import HAN, Language, language

#: Pagefind's own interfaces, which the search box does without.
UNUSED = shutil.ignore_patterns("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")
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
_TEMPLATE = files("handbook.search") / "opensearch.xml.jinja"
_OPENSEARCH = jinja2.Template(_TEMPLATE.read_text("utf-8"), autoescape=True)


def build_index(dataset: Dataset, site: Path, site_url: str = "") -> None:
    """Write what the search box reads into a finished site.

    Args:
        dataset: The handbook.
        site: The finished site.
        site_url: The address it is published at, for the browser's own search field.

    Raises:
        HandbookError: Pagefind is missing, or failed.
    """
    documents = {lang: build_documents(dataset, site, lang) for lang in dataset.languages}
    indexes = _run_pagefind(dataset, site, documents)
    (site / "search").mkdir(exist_ok=True)
    wasm = (site / "pagefind").glob("wasm.*.pagefind")
    every_search = {file: gzip.decompress(file.read_bytes()) for file in wasm}
    for lang, index in indexes.items():
        lists = build_lists(dataset, lang, documents, index)
        every_search[site / names_path(lang)] = _json(lists.pop(""))
        for part, entries in lists.items():
            (site / names_path(lang, part)).write_bytes(_gzip(entries))
        # Readers of a long list learn a result's entry from its text.
        entries = {entry["h"]: {"entry": entry} for entry in lists.get(".all", ())}
        for name, text in index.texts.items():
            file = site / "pagefind" / "fragment" / f"{name}.pf_fragment"
            file.write_bytes(_gzip({**text, **entries.get(name, {})}))
        if site_url:
            description = build_opensearch(dataset, lang, site_url)
            (site / opensearch_path(lang)).write_text(description, encoding="utf-8")
    _pack(every_search)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _gzip(value: object) -> bytes:
    # Compressed here, because not every host compresses.
    return gzip.compress(_json(value), 9, mtime=0)


def _pack(contents: Mapping[Path, bytes]) -> None:
    """Write files that every search downloads as small as gzip can be.

    They are 5 to 9 % smaller than usual, and the same on every build.
    """

    def write(file: Path) -> None:  # takes its time, and holds no lock of Python's
        file.write_bytes(zopfli.gzip.compress(contents[file], numiterations=5))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, sorted(contents, key=lambda file: -len(contents[file]))))


def _run_pagefind(
    dataset: Dataset, site: Path, documents: Mapping[str, Sequence[Document]]
) -> dict[str, Index]:
    """Index every language, all side by side, into one bundle."""
    bundle = site / "pagefind"
    shutil.rmtree(bundle, ignore_errors=True)
    indexes, entries = {}, {}
    with tempfile.TemporaryDirectory(prefix=".search-", dir=site.parent) as temporary:
        folders = {lang: Path(temporary) / lang for lang in documents}
        commands = []
        for lang, folder in folders.items():
            write_documents(documents[lang], folder / "pages", language(lang).index_code)
            options = ("--site", folder / "pages", "--output-path", folder / "bundle", "--quiet")
            commands.append(command(dataset.root, "pagefind", *options))
        run_all(*commands)
        for lang, folder in folders.items():
            part, written = folder / "bundle", language(lang, dataset.labels)
            summaries = {document.path: document.summary for document in documents[lang]}
            indexes[lang] = _read_bundle(part, written, summaries)
            entry = json.loads((part / "pagefind-entry.json").read_text("utf-8"))
            entries[lang] = entry["languages"][written.index_code]
            shutil.copytree(part, bundle, ignore=UNUSED, dirs_exist_ok=True)
    entry["languages"] = entries
    (bundle / "pagefind-entry.json").write_text(json.dumps(entry), encoding="utf-8")
    trim_pagefind(bundle / "pagefind.js")
    copy_licence(dataset.root, "pagefind", site)
    return indexes


def _read_bundle(bundle: Path, written: Language, summaries: Mapping[str, str]) -> Index:
    names, texts = {}, {}
    for file in sorted((bundle / "fragment").iterdir()):
        fragment = json.loads(read_packed(file))
        path = fragment["url"].strip("/")
        names[path] = file.stem
        texts[file.stem] = {**_text(fragment, written), "summary": summaries[path]}
    return Index(names, texts, split_chunks(bundle, written.index_code))


def _text(fragment: dict[str, Any], written: Language) -> dict[str, Any]:
    """Return a document as the box quotes it; a section is (anchor, title, where it starts)."""

    def read(text: str) -> str:
        return written.curled(closed(restored(text), written.spaced))

    words = fragment["content"].split()
    sections = [
        (anchor["id"], read(anchor["text"]), len(read(" ".join(words[: anchor["location"]]))))
        for anchor in fragment["anchors"]
        if re.fullmatch("h[2-6]", anchor["element"]) and anchor["text"].strip()
    ]
    title = read(fragment["meta"].get("title", ""))
    return {"content": read(fragment["content"]), "title": title, "sections": sections}


def trim_pagefind(script: Path) -> None:
    """Remove from Pagefind's script what the search box does itself."""
    text = patched(script.read_text(encoding="utf-8"), TRIMMED, script.name)
    script.write_text(text, encoding="utf-8")


def build_opensearch(dataset: Dataset, lang: str, site_url: str) -> str:
    """Return the description by which a browser offers this site in its own search field."""
    urls = Urls(dataset.languages, site_url)
    return str(_OPENSEARCH.render(lang=lang, urls=urls, word=dataset.labels.word))
