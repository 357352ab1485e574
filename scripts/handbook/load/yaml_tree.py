"""YAML bytes → a tree of maps, lists and strings that knows where each of its parts stands.

PyYAML's parser gives events; this module builds the tree from them itself. So every scalar stays the string that was
typed, places are kept, and nothing is composed before it is known to be small, shallow and plain: libyaml's composer
recurses, and 100,000 levels would end the process.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import yaml

from handbook.diagnostics import shorten
from handbook.load.decoding import Problem, decode, position

MAX_DEPTH = 32
#: So many problems of one file are told with their field.
FIELDS_NAMED = 20

_BARE = re.compile(r"^(?P<indent> *(?:- )?)(?P<key>[A-Za-z_][A-Za-z0-9_-]*)(?P<rest>:| [^:\n]*|)\s*(?=$|(?<=:))")
_KEY = re.compile(r"^\s*(?:- )?([A-Za-z_][A-Za-z0-9_-]*)")
#: Spaces that YAML takes for words, though an editor sees none, where they indent a field or an item or stand before or after a field's colon.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANK = re.compile(
    rf"^(?: |- )*(?:(?P<indent>[{_SPACES}])\s*(?:- |[A-Za-z_][\w-]*\s*[:：])|-(?P<item>[{_SPACES}])"
    rf"|[A-Za-z_][A-Za-z0-9_-]*(?:(?P<before>[{_SPACES}])\s*[:：]|:(?P<after>[{_SPACES}])))",
    re.MULTILINE,
)
_UNUSUAL = re.compile(f"[{_SPACES}]")

Path = tuple["str | int", ...]


class Map(dict[str, Any]):
    """A mapping; `marks` holds (line, column) of each key and of its value, from 0. A field left empty has only a mark."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a place."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: dict[str, tuple[int, int, int, int]] = {}


class Seq(list[Any]):
    """A list; `marks` holds (line, column) of each item, from 0."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a place."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: list[tuple[int, int]] = []


def parse(content: bytes) -> tuple[Map | None, list[Problem]]:
    """Return the file's map and its problems; the map is None where the file cannot be read as one."""
    text, problems = decode(content)
    if text is None:
        return None, problems
    blank = _BLANK.search(text) if _UNUSUAL.search(text) else None
    root, found = (None, [_special_blank(text, blank)]) if blank else _tree(text)
    if found:
        lines = text.split("\n")
        # Looking up a field walks up the file: for a file of nothing but problems the first few must do.
        found = [replace(p, field=_field_at(lines, p)) for p in found[:FIELDS_NAMED]] + found[FIELDS_NAMED:]
    return root, found


def _special_blank(text: str, match: re.Match[str]) -> Problem:
    at = match.start(match.lastgroup or 0)
    line, column = position(text, at)
    return Problem("yaml-space", line, column, {"found": f"U+{ord(text[at]):04X}", "name": unicodedata.name(text[at]).lower()})


def _tree(text: str) -> tuple[Map | None, list[Problem]]:
    """Build the tree from the parser's events with a stack of our own: no recursion."""
    problems: list[Problem] = []
    stack: list[Map | Seq] = []
    keys: list[tuple[str, int, int] | None] = []  # for each open map the key that waits for its value
    root: Map | Seq | str | None = None
    place = (0, 0)
    documents = 0
    commented = text.split("\n") if " #" in text else []  # most files have no comment, and need not be split

    def put(value: Map | Seq | str | None, line: int, column: int) -> None:
        nonlocal root, place
        if not stack:
            root, place = value, (line, column)
        elif isinstance(parent := stack[-1], Seq):
            if value is not None:
                parent.append(value)
                parent.marks.append((line, column))
        elif (key := keys[-1]) is None:
            if isinstance(value, str):
                keys[-1] = (value, line, column)
            else:
                problems.append(Problem("yaml-not-a-map", line, column, {"found": kind_of(value)}))
                keys[-1] = ("", line, column)
        else:
            keys[-1] = None
            name, key_line, key_column = key
            if name in parent.marks:
                problems.append(Problem("yaml-duplicate-field", key_line, key_column, {"found": name, "first": parent.marks[name][0] + 1}))
            else:
                parent.marks[name] = (key_line, key_column, line, column)
                if value is not None:
                    parent[name] = value

    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            mark = event.start_mark
            assert mark is not None, "libyaml marks every event"
            if isinstance(event, yaml.ScalarEvent):
                if event.anchor or (event.tag and event.tag != "!"):
                    return None, [Problem("yaml-anchor", mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})]
                waiting = not stack or isinstance(stack[-1], Seq) or keys[-1] is not None
                empty = waiting and not event.style and event.value in {"", "~"}  # libyaml gives a plain scalar the style ""
                put(None if empty else event.value, mark.line, mark.column)
                if commented and not event.style and event.value and waiting:
                    problems += _lost(commented, event.end_mark)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if event.anchor or event.tag:
                    return None, [Problem("yaml-anchor", mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})]
                if len(stack) >= MAX_DEPTH:
                    return None, [Problem("yaml-too-deep", mark.line, mark.column, {"limit": MAX_DEPTH})]
                node = (Map if isinstance(event, yaml.MappingStartEvent) else Seq)(mark.line, mark.column)
                put(node, mark.line, mark.column)
                stack.append(node)
                keys.append(None)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                return None, [Problem("yaml-anchor", mark.line, mark.column, {"found": "*" + shorten(event.anchor or "", 20)})]
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return None, [Problem("yaml-several-documents", mark.line, mark.column, {})]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _slip(text, error)]
    except yaml.YAMLError as error:
        return None, [*problems, Problem("yaml-syntax", 0, 0, {"found": shorten(str(error), 80)})]
    if problems:
        return None, problems
    if not isinstance(root, Map):
        return None, [_not_a_map(text, root, place)]
    return root, []


