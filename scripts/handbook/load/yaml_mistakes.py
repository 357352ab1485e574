"""Detection of editors' common mistakes in YAML, from the lines of the file."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import yaml

from handbook.diagnostics import MOST, Diagnostic, Location, shorten
from handbook.load.files import position
from handbook.model.introspect import fields_of, models_in
from handbook.model.kinds import KINDS

#: The maximal number of a file's mistakes whose field is looked up.
FIELDS_NAMED = 20

_FIELD = re.compile(r"\s*(?:- )?(?P<name>[A-Za-z_][A-Za-z0-9_-]*)[:：]")
#: Spaces and invisible characters that YAML reads as text. To an editor who indents with them, or
#: types them around a colon, they look like plain spaces or like nothing.
_SPACES = "\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_BLANK = re.compile(
    rf"^(?: |- )*(?:(?P<indent>[{_SPACES}])[^\S\n]*(?:- |[A-Za-z_][\w-]*[^\S\n]*[:：])"
    rf"|-(?P<item>[{_SPACES}])"
    rf"|[A-Za-z_][A-Za-z0-9_-]*(?:(?P<before>[{_SPACES}])[^\S\n]*[:：]|:(?P<after>[{_SPACES}])))",
    re.MULTILINE,
)
_UNUSUAL = re.compile(f"[{_SPACES}]")
_KEY = r"\s*(?:- )?(?P<found>[A-Za-z_][A-Za-z0-9_-]*)"
#: The mistakes of single lines, located at group `at`; the first match wins. A number that is said to be less than what is meant
#: has a mark that YAML reads otherwise.
_MISTAKES = {
    "number-not-exact": re.compile(r"\s*value: +(?P<at>(?P<found>>[ =]*[0-9.]+))\s*$"),
    "yaml-full-width-colon": re.compile(rf"{_KEY}(?P<at>：)"),
    "yaml-colon-space": re.compile(rf"{_KEY}(?P<at>:)[^\s/]"),
    "yaml-special-character": re.compile(
        r"\s*(?:- )?(?:[A-Za-z_]+: +)?(?P<at>(?P<found>[\[\]{}%@`&*!|>,]))"
    ),
}
#: The hyphens of the list items that begin on a line, and the name of a field with its colon.
_ITEMS = re.compile(r"(?:-(?: +|$))*")
_NAME = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^\s'\"#\[\]{},&*!|>%@`?·•—–－-].*?)[ \t]*:(?:[ \t]+|$)")
_HYPHENS = "-－—–*·•"
#: What is meant as the name of a field, and what follows it instead of a colon and a space.
_MEANT = re.compile(r"(?P<found>[A-Za-z_][A-Za-z0-9_-]*)(?P<mark>：|:|\s*[=;；]|(?=\s|$))")
_CALLED = re.compile(r"(?P<found>[^\W\d_]+)(?P<mark>：|:(?=\s|$))")
_MEANT_CODES = {"：": "yaml-full-width-colon", ":": "yaml-colon-space"}
_QUOTED = {"'": re.compile(r"'(?:[^']|'')*'"), '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)}
#: What a configuration may have beside values: a tag, and a comment after a value.
_CONFIGURED = re.compile(r"(?<=: )!ENV(?= )|(?<=\s)#.*")
_WIDE_QUOTES = {'"': ("“", "”"), "'": ("‘", "’")}
#: A field on the line of another: behind a single word, or a language behind the end of a sentence.
_NEXT_FIELD = re.compile(
    r"(?:^[^\s:;；,，]+[;；,，][ \t]*(?=[a-z_]+:\s)|[。！？.!?”’][ \t]+(?=[a-z]{2}:\s))(?P<found>[a-z_]+):"
    r"|^[a-z0-9#-]+[ \t]+(?P<beside>[a-z_]+):\s"
)
_ITEM = re.compile(r"-(?:\s|$)")
_BLOCK_HEAD = re.compile(r"[|>](?:[1-9]?[+-]?|[+-][1-9])[ \t]*(?:#.*)?$")
#: A Markdown link, where its address alone is due.
_LINK = re.compile(r"(?P<found>\[[^\[\]]*\]\((?P<address>https?:[^()\s]+)\))")
_FLOW = re.compile(r"(?:\[.*\]|\{.*\})[ \t]*(?:#.*)?$")


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
    for index, each in enumerate(mistakes[: MOST + 1]):
        # Each lookup walks up the file, which would be slow for a file with very many mistakes.
        named = _field_at(lines, each) if index < FIELDS_NAMED else ""
        place = Location(path, each.line + 1, each.column + 1, named)
        yield Diagnostic(each.code, place, {"path": path, **each.values})


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


def comment_after_text(lines: list[str], end: Any, value: str) -> list[Mistake]:
    """Return a comment after a plain scalar, or an empty list.

    An editor who types `#` there usually means it as text; where there is none, if it is followed by
    that: `accent: #14484d`.

    Args:
        lines: The file's lines.
        end: The mark of the scalar's end.
        value: The scalar.
    """
    rest = lines[end.line][end.column :] if end.line < len(lines) else ""
    comment = rest.lstrip()
    if not re.match("#" if value else r"#[^\s#:]", comment):
        return []
    column = end.column + len(rest) - len(comment)
    if not value:
        return [Mistake("yaml-comment-value", end.line, column, {"found": shorten(comment, 40)})]
    values = {"found": shorten(comment, 40)}
    return [Mistake("yaml-comment-in-text", end.line, column, values)]


def common_mistake(line: str, number: int) -> Mistake | None:
    """Return the common mistake of a line, or None."""
    for code, pattern in _MISTAKES.items():
        if match := pattern.match(line):
            return Mistake(code, number, match.start("at"), match.groupdict())
    return None


def diagnose(text: str, error: yaml.YAMLError, *, tagged: bool = False) -> Mistake:
    """Return the most probable mistake behind a parser's error."""
    lines = text.split("\n")
    if tagged:
        lines = [_CONFIGURED.sub(lambda part: " " * len(part[0]), line) for line in lines]
    context = getattr(error, "context_mark", None)
    at = getattr(error, "problem_mark", None) or context
    line, column = (min(at.line, len(lines) - 1), at.column) if at else (0, 0)
    if mistake := _Outline(lines).first_mistake(line) or common_mistake(lines[line], line):
        return mistake
    if "escape" in str(error):
        return Mistake("yaml-escape", line, column)
    if context and "quoted scalar" in str(error):
        return _open_quote(lines, context.line, context.column)
    indent = re.search("block|mapping values|simple key|expected key", str(error))
    return Mistake("yaml-indent" if indent else "yaml-syntax", line, column)


