"""The files of the theme that pages load: styles, scripts and drawings."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.load.folders import site_config
from handbook.model.dataset import Dataset
from handbook.site import THEME, site_colours
from handbook.site.browser_scripts import bundle_scripts

#: What MkDocs reads of a theme, and does not publish.
_TEMPLATES = frozenset({".html", ".md", ".py", ".xml"})


def write_assets(dataset: Dataset, site: Path, constants: Mapping[str, str]) -> None:
    """Write the theme's files, the handbook's own over the engine's, into a site.

    Args:
        dataset: The handbook.
        site: The site.
        constants: The values that scripts share with the engine, by their name in the scripts.

    Raises:
        HandbookError: esbuild is missing, or a script has an error.
    """
    for folder in filter(None, (THEME, own_theme(dataset.root))):
        for file in _published(folder):
            target = site / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    with (site / "assets/handbook.css").open("a", encoding="utf-8") as styles:
        styles.write(site_colours(dataset.labels.site.colours))
    bundle_scripts(dataset.root, site / "assets", constants)


def own_theme(root: Path) -> Path | None:
    """Return the folder of the handbook's own theme files, which override the engine's."""
    theme = site_config(root)["theme"]
    return root / theme["custom_dir"] if "custom_dir" in theme else None


def _published(folder: Path) -> Iterator[Path]:
    """Yield the files that MkDocs publishes of a theme's folder."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        unread = hidden or "readme" in file.name.lower()
        if file.is_file() and not unread and file.suffix not in _TEMPLATES:
            yield file
