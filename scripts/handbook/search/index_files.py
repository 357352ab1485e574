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
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain
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
    words = chain.from_iterable(map(_words, contents))
    files: dict[str, bytes] = {}
    spread: dict[str, list[str]] = {}
    chunks.clear()
    for number, chunk in enumerate(_cut(words, int(SHARE * math.sqrt(sum(map(len, contents)))))):
        name, first, last = f"{edition}{number:x}", chunk[0][0], chunk[-1][0]
        head = cbor2.dumps([[None] * len(chunk)])[: -len(chunk)]  # of a list of so many items
        files[f"index/{name}.pf_index"] = _packed(head + b"".join(entry for _, entry in chunk))
        if chunks and _belong_together(chunks[-1][1], first):
            spread.setdefault(first[0], []).append(first)
        chunks.append([first, last, name])
    files[f"pagefind.{edition}.pf_meta"] = _packed(cbor2.dumps(meta))
    return files, names, spread


def _words(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each word of a file, with the bytes of its entry."""
    file = BytesIO(content)
    start = file.seek(1 + {0x98: 2, 0x99: 3, 0x9A: 5}.get(content[1], 1))  # after a list's head
    decoder = cbor2.CBORDecoder(file)
    while start < len(content):
        word, *_ = decoder.decode()
        yield word, content[start : (start := file.tell())]


def _belong_together(word: str, following: str) -> bool:
    return is_han(following[0]) and word[0] == following[0]


def _cut(words: Iterable[tuple[str, bytes]], size: int) -> list[list[tuple[str, bytes]]]:
    chunks: list[list[tuple[str, bytes]]] = []
    room = 0
    for word, entry in words:
        room -= len(entry)
        together = chunks and _belong_together(chunks[-1][-1][0], word)
        if not chunks or room < (-STRETCH * size if together else 0):
            chunks.append([])
            room = size - len(entry)
        chunks[-1].append((word, entry))
    return chunks


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(_SIGNATURE)


def _packed(content: bytes) -> bytes:
    return gzip.compress(_SIGNATURE + content, 9, mtime=0)
