"""YAML output in the style of the form editor.

A record saved in the form editor then differs only in the edited fields.

Block style, fields in the model's order, two spaces a level, every text on one line. A text is
quoted only if YAML would not read it back: in single quotes, or in double quotes if it contains
only single ones. A text of several paragraphs is a block scalar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel
from yaml.emitter import Emitter

from handbook.model.introspect import fields_of
from handbook.model.types import Names, Text

#: How the lines begin that explain a starting file; what stands there is nobody's note.
EXPLAINS = "#:"
#: Plain scalars that YAML's core schema does not read as text.
_NOT_TEXT = re.compile(
    r"(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))?"
)
#: Characters that a plain scalar cannot contain at their position.
_SPECIAL = re.compile(r"^[\s,\[\]{}#&*!|>'\"%@`]|^[?-]$|^[?-]\s|:\s|\s#|[\s:-]$")

#: Characters that YAML does not allow or reads as line breaks; a text with them is double-quoted,
#: with escapes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(rf"{_UNPRINTABLE.pattern}|[\n\"\\]")
_COMMENTED = re.compile(r"\s*#+:?\s*(?:- )?([a-z_]+):(?:\s+\S|$)")
#: A block whose first line begins with a space or tab.
_INDENTED = re.compile(r"\n*[ \t]")


def in_style(record: BaseModel, languages: Sequence[str]) -> str:
    """Return a record as the text of its file."""
    return written(_tree(record, languages))


def written(tree: Mapping[str, Any]) -> str:
    """Return a tree of maps, lists and values as the text of a file."""
    return "".join(f"{line}\n" for line in _lines(tree))


def first_comment(text: str) -> int | None:
    """Return the first line (from 1) with an editor's comment; None without one."""
    for number, line in enumerate(text.split("\n"), 1):
        explains = line.startswith(EXPLAINS) and not commented_field(line)
        if line.lstrip().startswith("#") and not explains:
            return number
    return None


def commented_field(line: str) -> str:
    """Return the name of the field that a comment line holds, which is not read; "" for none."""
    field = _COMMENTED.match(line)
    return field[1] if field else ""


def _tree(value: Any, languages: Sequence[str]) -> Any:
    """Return plain maps, lists and values in the order of files, without unset fields."""
    if isinstance(value, (Text, Names)):
        texts = value.root
        return {lang: _tree(texts[lang], languages) for lang in languages if lang in texts}
    if isinstance(value, BaseModel):
        names = [name for name in fields_of(type(value)) if name in value.model_fields_set]
        fields = ((name, getattr(value, name)) for name in names)
        return {name: _tree(item, languages) for name, item in fields if item not in (None, ())}
    if isinstance(value, tuple):
        return [_tree(item, languages) for item in value]
    return value.value if isinstance(value, Enum) else value


def _lines(value: Any) -> Iterator[str]:
    items = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for key, item in items:
        holds_parts = isinstance(item, (Mapping, list))
        lines = list(_lines(item)) if holds_parts else _scalar(item).split("\n")
        head = "-" if key is None else f"{key}:"
        if key is None or not holds_parts:  # a list item begins on the line of its hyphen
            head = f"{head} {lines.pop(0)}"
        yield head
        yield from (f"  {line}" if line else "" for line in lines)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _UNPRINTABLE.search(text) or (text.startswith("\n") and not text.strip()):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    if "\n" in text:
        # Without the number, YAML would count the first line's spaces as the block's indentation.
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
