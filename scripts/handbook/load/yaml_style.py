"""Write a record as YAML exactly as the form editor does, so that a save there changes only what was edited.

Block style, fields in the model's order, two spaces a level, every text on one line. Quotes only where YAML
would not read the text back: single ones, or double ones around a text that holds single ones alone. A text of
several paragraphs is a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel
from yaml.emitter import Emitter

from handbook.model.introspect import fields_of
from handbook.model.types import Names, Text

#: What YAML's core schema reads as something else than a text.
_NOT_TEXT = re.compile(
    r"(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))?"
)
#: Where a plain text would begin, end or go on as something else.
_SPECIAL = re.compile(r"^[\s,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-]\s|:\s|\s#|[\s:-]$")

#: What no YAML file may hold as it is, or what ends a line there: such a text stands in double quotes, with escapes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(rf"{_UNPRINTABLE.pattern}|[\n\"\\]")
#: A block whose first line begins with a blank.
_INDENTED = re.compile(r"\n*[ \t]")


def in_style(record: BaseModel, languages: Sequence[str]) -> str:
    """Return a record's file in the handbook's style."""
    return written(_tree(record, languages))


def written(tree: Mapping[str, Any]) -> str:
    """Return a tree of maps, lists and values as a file."""
    return "".join(f"{line}\n" for line in _lines(tree))


def has_comments(text: str) -> bool:
    """Return whether a file has comment lines, which the form editor would delete."""
    return any(line.lstrip().startswith("#") for line in text.split("\n"))


def _tree(value: Any, languages: Sequence[str]) -> Any:
    """Return plain maps, lists and values in the order of the file, without fields that were not given."""
    if isinstance(value, (Text, Names)):
        texts = value.root
        return {lang: _tree(texts[lang], languages) for lang in languages if lang in texts}
    if isinstance(value, BaseModel):
        names = [name for name in fields_of(type(value)) if name in value.model_fields_set]
        given = ((name, getattr(value, name)) for name in names)
        return {name: _tree(item, languages) for name, item in given if item not in (None, ())}
    if isinstance(value, tuple):
        return [_tree(item, languages) for item in value]
    return value.value if isinstance(value, Enum) else value


def _lines(value: Any) -> Iterator[str]:
    items = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for key, item in items:
        holds_parts = isinstance(item, (Mapping, list))
        lines = list(_lines(item)) if holds_parts else _scalar(item).split("\n")
        head = "-" if key is None else f"{key}:"
        if key is None or not holds_parts:  # a list's items begin on the line of their hyphen
            head = f"{head} {lines.pop(0)}"
        yield head
        yield from (f"  {line}" if line else "" for line in lines)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = str(value)
    if _UNPRINTABLE.search(text) or (text.startswith("\n") and not text.strip()):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    if "\n" in text:
        # Without a number the first line's own blanks would count as the block's.
        indent = "2" if _INDENTED.match(text) else ""
        keep = "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
        return f"|{indent}{keep}\n{text.removesuffix(chr(10))}"
    if not _NOT_TEXT.fullmatch(text) and not _SPECIAL.search(text):
        return text
    if "'" in text and '"' not in text:
        return '"' + text.replace("\\", "\\\\") + '"'
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    named = Emitter.ESCAPE_REPLACEMENTS.get(match[0])
    return "\\" + (named or (f"x{code:02x}" if code < 0x100 else f"u{code:04x}"))
