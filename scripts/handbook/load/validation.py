"""Validation of YAML trees with the models, reported as diagnostics for editors.

Pydantic finds the problems; a diagnostic adds the value found, the accepted values, an example and
similar names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handbook.diagnostics import (
    MESSAGE_LANGUAGES,
    MESSAGES,
    MOST,
    Diagnostic,
    Phrase,
    language_name,
    nearest,
    printable,
    verbatim,
)
from handbook.load.files import Unloadable, read_text
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import Map, kind_of, location, parse, texts_of
from handbook.model import types
from handbook.model.introspect import FieldPath, ModelField, field_at, fields_of
from handbook.model.kinds import KINDS, new_kind
from handbook.model.labels import Labels, LabelsFile
from handbook.model.records import PracticeState
from handbook.model.vocabulary import VOCABULARY
from handbook.text.languages import language

#: The message code of each of Pydantic's error types, or of the pattern that a text fails to match.
#: Errors raised by our own models have the message code as their type.
_CODES = {
    **dict.fromkeys(("bool_parsing", "bool_type"), "boolean-form"),
    **dict.fromkeys(("int_parsing", "int_parsing_size", "int_type"), "number-form"),
    **dict.fromkeys(("decimal_parsing", "decimal_type", "finite_number"), "number-form"),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), "number-form"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "value-not-a-map"),
    "string_type": "value-not-text",
    "tuple_type": "value-not-a-list",
    "string_too_long": "id-form",
    "too_short": "list-empty",
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "enum": "value-not-accepted",
    "string_pattern_mismatch": "pinyin-form",
    types.SLUG: "id-form",
    types.LOCATOR: "cite-form",
    types.DATE: "date-form",
    types.PERIOD: "period-form",
    types.HTTPS: "url-form",
    types.QUOTES: "quotes-form",
    types.COLOUR: "colour-form",
    types.MARK: "mark-form",
}

#: Labels with which texts in any language are accepted.
_ANY = LabelsFile(languages={})

#: What may be meant as the hyphens of items, and what as the commas between ids or names.
_HYPHENS = re.compile(r"(?:\A|\s)\s*[-－—–*·•]\s*")
#: The ends of a range, and a number that is about right.
_RANGE = re.compile(
    r"\d *(?:[-–—~～至到]|to) *\d|^[约近超>＞<＜≥≤]|\d *(?:[多余几+]|左右|上下)|^(?:about|over|nearly)",
    re.I,
)
#: What makes a date one that is about right.
_ABOUT = re.compile(r"约|左右|前后|上下|\b(?:about|around|circa|ca)\b", re.I)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
#: What stands between citations that are written in one, and how many places a range has at most.
_BETWEEN = re.compile(r"[,，、;；和及]|\band\b|(?<=[0-9])\s+(?=\S)|\]\]\[\[")
_MOST_OF_RANGE = 10
_COMMAS = re.compile(r"[,，、;；\n]+")
#: What is typed where an answer is expected, but a text is.
_TRUTHS = frozenset({"true", "false", "yes", "no", "是", "否"})
#: Up to how many characters a text that was typed is repeated in an example.
_MOST_TOLD = 200
#: What fields are called in other kinds, or by editors, and the fields that say it; the first that a kind has counts.
_ALIKE = {
    "ended": ("status",),
    "end": ("status",),
    "replaced_by": ("status", "succeeded_by"),
    "replaces": ("supersedes",),
    "values": ("observations",),
    "former_names": ("aliases",),
    "text": ("how",),
    "how": ("text",),
}
#: The fields of which one may say what another is meant for.
_EITHER = {"status": ("former_names", "succeeded_by")}
#: How like the name of a field of its own a name must be to be that rather than another kind's.
_MISSPELT = 0.8
#: In how many places a field may belong for a message to name them.
_MOST_PLACES = 2

M = TypeVar("M", bound=BaseModel)


def read_model(root: Path, name: str, model: type[M], labels: LabelsFile = _ANY) -> tuple[M, Map]:
    """Return the content of a YAML file as a model, and the file's tree.

    Args:
        root: The handbook's root.
        name: The file's path from the root.
        model: The model of the file's content.
        labels: The accepted languages of texts, the required one first, and the accepted values of
            vocabularies. Without labels or vocabularies, any are accepted.

    Raises:
        Unloadable: The file has problems.
    """
    return as_model(read_text(root, name), root, name, model, labels)


def as_model(text: str, root: Path, name: str, model: type[M], labels: LabelsFile) -> tuple[M, Map]:
    """Return the text of a YAML file as `read_model` does its content."""
    tree = parse(text, name)
    return validate(model, tree, name, labels, root), tree


def validate(
    model: type[M], tree: Map, path: str, labels: LabelsFile = _ANY, root: Path | None = None
) -> M:
    """Return the content of a YAML tree as a model.

    Args:
        model: The model.
        tree: The tree.
        path: The file's path from the root, for diagnostics.
        labels: The accepted languages and values, as for `read_model`.
        root: The handbook's root, whose records stand in examples.

    Raises:
        Unloadable: The content does not fit the model.
    """
    vocabulary = labels.vocabulary if isinstance(labels, Labels) else None
    context = {"languages": tuple(labels.languages), "vocabulary": vocabulary}
    try:
        return model.model_validate(tree, context=context)
    except ValidationError as error:
        problems = error.errors(include_url=False)
    findings: list[Diagnostic] = []
    if meant := _meant_kind(model, tree, labels):
        found, better = (f"data/{folder}/" for folder in (path.split("/")[-2], meant))
        raise Unloadable.of("record-folder", path, found=found, better=better)
    misspelt = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    # Pydantic counts only valid items, so a list whose only item is invalid is also too short.
    holders = {each["loc"][:depth] for each in problems for depth in range(1, len(each["loc"]))}
    for problem in problems:
        if len(findings) > MOST:
            break
        where, kind, value = problem["loc"], problem["type"], problem["input"]
        if not (
            (kind == "missing" and _is_misspelt(where, misspelt))
            or (kind == "too_short" and where in holders)
            or (isinstance(value, str) and value.strip() == types.PLACEHOLDER)
        ):
            code, where, values = _described(model, labels, problem, _Own(root, tree), path)
            findings.append(Diagnostic(code, location(path, tree, where), values))
    unfilled = (where for where, text in texts_of(tree) if text.strip() == types.PLACEHOLDER)
    for where in islice(unfilled, MOST + 1):
        code, values = left_unfilled(where, labels, model)
        findings.append(Diagnostic(code, location(path, tree, where), values))
    raise Unloadable(findings)


def _meant_kind(model: type[BaseModel], tree: Map, labels: LabelsFile) -> str:
    """Return the folder of the only kind that a file fits, unless it is its own.

    It has fields and values of that kind alone, or several fields that only that has.
    """
    known = {folder: fields_of(kind.record) for folder, kind in KINDS.items()}
    if all(kind.record is not model for kind in KINDS.values()):
        return ""
    fits = {folder for folder, fields in known.items() if {*tree} <= {*fields}}
    if len(fits) == 1 and len({*tree} - {*fields_of(model)}) > 1:
        return fits.pop()
    fits = {folder for folder in fits if _fits(known[folder], tree, labels)}
    return fits.pop() if len(fits) == 1 and not _fits(fields_of(model), tree, labels) else ""


def _fits(fields: Mapping[str, ModelField], tree: Map, labels: LabelsFile) -> bool:
    """Return whether a file has all fields that it must have, no others, and words of vocabularies."""
    chosen = {name: field.choices for name, field in fields.items() if name in tree}
    return {name for name, field in fields.items() if field.required} <= {*tree} <= {*fields} and (
        isinstance(labels, Labels)
        and all(not each or tree[name] in labels.choices(each) for name, each in chosen.items())
    )


def left_unfilled(
    where: FieldPath, labels: LabelsFile, model: type[BaseModel] | None = None
) -> tuple[str, dict[str, object]]:
    """Return the code and values for a placeholder: a translation's line may go by itself.

    Args:
        where: The field.
        labels: The languages, and the values to choose from.
        model: The model of the file, whose field may take one of some values.
    """
    lang = str(where[-1]) if where else ""  # a page
    code = "translation-unfilled" if lang in [*labels.languages][1:] else "text-unfilled"
    field, takes = field_at(model, where) if model else None, Phrase("unfilled-text")
    if field and field.choices:
        takes = Phrase("unfilled-choice", _choices(field, labels, ""))
    elif field and field.refers_to:
        takes = Phrase("unfilled-id")
    values = {"lang": language_name(lang), "code": lang, "takes": takes}
    return code, {"found": types.PLACEHOLDER, **values}


def _is_misspelt(missing: FieldPath, unknown: Sequence[FieldPath]) -> bool:
    """Return whether a missing field is probably misspelt as an unknown one beside it."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    return bool(get_close_matches(str(missing[-1]), beside, cutoff=0.6))


