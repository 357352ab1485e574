"""Detection of editors' common mistakes in YAML, from the lines of the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import yaml

from handbook.diagnostics import Diagnostic, Location, shorten
from handbook.load.files import position

#: The maximal number of a file's mistakes whose field is looked up.
FIELDS_NAMED = 20

_BARE = re.compile(
    r"^(?P<indent> *(?:- )?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)(?P<rest>:| [^:\n]*|)\s*(?=$|(?<=:))"
)
_FIELD = re.compile(r"\s*(?:- )?(?P<name>[A-Za-z_][A-Za-z0-9_-]*)[:：]")
#: Spaces that YAML reads as text. They look like plain spaces to an editor who indents with them or
#: types them around a colon.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = re.compile(
    rf"^(?: |- )*(?:(?P<indent>[{_SPACES}])[^\S\n]*(?:- |[A-Za-z_][\w-]*[^\S\n]*[:：])"
    rf"|-(?P<item>[{_SPACES}])"
    rf"|[A-Za-z_][A-Za-z0-9_-]*(?:(?P<before>[{_SPACES}])[^\S\n]*[:：]|:(?P<after>[{_SPACES}])))",
    re.MULTILINE,
)
_UNUSUAL = re.compile(f"[{_SPACES}]")
_KEY = r"\s*(?:- )?(?P<found>[A-Za-z_][A-Za-z0-9_-]*)"
#: The mistakes of single lines, located at the end of group `before`; the first match wins.
_MISTAKES = {
    "yaml-tab": re.compile(r"(?P<before>[^\t]*)\t"),
    "yaml-full-width-colon": re.compile(rf"(?P<before>{_KEY})："),
    "yaml-colon-space": re.compile(rf"(?P<before>{_KEY}):[^\s/]"),
    "yaml-colon-in-text": re.compile(rf"(?P<before>{_KEY}:).*:\s"),
    "yaml-special-character": re.compile(
        r"(?P<before>\s*(?:- )?(?:[A-Za-z_]+: +)?)(?P<found>[\[\]{}%@`&*!|>,])"
    ),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake at a line and column (both from 0)."""

    code: str
    line: int = 0
    column: int = 0
    values: Mapping[str, object] = field(default_factory=dict)


def located(path: str, text: str, mistakes: Sequence[Mistake]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each mistake in a file, the first FIELDS_NAMED with their field."""
    lines = text.split("\n")
    for index, each in enumerate(mistakes):
        # Each lookup walks up the file, which would be slow for a file with very many mistakes.
        named = _field_at(lines, each) if index < FIELDS_NAMED else ""
        place = Location(path, each.line + 1, each.column + 1, named)
        yield Diagnostic(each.code, place, each.values)


def unusual_space(text: str) -> Mistake | None:
    """Return the first space that YAML reads as text, or None."""
    matches = _BLANK.finditer(text) if _UNUSUAL.search(text) else ()
    spaces = [match.start(match.lastgroup or 0) for match in matches]
    quoted = list(_quoted(text)) if spaces else []
    for offset in spaces:
        if not any(start <= offset < end for start, end in quoted):
            name = unicodedata.name(text[offset]).lower()
            values = {"found": f"U+{ord(text[offset]):04X}", "name": name}
            return Mistake("yaml-space", *position(text, offset), values)
    return None


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end offsets of quoted and block scalars, up to the first YAML error."""
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=yaml.CLoader):
            if isinstance(event, yaml.ScalarEvent) and event.style:
                yield event.start_mark.index, event.end_mark.index  # type: ignore[union-attr]


def comment_after_text(lines: list[str], end: Any) -> list[Mistake]:
    """Return a comment after a plain scalar, or an empty list.

    An editor who types `#` there usually means it as text.

    Args:
        lines: The file's lines.
        end: The mark of the scalar's end.
    """
    rest = lines[end.line][end.column :] if end.line < len(lines) else ""
    comment = rest.lstrip()
    if not comment.startswith("#"):
        return []
    column = end.column + len(rest) - len(comment)
    values = {"found": shorten(comment, 40)}
    return [Mistake("yaml-comment-in-text", end.line, column, values)]


