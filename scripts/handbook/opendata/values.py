"""Records and their parts as plain data."""

from functools import reduce
from operator import getitem
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset, texts_of
from handbook.model.types import Prose
from handbook.text.plain_text import plain_text


def as_values(part: BaseModel, dataset: Dataset, *, defaults: bool) -> dict[str, Any]:
    """Return a record or a part of one as plain data, without notes.

    Args:
        part: The record or part.
        dataset: The data set.
        defaults: Include the fields that it leaves at their default.

    Returns:
        Numbers as numbers, and texts without markup.
    """
    dumped = part.model_dump(
        mode="json", exclude_defaults=not defaults, exclude={"notes"}, warnings="none"
    )
    for (field, *path), kind, lang, text in texts_of(part):
        if issubclass(kind, Prose) and field in dumped:  # names are no Markdown
            holder = reduce(getitem, path[:-1], dumped[field])
            holder[path[-1]] = plain_text(dataset, text, lang)
    return dumped
