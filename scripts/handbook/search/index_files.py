"""Pagefind's word files, cut smaller: a query's words then cost about a KB each instead of twenty-five.

Pagefind packs about a thousand words into one file and has no setting for it. The files are CBOR: a list of words, each with its pages;
`pf_meta` says which word each file starts and ends with. Words stay as they are and in their order; only the cuts move.

A query downloads the table that names the files and a few files. Were their number fixed, the files would grow with the handbook; were
their size, the table would. So both grow with its square root.
"""

from __future__ import annotations

import gzip
import hashlib
import math
from pathlib import Path
from typing import Any

import cbor2

from handbook.text.languages import is_han

_SIGNATURE = b"pagefind_dcd"
#: How many bytes a file holds before compression, as a multiple of the root of all bytes: a table's line and a query's files then cost alike.
SHARE = 1.5
#: How much fuller a file may be so that all pairs of one character stand together.
STRETCH = 1


def split_chunks(bundle: Path, lang: str) -> dict[str, list[str]]:
    """Cut the word files of one language's bundle smaller, and the table that names them with it.

    Return the characters whose pairs had to be spread over several files, each with the first word of each file but the first:
    Pagefind looks in one file only for the words that begin with a character.
    """
    [table] = bundle.glob(f"pagefind.{lang}_*.pf_meta")
    meta: list[Any] = cbor2.loads(_read(table))
    files = [(hash_, bundle / "index" / f"{hash_}.pf_index") for _, _, hash_ in meta[2]]
    words = [word for _, file in files for word in cbor2.loads(_read(file))[0]]
    total = sum(len(_read(file)) for _, file in files)
    # Files are renamed together whenever a word changes: names that begin alike compress well.
    edition = hashlib.sha256(b"".join(_read(file) for _, file in files)).hexdigest()[:7]
    for _, file in files:
        file.unlink()
    meta[2] = []
    spread: dict[str, list[str]] = {}
    for number, chunk in enumerate(_cut(words, int(SHARE * math.sqrt(total)))):
        name = f"{lang}_{edition}{number:x}"
        (bundle / "index" / f"{name}.pf_index").write_bytes(_packed([chunk]))
        if meta[2] and _together(meta[2][-1][1], chunk[0][0]):
            spread.setdefault(chunk[0][0][0], []).append(chunk[0][0])
        meta[2].append([chunk[0][0], chunk[-1][0], name])
    table.write_bytes(_packed(meta))
    return spread


def _together(before: str, word: str) -> bool:
    return is_han(word[0]) and before[0] == word[0]


def _cut(words: list[Any], size: int) -> list[list[Any]]:
    chunks: list[list[Any]] = [[]]
    room = size
    for word in words:
        chunk, need = chunks[-1], len(cbor2.dumps(word))
        room -= need
        if chunk and room < (-STRETCH * size if _together(chunk[-1][0], word[0]) else 0):
            chunks.append([])
            room = size - need
        chunks[-1].append(word)
    return [chunk for chunk in chunks if chunk]


def _read(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(_SIGNATURE)


def _packed(value: object) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(value), 9, mtime=0)
