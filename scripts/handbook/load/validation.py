"""Validation of YAML trees with the models, reported as diagnostics for editors.

Pydantic finds the problems; a diagnostic adds the value found, the accepted values, an example and
similar names.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handbook.diagnostics import MESSAGES, MOST, Diagnostic, Phrase, language_name, verbatim
from handbook.load import normal_forms
from handbook.load.examples import Examples, choices, lines, lines_of, new_choice
from handbook.load.files import Unloadable, read_text
from handbook.load.misplaced_fields import is_misspelt, meant_field, meant_kinds
from handbook.load.yaml_tree import Map, kind_of, location, parse, part_at, texts_of
from handbook.model import types
from handbook.model.introspect import FieldPath, ModelField, field_at, fields_of
from handbook.model.kinds import new_kind
from handbook.model.labels import Labels, LabelsFile
from handbook.model.resources import yaml_data
from handbook.text.languages import language

#: The message code of each of Pydantic's error types.
_CODES: Mapping[str, str] = yaml_data("handbook.load", "problems.yml")["codes"]
#: The message code of each pattern that a text may fail to match.
_FORMS = {
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

#: What is typed where an answer is expected, but a text is.
_TRUTHS = frozenset({"true", "false", "yes", "no", "是", "否"})

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
    if meant := meant_kinds(model, tree, labels):
        found, *better = (f"data/{each}/" for each in (path.split("/")[-2], *meant))
        either = Phrase("folders-either", {"first": better[0], "second": better[-1]})
        folder = either if len(better) > 1 else better[0]
        raise Unloadable.of("record-folder", path, found=found, better=folder)
    findings = []
    for *holder, at in _divided(tree, problems):
        where = (*holder, at)
        values = {"name": next(iter(part_at(tree, where)))}
        findings.append(Diagnostic("item-divided", location(path, tree, where), values))
        pair = ((*holder, at - 1), where)
        problems = [each for each in problems if _lacking(each) not in pair]
    unknown = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    # Pydantic counts only valid items, so a list whose only item is invalid is also too short.
    holders = {each["loc"][:depth] for each in problems for depth in range(1, len(each["loc"]))}
    told = [
        each
        for each in problems
        if not (
            (each["type"] == "missing" and is_misspelt(model, each["loc"], unknown))
            or (each["type"] == "too_short" and each["loc"] in holders)
            or (isinstance(each["input"], str) and each["input"].strip() == types.PLACEHOLDER)
        )
    ]
    examples = Examples(labels, root, tree)
    findings += [_diagnostic(model, each, examples, path) for each in told[: MOST + 1]]
    unfilled = (where for where, text in texts_of(tree) if text.strip() == types.PLACEHOLDER)
    for where in islice(unfilled, MOST + 1):
        code, values = left_unfilled(where, labels, model)
        findings.append(Diagnostic(code, location(path, tree, where), values))
    raise Unloadable(findings)


def _lacking(problem: Any) -> Any:
    """Return the part that lacks what it must have, if that is the problem."""
    where = problem["loc"]
    is_part = problem["type"] == "language-first-missing"
    return where if is_part else where[:-1] if problem["type"] == "missing" else None


def _divided(tree: Map, problems: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the items that go on with the one above them: one of both is not whole, and they share no field."""
    lacking = {where for each in problems if (where := _lacking(each))}
    items = [where for where in lacking if isinstance(where[-1], int)]
    for *holder, at in sorted({(*holder, at + 1) for *holder, at in items}.union(items)):
        listed = part_at(tree, tuple(holder))
        above, item = listed[at - 1 : at + 1] if 0 < at < len(listed) else ((), ())
        if isinstance(above, dict) and isinstance(item, dict) and above.keys().isdisjoint(item):
            yield (*holder, at)


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
        takes = Phrase("unfilled-choice", choices(field, labels, ""))
    elif field and field.refers_to:
        takes = Phrase("unfilled-id")
    values = {"lang": language_name(lang), "code": lang, "takes": takes}
    return code, {"found": types.PLACEHOLDER, **values}


def _diagnostic(
    model: type[BaseModel], problem: Mapping[str, Any], examples: Examples, path: str
) -> Diagnostic:
    """Return the diagnostic for one of Pydantic's errors."""
    # An error in a mapping's key is reported at its value.
    where: FieldPath = tuple(step for step in problem["loc"] if step != "[key]")
    error, context, value = problem["type"], problem.get("ctx", {}), problem["input"]
    code = _FORMS.get(context.get("pattern")) or _CODES.get(error, error)
    code = code if code in MESSAGES else "value-invalid"
    field = field_at(model, where)
    languages = [*(examples.labels.languages or examples.tree.get("languages", ()))]
    typed = value if isinstance(value, str) else ""
    keys = list(fields_of(field.model)) if field and field.model else []
    values: dict[str, object] = {
        "found": value if isinstance(value, str) else kind_of(value),
        "name": where[-1] if where else "",
        "what": field.description if field else "",
        "example": str(examples.form(field)) if field else Phrase("example-text"),
        "nearest": "",
        "reason": problem["msg"],
        "more": "",
        "accepted": [f"{name}:" for name in keys or languages],
    }
    match error:
        case "string_type" | "tuple_type" if (
            field
            and field.is_by_language
            and where[-1] not in (field.name, *languages)
            and isinstance(where[-1], str)
        ):
            code = "language-unknown"
            values["accepted"] = languages
        case "extra_forbidden":
            values |= meant_field(model, where, value, examples)
        case "enum" if field:
            several = normal_forms.items(typed, names=True)
            values |= choices(field, examples.labels, typed)
            if len(several) > 1 and all(examples.fits(field, each) for each in several):
                values["nearest"] = Phrase("choice-alone", {"names": several})
            elif not values["nearest"] and issubclass(field.type, types.Choice):
                values["more"] = new_choice(field, examples.labels, typed)
        case "language-unknown":
            where = (*where, context["found"])
            values |= {"name": context["found"], "accepted": context["accepted"]}
        case "language-first-missing":
            values["name"] = context["missing"]
        case "missing" if field and field.choices:
            accepted = choices(field, examples.labels, "")
            values["example"] = Phrase("example-choice", {"name": field.name, **accepted})
        case "tuple_type" if field and not field.required and _says_nothing(typed, languages):
            code, values["example"] = "list-empty", lines({field.name: examples.value(field, [])})
        case "missing" | "tuple_type" | "too_short" | "dict_type" | "model_type" if field:
            values |= _of_lines(field, where, problem, examples)
        case "string_pattern_mismatch" | "string_too_long" if field and typed:
            if where != problem["loc"]:  # a key
                values["example"] = normal_forms.slug(typed) or examples.reading(typed) or "new-id"
            else:
                values |= _of_form(model, field, where, typed, examples)
            if "kind" in values:
                code = "reference-unknown"
        case "number-form" if field and (number := examples.normal(field, typed)):
            values["example"] = number
        case "string_type" if field:
            told = examples.told(value)
            fitting = [each for each in told if examples.fits(field, each)]
            values["example"] = next(iter(fitting), types.PLACEHOLDER)
            if field.pattern == types.LOCATOR:  # [[source#8]], read as lists
                code, typed = "cite-form", "#".join(text for _, text in texts_of(value))
                found = f"[[{typed}]]" if isinstance(value, list) else kind_of(value)
                values |= {"found": found, "example": examples.normal(field, typed)}
            elif field.refers_to:
                code = "value-not-an-id"
                values |= _of_ids(model, where, fitting) if fitting[1:] else {}
                folders = field.refers_to.folders
                values["accepted"] = [f"data/{each}/" for each in folders] or ["data/"]
            elif field.model:
                texts = [text for each in told for _, text in texts_of(each)]
                words = verbatim(examples.joined(texts))
                values["example"] = words if texts else Phrase("example-text")
            elif fitting[1:]:
                values["more"] = Phrase("value-alone")
    if where == ("id",) and (stem := normal_forms.slug(Path(path).stem)):  # the file is named so
        values["example"] = stem if typed else f"id: {stem}"
    if typed != (better := unicodedata.normalize("NFC", typed)) and code == "pinyin-form":
        code, values = "text-not-nfc", {"found": typed, "better": better}
    if code == "date-form" and where[-1] == "checked":
        code = "day-form"
    elif code == "number-form" and not typed:
        values["more"] = Phrase("field-is", {"what": values["what"]})
    elif code != "number-form" or where[-1] == "value":
        mistyped = (
            each for lang in languages for each in language(lang).mistyped.get(code, {}).items()
        )
        hint = next((hint for hint, form in mistyped if re.search(form, typed, re.I)), "")
        if hint and any(MESSAGES[hint].remedy.values()):  # a message of its own
            code = hint
        elif hint:
            values["more"] = Phrase(hint, {"found": typed})
    if code == "number-form" and (number := normal_forms.number(typed, languages)):
        values["example"] = number
        if where[-1] == "value":
            values["more"] = Phrase("number-whole", {"found": typed, "value": number})
    return Diagnostic(code, location(path, examples.tree, where), values)


