"""Records whose every text is another, for tests of what texts may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handbook.model.types import Names, Part, Text


def rewritten(value: Any, write: Callable[[str], str]) -> Any:
    """Return a record, or a part or list of one, with each text in each language written anew, and another name more.

    Args:
        value: The record, part or list.
        write: What returns a text for the one that stands there, or for none.
    """
    if isinstance(value, Text):
        return value.model_copy(
            update={"root": {lang: write(said) for lang, said in value.items()}}
        )
    if isinstance(value, Names):
        names = {lang: (*own, write("")) for lang, own in value.root.items()}
        return value.model_copy(update={"root": names})
    if isinstance(value, Part):
        fields = {name: rewritten(getattr(value, name), write) for name in type(value).model_fields}
        return value.model_copy(update=fields)
    return tuple(rewritten(item, write) for item in value) if isinstance(value, tuple) else value
