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

from handbook.diagnostics import Message, shorten
from handbook.load.decoding import EMPTY, Problem, decode, position

MAX_DEPTH = 32
#: So many problems of one file are told with their field.
FIELDS_NAMED = 20

NOT_A_MAP = Message(
    "yaml-not-a-map",
    "这里应当是“字段: 内容”的形式，却是$found。", "Here must be `field: value` lines; found $found.",
    "例如另起一行写 title: ，下一行缩进两格写 zh: 名称。", "For example `title:` on one line and, indented by two spaces on the next, `zh: name`.",
)  # fmt: skip
TAB = Message(
    "yaml-tab",
    "这一行用了制表符（Tab）。", "The line has a tab.",
    "这里只认空格：请删去制表符，每层缩进两个空格。", "YAML takes spaces alone: indent by two for each level.",
)  # fmt: skip
FULL_WIDTH_COLON = Message(
    "yaml-full-width-colon",
    "“$found”后面用了中文冒号“：”。", "`$found` is followed by a full-width colon.",
    "请换成英文冒号加一个空格，例如“$found: ”。", "Use an ASCII colon and a space: `$found: `.",
)  # fmt: skip
NO_SPACE_COLON = Message(
    "yaml-colon-space",
    "“$found”的冒号后面没有空格。", "There is no space after the colon of `$found`.",
    "请写成“$found: 内容”。", "Write `$found: text`.",
)  # fmt: skip
COLON_IN_TEXT = Message(
    "yaml-colon-in-text",
    "文字里有英文冒号加空格，冒号前面的字会被当成字段名。", "The text has a colon and a space in it, which YAML reads as a field.",
    "请把整段文字放进英文单引号，例如 zh: '说明: 内容'，或改用中文冒号。", "Put the whole text in single quotes: en: 'Note: text'.",
)  # fmt: skip
QUOTE = Message(
    "yaml-quote",
    "引号没有配成对：从第 $start 行的 $found 开始。", "A quotation mark is not closed; it opens on line $start: $found.",
    "请补上另一半英文引号；文字里的单引号要写成两个。", "Close it; a single quote within single quotes is written twice.",
)  # fmt: skip
SPECIAL = Message(
    "yaml-special-character",
    "这段文字以 $found 开头，这个符号在文件里有特别的意思。", "The text begins with $found, which means something special in YAML.",
    "请把整段文字放进英文单引号，例如 zh: '[[five-joint]]由五部分组成'。", "Put the whole text in single quotes: en: '[[five-joint]] has five parts'.",
)  # fmt: skip
NO_COLON = Message(
    "yaml-colon-missing",
    "“$found”后面没有冒号。", "There is no colon after `$found`.",
    "请写成“$found: 内容”，用英文冒号加一个空格。", "Write `$found: text`, with an ASCII colon and a space.",
)  # fmt: skip
BLANK = Message(
    "yaml-space",
    "这里的空白 $found（$name）不是普通空格。", "The blank here, $found ($name), is no ordinary space.",
    "缩进、“- ”和冒号后面只能用普通空格：请删去它，在英文输入法下重新键入。", "Indentation, and what follows `- ` and a colon, takes ordinary spaces alone: delete it and type them again.",
)  # fmt: skip
INDENT = Message(
    "yaml-indent",
    "这一行的缩进和上下文对不上。", "The line's indentation does not fit those around it.",
    "同一层的字段要左对齐，下一层多缩进两个空格。", "Fields of one level stand in one column; the next level is indented by two more spaces.",
)  # fmt: skip
SYNTAX = Message(
    "yaml-syntax",
    "这一行的写法读不懂（$found）。", "The line is not YAML: $found",
    "请检查冒号后的空格、缩进和引号，可以对照旁边的记录。", "Look at the space after colons, the indentation and the quotes; compare a record beside it.",
)  # fmt: skip
DUPLICATE = Message(
    "yaml-duplicate-field",
    "“$found”写了两次，第一次在第 $first 行。", "`$found` stands twice; the first is on line $first.",
    "请合并成一个，删去另一个。", "Merge them into one.",
)  # fmt: skip
ANCHOR = Message(
    "yaml-anchor",
    "这里用了 YAML 的锚点、别名或标签（$found）。", "Here is a YAML anchor, alias or tag ($found).",
    "请直接写出内容；若只是文字，请放进英文单引号。", "Write the content itself; if it is only text, put it in single quotes.",
)  # fmt: skip
DOCUMENTS = Message(
    "yaml-several-documents",
    "一个文件里有多份内容（用 --- 隔开）。", "The file holds several documents, parted by `---`.",
    "一个文件写一条记录；请拆成几个文件。", "One file holds one record: split it.",
)  # fmt: skip
LOST_COMMENT = Message(
    "yaml-comment-in-text",
    "空格加“#”后面的文字会被当成说明丢掉（$found）。", "YAML drops what follows a space and `#`: $found",
    "若是正文，请把整段文字放进英文单引号；若是说明，请移到 notes 字段或单独一行。", "Put the whole text in single quotes; or move a remark to `notes`, or to a line of its own.",
)  # fmt: skip
DEEP = Message(
    "yaml-too-deep",
    "嵌套超过 $limit 层。", "It is nested more than $limit levels deep.",
    "记录最多四五层；请检查多余的方括号或缩进。", "Records are four or five levels deep: look for stray brackets or indentation.",
)  # fmt: skip

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
    return Problem(BLANK, line, column, {"found": f"U+{ord(text[at]):04X}", "name": unicodedata.name(text[at]).lower()})


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
                problems.append(Problem(NOT_A_MAP, line, column, {"found": kind_of(value)}))
                keys[-1] = ("", line, column)
        else:
            keys[-1] = None
            name, key_line, key_column = key
            if name in parent.marks:
                problems.append(Problem(DUPLICATE, key_line, key_column, {"found": name, "first": parent.marks[name][0] + 1}))
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
                    return None, [Problem(ANCHOR, mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})]
                waiting = not stack or isinstance(stack[-1], Seq) or keys[-1] is not None
                empty = waiting and not event.style and event.value in {"", "~"}  # libyaml gives a plain scalar the style ""
                put(None if empty else event.value, mark.line, mark.column)
                if commented and not event.style and event.value and waiting:
                    problems += _lost(commented, event.end_mark)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                if event.anchor or event.tag:
                    return None, [Problem(ANCHOR, mark.line, mark.column, {"found": shorten(event.anchor or event.tag or "", 20)})]
                if len(stack) >= MAX_DEPTH:
                    return None, [Problem(DEEP, mark.line, mark.column, {"limit": MAX_DEPTH})]
                node = (Map if isinstance(event, yaml.MappingStartEvent) else Seq)(mark.line, mark.column)
                put(node, mark.line, mark.column)
                stack.append(node)
                keys.append(None)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                return None, [Problem(ANCHOR, mark.line, mark.column, {"found": "*" + shorten(event.anchor or "", 20)})]
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return None, [Problem(DOCUMENTS, mark.line, mark.column, {})]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _slip(text, error)]
    except yaml.YAMLError as error:
        return None, [*problems, Problem(SYNTAX, 0, 0, {"found": shorten(str(error), 80)})]
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
    return [Problem(LOST_COMMENT, end.line, end.column + len(rest) - len(comment), {"found": shorten(comment, 40)})]


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
        return Problem(EMPTY, 0, 0, {})
    return _typical(lines, place[0]) or Problem(NOT_A_MAP, *place, {"found": kind_of(root)})


