"""The browser's scripts, each bundled with the modules it imports, and minified."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from handbook.load.npm import command, run_all

#: The scripts that pages name, by form: one that may stand in any page, or a module.
ENTRY_POINTS = {"iife": ("handbook.js", "open-search.js"), "esm": ("search.js",)}


def bundle_scripts(root: Path, folder: Path, constants: Mapping[str, str]) -> None:
    """Bundle the scripts of a built site in place, and delete the modules they import.

    Args:
        root: The handbook's root.
        folder: The folder of the scripts.
        constants: What scripts and engine share, by the name that the scripts have for it.

    Raises:
        HandbookError: esbuild is missing, or a script has an error.
    """
    scripts = set(folder.glob("*.js"))
    for form, names in ENTRY_POINTS.items():
        entries = [folder / name for name in names]
        bundle(root, entries, folder, form, constants)
        scripts -= {*entries}
    for module in scripts:
        module.unlink()


def bundle(root: Path, entries: Sequence[Path], to: Path, form: str, constants: Mapping[str, str]) -> None:
    """Bundle scripts, which may stand in the folder of their bundles."""
    defines = [f"--define:{name}={json.dumps(value)}" for name, value in constants.items()]
    options = [f"--format={form}", "--bundle", "--minify", "--target=es2022", "--charset=utf8"]
    options += [*defines, "--allow-overwrite", f"--outdir={to}"]
    run_all(command(root, "esbuild", *entries, *options))
