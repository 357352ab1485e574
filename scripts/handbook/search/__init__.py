"""The finished pages → what the search box reads, one set for each language.

    site/**/*.html ── staging ──▶ one document a record or page ── Pagefind ──▶ pagefind/   words and texts, in small files
    Dataset ───────── names ────▶ search/names.<lang>.json.gz                   every title, alias and term, loaded with the box
    site address ───────────────▶ search/opensearch.<lang>.xml                  for the browser's own search field

The documents hold page content only. Pagefind runs once for each language, side by side.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import zopfli.gzip

from handbook.load.npm import command, run_all
from handbook.model.dataset import Dataset
from handbook.search.bigrams import restored
from handbook.search.bundle import bundle_scripts, trim_pagefind
from handbook.search.documents import Document, build_documents, write_documents
from handbook.search.index_files import split_chunks
from handbook.search.names import Index, build_lists
from handbook.text.languages import language

#: Pagefind's own interfaces, which the search box does without.
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js")
_SIGNATURE = b"pagefind_dcd"


def build_index(dataset: Dataset, site: Path, site_url: str = "") -> None:
    """Write what the search box reads into a finished site, and bundle its scripts.

    Raises:
        HandbookError: Pagefind or esbuild is missing, or failed.
    """
    documents = {lang: build_documents(dataset, site, lang) for lang in dataset.languages}
    indexes = _run_pagefind(dataset.root, site, documents)
    bundle_scripts(dataset.root, site / "assets")
    folder = site / "search"
    folder.mkdir(exist_ok=True)
    packs = {file: gzip.decompress(file.read_bytes()) for file in (site / "pagefind").glob("wasm.*.pagefind")}
    for lang in dataset.languages:
        lists = build_lists(dataset, lang, documents, indexes[lang])
        for end, names in lists.items():
            text = json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
            file = folder / f"names.{lang}{end}.json.gz"
            if end:
                file.write_bytes(gzip.compress(text, 9, mtime=0))
            else:
                packs[file] = text
        _tell_entries(site / "pagefind" / "fragment", lists.get(".all", ()))
        if site_url:
            (folder / f"opensearch.{lang}.xml").write_text(build_opensearch(dataset, lang, site_url), encoding="utf-8")
    _pack(packs)


def _tell_entries(folder: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Put into each text file what the list of names says about it, where readers do not load the whole list."""
    for entry in entries:
        file = folder / f"{entry['h']}.pf_fragment"
        _write_text(file, {**_read_text(file), "entry": entry})


def _read_text(file: Path) -> Any:
    return json.loads(gzip.decompress(file.read_bytes()).removeprefix(_SIGNATURE))


def _write_text(file: Path, text: Any) -> None:
    packed = json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode()
    file.write_bytes(gzip.compress(_SIGNATURE + packed, 9, mtime=0))


def _pack(contents: Mapping[Path, bytes]) -> None:
    """Write what every search downloads as small as gzip can be: 5 to 9 % less than the usual way, and the same bytes on every build.

    Packed here, because not every host compresses; side by side, because it takes its time and holds no lock of Python's.
    """

    def write(file: Path) -> None:
        file.write_bytes(zopfli.gzip.compress(contents[file], numiterations=5))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, sorted(contents, key=lambda file: -len(contents[file]))))


def _run_pagefind(root: Path, site: Path, documents: Mapping[str, Sequence[Document]]) -> dict[str, Index]:
    """Index every language at once."""
    bundle = site / "pagefind"
    shutil.rmtree(bundle, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".search-", dir=site.parent) as temporary:
        commands = []
        for lang, made in documents.items():
            folder = Path(temporary) / lang
            write_documents(made, folder / "pages", language(lang).index_code)
            options = ("--site", folder / "pages", "--output-path", folder / "bundle", "--quiet")
            commands.append(command(root, "pagefind", *options))
        run_all(*commands)
        entry: dict[str, Any] = {"languages": {}}
        indexes = {}
        for lang in documents:
            made_in = Path(temporary) / lang / "bundle"
            indexes[lang] = Index(_restore_texts(made_in / "fragment"), split_chunks(made_in, language(lang).index_code))
            of_lang = json.loads((made_in / "pagefind-entry.json").read_text())
            entry = {**of_lang, "languages": {**entry["languages"], lang: of_lang["languages"][language(lang).index_code]}}
            shutil.copytree(made_in, bundle, dirs_exist_ok=True)
        (bundle / "pagefind-entry.json").write_text(json.dumps(entry), encoding="utf-8")
    for pattern in UNUSED:
        for file in bundle.glob(pattern):
            file.unlink()
    trim_pagefind(bundle / "pagefind.js")
    return indexes


def _restore_texts(folder: Path) -> dict[str, str]:
    """Make the text files readable again, whose texts were cut for the index; return the name of each by its document's address."""
    found = {}
    for file in sorted(folder.iterdir()):
        text = _read_text(file)
        found[text["url"].strip("/")] = file.stem
        _write_text(file, _readable(text))
    return found


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _readable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_readable(part) for part in value]
    return restored(value) if isinstance(value, str) else value


def build_opensearch(dataset: Dataset, lang: str, site_url: str) -> str:
    """Return the description by which a browser offers this site in its own search field."""
    word = dataset.labels.word
    prefix = "" if lang == dataset.languages[0] else f"{lang}/"
    name = word("site_short", lang)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{escape(name)}</ShortName>\n"
        f"  <Description>{escape(word('search_label', lang))}</Description>\n"
        f"  <Language>{lang}</Language>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Image width="16" height="16" type="image/svg+xml">{escape(site_url)}assets/mark.svg</Image>\n'
        f'  <Url type="text/html" template="{escape(site_url)}{prefix}search/?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )
