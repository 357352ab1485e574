"""Fields that a model does not have: the field, the place or the kind of record that was meant."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from handbook.diagnostics import Phrase, nearest, verbatim
from handbook.load.examples import Examples, listed
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import Map, part_at
from handbook.model import types
from handbook.model.introspect import FieldPath, ModelField, field_at, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels, LabelsFile
from handbook.model.records import PracticeState
from handbook.model.resources import yaml_data

_PROBLEMS = yaml_data("handbook.load", "problems.yml")
#: What fields are called by editors, and the fields that say it; and of which fields one may say what another is meant for.
_ALIKE: Mapping[str, Sequence[str]] = _PROBLEMS["alike"]
_EITHER: Mapping[str, Sequence[str]] = _PROBLEMS["either"]
#: How like the name of a field of its own a name must be to be that rather than another kind's.
_MISSPELT = 0.8
#: In how many places a field may belong for a message to name them.
_MOST_PLACES = 2


def meant_kinds(model: type[BaseModel], tree: Map, labels: LabelsFile) -> list[str]:
    """Return the folder of the only kind that a file fits, unless it is its own.

    It has fields and values of that kind alone, or several fields that only that has. A few kinds may
    be meant by a word of vocabularies that only they have.
    """
    own, known = fields_of(model), {f: fields_of(kind.record) for f, kind in KINDS.items()}
    is_own = _fits(own, {name: tree[name] for name in own if name in tree}, labels)
    strays = {*tree} - {*own}
    if own not in known.values() or (is_own and len(strays) < 2):
        return []
    fits = [folder for folder, fields in known.items() if {*tree} <= {*fields}]
    if len(fits) > 1 or len(strays) < 2:
        fits = [folder for folder in fits if _fits(known[folder], tree, labels)]
    is_chosen = _chosen(own, tree, labels)
    return fits if len(fits) == 1 or (not is_chosen and len(fits) <= _MOST_PLACES) else []


def _fits(fields: Mapping[str, ModelField], tree: Mapping[str, Any], labels: LabelsFile) -> bool:
    """Return whether a file has all fields that it must have, no others, and words of vocabularies."""
    needed = {name for name, field in fields.items() if field.required}
    return needed <= {*tree} <= {*fields} and _chosen(fields, tree, labels)


def _chosen(fields: Mapping[str, ModelField], tree: Mapping[str, Any], labels: LabelsFile) -> bool:
    """Return whether what a file chooses from vocabularies are words of these."""
    chosen = {name: field.choices for name, field in fields.items() if name in tree}
    return isinstance(labels, Labels) and all(
        not each or tree[name] in labels.choices(each) for name, each in chosen.items()
    )


def is_misspelt(model: type[BaseModel], missing: FieldPath, unknown: Sequence[FieldPath]) -> bool:
    """Return whether a missing field is probably an unknown one: misspelt, or in words."""
    beside = [str(where[-1]) for where in unknown if where[:-1] == missing[:-1]]
    field = field_at(model, missing)
    called = {*field.label.values()} if field else set()
    return bool(
        called.intersection(beside) or get_close_matches(str(missing[-1]), beside, cutoff=0.6)
    )


def meant_field(
    model: type[BaseModel], where: FieldPath, value: object, examples: Examples
) -> dict[str, object]:
    """Return which fields are accepted where there is an unknown one, and which was meant."""
    name, holders = str(where[-1]), [_model_at(model, where[:end]) for end in range(len(where))]
    fields = fields_of(holders[-1] or model)
    names = {each: field.label for each, field in fields.items()}
    called = next((each for each, words in names.items() if name in words.values()), name)
    near = "" if name in _ALIKE else nearest(called, names)
    meant = (
        Phrase("language-of-field", {"name": name})
        if name in examples.labels.languages
        else _said_elsewhere(name, value, fields, examples)
        or _elsewhere(holders, where, examples.tree)
        or near
        or (_of_kind(name) if len(where) == 1 else "")
    )
    return {"accepted": listed(names), "nearest": meant}


def _model_at(model: type[BaseModel], where: FieldPath) -> type[BaseModel] | None:
    field = field_at(model, where)
    return field.model if field else None if where else model


def _said_elsewhere(
    name: str, value: object, fields: Mapping[str, ModelField], examples: Examples
) -> Phrase | None:
    """Return in which field a model has what another name says, with what was typed, or None."""
    if either := {each: fields[each].label for each in _EITHER.get(name, ()) if each in fields}:
        return Phrase("field-either", {"names": listed(either)})
    if target := next((fields[each] for each in _ALIKE.get(name, ()) if each in fields), None):
        told = examples.told(value, target)
        is_words = isinstance(value, dict) and {*value} <= {*examples.labels.languages}
        if target.name == "status":
            by = name == "replaced_by"
            state = PracticeState.REPLACED if by else PracticeState.ENDED
            more = {"by": next(iter(told), types.PLACEHOLDER)} if by else _since(told)
            example: Any = {"state": state.value, **more}
        elif (is_words and issubclass(target.type, types.Text)) or (
            isinstance(value, list) and target.is_list and target.refers_to
        ):
            return Phrase("field-renamed", {"name": target.name})
        else:
            if target.is_by_language:  # a date beside a name is none
                told = [each for each in told if not re.fullmatch(types.DATE, str(each))]
            example = examples.value(target, told)
        shown = verbatim(f"\n{written({target.name: example})}")
        return Phrase("field-for", {"name": target.name, "lines": shown})
    kinds = [folder for folder, kind in KINDS.items() if name in fields_of(kind.record)]
    if not kinds or len(kinds) > _MOST_PLACES or get_close_matches(name, fields, cutoff=_MISSPELT):
        return None
    for field in fields.values():
        for part in fields_of(field.model).values() if field.model else ():
            if part.refers_to and part.refers_to.folders == (kinds[0],):
                place = {"field": f"{field.name}.{part.name}", "kind": kinds[0]}
                return Phrase("field-of-record", {"name": name, **place})
    return None


def _of_kind(name: str) -> Phrase | str:
    """Return the kinds that have a field, if they are few."""
    kinds = [f"data/{folder}/" for folder, kind in KINDS.items() if name in fields_of(kind.record)]
    is_told = 0 < len(kinds) <= _MOST_PLACES
    return Phrase("field-of-kind", {"name": name, "kinds": kinds}) if is_told else ""


def _since(told: Sequence[Any]) -> dict[str, object]:
    """Return since when something is, as far as it was typed."""
    dates = [str(each.get("date") if isinstance(each, dict) else each) for each in told]
    date = next((each for each in dates if re.fullmatch(types.DATE, each)), "")
    return {"since": {"date": date}} if date else {}


def _elsewhere(
    holders: Sequence[type[BaseModel] | None], where: FieldPath, tree: Map
) -> Phrase | None:
    """Return where a field belongs that stands one level too high or too low, or None.

    Of several such places, those count of which the record has the holder already.
    """
    name, beside = str(where[-1]), part_at(tree, where[:-1])
    fields = fields_of(holders[-1]).values() if holders[-1] else ()
    inner = [each.name for each in fields if each.model and name in fields_of(each.model)]
    if inner := [each for each in inner if each in beside] or inner:
        told = {"name": name, "places": inner}
        return Phrase("field-inside", told) if len(inner) <= _MOST_PLACES else None
    for end in reversed(range(len(where) - 1)):
        if (holder := holders[end]) and name in fields_of(holder) and isinstance(where[end], str):
            return Phrase("field-beside", {"name": name, "place": where[end]})
    return None
