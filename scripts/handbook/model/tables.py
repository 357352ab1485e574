"""The tables of the open data that are no kind's: each list that models have, links, and what the others are."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.resources import yaml_data
from handbook.model.urls import OBSERVATIONS


def list_fields() -> Mapping[tuple[str, ...], ModelField]:
    """Return each list of parts or of texts that kinds have, by the fields that lead to it.

    That of observations is none: its table's rows tell what they have from their figure, too.
    """
    lists: dict[tuple[str, ...], ModelField] = {}
    for kind in KINDS.values():
        for steps, each in _lists(kind.record):
            if steps != (OBSERVATIONS,):
                lists.setdefault(steps, each)
    return lists


def _lists(
    model: type[BaseModel], outer: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], ModelField]]:
    for each in fields_of(model).values():
        steps = (*outer, each.name)
        if each.model and each.is_list:
            yield steps, each
        if each.model:
            yield from _lists(each.model, steps)


def list_name(steps: tuple[str, ...]) -> str:
    """Return the name of a list's table."""
    return "_".join(steps)


def other_tables() -> Mapping[str, Mapping[str, str]]:
    """Return the titles of tables that are no kind's, by name and language of messages."""
    lists = {list_name(steps): each.label for steps, each in list_fields().items()}
    return {**yaml_data("handbook.model", "tables.yml"), **lists}