def _described(
    model: type[BaseModel],
    labels: LabelsFile,
    problem: Mapping[str, Any],
    own: _Own,
    path: str,
) -> tuple[str, FieldPath, dict[str, object]]:
    """Return the code, field and values of the diagnostic for one of Pydantic's errors."""
    # An error in a mapping's key is reported at its value.
    where: FieldPath = tuple(step for step in problem["loc"] if step != "[key]")
    context, value = problem.get("ctx", {}), problem["input"]
    field = field_at(model, where)
    keys = list(fields_of(field.model)) if field and field.model else []
    typed = value if isinstance(value, str) else ""
    values: dict[str, object] = {
        "found": value if isinstance(value, str) else kind_of(value),
        "name": where[-1] if where else "",
        "what": field.description if field else "",
        "example": str(_form(field, labels, own)) if field else Phrase("example-text"),
        "nearest": "",
        "reason": problem["msg"],
        "more": "",
        "accepted": [f"{name}:" for name in keys or labels.languages],
    }
    of_key = problem["type"] in ("string_type", "tuple_type") and isinstance(where[-1], str)
    is_key = of_key and field is not None and field.is_by_language and where[-1] != field.name
    if is_key and where[-1] not in labels.languages:
        accepted = {"name": where[-1], "accepted": list(labels.languages)}
        return "language-unknown", where, values | accepted
    match problem["type"]:
        case "extra_forbidden":
            holder = field_at(model, where[:-1])
            names = {
                name: part.label
                for name, part in fields_of((holder and holder.model) or model).items()
            }
            meant: Phrase | str = nearest(str(where[-1]), names)
            if where[-1] in labels.languages:
                meant = Phrase("language-of-field", {"name": where[-1]})
            elif elsewhere := _said_elsewhere(
                str(where[-1]), value, (holder and holder.model) or model, labels, own
            ):
                meant = elsewhere
            elif belongs := _belongs(model, where, own.tree):
                meant = belongs
            values |= {"accepted": _listed(names), "nearest": meant}
        case "enum":
            values |= _choices(field, labels, str(value))
            several = [each.strip() for each in _COMMAS.split(typed)]
            if (
                field
                and field.choices
                and len(several) > 1
                and all(map(_fitting(field, labels), several))
            ):
                values["nearest"] = Phrase("choice-alone", {"names": several})
            elif not values["nearest"] and field and issubclass(field.type, types.Choice):
                values["more"] = new_choice(field, labels, str(value))
        case "language-unknown":
            where = (*where, context["found"])
            values |= {"name": context["found"], "accepted": context["accepted"]}
        case "missing" if field and field.choices:
            choices = {"name": field.name, **_choices(field, labels, "")}
            values["example"] = Phrase("example-choice", choices)
        case "missing" | "tuple_type" | "too_short" | "dict_type" | "model_type" if field:
            told = [] if problem["type"] == "missing" else _told(value, labels, field)
            if problem["type"] == "missing" and field.pattern == types.SLUG and not field.refers_to:
                told = [_read_title(own.tree, where, labels)]
            elif _is_text(field) and typed.casefold() in _TRUTHS:
                told, values["more"] = [], Phrase("words-wanted", {"what": field.description})
            name = str(where[-1]) if isinstance(where[-1], str) else field.name
            filled = _value(field, labels, own, [each for each in told if each])
            if where[-1] in labels.languages:  # of names: the list in one language
                name, filled = field.name, {where[-1]: next(iter(filled.values()))}
            values["example"] = _lines({name: filled})
            parts = fields_of(field.model).values() if field.model else [field]
            if field.pattern == types.LOCATOR and not told and (sources := own.unsure("")):
                values["more"] = Phrase("cite-one-of", {"accepted": sources})
            values["refers"] = any(part.refers_to for part in parts)  # to what may stand by name
        case "string_pattern_mismatch" | "string_too_long" if field and typed:
            to = field.refers_to if field.pattern == types.SLUG else None
            own_id = own.meant(typed, to.folders) if to else ""
            several = [] if own_id == _slug(typed) != "" else _items(field, typed)
            cited = located_each(typed, own.source) if field.pattern == types.LOCATOR else []
            if len(cited) > 1:
                values["example"] = _lines_of(cited)
            elif (
                field.pattern != types.LOCATOR
                and len(several) > 1
                and all(map(types.is_slug, several))
            ):
                values |= _each(model, where, several)
            elif where != problem["loc"]:  # a key
                values["example"] = _slug(typed) or _read(typed, labels) or "new-id"
            elif own_id:
                values["example"] = own_id
            elif to and own.root:
                values["kind"] = new_kind(to.folders)
                return "reference-unknown", where, values
            elif mended := _mended(field, own, typed):
                values["example"] = mended
            if field.pattern == types.LOCATOR and (sources := own.unsure(typed)):
                values["more"] = Phrase("cite-one-of", {"accepted": sources})
        case "string_type" if field and field.pattern == types.LOCATOR:
            typed = next((text for _, text in texts_of(value)), "")  # [[source#8]], read as lists
            found = {"found": f"[[{typed}]]", "example": _mended(field, own, typed)}
            return "cite-form", where, values | found
        case "string_type" if field and field.model:
            texts = [text for each in _told(value, labels) for text in _words_of(each)]
            values["example"] = (
                verbatim(_joined(labels, texts)) if texts else Phrase("example-text")
            )
        case "string_type" if field and field.refers_to:
            ids = [each for each in _told(value, labels) if types.is_slug(str(each))]
            if isinstance(value, dict) and types.is_slug(str(value.get("id"))):
                ids = [value["id"]]
            values["example"] = ids[0] if ids else types.PLACEHOLDER
            if len(ids) > 1:
                values |= _each(model, where, ids)
            folders = field.refers_to.folders
            values["accepted"] = [f"data/{folder}/" for folder in folders] or ["data/"]
            return "value-not-an-id", where, values
        case "string_type" if field:
            values["example"] = next(
                filter(_fitting(field, labels), _told(value, labels)), types.PLACEHOLDER
            )
        case "language-first-missing":
            values["name"] = context["missing"]
            if _is_of_item_above(own.tree, where, value):
                values["more"] = Phrase("item-above", {"code": next(iter(value)), **values})
    if where == ("id",) and (stem := _slug(Path(path).stem)):  # the file has the id for its name
        values["example"] = stem if typed else f"id: {stem}"
    code = _CODES.get(context.get("pattern")) or _CODES.get(problem["type"], problem["type"])
    if code == "date-form" and where[-1] == "checked":
        code = "day-form"
    elif code == "number-form" and where[-1] == "value" and _RANGE.search(typed):
        code = "number-not-exact"
    elif code == "number-form" and (read := _read_number(typed, labels)):
        values["example"] = read
        if where[-1] == "value":
            values["more"] = Phrase("number-whole", {"found": typed, "value": read})
    elif code == "date-form" and len(_YEAR.findall(typed)) > 1:
        values["more"] = Phrase("date-alone")
    elif code == "date-form" and _ABOUT.search(typed):
        values["more"] = Phrase("date-about", {"found": typed})
    return code if code in MESSAGES else "value-invalid", where, values


