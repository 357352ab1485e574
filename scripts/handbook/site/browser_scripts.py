"""Bundling of the browser's scripts with the modules they import."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from handbook.load.npm import command, run

#: The scripts that pages load, by esbuild's output format: classic scripts and modules.
ENTRY_POINTS = {
    "iife": ("handbook.js", "open-search.js", "practices.js"),
    "esm": ("search.js", "selection.js"),
}


def bundle_scripts(root: Path, folder: Path, constants: Mapping[str, str]) -> None:
    """Bundle the scripts of a built site in place, and delete the modules they import.

    Args:
        root: The handbook's root.
        folder: The folder of the scripts.
        constants: The values that scripts share with the engine, by their name in the scripts.

    Raises:
        HandbookError: esbuild is missing, or a script has an error.
    """
    modules = set(folder.glob("*.js"))
    for form, names in ENTRY_POINTS.items():
        entries = [folder / name for name in names]
        bundle(root, entries, folder, form, constants)
        modules -= {*entries}
    for module in modules:
        module.unlink()


def bundle(
    root: Path, entries: Sequence[Path], to: Path, form: str, constants: Mapping[str, str]
) -> None:
    """Bundle scripts into a folder, which may be their own.

    Args:
        root: The handbook's root.
        entries: The scripts.
        to: The folder of the bundles.
        form: The output format of esbuild, `iife` or `esm`.
        constants: The values that scripts share with the engine, by their name in the scripts.

    Raises:
        HandbookError: esbuild is missing, or a script has an error.
    """
    defines = [f"--define:{name}={json.dumps(value)}" for name, value in constants.items()]
    options = [f"--format={form}", "--bundle", "--minify", "--target=es2022", "--charset=utf8"]
    options += [*defines, "--allow-overwrite", f"--outdir={to}"]
    run(command(root, "esbuild", *entries, *options))
