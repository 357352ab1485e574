"""Cut Pagefind's word files smaller: a word of a query then costs about 1 KB, not 25.

Pagefind packs about a thousand words into one file and has no setting for it. The files are CBOR: a
list of words, each with its pages; `pf_meta` says which word each file starts and ends with. Words
and their order stay as they are; only the cuts move.

A query downloads the table that names the files, and a few files. With a fixed number of files,
the files would grow with the handbook; with a fixed size, the table would. So both grow with the
square root of the handbook's size.
"""

import gzip
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


def split_chunks(
    bundle: Mapping[str, bytes], edition: str
) -> tuple[dict[str, bytes], dict[str, str], dict[str, list[str]]]:
    """Cut the word files of a bundle smaller, and name all files anew.

    They are renamed together whenever a text changes: names that begin alike and end in a number
    compress well, and the table that every query needs has a name for each page.

    Args:
        bundle: The files that Pagefind made, by path.
        edition: What the names begin with.

    Returns:
        The smaller files and the table that names them; the name of each page's text file, without
        ending, by the page's address; and the characters whose pairs are in several files, each
        with the first word of every file but the first. Pagefind looks in one file only for the
        words that begin with a character.
    """
    [table] = (path for path in bundle if path.endswith(".pf_meta"))
    meta: list[Any] = cbor2.loads(_unpacked(bundle[table]))
    _, pages, chunks, *_ = meta
    names: dict[str, str] = {}
    for number, page in enumerate(pages):
        fragment = json.loads(_unpacked(bundle[f"fragment/{page[0]}.pf_fragment"]))
        page[0] = names[fragment["url"]] = f"{edition}{number:x}"
    contents = [_unpacked(bundle[f"index/{name}.pf_index"]) for _, _, name in chunks]
    words = [word for content in contents for word in cbor2.loads(content)[0]]
    files: dict[str, bytes] = {}
    spread: dict[str, list[str]] = {}
    chunks.clear()
    for number, chunk in enumerate(_cut(words, int(SHARE * math.sqrt(sum(map(len, contents)))))):
        name, first, last = f"{edition}{number:x}", chunk[0][0], chunk[-1][0]
        files[f"index/{name}.pf_index"] = _packed([chunk])
        if chunks and _belong_together(chunks[-1][1], first):
            spread.setdefault(first[0], []).append(first)
        chunks.append([first, last, name])
    files[f"pagefind.{edition}.pf_meta"] = _packed(meta)
    return files, names, spread


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
