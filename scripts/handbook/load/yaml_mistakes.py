"""What editors mistype in YAML, recognised from the lines rather than from what the parser says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import yaml

from handbook.diagnostics import shorten
from handbook.load.decoding import FileProblem, position

#: At most so many problems of a file get their field.
FIELDS_NAMED = 20

_BARE = re.compile(r"^(?P<indent> *(?:- )?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)(?P<rest>:| [^:\n]*|)\s*(?=$|(?<=:))")
_KEY = re.compile(r"^\s*(?:- )?([A-Za-z_][A-Za-z0-9_-]*)")
#: Spaces that YAML takes for text, though an editor sees none, where they indent a field or an item or surround its colon.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = re.compile(
    rf"^(?: |- )*(?:(?P<indent>[{_SPACES}])[^\S\n]*(?:- |[A-Za-z_][\w-]*[^\S\n]*[:：])|-(?P<item>[{_SPACES}])"
    rf"|[A-Za-z_][A-Za-z0-9_-]*(?:(?P<before>[{_SPACES}])[^\S\n]*[:：]|:(?P<after>[{_SPACES}])))",
    re.MULTILINE,
)
_UNUSUAL = re.compile(f"[{_SPACES}]")


def with_fields(text: str, problems: Sequence[FileProblem]) -> list[FileProblem]:
    """Return a file's problems, the first of them with the field that they stand in."""
    lines = text.split("\n") if problems else []
    # Looking up a field walks up the file: for a file of nothing but problems the first few must do.
    named = [replace(problem, field=_field_at(lines, problem)) for problem in problems[:FIELDS_NAMED]]
    return [*named, *problems[FIELDS_NAMED:]]


def unusual_space(text: str) -> FileProblem | None:
    """Return the problem of a space that YAML takes for text, or None."""
    match = _BLANK.search(text) if _UNUSUAL.search(text) else None
    if match is None:
        return None
    at = match.start(match.lastgroup or 0)
    line, column = position(text, at)
    return FileProblem("yaml-space", line, column, {"found": f"U+{ord(text[at]):04X}", "name": unicodedata.name(text[at]).lower()})


def comment_after_text(lines: list[str], end: Any) -> list[FileProblem]:
    """Return the problem of a comment after a plain text, where an editor means `#` to be read."""
    rest = lines[end.line][end.column :] if end is not None and end.line < len(lines) else ""
    comment = rest.lstrip()
    if not comment.startswith("#"):
        return []
    return [FileProblem("yaml-comment-in-text", end.line, end.column + len(rest) - len(comment), {"found": shorten(comment, 40)})]


def common_mistake(lines: list[str], number: int) -> FileProblem | None:
    """Return the problem of a line that holds a common mistake, or None."""
    line = lines[number] if number < len(lines) else ""
    key = _KEY.match(line)
    if "\t" in line:
        return FileProblem("yaml-tab", number, line.index("\t"), {})
    if key and line[key.end() :].startswith("："):
        return FileProblem("yaml-full-width-colon", number, key.end(), {"found": key[1]})
    if key and re.match(r":[^\s/]", line[key.end() :]):
        return FileProblem("yaml-colon-space", number, key.end(), {"found": key[1]})
    if key and re.search(r":\s", line[key.end() + 1 :]) and line[key.end() :].startswith(":"):
        return FileProblem("yaml-colon-in-text", number, key.end() + 1, {})
    if special := re.match(r"^(\s*(?:- )?(?:[A-Za-z_]+: +)?)([\[\]{}%@`&*!|>,])", line):
        return FileProblem("yaml-special-character", number, special.end(1), {"found": special[2]})
    return None


def diagnose(text: str, error: yaml.MarkedYAMLError) -> FileProblem:
    """Return the problem behind a parser's error, as far as the lines show it."""
    lines = text.split("\n")
    at, context = error.problem_mark or error.context_mark, error.context_mark
    line, column = (at.line, at.column) if at else (0, 0)
    description = f"{error.context or ''} {error.problem or ''}"
    if context and "quoted scalar" in description:
        opened = lines[context.line][context.column :] if context.line < len(lines) else ""
        return FileProblem("yaml-quote", context.line, context.column, {"found": shorten(opened, 20), "start": context.line + 1})
    for number in (line, line - 1, context.line if context else line):
        if 0 <= number and (mistake := common_mistake(lines, number)):
            return mistake
    for number in (line, line - 1):
        if missing := _without_colon(lines, number):
            return missing
    if "block" in description or "mapping values" in description or "simple key" in description or "expected key" in description:
        return FileProblem("yaml-indent", min(line, len(lines) - 1), column, {})
    return FileProblem("yaml-syntax", line, column, {"found": shorten(error.problem or "?", 80)})


def _without_colon(lines: list[str], number: int) -> FileProblem | None:
    """Detect a key without a colon, judging by its neighbours' indentation."""
    before, here, after = (_BARE.match(lines[n]) if 0 <= n < len(lines) else None for n in (number - 1, number, number + 1))
    if not here or here["rest"].startswith(":"):
        return None
    inside, item = len(here["indent"]), here["indent"].endswith("- ")
    field_before, field_after = (other and other["rest"].startswith(":") and len(other["indent"]) == inside for other in (before, after))
    closes = number > 0 and len(lines[number - 1]) - len(lines[number - 1].lstrip(" ")) > inside
    # an item of a list may be a word alone
    missing = field_after or (not item and (field_before or closes or not here["rest"]))
    return FileProblem("yaml-colon-missing", number, here.end("key"), {"found": here["key"]}) if missing else None


def _field_at(lines: list[str], problem: FileProblem) -> str:
    """Return the field that holds a problem, from the indentation of the lines above, for there may be no tree."""
    if problem.code in ("file-empty", "yaml-several-documents"):
        return ""
    path: list[str] = []
    inside = 10**6  # what stands less far in than this holds the problem
    if problem.code == "yaml-colon-missing":
        path = [str(problem.values["found"])]
        inside = problem.column - len(path[0])
    items = 0
    for typed in reversed(lines[: problem.line + 1]):
        line = _UNUSUAL.sub(" ", typed.replace("\t", "  "))
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if not bare or bare.startswith("#") or indent > inside or (indent == inside and not items):
            continue
        if bare.startswith("- ") or bare == "-":
            if items and indent < inside:
                continue
            if not items and (key := _KEY.match(bare)) and indent + 2 < inside and bare[key.end() : key.end() + 1] in (":", "："):
                path.append(key[1])
            items, inside = items + 1, indent
        elif (key := _KEY.match(bare)) and bare[key.end() : key.end() + 1] in (":", "："):
            path.append(f"{key[1]}[{items}]" if items else key[1])
            items, inside = 0, indent
            if problem.code == "yaml-indent":
                break  # how the fields above hold this one is what is wrong
    return "" if items else ".".join(reversed(path))
