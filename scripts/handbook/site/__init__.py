"""The site: pages built by MkDocs with the handbook's theme, and the files beside them.

    Handbook ─ plugin ─▶ MkDocs ─ theme/ ─▶ *.html ─┬─ downloads    facts about the PDFs, once made
        │                                           ├─ page_weight  size of each first view
        ├─ social_cards ─▶ cards/                   └─ verify       links, headings, languages
        └─ form_editor ─▶ admin/

Only `plugin` imports mkdocs; `links` prepares its input. Other folders use
`plugin.make_pages`, `social_cards.write_cards`, `downloads.fill`, `verify` and
`form_editor.write_admin`.
"""

from importlib.resources import files
from pathlib import Path

from handbook.model.labels import Colours

#: The engine's theme: HTML templates, styles and scripts over Material's.
THEME = Path(str(files("handbook.site") / "theme"))
#: The folder of a handbook's own theme files, which override the engine's (MkDocs' `custom_dir`).
CUSTOM = "custom/theme"


def theme_file(root: Path, name: str) -> Path:
    """Return the path of a theme file: the handbook's own, otherwise the engine's."""
    own = root / CUSTOM / name
    return own if own.is_file() else THEME / name


def site_colours(colours: Colours) -> str:
    """Return the CSS rule that sets the handbook's colours."""
    values = "".join(f" --{name.replace('_', '-')}: {value};" for name, value in colours)
    return f":root {{{values} }}\n"
