"""The browser's scripts, bundled and minified; Pagefind's script, patched."""

from __future__ import annotations

import json
from pathlib import Path

from handbook.load.npm import command, replace_once, run_all
from handbook.search.bigrams import JOINTS
from handbook.search.name_shards import QUOTATION
from handbook.text.languages import HAN

#: The scripts that pages name. What they import is bundled into them.
ENTRY_POINTS = ("handbook.js", "open-search.js", "search.js")
#: Constants that the scripts share with this package.
CONSTANTS = {
    "HAN_RANGES": HAN.encode("raw_unicode_escape").decode("unicode_escape"),
    "JOINTS": JOINTS,
    "QUOTATION": QUOTATION,
}


def bundle(root: Path, *entries: Path, to: Path) -> None:
    """Bundle and minify scripts, each with the modules it imports.

    Args:
        root: The handbook's root.
        entries: The scripts.
        to: The folder of the bundles, which may be that of the scripts.

    Raises:
        HandbookError: esbuild is missing, or a script has an error.
    """
    defines = [f"--define:{name}={json.dumps(value)}" for name, value in CONSTANTS.items()]
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"]
    options += [*defines, "--allow-overwrite", f"--outdir={to}"]
    run_all(command(root, "esbuild", *entries, *options))


def bundle_scripts(root: Path, folder: Path) -> None:
    """Bundle the scripts of a built site in place, and delete the modules they import."""
    entries = [folder / name for name in ENTRY_POINTS]
    bundle(root, *entries, to=folder)
    for module in {*folder.glob("*.js")} - {*entries}:
        module.unlink()


def trim_pagefind(script: Path) -> None:
    """Remove from Pagefind's script what the search box does itself."""
    text = script.read_text(encoding="utf-8")
    # The box cuts Chinese queries as the pages are cut (`bigrams`), not by the browser's
    # dictionary.
    text = replace_once(text, r"needsWordSegmentation\(trueLanguage\)", "false", script.name)
    # The box hands files over unpacked.
    unpacking = r"var u8=Uint8Array;.*?var gz_default=gunzipSync;"
    text = replace_once(text, unpacking, "var gz_default;", script.name)
    script.write_text(text, encoding="utf-8")