def common_mistake(lines: list[str], number: int) -> Mistake | None:
    """Return the common mistake of a line, or None."""
    line = lines[number] if 0 <= number < len(lines) else ""
    for code, pattern in _MISTAKES.items():
        if match := pattern.match(line):
            return Mistake(code, number, match.end("before"), match.groupdict())
    return None


def diagnose(text: str, error: yaml.YAMLError) -> Mistake:
    """Return the most probable mistake behind a parser's error."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mistake("yaml-syntax", values={"found": shorten(str(error), 80)})
    lines = text.split("\n")
    at, context = error.problem_mark or error.context_mark, error.context_mark
    line, column = (at.line, at.column) if at else (0, 0)
    description = f"{error.context or ''} {error.problem or ''}"
    if context and "quoted scalar" in description:
        opened = lines[context.line][context.column :] if context.line < len(lines) else ""
        values = {"found": shorten(opened, 20), "start": context.line + 1}
        return Mistake("yaml-quote", context.line, context.column, values)
    suspects = (line, line - 1, context.line if context else line)
    mistakes = (common_mistake(lines, number) for number in suspects)
    missing = (_without_colon(lines, number) for number in suspects[:2])
    if mistake := next(filter(None, chain(mistakes, missing)), None):
        return mistake
    if re.search("block|mapping values|simple key|expected key", description):
        return Mistake("yaml-indent", min(line, len(lines) - 1), column)
    return Mistake("yaml-syntax", line, column, {"found": shorten(error.problem or "?", 80)})


def _without_colon(lines: list[str], number: int) -> Mistake | None:
    """Detect a key without a colon, judging by its neighbours' indentation."""
    around = range(number - 1, number + 2)
    before, here, after = (_BARE.match(lines[n]) if 0 <= n < len(lines) else None for n in around)
    if not here or here["rest"].startswith(":"):
        return None
    inside, item = len(here["indent"]), here["indent"].endswith("- ")
    field_before, field_after = (
        other and other["rest"].startswith(":") and len(other["indent"]) == inside
        for other in (before, after)
    )
    closes = number > 0 and len(lines[number - 1]) - len(lines[number - 1].lstrip(" ")) > inside
    # a list item may be a single word
    missing = field_after or (not item and (field_before or closes or not here["rest"]))
    if not missing:
        return None
    return Mistake("yaml-colon-missing", number, here.end("key"), {"found": here["key"]})


def _field_at(lines: list[str], mistake: Mistake) -> str:
    """Return the field of a mistake, by indentation, because there may be no tree."""
    if mistake.code in ("file-empty", "yaml-several-documents"):
        return ""
    path: list[str] = []
    inside = 10**6  # a line with a smaller indent is an ancestor of the mistake
    if mistake.code == "yaml-colon-missing":
        path = [str(mistake.values["found"])]
        inside = mistake.column - len(path[0])
    items = 0
    for typed in reversed(lines[: mistake.line + 1]):
        line = _UNUSUAL.sub(" ", typed.replace("\t", "  "))
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if not bare or bare.startswith("#"):
            continue
        if indent > inside or (indent == inside and not items):
            continue
        field = _FIELD.match(bare)
        if bare.startswith("- ") or bare == "-":
            if items and indent < inside:
                continue
            if not items and field and indent + 2 < inside:
                path.append(field["name"])
            items, inside = items + 1, indent
        elif field:
            path.append(f"{field['name']}[{items}]" if items else field["name"])
            items, inside = 0, indent
            if mistake.code == "yaml-indent":
                break  # the fields' nesting is itself the mistake
    return "" if items else ".".join(reversed(path))
