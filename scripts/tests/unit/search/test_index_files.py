"""Pagefind's word files, cut smaller."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import cbor2

from handbook.search.index_files import SHARE, split_chunks


def write_bundle(folder: Path, words: list[object]) -> None:
    """Write a bundle as Pagefind does, in one file of words."""

    def packed(value: object) -> bytes:
        return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))

    (folder / "index").mkdir(parents=True)
    (folder / "index" / "zh_1.pf_index").write_bytes(packed([words]))
    (folder / "pagefind.zh_x.pf_meta").write_bytes(
        packed(["1.6.0", [], [[words[0][0], words[-1][0], "zh_1"]], [], [], ["title"]])
    )  # type: ignore[index]


def read(file: Path) -> Any:
    """Return what a file of a bundle holds."""
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))


def chunks_of(
    folder: Path, words: list[object]
) -> tuple[list[Any], dict[str, list[str]], list[list[Any]]]:
    """Cut a bundle of words; return its table, the spread characters and the words of each file."""
    write_bundle(folder, words)
    spread = split_chunks(folder, "zh")
    meta = read(folder / "pagefind.zh_x.pf_meta")
    return meta, spread, [read(folder / "index" / f"{name}.pf_index")[0] for _, _, name in meta[2]]


def test_smaller_files_hold_all_words_in_their_order(tmp_path: Path) -> None:
    """All words are there after the cut, in their order, and the table names each file by its first and last word."""
    words: list[object] = [
        [f"w{number:05}", [[number, [1, 2, 3], []]], []] for number in range(3000)
    ]
    meta, spread, chunks = chunks_of(tmp_path, words)
    assert ["1.6.0", [], [], [], ["title"]] == [*meta[:2], *meta[3:]]
    assert [(chunk[0][0], chunk[-1][0]) for chunk in chunks] == [
        (first, last) for first, last, _ in meta[2]
    ]
    assert words == [word for chunk in chunks for word in chunk]
    assert len(chunks) == len(list((tmp_path / "index").iterdir())) > 10
    assert {} == spread


def test_size_and_number_of_files_grow_with_the_square_root(tmp_path: Path) -> None:
    """Nine times the words make three times the files, each three times as large."""
    few, many = (
        chunks_of(
            tmp_path / str(count),
            [[f"w{number:05}", [[1, [1, 2, 3], []]], []] for number in range(count)],
        )[2]
        for count in (1000, 9000)
    )
    assert 2.7 <= len(many) / len(few) <= 3.3
    assert SHARE * len(cbor2.dumps(few)) ** 0.5 >= len(cbor2.dumps(few[0])) - 10


def test_pairs_of_a_character_are_in_one_file_or_listed(tmp_path: Path) -> None:
    """A character's pairs stand in one file where they fit, and where not it is said with which word each further file begins."""
    words: list[object] = [
        [f"{first}{chr(0x4E00 + number)}", [[1, [1, 2, 3], []]], []]
        for first in "一三事"
        for number in range(400)
    ]
    _, spread, chunks = chunks_of(tmp_path, words)
    assert {"一", "三", "事"} == set(spread)
    for character, starts in spread.items():
        holding = [chunk for chunk in chunks if any(word[0][0] == character for word in chunk)]
        assert starts == [chunk[0][0] for chunk in holding[1:]]
    few: list[object] = [
        [f"{chr(0x4E00 + number)}{second}", [[1, [1], []]], []]
        for number in range(900)
        for second in "一三事五"[: 1 + number % 4]
    ]
    assert {} == chunks_of(tmp_path / "few", few)[1]
