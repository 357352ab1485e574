"""Read YAML into a tree of maps, lists and strings that keeps the position of each part.

The tree is built from PyYAML's events, not by its composer: every scalar stays the string that was typed,
positions are kept, and nothing is composed before it is known to be small, shallow and plain. libyaml's
composer recurses, and 100,000 levels would end the process.
"""

from __future__ import annotations

from typing import Any

import yaml

from handbook.diagnostics import Phrase, shorten
from handbook.load import yaml_mistakes
from handbook.load.decoding import FileProblem, decode
from handbook.model.introspect import FieldPath

MAX_DEPTH = 32


class Map(dict[str, Any]):
    """A mapping; `marks` holds the line and column, from 0, of each key and its value. An empty field has only marks."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a position."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: dict[str, tuple[int, int, int, int]] = {}


class Seq(list[Any]):
    """A list; `marks` holds the line and column of each item, from 0."""

    __slots__ = ("column", "line", "marks")

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a position."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: list[tuple[int, int]] = []


def parse(content: bytes) -> tuple[Map | None, list[FileProblem]]:
    """Parse a file's content.

    Returns:
        The file's map, or None where it cannot be read as one, and its problems.
    """
    text, problems = decode(content)
    if text is None:
        return None, problems
    space = yaml_mistakes.unusual_space(text)
    root, problems = (None, [space]) if space else _tree(text)
    return root, yaml_mistakes.with_fields(text, problems)


def _tree(text: str) -> tuple[Map | None, list[FileProblem]]:
    """Build the tree from the parser's events with a stack instead of recursion."""
    problems: list[FileProblem] = []
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
                problems.append(FileProblem("yaml-not-a-map", line, column, {"found": kind_of(value)}))
                keys[-1] = ("", line, column)
        else:
            keys[-1] = None
            name, key_line, key_column = key
            if name in parent.marks:
                problems.append(
                    FileProblem("yaml-duplicate-field", key_line, key_column, {"found": name, "first": parent.marks[name][0] + 1})
                )
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
                    return None, [
                        FileProblem("yaml-anchor", mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})
                    ]
                waiting = not stack or isinstance(stack[-1], Seq) or keys[-1] is not None
                empty = waiting and not event.style and event.value in {"", "~"}  # libyaml gives a plain scalar the style ""
                put(None if empty else event.value, mark.line, mark.column)
                if commented and not event.style and event.value and waiting:
                    problems += yaml_mistakes.comment_after_text(commented, event.end_mark)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if event.anchor or event.tag:
                    return None, [
                        FileProblem("yaml-anchor", mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})
                    ]
                if len(stack) >= MAX_DEPTH:
                    return None, [FileProblem("yaml-too-deep", mark.line, mark.column, {"limit": MAX_DEPTH})]
                node = (Map if isinstance(event, yaml.MappingStartEvent) else Seq)(mark.line, mark.column)
                put(node, mark.line, mark.column)
                stack.append(node)
                keys.append(None)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                return None, [FileProblem("yaml-anchor", mark.line, mark.column, {"found": "*" + shorten(event.anchor or "", 20)})]
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return None, [FileProblem("yaml-several-documents", mark.line, mark.column, {})]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, yaml_mistakes.diagnose(text, error)]
    except yaml.YAMLError as error:
        return None, [*problems, FileProblem("yaml-syntax", 0, 0, {"found": shorten(str(error), 80)})]
    if problems:
        return None, problems
    if not isinstance(root, Map):
        return None, [_not_a_map(text, root, place)]
    return root, []


def kind_of(value: object) -> Phrase:
    """Return what editors call a part of the tree."""
    if isinstance(value, Seq):
        return Phrase("value-list")
    if isinstance(value, Map):
        return Phrase("value-map")
    if value is None:
        return Phrase("value-nothing")
    return Phrase("value-text", {"found": shorten(str(value), 30)})


def _not_a_map(text: str, root: Seq | str | None, place: tuple[int, int]) -> FileProblem:
    if root is None:
        return FileProblem("file-empty", 0, 0, {})
    return yaml_mistakes.common_mistake(text.split("\n"), place[0]) or FileProblem("yaml-not-a-map", *place, {"found": kind_of(root)})


def locate(root: Map, path: FieldPath) -> tuple[int, int]:
    """Return the line and column, from 1, of the value at a path, or of the innermost part that exists."""
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
