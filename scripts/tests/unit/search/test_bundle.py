"""The browser's scripts as they are served."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.search.bundle import ENTRY_POINTS, bundle_scripts, trim_pagefind
from tests.helpers import ROOT

ASSETS = ROOT / "scripts/handbook/site/theme/assets"


def bundle_in(folder: Path) -> dict[str, bytes]:
    """Bundle the theme's scripts in a folder; return what is there then."""
    folder.mkdir()
    for file in ASSETS.glob("*.js"):
        shutil.copy(file, folder)
    bundle_scripts(ROOT, folder)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_scripts_are_bundled_into_the_entry_points(tmp_path: Path) -> None:
    """Imported modules are part of the box's script; no other file is left, and two builds agree."""
    files = bundle_in(tmp_path / "one")
    assert {*ENTRY_POINTS} == {*files}
    text = files["search.js"].decode()
    assert "import{" not in text
    assert ["mount", "open"] == re.findall(r"as (\w+)", text[text.rindex("export{") :])
    assert files == bundle_in(tmp_path / "two")


def test_script_with_a_syntax_error_stops_the_build(tmp_path: Path) -> None:
    """The message is that of esbuild."""
    for name in ENTRY_POINTS:
        (tmp_path / name).write_text("let a = ;")
    with pytest.raises(HandbookError, match=r"search\.js:1:8"):
        bundle_scripts(ROOT, tmp_path)


def test_pagefinds_script_loses_what_the_box_does_itself(tmp_path: Path) -> None:
    """The script neither cuts Chinese queries by a dictionary nor brings a program to unpack files."""
    script = tmp_path / "pagefind.js"
    script.write_text("a();if(needsWordSegmentation(trueLanguage)){b()}var u8=Uint8Array;\nvar x;var gz_default=gunzipSync;c();")
    trim_pagefind(script)
    assert "a();if(false){b()}var gz_default;c();" == script.read_text(encoding="utf-8")


def test_another_script_of_pagefind_stops_the_build(tmp_path: Path) -> None:
    """A version with other code is not left unpatched in silence."""
    script = tmp_path / "pagefind.js"
    script.write_text("if(needsWordSegmentation(trueLanguage)){b()}")
    with pytest.raises(HandbookError, match="gunzipSync"):
        trim_pagefind(script)
