"""Slips of every kind at every line of a file, each with the lines that an editor would call wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handbook.diagnostics import Diagnostic, Severity
from handbook.load import Unloadable
from handbook.load.files import decode
from handbook.load.validation import validate
from handbook.load.yaml_tree import parse
from handbook.model.dataset import Dataset

#: A line of a record: its indentation with any hyphens, its key, the colon, and the rest.
_LINE = re.compile(
    r"^(?P<lead> *(?:- )*)(?:(?P<key>[A-Za-z_][\w-]*)(?P<colon>:)(?= |$))?(?P<rest>.*)$"
)


class LineSlip(NamedTuple):
    """One slip: its kind, the file's text with it, and the lines (from 1) at which it may be told."""

    kind: str
    text: str
    lines: range


def slips_of(text: str) -> Iterator[LineSlip]:
    """Yield each slip of each kind that a file's lines allow."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        for kind, new in _of_line(line):
            changed = "\n".join([*lines[:number], new, *lines[number + 1 :]])
            yield LineSlip(kind, changed, range(number + 1, number + 2 + new.count("\n")))
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if following.strip():
            joined = "\n".join(
                [*lines[:number], f"{line} {following.strip()}", *lines[number + 2 :]]
            )
            yield LineSlip("line break lost", joined, range(number + 1, number + 2))
        if _indent(following) > _indent(line):
            without = "\n".join([*lines[:number], *lines[number + 1 :]])
            yield LineSlip("parent deleted", without, range(max(number, 1), number + 2))


def misplaced(dataset: Dataset, step: int = 1) -> tuple[int, list[str]]:
    """Return how many slips in a handbook's records are told, and those first told elsewhere.

    Slips that leave the file readable are not counted: they are other rules' matter.

    Args:
        dataset: The handbook.
        step: Of so many slips one is tried.
    """
    told, elsewhere, number = 0, [], 0
    for record in dataset.records.values():
        name = dataset.files[record.id]
        for slip in slips_of((dataset.root / name).read_text(encoding="utf-8")):
            number += 1
            if number % step:
                continue
            try:
                tree = parse(decode(slip.text.encode(), name), name)
                validate(type(record), tree, name, dataset.labels)
            except Unloadable as error:
                told += 1
                first = min(
                    filter(_is_error, error.diagnostics), key=lambda found: found.place.line
                )
                if not slip.lines.start - 1 <= first.place.line <= slip.lines.stop:
                    where = f"{name}:{slip.lines.start}"
                    elsewhere.append(f"{where}: {slip.kind}: {first.code} at {first.place.line}")
    return told, elsewhere


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _of_line(line: str) -> Iterator[tuple[str, str]]:
    match = _LINE.match(line)
    assert match
    lead, key, rest = match["lead"], match["key"], match["rest"]
    spaces, bare = line[: _indent(line)], line.lstrip(" ")
    yield "one space more", f" {line}"
    yield "two spaces more", f"  {line}"
    yield "tab before", f"\t{line}"
    for name, blank in {
        "zero-width space": "\u200b",
        "byte order mark": "\ufeff",
        "no-break space": "\u00a0",
        "full-width space": "\u3000",
    }.items():
        yield f"{name} first", f"{blank}{line}"
        yield f"{name} after indentation", f"{spaces}{blank}{bare}"
    for name, end in {"U+0085": "\x85", "U+2028": "\u2028"}.items():
        yield f"{name} at the end", f"{line}{end}"
    if spaces:
        yield "one space less", line[1:]
        yield "two spaces less", line[2:]
        yield "no indentation", bare
        yield "tab for indentation", line.replace("  ", "\t", 1)
    yield "line twice", f"{line}\n{line}"
    yield "conflict mark", f"<<<<<<< HEAD\n{line}"
    if key:
        value = rest.strip()
        gap = f"{lead}{key}"
        yield "colon missing", f"{gap}{rest}"
        yield "colon full-width", f"{gap}：{rest}"
        yield "colon full-width, no space", f"{gap}：{value}"
        yield "semicolon", f"{gap};{rest}"
        yield "equals sign", f"{gap}={rest}"
        yield "key misspelt", f"{lead}{key[:-1]}:{rest}" if len(key) > 1 else f"{lead}{key}x:{rest}"
        yield "key with a capital", f"{lead}{key.capitalize()}:{rest}"
        if value:
            yield "no space after colon", f"{gap}:{value}"
            yield "value deleted", f"{gap}:"
    else:
        value = rest.strip()
    if bare.startswith("- "):
        yield "hyphen missing", f"{spaces}{bare[2:]}"
        yield "hyphen left out", f"{spaces}  {bare[2:]}"
        yield "no space after hyphen", f"{spaces}-{bare[2:]}"
        for dash in "－—*·":
            yield f"{dash} for hyphen", f"{spaces}{dash} {bare[2:]}"
    if value and value[0] not in "'\"|>":
        before = line[: len(line) - len(value)]
        for mark in "'\"":
            yield f"{mark} opened", f"{before}{mark}{value}"
            yield f"{mark} closed", f"{before}{value}{mark}"
        for special in ("[", "{", "@", "%", "&", "*", "!", "|", ">", "#", "`", ", ", "[["):
            yield f"{special} first", f"{before}{special}{value}"
        yield "colon in text", f"{before}注: {value}"
        yield "number sign in text", f"{before}{value} #2"
        if len(value) > 8:
            yield "line broken", f"{line[:-4]}\n{line[-4:]}"
    elif value and value[0] in "'\"" and value.endswith(value[0]):
        before = line[: len(line) - len(value)]
        yield "quote not closed", line[:-1]
        yield "quote not opened", f"{before}{value[1:]}"
        yield "quote curly", f"{before}“{value[1:-1]}”"
        yield "text after quote", f"{line}。"
