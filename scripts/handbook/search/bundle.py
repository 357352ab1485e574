"""The browser's scripts, bundled and minified; Pagefind's script, patched."""

from __future__ import annotations

from pathlib import Path

from handbook.load.npm import command, replace_once, run_all

#: The scripts that pages name. What they import is bundled into them.
ENTRY_POINTS = ("handbook.js", "open-search.js", "search.js")


def bundle_scripts(root: Path, folder: Path) -> None:
    """Bundle and minify the scripts of a built site in place, and delete the modules they import."""
    entries = [folder / name for name in ENTRY_POINTS]
    options = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8")
    run_all(command(root, "esbuild", *entries, *options, "--allow-overwrite", f"--outdir={folder}"))
    for module in {*folder.glob("*.js")} - {*entries}:
        module.unlink()


def trim_pagefind(script: Path) -> None:
    """Remove from Pagefind's script what the search box does itself."""
    text = script.read_text(encoding="utf-8")
    # The box cuts Chinese queries as the pages are cut (`bigrams`), not by the browser's dictionary.
    text = replace_once(text, r"needsWordSegmentation\(trueLanguage\)", "false", script.name)
    # The box hands files over unpacked.
    unpacking = r"var u8=Uint8Array;.*?var gz_default=gunzipSync;"
    script.write_text(replace_once(text, unpacking, "var gz_default;", script.name), encoding="utf-8")
