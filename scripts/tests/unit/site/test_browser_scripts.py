"""The browser's scripts as they are served."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.search import SHARED
from handbook.site.browser_scripts import ENTRY_POINTS, bundle_scripts
from tests.helpers import ROOT

ASSETS = ROOT / "scripts/handbook/site/theme/assets"
NAMES = {name for names in ENTRY_POINTS.values() for name in names}


def bundle_in(folder: Path) -> dict[str, bytes]:
    """Bundle the theme's scripts in a folder; return what is there then."""
    folder.mkdir()
    for file in ASSETS.glob("*.js"):
        shutil.copy(file, folder)
    bundle_scripts(ROOT, folder, SHARED)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_scripts_are_bundled_into_the_entry_points(tmp_path: Path) -> None:
    """Imported modules are part of what is loaded later; no other file is left, and two builds agree."""
    files = bundle_in(tmp_path / "one")
    assert NAMES == {*files}
    for name, exports in (("search.js", ["mount", "open"]), ("selection.js", ["begin"])):
        text = files[name].decode()
        assert "import{" not in text
        assert exports == re.findall(r"as (\w+)", text[text.rindex("export{") :])
    assert all(files[name].startswith(b"(()=>{") for name in ENTRY_POINTS["iife"])
    assert files == bundle_in(tmp_path / "two")


def test_script_with_a_syntax_error_stops_the_build(tmp_path: Path) -> None:
    """The message is that of esbuild."""
    for name in NAMES:
        (tmp_path / name).write_text("let a = ;")
    with pytest.raises(HandbookError, match=r"search\.js:1:8"):
        bundle_scripts(ROOT, tmp_path, SHARED)
