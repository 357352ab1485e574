"""The pages as a site: MkDocs with the handbook's own theme, and what stands beside the pages."""

from importlib.resources import files
from pathlib import Path

#: The engine's theme: HTML templates, styles and scripts over Material's.
THEME = Path(str(files("handbook.site") / "theme"))
