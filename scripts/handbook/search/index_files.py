"""Cut Pagefind's word files smaller: a word of a query then costs about 1 KB, not 25.

Pagefind packs about a thousand words into one file and has no setting for it. The files are CBOR: a
list of words, each with its pages; `pf_meta` says which word each file starts and ends with. Words
and their order stay as they are; only the cuts move.

A query downloads the table that names the files, and a few files. With a fixed number of files,
the files would grow with the handbook; with a fixed size, the table would. So both grow with the
square root of the handbook's size.
"""

import gzip
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import cbor2

from handbook.text.languages import is_han

#: How many bytes a file holds before compression, as a multiple of the root of all bytes: a table's
#: line and a query's files then cost alike.
SHARE = 1.5
#: How much fuller a file may be so that all pairs of one character are in it.
STRETCH = 1

_SIGNATURE = b"pagefind_dcd"


def read_names(bundle: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name of each page's text file, without ending, by the page's address."""
    folder, ending = "fragment/", ".pf_fragment"
    return {
        json.loads(_unpacked(content))["url"]: path[len(folder) : -len(ending)]
        for path, content in bundle.items()
        if path.endswith(ending)
    }


def split_chunks(
    bundle: Mapping[str, bytes], lang: str
) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """Cut the word files of a bundle smaller.

    Args:
        bundle: The files that Pagefind made, by path.
        lang: The language, as Pagefind knows it.

    Returns:
        The smaller files and the table that names them; and the characters whose pairs are in
        several files, each with the first word of every file but the first. Pagefind looks in one
        file only for the words that begin with a character.
    """
    [table] = (path for path in bundle if path.endswith(".pf_meta"))
    meta: list[Any] = cbor2.loads(_unpacked(bundle[table]))
    contents = [_unpacked(bundle[f"index/{name}.pf_index"]) for _, _, name in meta[2]]
    words = [word for content in contents for word in cbor2.loads(content)[0]]
    # Files are renamed together whenever a word changes: names that begin alike compress well.
    edition = hashlib.sha256(b"".join(contents)).hexdigest()[:7]
    files: dict[str, bytes] = {}
    spread: dict[str, list[str]] = {}
    meta[2] = []
    for number, chunk in enumerate(_cut(words, int(SHARE * math.sqrt(sum(map(len, contents)))))):
        name, first, last = f"{lang}_{edition}{number:x}", chunk[0][0], chunk[-1][0]
        files[f"index/{name}.pf_index"] = _packed([chunk])
        if meta[2] and _belong_together(meta[2][-1][1], first):
            spread.setdefault(first[0], []).append(first)
        meta[2].append([first, last, name])
    files[table] = _packed(meta)
    return files, spread


def _belong_together(word: str, following: str) -> bool:
    return is_han(following[0]) and word[0] == following[0]


def _cut(words: list[Any], size: int) -> list[list[Any]]:
    chunks: list[list[Any]] = []
    room = 0
    for word in words:
        need = len(cbor2.dumps(word))
        room -= need
        together = chunks and _belong_together(chunks[-1][-1][0], word[0])
        if not chunks or room < (-STRETCH * size if together else 0):
            chunks.append([])
            room = size - need
        chunks[-1].append(word)
    return chunks


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(_SIGNATURE)


def _packed(value: object) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(value), 9, mtime=0)
