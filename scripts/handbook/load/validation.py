"""A tree that the YAML reader gave → a record of the model, or what is wrong with it in an editor's words.

Pydantic finds the problems; this module says them with the value found, what is accepted, an example and the nearest names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError
from pydantic.fields import FieldInfo

from handbook.diagnostics import Diagnostic, Location, Message, nearest
from handbook.load.yaml_tree import Map, Seq, kind_of, locate
from handbook.model import types as fields
from handbook.text.wikilinks import reference_of

MISSING = Message(
    "field-missing",
    "缺少必填的字段“$name”（$what）。", "The required field `$name` is missing ($what).",
    "请补上，例如：$example", "Add it, for example: $example",
)  # fmt: skip
UNKNOWN = Message(
    "field-unknown",
    "没有“$name”这个字段。", "There is no field `$name`.",
    "${nearest}这里可以用：$accepted。", "${nearest}Fields here: $accepted.",
)  # fmt: skip
UNKNOWN_LANGUAGE = Message(
    "language-unknown",
    "“$name”不是本手册的语言。", "`$name` is not a language of the handbook.",
    "这里可以用：$accepted。", "Use one of: $accepted.",
)  # fmt: skip
NO_CHINESE = Message(
    "language-first-missing",
    "这段文字缺少“$name”一项。", "The text has no `$name`.",
    "先写中文：另起一行缩进两格写 $name: 内容；英文可以以后再补。", "Write the Chinese first: `$name: text`, indented by two spaces; the English may follow later.",
)  # fmt: skip
NOT_ACCEPTED = Message(
    "value-not-accepted",
    "“$found”不在可选值之内。", "'$found' is not one of the accepted values.",
    "${nearest}可以用：$accepted。", "${nearest}Use one of: $accepted.",
)  # fmt: skip
WANTS_TEXT = Message(
    "value-not-text",
    "这里应当是一段文字，却是一组字段或列表。", "Here must be a text; found a map or a list.",
    "请写在冒号后面的同一行，例如：$example", "Write it on the line of the colon, for example: $example",
)  # fmt: skip
WANTS_MAP = Message(
    "value-not-a-map",
    "这里应当是一组字段（$accepted），却是“$found”。", "Here must be a map ($accepted); found '$found'.",
    "请另起一行、缩进两格，一行写一个字段。", "Put each field on a line of its own, indented by two spaces.",
)  # fmt: skip
WANTS_LIST = Message(
    "value-not-a-list",
    "这里应当是一项一行的列表，却是“$found”。", "Here must be a list; found '$found'.",
    "请每项另起一行，以“- ”（连字符加空格）开头，例如：- $example", "Put each item on a line of its own that begins with `- `, for example: - $example",
)  # fmt: skip
BAD_ID = Message(
    "id-form",
    "“$found”不是合格的标识。", "'$found' is not a well-formed id.",
    "${nearest}标识只用小写英文字母、数字和连字符，以字母开头，最长 60 个字符，例如：$example",
    "${nearest}Use lower-case letters, digits and hyphens, a letter first, at most 60, for example: $example",
)  # fmt: skip
BAD_LOCATOR = Message(
    "cite-form",
    "“$found”不是合格的出处。", "'$found' is not a well-formed citation.",
    "写成“来源标识#段落号”，中间不留空格，例如：pinghu-safety-2024#8；依据的是题目或署名，写pinghu-safety-2024#head。",
    "Write source id # paragraph without spaces, for example: pinghu-safety-2024#8; for the title or by-line pinghu-safety-2024#head.",
)  # fmt: skip
BAD_DATE = Message(
    "date-form",
    "“$found”不是合格的日期。", "'$found' is not a well-formed date.",
    "写成 2023、2023-08 或 2023-08-15，知道多少写多少。", "Write 2023, 2023-08 or 2023-08-15, as much as is known.",
)  # fmt: skip
BAD_PINYIN = Message(
    "pinyin-form",
    "“$found”不是合格的拼音。", "'$found' is not well-formed pinyin.",
    "用拉丁字母和声调符号，音节之间可用空格或隔音号，例如：píng'ān jiànshè", "Use Latin letters with tone marks, spaces or apostrophes between syllables: píng'ān jiànshè",
)  # fmt: skip
BAD_QUOTES = Message(
    "quotes-form",
    "“$found”不是两对引号。", "'$found' is not two pairs of quotation marks.",
    "写四个字符：双引号一对，单引号一对，例如：“”‘’", "Write four characters, a double pair and a single pair, for example: “”‘’",
)  # fmt: skip
BAD_ADDRESS = Message(
    "url-form",
    "“$found”不是合格的网址。", "'$found' is not a well-formed address.",
    "要以 https:// 开头，中间没有空格；不知道网址就不要写这个字段。", "It begins with https:// and has no spaces; leave the field out where the address is not known.",
)  # fmt: skip
BAD_NUMBER = Message(
    "number-form",
    "“$found”不是合格的数。", "'$found' is not a well-formed number.",
    "只写半角数字，不写单位、逗号和汉字，例如：$example", "Write ASCII digits without unit or comma, for example: $example",
)  # fmt: skip
BAD_BOOLEAN = Message(
    "boolean-form",
    "“$found”应当写成 true 或 false。", "'$found' must be true or false.",
    "是写 true，否写 false（或删去这一行）。", "Write true or false, or leave the line out.",
)  # fmt: skip
FIGURE_VALUE = Message(
    "figure-value",
    "一个数字条目要么有 value（数值），要么有 statement（文字表述），二者恰好写一个。", "A figure has either a `value` or a `statement`, exactly one of them.",
    "原文给了数就写 value 和 unit，没有给数就写 statement。", "Give `value` and `unit` where the source has a number, `statement` where it has none.",
)  # fmt: skip
FIGURE_UNIT = Message(
    "figure-unit",
    "有数值却没有单位（unit）。", "There is a value but no `unit`.",
    "请补上，例如 unit: 下一行写 zh: 起、en: incidents。", "Add it: `unit:` and below it `zh: 起`, `en: incidents`.",
)  # fmt: skip
UNFILLED = Message(
    "text-unfilled",
    "这里还是样例里的“$found”，没有填写。", "The starting file's '$found' still stands here.",
    "请照上面的说明填写；可以不写、原文也没有说的，就把整个字段删去。", "Fill it in as the remark above it says; where it may be left out and the source does not say, remove the whole field.",
)  # fmt: skip
INFERRED = Message(
    "date-basis",
    "日期是推断的（inferred: true），却没有写依据（basis）。", "The date is inferred and does not say what it rests on (`basis`).",
    "请补上，例如 basis: 下一行写 zh: 文中提到2023年的事。日期若是原文写明的，删去 inferred。",
    "Add it: `basis:` and below it `zh: 文中提到2023年的事。`, `en: It speaks of events of 2023.`; where the source states the date, leave `inferred` out.",
)  # fmt: skip
TOO_SHORT = Message(
    "list-empty",
    "这个列表是空的。", "The list is empty.",
    "至少写一项，例如：- $example", "Give at least one item, for example: - $example",
)  # fmt: skip
OTHER = Message(
    "value-invalid",
    "“$found”不合格：$reason。", "'$found' is not valid: $reason.",
    "请对照同类记录修改。", "Compare a record of the same kind.",
)  # fmt: skip

_PATTERNS = {fields.SLUG: BAD_ID, fields.LOCATOR: BAD_LOCATOR, fields.DATE: BAD_DATE, fields.HTTPS: BAD_ADDRESS, fields.QUOTES: BAD_QUOTES}
_TYPES: dict[str, Message] = {
    "bool_parsing": BAD_BOOLEAN, "bool_type": BAD_BOOLEAN,
    "int_parsing": BAD_NUMBER, "int_type": BAD_NUMBER, "decimal_parsing": BAD_NUMBER, "decimal_type": BAD_NUMBER,
    "greater_than_equal": BAD_NUMBER, "less_than_equal": BAD_NUMBER, "finite_number": BAD_NUMBER, "int_parsing_size": BAD_NUMBER,
    "string_type": WANTS_TEXT, "tuple_type": WANTS_LIST, "dict_type": WANTS_MAP, "model_type": WANTS_MAP, "model_attributes_type": WANTS_MAP,
    "string_too_long": BAD_ID, "no_such_day": BAD_DATE, "number_form": BAD_NUMBER, "too_short": TOO_SHORT, "figure_value": FIGURE_VALUE, "figure_unit": FIGURE_UNIT,
    "inferred_basis": INFERRED,
}  # fmt: skip

M = TypeVar("M", bound=BaseModel)


def validate(
    kind: type[M], tree: Map, path: str, languages: Sequence[str], words: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> tuple[M | None, list[Diagnostic]]:
    """Return the model made from a tree, or None, and every problem with its place in the file; `words` tell what choices are called."""
    try:
        return kind.model_validate(tree, context={"languages": tuple(languages)}), []
    except ValidationError as error:
        problems = error.errors(include_url=False)
    misspelt = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    # Pydantic counts only good items: a list whose one item is wrong is reported as too short besides.
    holders = {problem["loc"][:depth] for problem in problems for depth in range(1, len(problem["loc"]))}
    told = [
        problem
        for problem in problems
        if not (problem["type"] == "missing" and _is_misspelt(problem["loc"], misspelt))
        and not (problem["type"] == "too_short" and problem["loc"] in holders)
        and not (isinstance(problem["input"], str) and problem["input"].strip() == fields.PLACEHOLDER)
    ]
    return None, [*(_finding(kind, tree, path, languages, words, problem) for problem in told), *_unfilled(tree, path)]


def _unfilled(tree: Map, path: str) -> Iterator[Diagnostic]:
    """Yield every part of a starting file that is still to be filled in, so that none waits until the others are."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, Map):
            stack += [((*where, name), item) for name, item in node.items()]
        elif isinstance(node, Seq):
            stack += [((*where, index), item) for index, item in enumerate(node)]
        elif isinstance(node, str) and node.strip() == fields.PLACEHOLDER:
            yield Diagnostic(UNFILLED, Location(path, *locate(tree, where), dotted(where)), {"found": fields.PLACEHOLDER})


