"""Parsing of YAML into a tree of maps, lists and strings with the position of each part.

The tree is built from PyYAML's events instead of by its composer, to keep scalars as typed, to keep
positions, and to limit depth: libyaml's composer recurses, and 100,000 levels crash the process.
"""

from collections.abc import Iterator
from functools import reduce
from operator import getitem
from types import NoneType
from typing import Any

import yaml

from handbook.diagnostics import Location, Phrase, shorten
from handbook.load import yaml_mistakes
from handbook.load.files import Unloadable
from handbook.load.yaml_mistakes import Mistake
from handbook.model.introspect import FieldPath, dotted

MAX_DEPTH = 32


class Map(dict[str, Any]):
    """A mapping. A field without a value has only marks.

    Attributes:
        line: The line of its start, from 0.
        column: The column of its start, from 0.
        marks: The line and column of each key, then of its value, all from 0.
        key: The key that awaits its value while the file is read, with its line and column.
    """

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a position."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: dict[str, tuple[int, int, int, int]] = {}
        self.key: tuple[str, int, int] | None = None


class Seq(list[Any]):
    """A list.

    Attributes:
        line: The line of its start, from 0.
        column: The column of its start, from 0.
        marks: The line and column of each item, from 0.
    """

    def __init__(self, line: int, column: int) -> None:
        """Start empty at a position."""
        super().__init__()
        self.line, self.column = line, column
        self.marks: list[tuple[int, int]] = []


def parse(text: str, name: str, if_empty: str = "file-empty", *, tagged: bool = False) -> Map:
    """Return the map that a file holds.

    Args:
        text: The file's text.
        name: The file's path from the root, for diagnostics.
        if_empty: The code of the diagnostic where there is nothing in the text.
        tagged: Whether it is a configuration, which may have the tag `!ENV`, and comments after a value.

    Raises:
        Unloadable: The text cannot be read as a map.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the parser counts lines
    space = yaml_mistakes.unusual_space(text)
    root, mistakes = (None, [space]) if space else _tree(text, if_empty, tagged)
    if root is None:
        raise Unloadable(yaml_mistakes.located(name, text, mistakes))
    return root


#: What YAML reads as nothing, unless it is quoted.
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


def _tree(text: str, if_empty: str, tagged: bool) -> tuple[Map | None, list[Mistake]]:
    """Build the tree from the parser's events with a stack instead of recursion."""
    mistakes: list[Mistake] = []
    top = Seq(0, 0)  # the parent of the file's map
    stack: list[Map | Seq] = [top]
    documents = 0
    commented = (
        text.split("\n") if " #" in text and not tagged else []
    )  # most files have no comment

    def put(value: Map | Seq | str | None, line: int, column: int) -> None:
        if isinstance(parent := stack[-1], Seq):
            if value is not None:
                parent.append(value)
                parent.marks.append((line, column))
        elif (key := parent.key) is None:
            if not isinstance(value, str):
                found = {"found": kind_of(value)}
                mistakes.append(Mistake("yaml-not-a-map", line, column, found))
            parent.key = (value if isinstance(value, str) else "", line, column)
        else:
            name, key_line, key_column = key
            parent.key = None
            if name in parent.marks:
                first = parent.marks[name][0]
                more: Phrase | str = ""
                if isinstance(stack[-2], Seq) and stack[-2] is not top:
                    more = Phrase("item-hyphen")
                elif parent is not top[0]:
                    more = Phrase("field-line" if line > first + 1 else "field-language")
                values = {"found": name, "first": first + 1, "more": more}
                mistakes.append(Mistake("yaml-duplicate-field", key_line, key_column, values))
                return
            parent.marks[name] = (key_line, key_column, line, column)
            if value is not None:
                parent[name] = value

    try:
        for event in yaml.parse(text, Loader=yaml.CLoader):
            mark = event.start_mark
            assert mark is not None, "libyaml marks every event"
            line, column = mark.line, mark.column
            if isinstance(event, yaml.NodeEvent) and (name := _anchor_or_tag(event, tagged)):
                return None, [Mistake("yaml-anchor", line, column, {"found": name})]
            if isinstance(event, yaml.ScalarEvent):
                waiting = isinstance(parent := stack[-1], Seq) or parent.key is not None
                # libyaml gives a plain scalar the style ""
                empty = waiting and not event.style and event.value in _EMPTY
                put(None if empty else event.value, line, column)
                if commented and not event.style and waiting:
                    after, value = event.end_mark, event.value
                    mistakes += yaml_mistakes.comment_after_text(commented, after, value)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(stack) > MAX_DEPTH:
                    return None, [Mistake("yaml-too-deep", line, column, {"limit": MAX_DEPTH})]
                node = (Map if isinstance(event, yaml.MappingStartEvent) else Seq)(line, column)
                put(node, line, column)
                stack.append(node)
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    first = next(iter(top[0] if top and isinstance(top[0], Map) else ()), "")
                    begins = text.split("\n")[line + 1 :]
                    is_own = any(each.startswith(f"{first}:") for each in begins)
                    code = "yaml-several-documents" if is_own else "yaml-separator"
                    return None, [Mistake(code, line, column)]
    except yaml.YAMLError as error:
        return None, [*mistakes, yaml_mistakes.diagnose(text, error, tagged=tagged)]
    if mistakes:
        return None, mistakes
    if not top:
        return None, [Mistake(if_empty)]
    root, (line, column) = top[0], top.marks[0]
    if isinstance(root, Map):
        return root, []
    mistake = yaml_mistakes.common_mistake(text.split("\n")[line], line)
    return None, [mistake or Mistake("yaml-not-a-map", line, column, {"found": kind_of(root)})]


def _anchor_or_tag(event: yaml.NodeEvent, tagged: bool) -> str:
    """Return the shortened anchor or alias of a node, or its tag unless it may have that, or ""."""
    if isinstance(event, yaml.AliasEvent):
        return "*" + shorten(event.anchor or "", 20)
    tag = getattr(event, "tag", None)
    name = event.anchor or (None if tagged and tag == "!ENV" else tag)
    return shorten(name, 20) if name else ""


def kind_of(value: object) -> Phrase:
    """Return the name for editors of a value's type."""
    codes = {Seq: "value-list", Map: "value-map", NoneType: "value-nothing"}
    if code := codes.get(type(value)):
        return Phrase(code)
    return Phrase("value-text", {"found": shorten(str(value), 30)})


def texts_of(node: object, where: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Yield (path, text) for every text of a tree of maps and lists."""
    if isinstance(node, str):
        yield where, node
    elif isinstance(node, dict | list):
        for step, part in node.items() if isinstance(node, dict) else enumerate(node):
            yield from texts_of(part, (*where, step))


def locate(root: Map, path: FieldPath) -> tuple[int, int]:
    """Return the line and column (from 1) of a path's value, or of its innermost parent."""
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


def location(file: str, root: Map, path: FieldPath) -> Location:
    """Return the location of the value at a path in a file's tree."""
    return Location(file, *locate(root, path), dotted(path))


def part_at(root: Map, path: FieldPath) -> Any:
    """Return what stands at a path of a tree."""
    return reduce(getitem, path, root)  # type: ignore[arg-type]