def _is_of_item_above(tree: Map, where: FieldPath, value: object) -> bool:
    """Return whether an item of a list has the languages that the one above it lacks."""
    if not (where and isinstance(where[-1], int) and where[-1] and isinstance(value, dict)):
        return False
    items: Any = tree
    for step in where[:-1]:
        items = items[step]
    above = items[where[-1] - 1]
    return bool(value) and isinstance(above, dict) and value.keys().isdisjoint(above)


def _read_number(typed: str, labels: LabelsFile) -> str:
    """Return in digits a whole number that was typed with a word for thousands or more, or ""."""
    for lang in labels.languages if re.match("[0-9]", typed) else ():
        for number in language(lang).numbers(typed):
            if not number.typed.isascii() or re.search("[a-z]", number.typed):
                whole = number.value == number.value.to_integral_value()
                return f"{number.value:.0f}" if whole and number.start == 0 else ""
    return ""


def _choices(field: ModelField | None, labels: LabelsFile, value: str) -> dict[str, object]:
    """Return the values that a field accepts, and those most similar to the one found."""
    names: dict[str, dict[str, str]] = {}
    if isinstance(labels, Labels) and field and field.choices:
        for choice in labels.choices(field.choices):
            names[str(choice)] = {lang: labels.choice(choice, lang) for lang in labels.languages}
    meant = next((choice for choice, words in names.items() if value in words.values()), value)
    return {"accepted": _listed(names), "nearest": nearest(meant, names)}