def _is_misspelt(missing: tuple[int | str, ...], unknown: list[tuple[int | str, ...]]) -> bool:
    """Return whether a missing field stands there under a name so near that one message says it all."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    return bool(get_close_matches(str(missing[-1]), beside, cutoff=0.6))


def _finding(
    kind: type[BaseModel],
    tree: Map,
    path: str,
    languages: Sequence[str],
    words: Mapping[str, Mapping[str, str]],
    problem: Mapping[str, Any],
) -> Diagnostic:
    where: tuple[str | int, ...] = tuple(problem["loc"])
    context: Mapping[str, Any] = problem.get("ctx", {})
    annotation, info = _at(kind, where)
    found = problem["input"] if isinstance(problem["input"], str) else kind_of(problem["input"])
    values: dict[str, object] = {"found": found, "name": where[-1] if where else "", "example": _example(info, languages), "nearest": ""}
    match problem["type"]:
        case "missing":
            message = MISSING
            values["what"] = _described(info)
        case "extra_forbidden":
            fields = key_order(_model_in(_at(kind, where[:-1])[0]) or kind)
            message = UNKNOWN
            values |= {"accepted": fields, "nearest": nearest(str(where[-1]), fields)}
        case "enum":
            choices = {choice.value: words.get(f"{type(choice).__name__}.{choice.value}", {}) for choice in _choices(annotation)}
            meant = next((value for value, names in choices.items() if str(problem["input"]) in names.values()), str(problem["input"]))
            message = NOT_ACCEPTED
            zh = "、".join(value + (f"（{names['zh']}）" if "zh" in names else "") for value, names in choices.items())
            values |= {"accepted": {"zh": zh, "en": ", ".join(choices)}, "nearest": nearest(meant, choices)}
        case "language_unknown":
            message = UNKNOWN_LANGUAGE
            where = (*where, context["found"])
            values |= {"name": context["found"], "accepted": context["accepted"]}
        case "language_missing":
            message = NO_CHINESE
            values["name"] = context["missing"]
        case "string_pattern_mismatch":
            message = _PATTERNS.get(context["pattern"], BAD_PINYIN)
        case other:
            message = _TYPES.get(other, OTHER)
            values |= {"reason": problem["msg"], "accepted": _keys(annotation, languages)}
    line, column = locate(tree, where)
    return Diagnostic(message, Location(path, line, column, dotted(where)), values)


def dotted(where: Sequence[str | int]) -> str:
    """Return a path as editors read it, list items counted from 1: `components[2].title.zh`."""
    said = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in where)
    return said.removeprefix(".")


def key_order(kind: type[BaseModel]) -> list[str]:
    """Return the fields of a model in the order in which they are written: silences, citations and notes last."""
    last = ("gaps", "cite", "notes")
    fields = [name for name in kind.model_fields if name not in last]
    return fields + [name for name in last if name in kind.model_fields]


def _at(kind: type[BaseModel], where: Sequence[str | int]) -> tuple[Any, FieldInfo | None]:
    """Return (annotation, field) at a path through a model."""
    annotation: Any = kind
    info: FieldInfo | None = None
    for step in where:
        holder = _model_in(annotation)
        if isinstance(step, int):
            annotation = next((a for a in _arguments(annotation) if a is not ...), str)
        elif holder is not None and not issubclass(holder, RootModel) and step in holder.model_fields:
            info = holder.model_fields[step]
            annotation = info.annotation
        else:
            annotation = str
    return annotation, info


def _arguments(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _arguments(part)
    elif get_origin(annotation) is tuple:
        yield from get_args(annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _choices(annotation: Any) -> list[StrEnum]:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return list(part)
    return []


def _keys(annotation: Any, languages: Sequence[str]) -> list[str]:
    holder = _model_in(annotation)
    if holder is None or issubclass(holder, RootModel):
        return [f"{lang}:" for lang in languages]
    return [f"{name}:" for name in key_order(holder)]


def _described(info: FieldInfo | None) -> dict[str, str]:
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    return {"zh": str(extra.get("x-zh", "")), "en": info.description or "" if info else ""}


def _example(info: FieldInfo | None, languages: Sequence[str]) -> object:
    """Return a filled-in example of a field, on one line."""
    if info is None:
        return {"zh": "内容", "en": "text"}
    if info.examples:
        return str(info.examples[0])
    if (holder := _model_in(info.annotation)) and issubclass(holder, fields.Text):
        return " ".join(f"{lang}: {'文字' if lang == 'zh' else 'text'}" for lang in languages)
    if to := reference_of(info):
        folders = [f"data/{folder}/" for folder in to.folders or ("…",)]
        return {
            "zh": f"{'或'.join(folders)}里某个文件的名字，不带 .yml",
            "en": f"the name of a file in {' or '.join(folders)} without .yml",
        }
    return re.sub(r"\s+", " ", info.description or "")