class _Level(NamedTuple):
    """A map or list: where it begins, and whether it is indented as it should be."""

    column: int
    line: int
    is_list: bool
    regular: bool


class _Outline:
    """The lines of a file by their indentation, read up to the first that does not fit.

    The parser gives up later: it takes a field without its colon for a text that goes on below, and
    an open quotation mark for one that the next mark closes.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        """Begin above the first line."""
        self._lines = lines
        self._levels: list[_Level] = []  # those open at the line
        self._waiting = True  # whether the last field or item has its value on the lines below

    def first_mistake(self, last: int) -> Mistake | None:
        """Return the first mistake up to a line, or None."""
        number = -1
        while (number := number + 1) <= last:
            line = self._lines[number].rstrip()
            column = _indent(line)
            if not line or line[column] == "#" or line in ("---", "..."):
                continue
            found = self._read(line, number, column)
            if isinstance(found, Mistake):
                return found
            number = found
        return None

    @property
    def _outer(self) -> int:
        return self._levels[-1].column if self._levels else -2

    def _read(self, line: str, number: int, column: int) -> Mistake | int:
        """Return a line's mistake, or the last line of the value that begins on it."""
        if line[column] == "\t":
            return Mistake("yaml-tab", number, column)
        if line.startswith(("```", "~~~"), column):
            return Mistake("yaml-fence", number, column, {"found": shorten(line[column:], 20)})
        start, end, starts = _starts(line, column)
        if start == end and (mistake := self._unfit(line, number, column, start)):
            return mistake
        if not (starts or self._waiting):  # a text goes on
            return number
        for index, (at, is_list) in enumerate(starts):
            if mistake := self._open(number, at, is_list, inside=index > 0):
                return mistake
        self._waiting = line[end : end + 1] in ("", "#")
        return number if self._waiting else self._value(line, number, end)

    def _unfit(self, line: str, number: int, column: int, start: int) -> Mistake | None:
        """Return the mistake of a line without a field's name, or None."""
        below, is_list = self._below(number)
        if start > column:  # the text of an item
            if below <= column or is_list:
                return None
            mistake = _meant(line, number, start)
            return replace(mistake, values={**mistake.values, "item": line[start:]})
        if column > self._outer and below < column:  # a text, or one that goes on
            return None
        beside = next((level for level in self._levels if level.column == column), None)
        if (beside and beside.is_list) or (self._waiting and is_list and below == column):
            return Mistake("yaml-hyphen-missing", number, column)
        return _meant(line, number, column)

    def _below(self, number: int) -> tuple[int, bool]:
        """Return the column of the field or item below a line, and whether it is an item."""
        for line in islice(self._lines, number + 1, None):
            if bare := line.strip():
                starts = _starts(line.rstrip(), _indent(line))[2]
                return starts[0] if starts and bare[0] != "#" else (-1, False)
        return -1, False

    def _open(self, number: int, at: int, is_list: bool, inside: bool) -> Mistake | None:
        """Begin or go on with a map or list at a column, or return what keeps it from there."""
        levels, outer = self._levels, self._outer
        begins = at > outer or (at == outer and is_list and not levels[-1].is_list)
        if inside or (self._waiting and begins):
            levels.append(_Level(at, number, is_list, at - outer in (0, 2)))
            return None
        irregular = next((level for level in levels if not level.regular), None)
        dashless = next((level for level in levels if self._lists(level) is True), None)
        dashed = None
        while levels and (at, is_list) < (levels[-1].column, levels[-1].is_list):
            dashed = levels.pop()
        if levels and (at, is_list) == (levels[-1].column, levels[-1].is_list):
            return None
        if is_list and levels and at == levels[-1].column:
            return Mistake("yaml-hyphen-stray", number, at)
        if dashless:
            return Mistake("yaml-hyphen-missing", dashless.line, dashless.column)
        if dashed and dashed.column == at and self._lists(dashed) is False:
            return Mistake("yaml-hyphen-stray", dashed.line, at)
        if irregular and at < outer:
            number, at = irregular.line, irregular.column
        return Mistake("yaml-indent", number, at)

    def _lists(self, level: _Level) -> bool | None:
        """Return whether the field of a level holds a list, where the level is no list, or the other way round."""
        begins = level.line and _indent(self._lines[level.line]) == level.column
        field = _FIELD.match(self._lines[level.line - 1]) if begins else None
        held = _held().get(field["name"], set()) if field else set()
        return None if held != {not level.is_list} else not level.is_list

    def _value(self, line: str, number: int, column: int) -> Mistake | int:
        """Return the mistake in a value, or its last line."""
        value, mark = line[column:], line[column]
        if mark in _QUOTED:
            return self._quoted(number, column)
        if _BLOCK_HEAD.match(value):
            return self._last_inside(number)
        if link := _LINK.match(value):
            return Mistake("yaml-link-first", number, column, link.groupdict())
        if _FLOW.match(value):
            return number
        if mark in "[]{}%@`&*!,|>":
            special = Mistake("yaml-special-character", number, column, {"found": mark})
            return common_mistake(line, number) or special
        if _ITEM.match(value):
            return Mistake("yaml-hyphen-in-value", number, column)
        found = _NEXT_FIELD.search(value)
        if found and (found["found"] or found["beside"] in _labels()):
            at = column + found.start(found.lastgroup or 0)
            return Mistake(
                "yaml-fields-on-line", number, at, {"found": found[found.lastgroup or 0]}
            )
        is_parted = re.search(r":(?:\s|$)", value)
        return Mistake("yaml-colon-in-text", number, column) if is_parted else number

    def _quoted(self, number: int, column: int) -> Mistake | int:
        lines = self._lines[number : self._last_inside(number) + 1]
        text = "\n".join(lines)[column:]
        match = _QUOTED[text[0]].match(text)
        if not match:
            return _open_quote(self._lines, number, column)
        closed = number + match[0].count("\n")
        rest = text[match.end() :].partition("\n")[0].strip()
        if rest and rest[0] != "#":
            column = self._lines[closed].rindex(rest)
            values = {"found": shorten(rest, 20)}
            return Mistake("yaml-text-after-quote", closed, column, values)
        return closed

    def _last_inside(self, number: int) -> int:
        """Return the last line below a line that is empty or indented further than its field."""
        lines, outer = self._lines, self._outer
        while number + 1 < len(lines):
            if lines[number + 1].strip() and _indent(lines[number + 1]) <= outer:
                break
            number += 1
        return number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _starts(line: str, column: int) -> tuple[int, int, list[tuple[int, bool]]]:
    """Return where a line's field or text starts, where its value does, and its levels.

    A level is the column of a hyphen (True) or of the field (False).
    """
    start = match.end() if (match := _ITEMS.match(line, column)) else column
    end = name.end() if (name := _NAME.match(line, start)) else start
    levels = [(at, True) for at in range(column, start) if line[at] == "-"]
    return start, end, levels + [(start, False)] * (end > start)


