"""Programs and files of npm packages, and patches of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.load.npm import command, installed, patched, run_all


def codes(error: pytest.ExceptionInfo[HandbookError]) -> list[tuple[str, str]]:
    """Return the code and the path of each of an error's diagnostics."""
    return [(diagnostic.code, diagnostic.place.path) for diagnostic in error.value.diagnostics]


def test_missing_file_is_reported_with_its_path(tmp_path: Path) -> None:
    """A file that npm has not installed is named from the handbook's root."""
    with pytest.raises(HandbookError) as error:
        installed(tmp_path, "some/file.js")
    assert [("package-missing", "node_modules/some/file.js")] == codes(error)


def test_missing_node_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Node.js no program of a package can run."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HandbookError) as error:
        command(tmp_path, "some")
    assert [("package-missing", "node")] == codes(error)


def test_failed_command_hands_over_its_output() -> None:
    """Of several commands each that fails is reported with what it printed."""
    with pytest.raises(HandbookError, match=r"one.*two") as error:
        run_all(["true"], ["sh", "-c", "echo one; echo two >&2; exit 1"], ["false"])
    assert [("program-failed", "sh"), ("program-failed", "false")] == codes(error)


def test_patch_replaces_its_one_match_literally() -> None:
    """The replacement is no template: backslashes stay."""
    assert r"[a]\1\nc" == patched("a\nbc", {"\n(b)": r"\1\n", "a": "[a]"}, "some.js")


@pytest.mark.parametrize("text", ["", "xx"])
def test_patch_without_exactly_one_match_is_reported(text: str) -> None:
    """A package that changed is noticed when the site is built, not by a reader."""
    with pytest.raises(HandbookError, match=f"{len(text)} times") as error:
        patched(text, {"x": "y"}, "some.js")
    assert [("package-changed", "some.js")] == codes(error)
