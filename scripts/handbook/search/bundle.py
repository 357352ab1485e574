"""Make the scripts of the search box small: they are written to be read, and downloaded by everyone who searches.

search.js and what it imports ──▶ one file, without comments            pagefind.js ──▶ without what the box does not use
"""

from __future__ import annotations

import re
from pathlib import Path

import rjsmin

_IMPORT = re.compile(r'^import .* from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
#: Pagefind cuts Chinese queries by the browser's dictionary; the box cuts them as the pages are cut (`pairs`).
_CUTTING = "needsWordSegmentation(trueLanguage)"
#: It unpacks its files with a program of its own; the box hands them over unpacked.
_UNPACKING = re.compile(r"var u8=Uint8Array;.*?(?=var gz_default=)var gz_default=gunzipSync;", re.DOTALL)


def bundle_scripts(folder: Path) -> None:
    """Put the box's modules into one file: one answer to wait for instead of seven."""
    modules: dict[str, str] = {}

    def add(name: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        for imported in _IMPORT.findall(text):
            if imported not in modules:
                add(imported)
        modules[name] = _IMPORT.sub("", text)

    add("search.js")
    own = modules.pop("search.js")
    for name in modules:
        (folder / name).unlink()
    (folder / "search.js").write_text(rjsmin.jsmin(_EXPORT.sub("", "".join(modules.values())) + own), encoding="utf-8")


def trim_pagefind(script: Path) -> None:
    """Take out of Pagefind's script what must not or need not be there."""
    text = script.read_text(encoding="utf-8").replace(_CUTTING, "false")
    script.write_text(_UNPACKING.sub("var gz_default;", text), encoding="utf-8")
