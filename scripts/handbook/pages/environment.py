"""Where the pages' templates lie, and how Jinja reads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2

FOLDER = Path(str(files("handbook.pages") / "templates"))
#: The template of what stands at the foot of every page that has a history.
HISTORY = "_history.md.jinja"


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the pages' templates."""
    # StrictUndefined: a template that names a field the model does not have fails instead of leaving a hole.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",  # `{#id}` is a heading's id
        comment_end_string="##}",
        autoescape=False,  # Markdown; the parser takes no HTML
    )
