"""The pages as a site: MkDocs with the handbook's own theme, and what stands beside the pages.

    Handbook ─ plugin ─▶ MkDocs ─ theme/ ─▶ *.html ─┬─ downloads   facts of the PDFs, once they are made
        │                                           ├─ page_weight  what a first view costs
        ├─ social_cards ─▶ cards/                   └─ verify       links, headings, languages, twins
        └─ form_editor ─▶ admin/

`plugin` alone imports mkdocs; `links` and `nav` prepare what it hands over. What others use is
`plugin.build_site`, `social_cards.write_cards`, `downloads.fill`, `verify` and `form_editor.write_admin`.
"""

from importlib.resources import files
from pathlib import Path

from handbook.model.labels import Colours

#: The engine's theme: HTML templates, styles and scripts over Material's.
THEME = Path(str(files("handbook.site") / "theme"))
#: Where a handbook has files of its own, each in place of the engine's; mkdocs.yml names it as `custom_dir`.
CUSTOM = "custom/theme"


def theme_file(root: Path, name: str) -> Path:
    """Return a file of the theme: the handbook's own, or else the engine's."""
    own = root / CUSTOM / name
    return own if own.is_file() else THEME / name


def site_colours(colours: Colours) -> str:
    """Return the rule that sets the handbook's colours, for the end of the stylesheet."""
    values = "".join(f" --{name.replace('_', '-')}: {value};" for name, value in colours)
    return f":root {{{values} }}\n"