def _says_nothing(typed: str, languages: Sequence[str]) -> bool:
    """Return whether what was typed only tells that there is nothing."""
    said = (language(lang).policy.get("text-unfinished") for lang in languages)
    return any(each and each.fullmatch(typed) for each in said)


def _of_lines(
    field: ModelField, where: FieldPath, problem: Mapping[str, Any], examples: Examples
) -> dict[str, object]:
    """Return the lines of a field that is missing or is no list or map, made of what was typed."""
    value, languages = problem["input"], examples.labels.languages
    is_missing = problem["type"] == "missing"
    told = [] if is_missing else examples.told(value, field)
    values: dict[str, object] = {}
    if is_missing and field.pattern == types.SLUG and not field.refers_to:
        told = [examples.read_title(part_at(examples.tree, where[:-1]))]
    elif issubclass(field.type, types.Text) and str(value).casefold() in _TRUTHS:
        told, values["more"] = [], Phrase("words-wanted", {"what": field.description})
    filled = examples.value(field, [each for each in told if each])
    if not field.model and problem["type"] == "dict_type":  # of words by language, in labels
        filled = {next(iter(examples.tree.get("languages", {})), ""): value}
    elif problem["type"] == "tuple_type" and isinstance(filled, str):
        filled = normal_forms.items(filled, names=True)
    name = str(where[-1]) if isinstance(where[-1], str) else field.name
    if where[-1] in languages:  # of names: the list in one language
        name, filled = field.name, {where[-1]: next(iter(filled.values()))}
    if field.pattern == types.LOCATOR and not told and (sources := examples.unsure("")):
        values["more"] = Phrase("cite-one-of", {"accepted": sources})
    parts = fields_of(field.model).values() if field.model else [field]
    refers = any(part.refers_to for part in parts)  # to what may stand by name
    return {**values, "example": lines({name: filled}), "refers": refers}


def _of_form(
    model: type[BaseModel], field: ModelField, where: FieldPath, typed: str, examples: Examples
) -> dict[str, object]:
    """Return the value that was meant by a text of the wrong form; with a `kind`, it is unknown."""
    if field.pattern == types.LOCATOR:
        cited, sources = normal_forms.located_each(typed, examples.source), examples.unsure(typed)
        example = lines_of(cited) if len(cited) > 1 else examples.normal(field, typed)
        more = {"more": Phrase("cite-one-of", {"accepted": sources})} if sources else {}
        return more | ({"example": example} if example else {})
    slug, to = normal_forms.slug(typed), field.refers_to
    own_id = examples.meant(typed, to.folders) if to else ""
    ids = normal_forms.items(typed, ids=True) if field.pattern == types.SLUG else []
    if len(ids) > 1 and all(map(types.is_slug, ids)) and not (slug and own_id == slug):
        return _of_ids(model, where, ids)
    if to and not own_id and examples.root:
        is_page = typed.startswith("docs/") or typed.endswith(".md")
        return {
            "kind": new_kind(to.folders),
            "nearest": Phrase("page-no-record") if is_page else "",
        }
    example = own_id or examples.normal(field, typed)
    return {"example": example} if example else {}


def _of_ids(model: type[BaseModel], where: FieldPath, ids: Sequence[str]) -> dict[str, object]:
    """Return what is said of several ids in one place: each is an item, or only one can stand there."""
    if isinstance(where[-1], int):
        return {"nearest": Phrase("id-several"), "example": lines_of(ids)}
    holder = field_at(model, where[:-1]) if len(where) > 1 else None
    is_item = holder is not None and holder.is_list
    how = Phrase("id-each" if is_item else "id-alone")
    example = lines_of([{where[-1]: each} for each in ids]) if is_item else ids[0]
    return {"nearest": how, "more": how, "example": example}
