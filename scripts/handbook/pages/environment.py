"""Where the pages' templates lie, and how Jinja reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2

#: Where a handbook has templates of its own, each in place of the engine's of the same name.
CUSTOM = "custom/pages"
FOLDER = Path(str(files("handbook.pages") / "templates"))
#: The template of what stands at the foot of every page that has a history.
HISTORY = "_history.md.jinja"


@cache
def environment(root: Path) -> jinja2.Environment:
    """Return the environment of the pages' templates: those of the handbook at `root`, then the engine's."""
    # StrictUndefined: a template that names a field the model does not have fails instead of leaving a hole.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([root / CUSTOM, FOLDER]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",  # `{#id}` is a heading's id
        comment_end_string="##}",
        autoescape=False,  # Markdown; the parser takes no HTML
    )