def _field_at(lines: list[str], problem: Problem) -> str:
    """Return the field a problem stands in, read off the indentation of the lines above, for there may be no tree."""
    if problem.message in (EMPTY, DOCUMENTS):
        return ""
    path: list[str] = []
    inside = 10**6  # what stands less far in than this holds the problem
    if problem.message is NO_COLON:
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
            if problem.message is INDENT:
                break  # how the fields above hold this one is what is wrong
    return "" if items else ".".join(reversed(path))


def _typical(lines: list[str], number: int) -> Problem | None:
    """Recognise what editors typically slip on in a line, from its text."""
    line = lines[number] if number < len(lines) else ""
    key = _KEY.match(line)
    if "\t" in line:
        return Problem(TAB, number, line.index("\t"), {})
    if key and line[key.end() :].startswith("："):
        return Problem(FULL_WIDTH_COLON, number, key.end(), {"found": key[1]})
    if key and re.match(r":[^\s/]", line[key.end() :]):
        return Problem(NO_SPACE_COLON, number, key.end(), {"found": key[1]})
    if key and re.search(r":\s", line[key.end() + 1 :]) and line[key.end() :].startswith(":"):
        return Problem(COLON_IN_TEXT, number, key.end() + 1, {})
    if special := re.match(r"^(\s*(?:- )?(?:[A-Za-z_]+: +)?)([\[\]{}%@`&*!|>,])", line):
        return Problem(SPECIAL, number, special.end(1), {"found": special[2]})
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
    return Problem(NO_COLON, number, here.end("key"), {"found": here["key"]}) if missing else None


def _slip(text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return what an editor did, as far as the line tells, rather than what the parser met."""
    lines = text.split("\n")
    at, context = error.problem_mark or error.context_mark, error.context_mark
    line, column = (at.line, at.column) if at else (0, 0)
    said = f"{error.context or ''} {error.problem or ''}"
    if context and "quoted scalar" in said:
        opened = lines[context.line][context.column :] if context.line < len(lines) else ""
        return Problem(QUOTE, context.line, context.column, {"found": shorten(opened, 20), "start": context.line + 1})
    for number in (line, line - 1, context.line if context else line):
        if 0 <= number and (typical := _typical(lines, number)):
            return typical
    for number in (line, line - 1):
        if missing := _without_colon(lines, number):
            return missing
    if "block" in said or "mapping values" in said or "simple key" in said or "expected key" in said:
        return Problem(INDENT, min(line, len(lines) - 1), column, {})
    return Problem(SYNTAX, line, column, {"found": shorten(error.problem or "?", 80)})


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