def _lost(lines: list[str], end: Any) -> list[Problem]:
    """Return the problem of a comment behind a plain text: an editor who writes `#` there means to be read."""
    rest = lines[end.line][end.column :] if end is not None and end.line < len(lines) else ""
    comment = rest.lstrip()
    if not comment.startswith("#"):
        return []
    return [Problem("yaml-comment-in-text", end.line, end.column + len(rest) - len(comment), {"found": shorten(comment, 40)})]


def kind_of(value: object) -> dict[str, str]:
    """Return what a part of the tree is, in an editor's words, in each message language."""
    if isinstance(value, Seq):
        return {"zh": "一个列表", "en": "a list"}
    if isinstance(value, Map):
        return {"zh": "一组字段", "en": "a map"}
    if value is None:
        return {"zh": "空白", "en": "nothing"}
    return {"zh": f"文字“{shorten(str(value), 30)}”", "en": f"the text '{shorten(str(value), 30)}'"}


def _not_a_map(text: str, root: Seq | str | None, place: tuple[int, int]) -> Problem:
    lines = text.split("\n")
    if root is None:
        return Problem("file-empty", 0, 0, {})
    return _typical(lines, place[0]) or Problem("yaml-not-a-map", *place, {"found": kind_of(root)})


def _field_at(lines: list[str], problem: Problem) -> str:
    """Return the field a problem stands in, read off the indentation of the lines above, for there may be no tree."""
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


def _typical(lines: list[str], number: int) -> Problem | None:
    """Recognise what editors typically slip on in a line, from its text."""
    line = lines[number] if number < len(lines) else ""
    key = _KEY.match(line)
    if "\t" in line:
        return Problem("yaml-tab", number, line.index("\t"), {})
    if key and line[key.end() :].startswith("："):
        return Problem("yaml-full-width-colon", number, key.end(), {"found": key[1]})
    if key and re.match(r":[^\s/]", line[key.end() :]):
        return Problem("yaml-colon-space", number, key.end(), {"found": key[1]})
    if key and re.search(r":\s", line[key.end() + 1 :]) and line[key.end() :].startswith(":"):
        return Problem("yaml-colon-in-text", number, key.end() + 1, {})
    if special := re.match(r"^(\s*(?:- )?(?:[A-Za-z_]+: +)?)([\[\]{}%@`&*!|>,])", line):
        return Problem("yaml-special-character", number, special.end(1), {"found": special[2]})
    return None


def _without_colon(lines: list[str], number: int) -> Problem | None:
    """Return the problem of a line that is a word alone, or begins with one where a field must begin: the lines around it tell by how far in they are."""
    before, here, after = (_BARE.match(lines[n]) if 0 <= n < len(lines) else None for n in (number - 1, number, number + 1))
    if not here or here["rest"].startswith(":"):
        return None
    inside, item = len(here["indent"]), here["indent"].endswith("- ")
    field_before, field_after = (other and other["rest"].startswith(":") and len(other["indent"]) == inside for other in (before, after))
    closes = number > 0 and len(lines[number - 1]) - len(lines[number - 1].lstrip(" ")) > inside
    # an item of a list may be a word alone
    missing = field_after or (not item and (field_before or closes or not here["rest"]))
    return Problem("yaml-colon-missing", number, here.end("key"), {"found": here["key"]}) if missing else None


def _slip(text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return what an editor did, as far as the line tells, rather than what the parser met."""
    lines = text.split("\n")
    at, context = error.problem_mark or error.context_mark, error.context_mark
    line, column = (at.line, at.column) if at else (0, 0)
    said = f"{error.context or ''} {error.problem or ''}"
    if context and "quoted scalar" in said:
        opened = lines[context.line][context.column :] if context.line < len(lines) else ""
        return Problem("yaml-quote", context.line, context.column, {"found": shorten(opened, 20), "start": context.line + 1})
    for number in (line, line - 1, context.line if context else line):
        if 0 <= number and (typical := _typical(lines, number)):
            return typical
    for number in (line, line - 1):
        if missing := _without_colon(lines, number):
            return missing
    if "block" in said or "mapping values" in said or "simple key" in said or "expected key" in said:
        return Problem("yaml-indent", min(line, len(lines) - 1), column, {})
    return Problem("yaml-syntax", line, column, {"found": shorten(error.problem or "?", 80)})


def locate(root: Map, path: Path) -> tuple[int, int]:
    """Return (line, column), from 1, of the value at a path; of the nearest part above it where there is none."""
    node: object = root
    line, column = root.line, root.column
    for step in path:
        if isinstance(node, Map) and step in node.marks:
            key_line, key_column, line, column = node.marks[str(step)]
            node = node.get(str(step))
            if node is None or isinstance(node, (Map, Seq)):
                line, column = key_line, key_column
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node):
            line, column = node.marks[step]
            node = node[step]
        else:
            break
    return line + 1, column + 1
