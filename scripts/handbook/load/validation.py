"""Validation of YAML trees with the models, reported as diagnostics for editors.

Pydantic finds the problems; a diagnostic adds the value found, the accepted values, an example and
similar names.
"""

from collections.abc import Mapping, Sequence
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
    found_of,
    language_name,
    nearest,
)
from handbook.load.files import MAX_BYTES, MAX_WRITTEN, Unloadable, read_text
from handbook.load.yaml_tree import Map, kind_of, location, parse, texts_of
from handbook.model import types
from handbook.model.editions import Edition
from handbook.model.introspect import FieldPath, ModelField, field_at, fields_of
from handbook.model.labels import Labels, LabelsFile
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
    types.HTTPS: "url-form",
    types.QUOTES: "quotes-form",
    types.COLOUR: "colour-form",
    types.MARK: "mark-form",
}

#: Labels with which texts in any language are accepted.
_ANY = LabelsFile(languages={})

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
    most = MAX_WRITTEN if model is Edition else MAX_BYTES
    tree = parse(read_text(root, name, most), name)
    return validate(model, tree, name, labels), tree


def validate(model: type[M], tree: Map, path: str, labels: LabelsFile = _ANY) -> M:
    """Return the content of a YAML tree as a model.

    Args:
        model: The model.
        tree: The tree.
        path: The file's path from the root, for diagnostics.
        labels: The accepted languages and values, as for `read_model`.

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
            code, where, values = _described(model, labels, problem)
            findings.append(Diagnostic(code, location(path, tree, where), values))
    unfilled = (where for where, text in texts_of(tree) if text.strip() == types.PLACEHOLDER)
    for where in islice(unfilled, MOST + 1):
        code, values = left_unfilled(where, tuple(labels.languages))
        findings.append(Diagnostic(code, location(path, tree, where), values))
    raise Unloadable(findings)


def left_unfilled(where: FieldPath, languages: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return the code and values for a placeholder: a translation's line may go by itself."""
    lang = str(where[-1]) if where else ""  # a page
    code = "translation-unfilled" if lang in languages[1:] else "text-unfilled"
    return code, {"found": types.PLACEHOLDER, "lang": language_name(lang), "code": lang}


def _is_misspelt(missing: FieldPath, unknown: Sequence[FieldPath]) -> bool:
    """Return whether a missing field is probably misspelt as an unknown one beside it."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    return bool(get_close_matches(str(missing[-1]), beside, cutoff=0.6))


def _described(
    model: type[BaseModel], labels: LabelsFile, problem: Mapping[str, Any]
) -> tuple[str, FieldPath, dict[str, object]]:
    """Return the code, field and values of the diagnostic for one of Pydantic's errors."""
    # An error in a mapping's key is reported at its value.
    where: FieldPath = tuple(step for step in problem["loc"] if step != "[key]")
    context, value = problem.get("ctx", {}), problem["input"]
    field = field_at(model, where)
    keys = list(fields_of(field.model)) if field and field.model else []
    values: dict[str, object] = {
        "found": value if isinstance(value, str) else kind_of(value),
        "name": where[-1] if where else "",
        "what": field.description if field else "",
        "example": _example(field, labels),
        "nearest": "",
        "reason": problem["msg"],
        "accepted": [f"{name}:" for name in keys or labels.languages],
    }
    match problem["type"]:
        case "extra_forbidden":
            holder = field_at(model, where[:-1])
            names = list(fields_of((holder and holder.model) or model))
            values |= {"accepted": names, "nearest": nearest(str(where[-1]), names)}
        case "enum":
            values |= _choices(field, labels, str(value))
        case "language-unknown":
            where = (*where, context["found"])
            values |= {"name": context["found"], "accepted": context["accepted"]}
        case "missing" if field:
            values["example"] = _filled(field, labels)
        case "language-first-missing":
            values["name"] = context["missing"]
    code = _CODES.get(context.get("pattern")) or _CODES.get(problem["type"], problem["type"])
    return code if code in MESSAGES else "value-invalid", where, values


def _choices(field: ModelField | None, labels: LabelsFile, value: str) -> dict[str, object]:
    """Return the values that a field accepts, and those most similar to the one found.

    In languages written in Han characters, each value is followed by its word.
    """
    names: dict[str, dict[str, str]] = {}
    if isinstance(labels, Labels) and field and field.choices:
        for choice in labels.choices(field.choices):
            names[str(choice)] = {lang: labels.choice(choice, lang) for lang in labels.languages}
    accepted = {}
    for lang in MESSAGE_LANGUAGES:
        style = language(lang)
        accepted[lang] = style.separator.join(
            choice + (style.bracketed(words[lang]) if style.han and lang in words else "")
            for choice, words in names.items()
        )
    meant = next((choice for choice, words in names.items() if value in words.values()), value)
    return {"accepted": accepted, "nearest": nearest(meant, names)}


def _example(field: ModelField | None, labels: LabelsFile) -> object:
    """Return a filled-in example of a field's value or item, on one line."""
    if field is None:
        return Phrase("example-text")
    if field.examples:
        return field.examples[0]
    if field.model and issubclass(field.model, types.ByLanguage):
        first = next(iter(labels.languages))
        words = language(first).placeholder
        below = Phrase("example-below", {"name": first, "example": f"- {words}"})
        return below if issubclass(field.model, types.Names) else f"{first}: {words}"
    if field.model:
        return _filled(next(iter(fields_of(field.model).values())), labels)
    if field.refers_to:
        folders = [f"data/{folder}/" for folder in field.refers_to.folders or ("…",)]
        either = {lang: found_of("or", lang).join(folders) for lang in MESSAGE_LANGUAGES}
        return Phrase("example-file-name", {"folders": either})
    return field.description


def _filled(field: ModelField, labels: LabelsFile) -> Phrase:
    """Return a field with an example of its value."""
    code = "example-item" if field.is_list else "example-below" if field.model else "example-field"
    return Phrase(code, {"name": field.name, "example": _example(field, labels)})