def new_choice(field: ModelField, labels: LabelsFile, value: str) -> Phrase:
    """Return how a value is added to the vocabulary of a field."""
    words = dict.fromkeys(labels.languages, types.PLACEHOLDER)
    name = field.choices.vocabulary  # type: ignore[union-attr]
    lines = written({name: {_slug(value) or "new-id": words}}).partition("\n")[2]
    return Phrase("new-choice", {"path": VOCABULARY, "name": name, "lines": verbatim(f"\n{lines}")})


def _listed(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return names as a list in each message language, with their words where they need them."""
    accepted = {}
    for lang in MESSAGE_LANGUAGES:
        style = language(lang)
        accepted[lang] = style.separator.join(
            name + (style.bracketed(words[lang]) if style.han and lang in words else "")
            for name, words in names.items()
        )
    return accepted


def _said_elsewhere(
    name: str, value: object, model: type[BaseModel], labels: LabelsFile, own: _Own
) -> Phrase | None:
    """Return in which field a model has what another name says, with what was typed, or None."""
    fields = fields_of(model)
    either = [each for each in _EITHER.get(name, ()) if each in fields]
    if either:
        listed = _listed({each: fields[each].label for each in either})
        return Phrase("field-either", {"names": listed})
    if target := next((fields[each] for each in _ALIKE.get(name, ()) if each in fields), None):
        told = _told(value, labels, target)
        if target.name == "status":
            by = name == "replaced_by"
            state = PracticeState.REPLACED if by else PracticeState.ENDED
            more = {"by": next(iter(told), types.PLACEHOLDER)} if by else _since(told)
            lines = _lines({target.name: {"state": state.value, **more}})
            return Phrase("field-for", {"name": target.name, "lines": lines})
        is_words = isinstance(value, dict) and {*value} <= {*labels.languages}
        if (isinstance(value, list) and target.is_list and target.refers_to) or (
            is_words and _is_text(target)
        ):
            return Phrase("field-renamed", {"name": target.name})
        if target.is_by_language:  # a date beside a name is none
            told = [each for each in told if not re.fullmatch(types.DATE, str(each))]
        lines = _lines({target.name: _value(target, labels, own, told)})
        return Phrase("field-for", {"name": target.name, "lines": lines})
    kinds = [folder for folder, kind in KINDS.items() if name in fields_of(kind.record)]
    if not kinds or len(kinds) > _MOST_PLACES or get_close_matches(name, fields, cutoff=_MISSPELT):
        return None
    for field in fields.values():
        for part in fields_of(field.model).values() if field.model else ():
            if part.refers_to and part.refers_to.folders == (kinds[0],):
                place = {"field": f"{field.name}.{part.name}", "kind": kinds[0]}
                return Phrase("field-of-record", {"name": name, **place})
    return None


def _since(told: Sequence[Any]) -> dict[str, object]:
    """Return since when something is, as far as it was typed."""
    dates = [str(each.get("date") if isinstance(each, dict) else each) for each in told]
    date = next((each for each in dates if re.fullmatch(types.DATE, each)), "")
    return {"since": {"date": date}} if date else {}


def _belongs(model: type[BaseModel], where: FieldPath, tree: Map) -> Phrase | None:
    """Return where a field belongs that stands one level too high or too low, or None.

    Of several such places, those count of which the record has the holder already.
    """
    name = str(where[-1])
    holders = [model, *(field.model if (field := field_at(model, where[:end])) else None
                        for end in range(1, len(where)))]  # fmt: skip
    beside: Any = tree
    for step in where[:-1]:
        beside = beside[step]
    inner = [
        field.name
        for field in (fields_of(holders[-1]) if holders[-1] else {}).values()
        if field.model and name in fields_of(field.model)
    ]
    if inner := [each for each in inner if each in beside] or inner:
        told = {"name": name, "places": inner}
        return Phrase("field-inside", told) if len(inner) <= _MOST_PLACES else None
    for end in reversed(range(len(where) - 1)):
        if (holder := holders[end]) and name in fields_of(holder) and isinstance(where[end], str):
            return Phrase("field-beside", {"name": name, "place": where[end]})
    return None


def _is_text(field: ModelField | None) -> bool:
    return bool(field and field.model and issubclass(field.model, types.Text))


def _told(value: object, labels: LabelsFile, field: ModelField | None = None) -> list[Any]:
    """Return what was typed, as items: texts, texts by language, and parts that only lack a hyphen."""
    if isinstance(value, str):
        text = " ".join(value.split())
        kept = text if text == printable(text) and len(text) <= _MOST_TOLD else ""
        return (
            (_items(field, kept) if field and (field.is_list or _is_names(field)) else [kept])
            if kept
            else []
        )
    if isinstance(value, dict) and value:
        known = fields_of(field.model) if field and field.model else {}
        if {*value} <= {*known} or (
            {*value} <= {*labels.languages} and all(map(_told_text, value.values()))
        ):
            return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in parts for each in _told(part, labels)]


def _told_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == printable(value)


def _is_names(field: ModelField) -> bool:
    return bool(field.model and issubclass(field.model, types.Names))


def _lines(tree: Mapping[str, object]) -> dict[str, str]:
    """Return a field as an example of the lines of a file."""
    text = written(tree)
    return verbatim(f"\n{text}" if text.count("\n") > 1 else text.strip())


def _items(field: ModelField, typed: str) -> list[str]:
    """Return the ids or names that were typed in one."""
    typed = _COMMAS.sub("\n", _HYPHENS.sub("\n", typed))
    return [
        item.strip() for item in (typed.split() if field.pattern else typed.split("\n")) if item
    ]


def _each(model: type[BaseModel], where: FieldPath, ids: Sequence[str]) -> dict[str, object]:
    """Return what is said of several ids in one place: each is an item, or only one can stand there."""
    if isinstance(where[-1], int):
        return {"nearest": Phrase("id-several"), "example": _lines_of(ids)}
    holder = field_at(model, where[:-1]) if len(where) > 1 else None
    if holder and holder.is_list:
        parts = [{where[-1]: each} for each in ids]
        return {
            "nearest": Phrase("id-each"),
            "more": Phrase("id-each"),
            "example": _lines_of(parts),
        }
    return {"nearest": Phrase("id-alone"), "more": Phrase("id-alone"), "example": ids[0]}


def _lines_of(items: Sequence[object]) -> dict[str, str]:
    """Return items of a list as an example of the lines of a file."""
    lines = written({"-": [*items]}).replace("\n  ", "\n").partition("\n")[2]
    return verbatim(f"\n{lines}")


def _value(field: ModelField, labels: LabelsFile, own: _Own, told: Sequence[Any]) -> Any:
    """Return the value of a field, made of what was typed; what nobody told is left open."""
    if not field.is_list:
        return _example(field, labels, own, told)
    return [_example(field, labels, own, [each]) for each in told] or [
        _example(field, labels, own, [])
    ]


def _example(field: ModelField, labels: LabelsFile, own: _Own, told: Sequence[Any]) -> Any:
    """Return a value, or an item of a list, as `_value` does."""
    if field.is_by_language:
        return _by_language(field, labels, told)
    typed = " ".join(each for each in told if isinstance(each, str))
    if field.model:
        known = fields_of(field.model)
        if told and isinstance(told[0], dict) and {*told[0]} <= {*known}:
            lacks = [part for part in known.values() if part.required and part.name not in told[0]]
            return {**told[0], **{part.name: _value(part, labels, own, []) for part in lacks}}
        # where nothing is required, what holds a text
        parts = [part for part in known.values() if part.required] or [
            part for part in known.values() if part.model
        ][:1]
        parts += [part for part in known.values() if part.type is Decimal and part not in parts]
        # words are no id: they stand where a text does
        texts = [part for part in parts if _is_text(part)]
        fitting = [
            part for part in parts if part.pattern and typed and _fitting(part, labels)(typed)
        ]
        numbers = [part for part in parts if part.type is Decimal and types.is_number(typed)]
        meant = next(iter([*numbers, *fitting, *texts, *parts]), None)
        parts = [part for part in known.values() if part in parts]
        return {
            part.name: _read(typed, labels) or types.PLACEHOLDER
            if part.pattern == types.SLUG and not part.refers_to and part is not meant
            else _value(part, labels, own, told if part is meant else [])
            for part in parts
        }
    if field.choices:
        return _chosen(field, labels, typed)
    if field.pattern == types.LOCATOR:
        return _mended(field, own, typed) or types.PLACEHOLDER
    if field.refers_to and not typed:
        return own.only_id(field.refers_to.folders) or types.PLACEHOLDER
    if field.refers_to:  # a name, of which the check makes the id
        return _slug(typed) or typed
    typed = _mended(field, own, typed) or (
        _read(typed, labels) if field.pattern == types.SLUG else typed
    )
    if not typed or not _fitting(field, labels)(typed):
        return types.PLACEHOLDER
    if field.type is bool:
        return typed == "true"
    return typed if field.type is str else Decimal(typed)


def _by_language(field: ModelField, labels: LabelsFile, told: Sequence[Any]) -> dict[str, Any]:
    """Return the texts or names that were typed by their language, by default the first."""
    first = next(iter(labels.languages), "")
    texts: dict[str, list[str]] = {}
    for each in told:
        for lang, text in each.items() if isinstance(each, dict) else [(first, each)]:
            texts.setdefault(lang, []).append(text)
    if first not in texts and not (texts and _is_names(field)):
        texts = {first: [language(first).placeholder], **texts}
    if _is_names(field):
        return {
            lang: [item for text in each for item in _items(field, text)]
            for lang, each in texts.items()
        }
    return {lang: _joined(labels, each) for lang, each in texts.items()}


def _joined(labels: LabelsFile, texts: Sequence[str]) -> str:
    """Return texts as one."""
    return language(next(iter(labels.languages), "")).separator.join(texts)


def _words_of(told: object) -> list[str]:
    return [told] if isinstance(told, str) else [text for _, text in texts_of(told)]


def _form(field: ModelField, labels: LabelsFile, own: _Own) -> object:
    """Return an example of how a value is written."""
    if field.model or field.choices:
        return _example(field, labels, own, [])
    if field.refers_to and (first := own.first_id(field.refers_to.folders)):
        return first
    if field.refers_to:
        return types.PLACEHOLDER
    return (
        field.examples[0]
        if field.examples
        else language(next(iter(labels.languages), "")).placeholder
    )


def _fitting(field: ModelField, labels: LabelsFile) -> Callable[[object], bool]:
    """Return what tells whether a text may be a field's plain value."""

    def fits(text: object) -> bool:
        if field.choices:
            return _chosen(field, labels, str(text)) == text
        if field.type in (Decimal, int):
            return types.is_number(str(text))
        if field.type is bool:
            return text in ("true", "false")
        return isinstance(text, str) and re.search(field.pattern or "", text) is not None

    return fits


def _read_title(tree: Map, where: FieldPath, labels: LabelsFile) -> str:
    """Return how the title is read that stands beside a field, or ""."""
    holder: Any = tree
    for step in where[:-1]:
        holder = holder[step]
    title = holder.get("title")
    text = title.get(next(iter(labels.languages), "")) if isinstance(title, dict) else title
    return (_slug(text) or _read(text, labels)) if isinstance(text, str) else ""


def _chosen(field: ModelField, labels: LabelsFile, typed: str) -> str:
    """Return what was typed where it is one of a field's values, or the placeholder."""
    known = isinstance(labels, Labels) and field.choices and labels.choices(field.choices)
    return typed if known and typed in known else types.PLACEHOLDER


def _read(typed: str, labels: LabelsFile) -> str:
    """Return an id of how words are read in the leading language, or ""."""
    return "-".join(language(next(iter(labels.languages), "")).reading(typed))


def _mended(field: ModelField, own: _Own, typed: str) -> str:
    """Return the citation or the id that was meant, as far as the text tells; of nothing, a citation."""
    if field.pattern == types.LOCATOR and (source := own.source(typed)):
        return located_in(types.PLACEHOLDER if own.unsure(typed) else source, typed)
    if field.pattern == types.DATE:
        date = "-".join(part.zfill(2) for part in re.findall("[0-9]+", typed))
        return date if re.fullmatch(types.DATE, date) else ""
    return _slug(typed) if field.pattern == types.SLUG else ""


def _slug(typed: str) -> str:
    """Return the id that was meant, typed as a file or a link, in quotes or in full-width letters, or ""."""
    plain = re.split(r"[|#]", unicodedata.normalize("NFKC", typed).lower())[0]
    stem = re.sub(r"\.ya?ml\W*$", "", plain.replace("\\", "/")).rpartition("/")[2]
    slug = re.sub(r"[\s_\u2010-\u2015\u2212-]+", "-", re.sub(r"^[\W_]+|[\W_]+$", "", stem))
    return slug if types.is_slug(slug) else ""


def located_in(source: str, typed: str) -> str:
    """Return the citation that was typed in some way; its place is left open if none was."""
    typed = unicodedata.normalize("NFKC", typed)  # full-width digits and marks
    number = re.search("[1-9][0-9]*", typed.removeprefix(source).rpartition("#")[2])
    return f"{source}#{number[0] if number else types.PLACEHOLDER}"


def located_each(typed: str, source: Callable[[str], str]) -> list[str]:
    """Return the citations of all places that were typed in one, a range of a few with each.

    Args:
        typed: What was typed.
        source: What returns the source that was meant by a name.
    """
    name, cited = "", list[str]()
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", typed)):
        before, _, place = part.rpartition("#")
        name = before or name
        ends = [int(each) for each in re.findall("[0-9]+", place)]
        is_range = len(ends) == 2 and 0 < ends[1] - ends[0] <= _MOST_OF_RANGE
        numbers = range(ends[0], ends[1] + 1) if is_range else ends
        cited += [f"{source(name)}#{number}" for number in numbers if number and name]
    return [*dict.fromkeys(cited)]


def meant_source(sources: Iterable[str], typed: str, text: str) -> str:
    """Return the source that was typed, or the one that a text cites most, or the first."""
    return max(
        sources,
        key=lambda each: (len(each) * typed.startswith(each), text.count(f"{each}#")),
        default="",
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What examples are made of: a file's tree, and the records of the handbook at `root`."""

    root: Path | None
    tree: Map

    def source(self, typed: str) -> str:
        """Return the id of the source that was meant, or ""."""
        text = " ".join(text for _, text in texts_of(self.tree))
        return meant_source(self._ids(("sources",)), typed, text)

    def unsure(self, typed: str) -> list[str]:
        """Return the ids of the sources of which any may be meant, unless it is clear which is."""
        sources = [*self._ids(("sources",))]
        text = " ".join(text for _, text in texts_of(self.tree))
        cited = [each for each in sources if f"{each}#" in text] or sources
        return [] if len(cited) < 2 or any(map(typed.startswith, sources)) else cited

    def first_id(self, folders: Sequence[str]) -> str:
        """Return the first id of another record in folders, or ""."""
        return next((each for each in self._ids(folders) if each != self.tree.get("id")), "")

    def meant(self, typed: str, folders: Sequence[str]) -> str:
        """Return the id of the record in folders that was meant, else of the nearest, or ""."""
        ids, slug = [*self._ids(folders)], _slug(typed)
        return slug if slug in ids else next(iter(get_close_matches(slug, ids, n=1)), "")

    def only_id(self, folders: Sequence[str]) -> str:
        """Return the id of the only other record in folders, or ""."""
        ids = [each for each in self._ids(folders) if each != self.tree.get("id")]
        return ids[0] if len(ids) == 1 else ""

    def _ids(self, folders: Sequence[str]) -> Iterator[str]:
        if self.root:
            for folder in folders or KINDS:
                yield from (file.stem for file in sorted(self.root.glob(f"data/{folder}/*.yml")))