def _meant(line: str, number: int, column: int) -> Mistake:
    """Return the mistake of a text where a field or an item should be."""
    if line[column : column + 1] in tuple(_HYPHENS):
        return Mistake("yaml-hyphen-missing", number, column)
    if match := _MEANT.match(line, column):
        code = _MEANT_CODES.get(match["mark"], "yaml-colon-missing")
        return Mistake(code, number, match.start("mark"), {"found": match["found"]})
    called = _CALLED.match(line, column)
    if called and called["mark"] == "：" and line[called.end() :].strip().startswith("["):
        return Mistake("yaml-full-width-colon", number, called.start("mark"), called.groupdict())
    if called and (names := _fields_called(called["found"])):
        return Mistake("yaml-field-name", number, column, {**called.groupdict(), "names": names})
    found = {"found": shorten(line.strip(), 40)}
    stray = Mistake("yaml-stray-line", number, column, found)
    is_linked = line.lstrip().startswith("[[")  # a text that goes on with a link
    return stray if is_linked else common_mistake(line, number) or stray


@cache
def _labels() -> Mapping[str, set[str]]:
    """Return what readers know the fields of records as, by their names."""
    labels = defaultdict[str, set[str]](set)
    for model in {model for kind in KINDS.values() for model in models_in(kind.record)}:
        for name, each in fields_of(model).items():
            labels[name] |= {*each.label.values()}
    return labels


@cache
def _held() -> Mapping[str, set[bool]]:
    """Return whether the fields of records hold a list, by their names."""
    held = defaultdict[str, set[bool]](set)
    for model in {model for kind in KINDS.values() for model in models_in(kind.record)}:
        for name, each in fields_of(model).items():
            held[name].add(each.is_list)
    return held


def _fields_called(label: str) -> list[str]:
    """Return the names, with their colons, of the fields of records that readers know as that."""
    return sorted(f"{name}:" for name, labels in _labels().items() if label in labels)


def _open_quote(lines: Sequence[str], number: int, column: int) -> Mistake:
    text = lines[number][column:].rstrip()
    opening, closing = _WIDE_QUOTES.get(text[:1], ("", ""))
    if closing and text.endswith(closing) and text.count(opening) < text.count(closing):
        found = {"found": closing, "better": text[0]}
        return Mistake("yaml-quote-wide", number, column + len(text) - 1, found)
    values = {"found": shorten(lines[number][column:], 20), "start": number + 1}
    return Mistake("yaml-quote", number, column, values)


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
        if bare[:1] in ("", "#") or indent > inside or (indent == inside and not items):
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
