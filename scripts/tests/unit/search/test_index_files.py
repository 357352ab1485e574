"""Pagefind's word files, cut smaller, and the names of all files."""

from __future__ import annotations

import gzip
from typing import Any

import cbor2

from handbook.search.index_files import SHARE, split_chunks


def packed(value: object) -> bytes:
    """Return a file as Pagefind packs it."""
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))


def read(content: bytes) -> Any:
    """Return what a file of a bundle holds."""
    return cbor2.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))


def chunks_of(words: list[Any]) -> tuple[list[Any], dict[str, list[str]], list[list[Any]]]:
    """Cut a bundle of words in one file; return its table, the spread characters and the words of each file."""
    pages = [["zh_8", 9, ""], ["zh_7", 8, ""]]
    table = ["1.6.0", pages, [[words[0][0], words[-1][0], "zh_1"]], [], [], ["title"]]
    bundle = {
        "index/zh_1.pf_index": packed([words]),
        "pagefind.zh_x.pf_meta": packed(table),
        **{
            f"fragment/{name}.pf_fragment": gzip.compress(b'pagefind_dcd{"url":"/%d/"}' % count)
            for name, count, _ in pages
        },
    }
    files, names, spread = split_chunks(bundle, "zh_a")
    assert {"/9/": "zh_a0", "/8/": "zh_a1"} == names
    meta = read(files.pop("pagefind.zh_a.pf_meta"))
    chunks = [read(files.pop(f"index/{name}.pf_index"))[0] for _, _, name in meta[2]]
    assert {} == files
    return meta, spread, chunks


def test_smaller_files_hold_all_words_in_their_order() -> None:
    """All words are there after the cut, in their order, and the table names each file by its first and last word."""
    words: list[Any] = [[f"w{number:05}", [[number, [1, 2, 3], []]], []] for number in range(3000)]
    meta, spread, chunks = chunks_of(words)
    pages = [["zh_a0", 9, ""], ["zh_a1", 8, ""]]
    assert ["1.6.0", pages, [], [], ["title"]] == [*meta[:2], *meta[3:]]
    assert [(chunk[0][0], chunk[-1][0]) for chunk in chunks] == [
        (first, last) for first, last, _ in meta[2]
    ]
    assert words == [word for chunk in chunks for word in chunk]
    assert len(chunks) > 10
    assert {} == spread


def test_size_and_number_of_files_grow_with_the_square_root() -> None:
    """Nine times the words make three times the files, each three times as large."""
    few, many = (
        chunks_of([[f"w{number:05}", [[1, [1, 2, 3], []]], []] for number in range(count)])[2]
        for count in (1000, 9000)
    )
    assert 2.7 <= len(many) / len(few) <= 3.3
    assert SHARE * len(cbor2.dumps(few)) ** 0.5 >= len(cbor2.dumps(few[0])) - 10


def test_pairs_of_a_character_are_in_one_file_or_listed() -> None:
    """A character's pairs stand in one file where they fit, and where not it is said with which word each further file begins."""
    words: list[Any] = [
        [f"{first}{chr(0x4E00 + number)}", [[1, [1, 2, 3], []]], []]
        for first in "一三事"
        for number in range(400)
    ]
    _, spread, chunks = chunks_of(words)
    assert {"一", "三", "事"} == set(spread)
    for character, starts in spread.items():
        holding = [chunk for chunk in chunks if any(word[0][0] == character for word in chunk)]
        assert starts == [chunk[0][0] for chunk in holding[1:]]
    few: list[Any] = [
        [f"{chr(0x4E00 + number)}{second}", [[1, [1], []]], []]
        for number in range(900)
        for second in "一三事五"[: 1 + number % 4]
    ]
    assert {} == chunks_of(few)[1]
