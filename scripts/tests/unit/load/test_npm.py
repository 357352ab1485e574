"""Programs and files of npm packages, and patches of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.load.npm import command, copy_licence, installed, patched, run


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
    assert [("program-missing", "node")] == codes(error)


@pytest.mark.parametrize(
    ("script", "code", "told"),
    [
        ("echo one; echo two >&2; exit 1", "program-failed", r"one.*two"),
        ("kill -9 $$", "process-died", "SIGKILL"),
        ("echo ENOSPC; exit 1", "disk-full", "sh"),
    ],
)
def test_failed_command_hands_over_its_output(script: str, code: str, told: str) -> None:
    """A command that fails is reported with what it printed, or how it died without a word."""
    run(["true"])
    with pytest.raises(HandbookError, match=told) as error:
        run(["sh", "-c", script])
    assert [(code, "sh")] == codes(error)


def test_patch_replaces_its_one_match_literally() -> None:
    """The replacement is no template: backslashes stay."""
    assert r"[a]\1\nc" == patched("a\nbc", {"\n(b)": r"\1\n", "a": "[a]"}, "some.js")


@pytest.mark.parametrize("text", ["", "xx"])
def test_patch_without_exactly_one_match_is_reported(text: str) -> None:
    """A package that changed is noticed when the site is built, not by a reader."""
    with pytest.raises(HandbookError, match=f"{len(text)} times") as error:
        patched(text, {"x": "y"}, "some.js")
    assert [("package-changed", "some.js")] == codes(error)


def test_licence_text_is_copied_whole(tmp_path: Path) -> None:
    """From a file or a folder of them, under the package's name; a package without one is reported."""
    packages = tmp_path / "node_modules"
    for name in ("@one/a/LICENSE.txt", "b/LICENSE/LICENSE", "b/LICENSE/LICENSE-c"):
        (packages / name).parent.mkdir(parents=True, exist_ok=True)
        (packages / name).write_text(f"{name}\n")
    (packages / "none").mkdir()
    copy_licence(tmp_path, "@one/a", tmp_path / "site")
    copy_licence(tmp_path, "b", tmp_path / "site")
    assert {
        "one-a.txt": "@one/a/LICENSE.txt\n",
        "b.txt": "b/LICENSE/LICENSE\n\nb/LICENSE/LICENSE-c\n",
    } == {file.name: file.read_text() for file in (tmp_path / "site/licences").iterdir()}
    with pytest.raises(HandbookError) as error:
        copy_licence(tmp_path, "none", tmp_path / "site")
    assert [("package-licence", "node_modules/none")] == codes(error)
