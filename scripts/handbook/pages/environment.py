"""The Jinja environment of the pages' templates."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import jinja2

from handbook.model import answers, urls
from handbook.model.kinds import KINDS
from handbook.model.tables import other_tables

#: The folder of a handbook's own templates, which override the engine's templates by name.
CUSTOM = "custom/pages"
FOLDER = Path(str(files("handbook.pages") / "templates"))
#: The template of the history at the foot of a page.
HISTORY = "_history.md.jinja"
#: The template of the home page, around its prose.
HOME = "index.md.jinja"


def environment(root: Path) -> jinja2.Environment:
    """Return the environment of the pages' templates, the same as long as these are.

    Templates of the handbook at `root` override the engine's.
    """
    own = root / CUSTOM
    if not own.is_dir():
        return _environment((FOLDER,), ())
    return _environment(
        (own, FOLDER), tuple((file, file.stat().st_mtime_ns) for file in sorted(own.iterdir()))
    )


def compile_templates(root: Path) -> None:
    """Compile every template of the handbook at `root`, which its environment keeps."""
    templates = environment(root)
    for name in templates.list_templates():
        templates.get_template(name)


@lru_cache(maxsize=1)
def _environment(
    folders: tuple[Path, ...], own: tuple[tuple[Path, int], ...]
) -> jinja2.Environment:
    # StrictUndefined: a template fails on an unknown field instead of writing nothing.
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{##",  # `{#id}` is a heading's id
        comment_end_string="##}",
        autoescape=False,  # Markdown; the parser takes no HTML
    )
    templates.globals |= {
        "urls": urls,
        "kinds": KINDS,
        "answers": answers,
        "other_tables": other_tables,
    }
    return templates
