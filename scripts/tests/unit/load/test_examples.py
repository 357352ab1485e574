"""The examples of messages: each, put where it belongs, is of the shape that the field asks for."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from handbook.diagnostics import MESSAGE_LANGUAGES, MESSAGES, Diagnostic, Phrase
from handbook.load import load_labels
from handbook.load.files import Unloadable
from handbook.load.validation import validate
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import parse
from handbook.model.introspect import FieldPath, dotted, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels
from handbook.model.types import ByLanguage, Names
from tests.helpers import handbook_of

#: Shapes that editors give to values, most of them wrong in a given field.
SHAPES: tuple[Any, ...] = (
    "巡河", "river-town", "2023-08", "1728", "true", "river-town, river-police", "巡河、值守",
    ["巡河", "值守"], ["river-town", "river-police"], [{"zh": "巡河"}, {"zh": "值守"}], [["巡河"]],
    {"en": "patrols"}, {"zh": ["巡河", "值守"]}, {"odd": "巡河"}, {"id": "river-town"},
)  # fmt: skip
#: What is told of a value's shape; whether it is filled in, exists or is likely, other messages tell.
OF_SHAPE = {
    "boolean-form", "cite-form", "date-form", "field-missing", "field-unknown", "id-form",
    "language-first-missing", "language-unknown", "list-empty", "number-form", "period-form",
    "value-invalid", "value-not-a-list", "value-not-a-map", "value-not-an-id", "value-not-text",
}  # fmt: skip


def paths_in(model: type[BaseModel], above: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield (path, field) of every field of a model and its parts, of the first item of lists, and of texts' languages."""
    for name, field in fields_of(model).items():
        path = (*above, name)
        yield path, field
        items = (*path, 0) if field.is_list else path
        if field.is_list:
            yield items, field
        if field.model and issubclass(field.model, ByLanguage):
            for lang in ("zh", "en"):
                yield (*items, lang), field
                if issubclass(field.model, Names):
                    yield (*items, lang, 0), field
        elif field.model:
            yield from paths_in(field.model, items)


def put(tree: Any, path: FieldPath, value: Any) -> None:
    """Put a value at a path of a tree, with what it takes to hold it."""
    for step, following in pairwise(path):
        holder: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            tree[:] = tree or [holder]
        elif not isinstance(tree.get(step), type(holder)):
            tree[step] = holder
        tree = tree[step]
    if isinstance(path[-1], int):
        tree[path[-1] : path[-1] + 1] = value if isinstance(value, list) else [value]
    else:
        tree[path[-1]] = value


def put_example(tree: Any, path: FieldPath, example: str) -> None:
    """Put an example where its message stands: a value, items for an item, or a field with its name."""
    value = yaml.load(example, yaml.BaseLoader) if "\n" in example or ": " in example else example
    if isinstance(value, dict) and len(value) == 1:
        ((name, inner),) = value.items()
        for end in range(len(path), 0, -1):
            if path[end - 1] == name:
                return put(tree, path[:end], inner)
    if isinstance(value, list) and not isinstance(path[-1], int):  # an item for each
        path = path[: max(at for at, step in enumerate(path) if isinstance(step, int)) + 1]
    return put(tree, path, value)


def found_in(model: type[BaseModel], tree: Any, root: Path, labels: Labels) -> list[Diagnostic]:
    """Return what is found in a tree of a record."""
    folder = next(folder for folder, kind in KINDS.items() if kind.record is model)
    name = f"data/{folder}/{tree['id']}.yml"
    try:
        validate(model, parse(written(tree), name), name, labels, root)
    except Unloadable as error:
        return [each for each in error.diagnostics if each.code in OF_SHAPE]
    return []


def test_examples_have_the_shape_that_their_messages_ask_for(root: Path) -> None:
    """Who writes what the example shows in place of what is wrong is not told of its shape again."""
    labels, seen, again = load_labels(root), set[object](), list[str]()
    for folder, kind in KINDS.items():
        files = (
            text for name, text in handbook_of.FILES.items() if name.startswith(f"data/{folder}/")
        )
        record = yaml.load(next(files, "id: an-id"), yaml.BaseLoader)
        fields = fields_of(kind.record)
        record = {name: value for name, value in record.items() if fields[name].required}
        for path, field in paths_in(kind.record):
            alike = (
                *(step for step in path[-3:] if isinstance(step, int) or step == "en"),
                field.name,
                field.type,
                field.pattern,
            )
            shapes = SHAPES if alike not in seen else ()
            seen.add(alike)
            for shape in shapes:
                tree = deepcopy(record)
                put(tree, path, [shape] if isinstance(path[-1], int) else shape)
                for finding in found_in(kind.record, tree, root, labels):
                    if finding.place.field.startswith(dotted(path)):
                        again += left_after(finding, kind.record, tree, root, labels, shape)
    assert len(seen) > 100
    assert not again, "\n".join(again)


def left_after(
    finding: Diagnostic,
    model: type[BaseModel],
    tree: Any,
    root: Path,
    labels: Labels,
    shape: object,
) -> Iterator[str]:
    """Yield what is told of a place again once the example that a message printed stands there."""
    example, at = finding.values.get("example", ""), finding.place.field
    if "{example}" not in MESSAGES[finding.code].remedy["en"] or isinstance(example, Phrase):
        return
    said = example[MESSAGE_LANGUAGES[-1]] if isinstance(example, dict) else str(example)
    filled = said.replace("…#", "river-report#").replace("#…", "#1").strip("\n")
    mended = deepcopy(tree)
    put_example(mended, steps_of(at), filled)
    for left in found_in(model, mended, root, labels):
        is_name = left.code == "id-form" and finding.values.get(
            "refers"
        )  # the check makes the id of it
        if left.place.field.startswith(at) and not is_name:
            yield f"{at}: {shape} → {finding.code}: {said!r} → {left.text('en')}"


def steps_of(place: str) -> FieldPath:
    """Return the steps of a place as messages write it."""
    steps = place.replace("[", ".[").split(".")
    return tuple(int(each[1:-1]) - 1 if each.startswith("[") else each for each in steps)
