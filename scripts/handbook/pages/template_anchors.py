"""The pages' templates as text: where they lie, and which anchors each sets, read off them so that no list can lag behind.

## {{ word("facts_heading") }} {#facts}          an anchor
### {{ … }} {#letter-{{ letter | lower }}}       every anchor that begins so
### {{ … }} {#{{ record.id }}}                   a record's own: none of the template's

A piece that several templates share counts where it is called.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("handbook.pages") / "templates"))
#: What stands at the foot of every page that has a history.
HISTORY = "_history.md.jinja"

_ANCHOR = re.compile(r"\{#((?:[a-z0-9-]|\{\{.*?\}\})+)\}")
_IMPORT = re.compile(r'\{% import "(?P<file>[^"]+)" as (?P<name>\w+)')
_MACRO = re.compile(r"\{%-? macro (?P<name>\w+)\(.*?\{%-? endmacro %\}", re.DOTALL)
_CALL = re.compile(r"(?<![\w.])(\w+)\(")


@cache
def anchors(template: str) -> re.Pattern[str]:
    """Return what matches the anchors that a template and the pieces it calls set besides those of the records on it."""
    text = (FOLDER / template).read_text(encoding="utf-8")
    found = set(_ANCHOR.findall(_MACRO.sub("", text)))
    for imported in _IMPORT.finditer(text):
        pieces = {m["name"]: m[0] for m in _MACRO.finditer((FOLDER / imported["file"]).read_text(encoding="utf-8"))}
        called = re.findall(rf"\b{imported['name']}\.(\w+)\(", text)
        for piece in called:  # grows while it is walked: a piece may call another
            called += [name for name in _CALL.findall(pieces[piece]) if name in pieces and name not in called]
            found |= set(_ANCHOR.findall(pieces[piece]))
    parts = sorted(made for anchor in found if (made := re.sub(r"\\\{\\\{.*?\\\}\\\}", ".+", re.escape(anchor))) != ".+")
    return re.compile("|".join(parts) or r"(?!)")
