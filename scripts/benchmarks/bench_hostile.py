"""Measure the check on a file of one shape repeated: `python -m benchmarks.bench_hostile [BYTES] [WORD…]` in scripts/.

Each shape is checked at half the size and at the whole; printed are both times and their ratio. What counts: at most 2 s for a
file of the largest size that is read, above which a file is refused, and at most 2.2 times as long for twice the input.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from handbook.checks import check_handbook
from handbook.load.files import MAX_BYTES
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE, PRACTICE

LIMIT, RATIO = 2.0, 2.2

#: Pieces that are repeated to make a text, in a page or in a field of a record.
TEXTS = {
    "empty lines": "\n",
    "one line of letters": "a",
    "one line of words": "word ",
    "one line of Chinese": "河",
    "sentences": "两岸的派出所一起巡河。",
    "lines": "一行\n",
    "paragraphs": "一段话。\n\n",
    "spaces": " ",
    "lines of spaces": "    \n",
    "tabs": "\t",
    "brackets opened": "[",
    "brackets closed": "]",
    "pairs of brackets": "[]",
    "links half open": "](",
    "links": "[a](https://example.org/) ",
    "link definitions": "[a]: b\n",
    "link references": "[a][b] ",
    "links opened": "[a](",
    "links opened oddly": "[a](‹",
    "links with a quote opened": '[a](x "y) ',
    "wiki links": "[[river-town]] ",
    "wiki links with words": "[[river-town|河]]",
    "unknown wiki links": "[[no-such-record]] ",
    "citations": "[[river-report#2]]",
    "wiki brackets opened": "[[",
    "wiki brackets closed": "]]",
    "footnotes": "[^a] ",
    "footnote definitions": "[^a]: b\n",
    "backticks": "`",
    "backticks apart": "` ",
    "runs of backticks": "`` ` ``` ",
    "stars": "*",
    "stars apart": "* ",
    "bold": "**a** ",
    "bold opened": "**a ",
    "underscores": "_a ",
    "tildes": "~~~\n",
    "fences": "```\n",
    "pipes": "|",
    "rows": "| a | b |\n",
    "tables": "| a | b |\n|---|---|\n| c | d |\n\n",
    "straight quotes": '"',
    "straight quotes apart": '"a ',
    "Chinese quotes opened": "“",
    "Chinese quotes": "“河”",
    "apostrophes": "'",
    "entities": "&amp;",
    "ampersands": "&",
    "tags": "<b>",
    "angle brackets": "<",
    "comments opened": "<!--",
    "Chinese punctuation": "，。、；：？！",
    "ASCII punctuation": "一,",
    "full-width digits": "１２",
    "dots": ".",
    "hyphens": "-",
    "rules": "---\n\n",
    "underlines": "a\n---\n",
    "numbers": "一千七百二十八起",
    "digits": "1",
    "figures typed": "1728起，",
    "numbers apart": "12 ",
    "headings": "## 节 {#a}\n\n",
    "hashes": "#",
    "braces": "{",
    "heading ids": "{#a} ",
    "items": "- 一\n",
    "items in items": "100. ",
    "numbered items": "1. 一\n",
    "quotations": "> ",
    "quoted lines": "> 一\n",
    "definitions in definitions": "词\n:   义\n",
    "definitions": "词\n:   义\n\n",
    "notes": '!!! note "一"\n    二\n\n',
    "colons": ":",
    "directives": ":lang[a]{zh} ",
    "directives opened": ":lang[",
    "blocks": ":::cards\n:::\n\n",
    "blocks opened": ":::cards\n",
    "backslashes": "\\",
    "exclamation marks": "!",
    "addresses": "https://example.org/ ",
    "mail addresses": "<a@b.c> ",
    "no-break spaces": "\u00a0",
    "zero-width spaces": "\u200b",
    "full-width spaces": "　",
    "accents apart": "e\u0301",
    "unassigned characters": "\U000e1000",
    "names": "河长制",
    "term in the other language": "river chief ",
}
#: What makes a text of a size in bytes, one thing in another.
NESTED: dict[str, Callable[[int], str]] = {
    "directives in one another": lambda size: f"{':lang[' * (size // 11)}x{']{zh}' * (size // 11)}",
    "notes in one another": lambda size: deeper("!!! note\n", size),
    "lists in one another": lambda size: deeper("- 一\n", size),
}
#: Pieces that are repeated to make the lines of a record; {n} is the number of the piece.
LINES = {
    "unknown fields": "key-{n}: a\n",
    "one field many times": "id: a\n",
    "comments": "# a\n",
    "comments after text": "key-{n}: a # b\n",
    "items of unknown records": "  - river-town-{n}\n",
    "items of one record": "  - river-town\n",
    "parts": "  - id: part-{n}\n    title:\n      zh: 一\n      en: one\n",
    "invalid parts": "  - id: Part {n}\n",
    "open quotes": "key-{n}: 'a\n",
    "closed quotes": "key-{n}: 'a'\n",
    "lines without colon": "key\n",
    "lines of a text": "  more words\n",
    "wrong indents": "  a: b\n c: d\n",
    "full-width colons": "a： b\n",
    "tabs": "\ta: b\n",
    "documents": "---\n",
    "deeper and deeper": "{indent}a:\n",
    "flow brackets": "a: [",
    "hyphens": "- ",
    "question marks": "? ",
    "anchors": "a{n}: &a b\n",
    "placeholders": "key-{n}: …\n",
    "full-width spaces": "　a: b\n",
    "citations": "  - river-report#{n}\n",
    "languages": "  l{n}: a\n",
}
#: Where the lines stand: what goes before them in the record.
BEFORE = {
    "items of": "related:\n",
    "parts": "components:\n",
    "invalid parts": "components:\n",
    "citations": "cite:\n",
    "languages": "title:\n",
}


def shapes() -> Iterator[tuple[str, Callable[[int], tuple[str, str]]]]:
    """Yield the name of each shape, and what gives its file and text for a size in bytes."""
    for name, piece in TEXTS.items():
        yield (
            f"page: {name}",
            lambda size, piece=piece: (PAGE, handbook_of.PAGE_ZH + repeated(piece, size)),
        )
        yield (
            f"record: {name}",
            lambda size, piece=piece: (PRACTICE, in_record(repeated(piece, size))),
        )
    for name, made in NESTED.items():
        yield (
            f"page: {name}",
            lambda size, made=made: (PAGE, handbook_of.PAGE_ZH + made(size)),
        )
    for name, piece in LINES.items():
        before = next((text for start, text in BEFORE.items() if name.startswith(start)), "")
        yield (
            f"lines: {name}",
            lambda size, piece=piece, before=before: (
                PRACTICE,
                without(before) + before + numbered(piece, size),
            ),
        )


def repeated(piece: str, size: int) -> str:
    """Return a piece repeated to a size in bytes."""
    return piece * (size // len(piece.encode()))


def deeper(line: str, size: int) -> str:
    """Return a line repeated to a size in bytes, each indented four more than the last."""
    return "".join("    " * n + line for n in range(int((size / 2) ** 0.5)))


def numbered(piece: str, size: int) -> str:
    """Return a piece repeated with its number filled in."""
    if "{indent}" in piece:
        return "".join(" " * n + "a:\n" for n in range(int((2 * size) ** 0.5)))
    if "{n}" not in piece:
        return repeated(piece, size)
    count = size // (len(piece.encode()) + 2)
    return "".join(piece.replace("{n}", str(n)) for n in range(count))


def without(field: str) -> str:
    """Return the practice without a field."""
    text = handbook_of.PRACTICE
    if not field:
        return text
    start = text.index(field)
    lines = text[start:].split("\n")
    last = next(
        (n for n, line in enumerate(lines[1:], 1) if line and line[0] != " "), len(lines) - 1
    )
    return text[:start] + "\n".join(lines[last:])


def in_record(text: str) -> str:
    """Return the practice with a text in a field of several lines."""
    indented = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
    return without("how:\n") + f"how:\n  zh: |\n{indented}\n"


def seconds(root: Path, file: str, text: str) -> float:
    """Return the processor time of a check, the shorter of two where it is short."""
    (root / file).write_text(text, encoding="utf-8")
    taken: list[float] = []
    while len(taken) < 2 and sum(taken) < 1:
        gc.collect()
        started = time.process_time()
        check_handbook(root)
        taken.append(time.process_time() - started)
    (root / file).write_text(handbook_of.FILES[file], encoding="utf-8")
    return min(taken)


def main(size: int = MAX_BYTES - 10_000, *words: str) -> None:
    """Print both times and the ratio of each shape, those over the limits marked."""
    with tempfile.TemporaryDirectory() as folder:
        root = handbook_of.good(Path(folder))
        for name, made in shapes():
            if words and not any(word in name for word in words):
                continue
            half, whole = (seconds(root, *made(part)) for part in (size // 2, size))
            ratio = whole / half
            mark = " <-- over" if whole > LIMIT or (whole > 0.2 and ratio > RATIO) else ""
            print(f"{name:40} {half:6.2f} s {whole:6.2f} s {ratio:5.1f}{mark}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
